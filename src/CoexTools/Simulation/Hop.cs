namespace CoexTools.Simulation;

/// <summary>Represents a step of a request, and the rule that determined it.</summary>
public sealed class Hop : CoexObject
{
    [Rehydrates]
    internal Hop(
        string server, string rule, Basis basis, string? document, string decision, DateTimeOffset? time = null,
        IReadOnlyList<UnreachedServer>? unreached = null)
    {
        Server = server;
        Rule = rule;
        Basis = basis;
        Document = document;
        Decision = decision;
        Time = time;
        Unreached = OutputList.Of(unreached ?? []);
    }

    /// <summary>Gets the abbreviated name of the server that decided.</summary>
    public string Server { get; }

    /// <summary>Gets the id of the rule that it followed.</summary>
    public string Rule { get; }

    /// <summary>
    /// Gets how well the rule is known, or <see cref="Basis.Observed"/> if the step depends on a component that was
    /// down when it was probed.
    /// </summary>
    public Basis Basis { get; }

    /// <summary>Gets the UNID of the document that it followed; null if it followed no document.</summary>
    public string? Document { get; }

    /// <summary>Gets the decision, in words.</summary>
    public string Decision { get; }

    /// <summary>
    /// Gets when the component that was down was probed; null if the step does not depend on a probe.
    /// </summary>
    public DateTimeOffset? Time { get; }

    /// <summary>Gets the servers that the request did not reach from here, if it ended here.</summary>
    internal IReadOnlyList<UnreachedServer> Unreached { get; }

    /// <summary>Returns the step in one line.</summary>
    public override string ToString() => $"{Server} [{Rule}] {Described}";

    /// <summary>Gets the decision, and when it was observed.</summary>
    internal string Described => Time is { } time
        ? FormattableString.Invariant($"{Decision} (observed {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC)")
        : Decision;
}
