namespace CoexTools.Audit;

/// <summary>
/// Specifies how a run of the nightly repair left a source, from the best state to the worst. The state of a run is the
/// worst state of its sources.
/// </summary>
public enum CoexistenceRunState
{
    /// <summary>The source was audited, and nothing had to be repaired.</summary>
    Healthy,

    /// <summary>
    /// The directory was repaired. It was read again, and the second audit did not find any errors or warnings (VD6).
    /// </summary>
    Repaired,

    /// <summary>
    /// The documents are repaired in a file. The directory is repaired when Domino has imported them (VD6).
    /// </summary>
    Prepared,

    /// <summary>
    /// Errors or warnings remain, a repair was refused, or a probe or a request in the observed network failed.
    /// </summary>
    Refused,

    /// <summary>The source could not be read or audited (VD1).</summary>
    Unknown,

    /// <summary>The run failed, for example while it changed the documents.</summary>
    Failed,
}
