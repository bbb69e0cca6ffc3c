using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>The kinds of components that can fail.</summary>
internal enum ComponentKind
{
    /// <summary>A server: it can be down, or busy.</summary>
    Server,

    /// <summary>A server's HTTP leg to Exchange.</summary>
    HttpLeg,

    /// <summary>A server's SMTP leg to Exchange.</summary>
    SmtpLeg,

    /// <summary>The link between two servers.</summary>
    Link,
}

/// <summary>A part of the network that can fail.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Server">The server, or one end of a link.</param>
/// <param name="Other">The other end of a link.</param>
internal sealed record Component(ComponentKind Kind, NotesName Server, NotesName? Other = null)
{
    /// <summary>A server.</summary>
    public static Component Of(NotesName server) => new(ComponentKind.Server, server);

    /// <summary>The component in a few words: <c>DominoA/Acme</c>, <c>DominoA/Acme HTTP</c>, <c>Hub01/Acme|DominoA/Acme</c>.</summary>
    public override string ToString() => Kind switch
    {
        ComponentKind.HttpLeg => $"{Server} HTTP",
        ComponentKind.SmtpLeg => $"{Server} SMTP",
        ComponentKind.Link => $"{Server}|{Other}",
        _ => Server.Abbreviated,
    };
}

/// <summary>A component that fails, and how.</summary>
/// <param name="Component">The component.</param>
/// <param name="IsBusy">Whether it is busy, not down.</param>
internal readonly record struct Failure(Component Component, bool IsBusy = false)
{
    /// <summary>The failure as a sentence names it: <c>DominoA/Acme down</c>, <c>the link between Hub01/Acme and DominoA/Acme down</c>.</summary>
    public string Description => Component.Kind switch
    {
        ComponentKind.HttpLeg => $"the HTTP connection of {Component.Server} down",
        ComponentKind.SmtpLeg => $"the SMTP connection of {Component.Server} down",
        ComponentKind.Link => $"the link between {Component.Server} and {Component.Other} down",
        _ => $"{Component.Server} {(IsBusy ? "busy" : "down")}",
    };

    /// <summary>The component, and whether it is busy: <c>DominoA/Acme (busy)</c>.</summary>
    public override string ToString() => IsBusy ? $"{Component} (busy)" : Component.ToString();
}

/// <summary>What fails at the same time; everything else works.</summary>
internal sealed class Outage
{
    /// <param name="failures">What fails, each component once.</param>
    /// <param name="observed">What was observed; what was down then fails too.</param>
    public Outage(IReadOnlyList<Failure> failures, Observations? observed = null)
    {
        Failures = failures;
        Network = failures.Count == 0 && observed is null ? NetworkState.AllUp : new NetworkState(
            Servers(ComponentKind.Server, isBusy: false), Servers(ComponentKind.Server, isBusy: true),
            Servers(ComponentKind.HttpLeg, isBusy: false), Servers(ComponentKind.SmtpLeg, isBusy: false),
            failures.Where(failure => failure.Component.Kind == ComponentKind.Link)
                .Select(failure => (failure.Component.Server, failure.Component.Other!)),
            observed);
    }

    /// <summary>Nothing fails.</summary>
    public static Outage None { get; } = new([]);

    /// <summary>What fails.</summary>
    public IReadOnlyList<Failure> Failures { get; }

    /// <summary>The network during the outage.</summary>
    public NetworkState Network { get; }

    /// <summary>A server is down.</summary>
    public static Outage Down(NotesName server) => Of(ComponentKind.Server, server);

    /// <summary>The link between two servers is down.</summary>
    public static Outage LinkDown(NotesName one, NotesName other) => Of(ComponentKind.Link, one, other);

    /// <summary>A server's HTTP leg to Exchange is down.</summary>
    public static Outage HttpDown(NotesName server) => Of(ComponentKind.HttpLeg, server);

    /// <summary>A server's SMTP leg to Exchange is down.</summary>
    public static Outage SmtpDown(NotesName server) => Of(ComponentKind.SmtpLeg, server);

    /// <summary>The outage as a sentence names it: <c>everything up</c>, <c>DominoA/Acme down</c>.</summary>
    public override string ToString() =>
        Failures.Count == 0 ? "everything up" : string.Join(" and ", Failures.Select(failure => failure.Description));

    private static Outage Of(ComponentKind kind, NotesName server, NotesName? other = null) => new([new Failure(new Component(kind, server, other))]);

    private IEnumerable<NotesName> Servers(ComponentKind kind, bool isBusy) =>
        Failures.Where(failure => failure.Component.Kind == kind && failure.IsBusy == isBusy).Select(failure => failure.Component.Server);
}
