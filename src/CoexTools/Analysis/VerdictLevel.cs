namespace CoexTools.Analysis;

/// <summary>How serious a verdict is.</summary>
internal enum VerdictLevel
{
    /// <summary>No single failure of a server stops a service.</summary>
    Good,

    /// <summary>Whether a single failure of a server stops a service is not known.</summary>
    Unknown,

    /// <summary>A single failure of a server stops a service.</summary>
    Gap,

    /// <summary>A service fails even if nothing else does.</summary>
    Failing,
}
