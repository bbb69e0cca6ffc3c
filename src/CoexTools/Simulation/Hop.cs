namespace CoexTools.Simulation;

/// <summary>Represents a step of a request, and the rule that determined it.</summary>
public sealed class Hop : CoexObject
{
    [Rehydrates]
    internal Hop(
        string server, string rule, Basis basis, string? document, string decision, DateTimeOffset? time = null,
        IReadOnlyList<UnreachedServer>? unreached = null, string? lastSave = null)
    {
        Server = server;
        Rule = rule;
        Basis = basis;
        Document = document;
        Decision = decision;
        Time = time;
        Unreached = OutputList.Of(unreached ?? []);
        LastSave = lastSave;
    }

    /// <summary>Gets the abbreviated name of the server that decided.</summary>
    public string Server { get; }

    /// <summary>Gets the id of the rule that it followed.</summary>
    public string Rule { get; }

    /// <summary>
    /// Gets how well the rule is known, or <see cref="Basis.Observed"/> if the step depends on a component that was
    /// down when it was probed, or if the console log of the server shows the message that the step prints.
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

    /// <summary>
    /// Gets who saved the document last, and when. Null if this is not known, or if an earlier step of the request
    /// states it.
    /// </summary>
    public string? LastSave { get; }

    /// <summary>Gets the servers that the request did not reach from here, if it ended here.</summary>
    internal IReadOnlyList<UnreachedServer> Unreached { get; }

    /// <summary>Returns the same step, as the console log of the server confirms it.</summary>
    internal Hop Confirmed() => new(Server, Rule, Basis.Observed, Document, Decision, Time, Unreached, LastSave)
    {
        ShortName = ShortName,
    };

    /// <summary>Returns the step in one line.</summary>
    public override string ToString() => $"{Server} [{Rule}] {Described}";

    /// <summary>Gets the decision, when it was observed, and who saved the document last.</summary>
    internal string Described => Decision
        + (Time is { } time
            ? FormattableString.Invariant($" (observed {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC)") : "")
        + (LastSave is null ? "" : $". The document was last {LastSave}.");
}
