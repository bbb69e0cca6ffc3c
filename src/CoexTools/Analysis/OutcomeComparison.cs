using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>What a difference between two directories does to a request; the worst first.</summary>
public enum PathChange
{
    /// <summary>The request reached Exchange, and no longer does.</summary>
    Lost,

    /// <summary>The request reaches Exchange in neither, and ends in another way or at another server.</summary>
    EndsElsewhere,

    /// <summary>The request reaches Exchange in both, through another server.</summary>
    Moved,

    /// <summary>The request ends alike, and other warnings appear on consoles.</summary>
    Warned,

    /// <summary>The request did not reach Exchange, and does.</summary>
    Gained,
}

/// <summary>Compares how a request ends in two states of a directory.</summary>
internal static class OutcomeComparison
{
    /// <summary>Returns what users notice: where and how the request ends, and the warnings on consoles; null if they notice nothing.</summary>
    public static PathChange? Compare(Outcome before, Outcome after) => (before.IsReached, after.IsReached) switch
    {
        _ when before.EndsLike(after) => before.Warned == after.Warned ? null : PathChange.Warned,
        (true, false) => PathChange.Lost,
        (false, true) => PathChange.Gained,
        (true, true) => PathChange.Moved,
        _ => PathChange.EndsElsewhere,
    };
}
