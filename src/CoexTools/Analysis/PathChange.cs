namespace CoexTools.Analysis;

/// <summary>Specifies what a difference between two directories does to a request; the worst first.</summary>
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
