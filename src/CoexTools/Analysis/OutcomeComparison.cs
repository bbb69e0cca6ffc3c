using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>Compares how a request ends in two states of a directory.</summary>
internal static class OutcomeComparison
{
    /// <summary>
    /// Returns what users notice: where and how the request ends, and the warnings on consoles; null if they notice
    /// nothing.
    /// </summary>
    public static PathChange? Compare(Outcome before, Outcome after) => (before.IsReached, after.IsReached) switch
    {
        _ when before.EndsLike(after) => before.Warned == after.Warned ? null : PathChange.Warned,
        (true, false) => PathChange.Lost,
        (false, true) => PathChange.Gained,
        (true, true) => PathChange.Moved,
        _ => PathChange.EndsElsewhere,
    };
}
