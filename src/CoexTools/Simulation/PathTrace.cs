namespace CoexTools.Simulation;

/// <summary>Represents what the trace of a request recorded.</summary>
/// <param name="Reason">The reason why the request ended as it did.</param>
/// <param name="Recommendation">What to do about it; null if there is nothing to do. It is determined on demand,
/// because a change of the directory is tried, which takes longer than the request (VD4).</param>
/// <param name="Hops">The steps.</param>
/// <param name="Messages">The messages on consoles.</param>
/// <param name="Assumptions">The assumptions of the result.</param>
internal sealed record PathTrace(
    string Reason, Lazy<string?> Recommendation, IReadOnlyList<Hop> Hops, IReadOnlyList<ConsoleMessage> Messages,
    IReadOnlyList<string> Assumptions)
{
    /// <summary>Creates the trace of a rehydrated result.</summary>
    public PathTrace(
        string reason, string? recommendation, IReadOnlyList<Hop> hops, IReadOnlyList<ConsoleMessage> messages,
        IReadOnlyList<string> assumptions)
        : this(reason, new Lazy<string?>(() => recommendation), hops, messages, assumptions)
    {
    }
}
