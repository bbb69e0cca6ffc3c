using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Commands;

/// <summary>Foretells what happens to a free/busy request (CC1 to CC8).</summary>
[Cmdlet(VerbsDiagnostic.Test, "FreeBusyPath", DefaultParameterSetName = PathSet)]
[OutputType(typeof(FreeBusyPathResult), typeof(bool))]
public sealed class TestFreeBusyPathCommand : PathTestCommand
{
    /// <inheritdoc/>
    private protected override PathResult Test(DomainVisibility domain, NotesName origin, NetworkState network) => FreeBusyPathResult.Of(domain, origin, network);
}
