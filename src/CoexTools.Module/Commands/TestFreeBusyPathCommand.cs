using CoexTools.Simulation;

namespace CoexTools.Commands;

/// <summary>Predicts what happens to a free/busy request (CC1 to CC8).</summary>
[Cmdlet(VerbsDiagnostic.Test, "FreeBusyPath", DefaultParameterSetName = PathSet)]
[OutputType(typeof(FreeBusyPathResult), typeof(bool))]
public sealed class TestFreeBusyPathCommand : RequestTestCommand
{
    /// <inheritdoc/>
    private protected override CoexistenceService Service => CoexistenceService.FreeBusy;
}
