using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Commands;

/// <summary>Foretells what happens to a message (RT1 to RT7).</summary>
[Cmdlet(VerbsDiagnostic.Test, "MailRoute", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MailRouteResult), typeof(bool))]
public sealed class TestMailRouteCommand : PathTestCommand
{
    /// <summary>What is routed: plain mail, or invitations and answers.</summary>
    [Parameter]
    public MailKind Kind { get; set; }

    /// <inheritdoc/>
    private protected override PathResult Test(DomainVisibility domain, NotesName origin, NetworkState network) => MailRouteResult.Of(domain, origin, Kind, network);
}
