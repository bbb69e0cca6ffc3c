using CoexTools.Simulation;

namespace CoexTools.Commands;

/// <summary>Predicts what happens to a message (RT1 to RT7).</summary>
[Cmdlet(VerbsDiagnostic.Test, "MailRoute", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MailRouteResult), typeof(bool))]
public sealed class TestMailRouteCommand : RequestTestCommand
{
    /// <summary>What is routed: plain mail, or invitations and replies.</summary>
    [Parameter]
    public MailKind Kind { get; set; }

    /// <inheritdoc/>
    private protected override CoexistenceService Service => CoexistenceServices.Of(Kind);
}
