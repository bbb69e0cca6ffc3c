using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>A part of the network that can fail.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Server">The server, or one end of a link.</param>
/// <param name="Other">The other end of a link.</param>
internal sealed record Component(ComponentKind Kind, NotesName Server, NotesName? Other = null)
{
    /// <summary>A server.</summary>
    public static Component Of(NotesName server) => new(ComponentKind.Server, server);

    /// <summary>
    /// The component in a few words: <c>DominoA/Acme</c>, <c>DominoA/Acme HTTP</c>, <c>Hub01/Acme|DominoA/Acme</c>.
    /// </summary>
    public override string ToString() => Kind switch
    {
        ComponentKind.HttpLeg => $"{Server} HTTP",
        ComponentKind.SmtpLeg => $"{Server} SMTP",
        ComponentKind.Link => $"{Server}|{Other}",
        _ => Server.Abbreviated,
    };
}
