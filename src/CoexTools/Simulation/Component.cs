using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents a part of the network that can fail.</summary>
/// <param name="Kind">The kind of component.</param>
/// <param name="Server">The server, or one end of a link.</param>
/// <param name="Other">The other end of a link.</param>
internal sealed record Component(ComponentKind Kind, NotesName Server, NotesName? Other = null)
{
    /// <summary>Returns the component that a server is.</summary>
    public static Component Of(NotesName server) => new(ComponentKind.Server, server);

    /// <summary>
    /// Returns the component in a few words: <c>DominoA/Acme</c>, <c>DominoA/Acme HTTP</c>,
    /// <c>Hub01/Acme|DominoA/Acme</c>.
    /// </summary>
    public override string ToString() => Kind switch
    {
        ComponentKind.HttpLeg => $"{Server} HTTP",
        ComponentKind.SmtpLeg => $"{Server} SMTP",
        ComponentKind.Link => $"{Server}|{Other}",
        _ => Server.Abbreviated,
    };
}
