namespace CoexTools.Simulation;

/// <summary>What the trace of a request recorded.</summary>
/// <param name="Reason">Why it ended as it did.</param>
/// <param name="Recommendation">What to do about it.</param>
/// <param name="Hops">The steps.</param>
/// <param name="Warnings">The warnings on consoles.</param>
/// <param name="Messages">All messages on consoles.</param>
/// <param name="Assumptions">What had to be assumed.</param>
internal sealed record PathExplanation(
    string Reason, string? Recommendation, IReadOnlyList<Hop> Hops, IReadOnlyList<ConsoleMessage> Warnings,
    IReadOnlyList<ConsoleMessage> Messages,
    IReadOnlyList<string> Assumptions);
