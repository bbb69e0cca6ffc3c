using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents the failures of components at the same time. Everything else works.</summary>
internal sealed class Outage
{
    /// <param name="failures">What fails, each component once.</param>
    /// <param name="observed">What was observed; what was down then fails too.</param>
    public Outage(IReadOnlyList<Failure> failures, Observations? observed = null)
    {
        Failures = failures;
        Network = failures.Count == 0 && observed is null ? NetworkState.AllUp : new NetworkState(failures, observed);
    }

    /// <summary>Gets the outage in which nothing fails.</summary>
    public static Outage None { get; } = new([]);

    /// <summary>Gets what fails.</summary>
    public IReadOnlyList<Failure> Failures { get; }

    /// <summary>Gets the network during the outage.</summary>
    public NetworkState Network { get; }

    /// <summary>Returns the outage of a server.</summary>
    public static Outage Down(NotesName server) => Of(ComponentKind.Server, server);

    /// <summary>Returns the outage of the link between two servers.</summary>
    public static Outage LinkDown(NotesName one, NotesName other) => Of(ComponentKind.Link, one, other);

    /// <summary>Returns the outage of the HTTP connection of a server to Exchange.</summary>
    public static Outage HttpDown(NotesName server) => Of(ComponentKind.HttpLeg, server);

    /// <summary>Returns an outage of the connection from a server to Exchange for mail (SMTP).</summary>
    public static Outage SmtpDown(NotesName server) => Of(ComponentKind.SmtpLeg, server);

    /// <summary>Returns the outage as a sentence names it: <c>everything up</c>, <c>DominoA/Acme down</c>.</summary>
    public override string ToString() =>
        Failures.Count == 0 ? "everything up" : string.Join(" and ", Failures.Select(failure => failure.Description));

    private static Outage Of(ComponentKind kind, NotesName server, NotesName? other = null) =>
        new([new Failure(new Component(kind, server, other))]);
}
