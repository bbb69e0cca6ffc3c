namespace CoexTools.Simulation;

/// <summary>One step of a request, and the rule that made it.</summary>
public sealed class Hop : CoexObject
{
    [Rehydrates]
    internal Hop(
        string server, string rule, Basis basis, string? document, string decision, DateTimeOffset? time = null)
    {
        Server = server;
        Rule = rule;
        Basis = basis;
        Document = document;
        Decision = decision;
        Time = time;
    }

    /// <summary>The server that decided, abbreviated.</summary>
    public string Server { get; }

    /// <summary>The id of the rule that it followed.</summary>
    public string Rule { get; }

    /// <summary>
    /// How well the rule is known, or <see cref="Basis.Observed"/> if the step depends on a component that was down
    /// when it was probed.
    /// </summary>
    public Basis Basis { get; }

    /// <summary>The UNID of the document that it followed; null if it followed none.</summary>
    public string? Document { get; }

    /// <summary>What it decided, in words.</summary>
    public string Decision { get; }

    /// <summary>When the component that was down was probed; null if the step does not depend on a probe.</summary>
    public DateTimeOffset? Time { get; }

    /// <summary>
    /// The servers to which the request did not get from here, if it ended here; not known of a rehydrated step.
    /// </summary>
    internal IReadOnlyList<MissedServer> Missed { get; init; } = [];

    /// <summary>The step in one line.</summary>
    public override string ToString() => $"{Server} [{Rule}] {Described}";

    /// <summary>The decision, and when it was observed.</summary>
    internal string Described => Time is { } time
        ? FormattableString.Invariant($"{Decision} (observed {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC)")
        : Decision;
}
