namespace CoexTools.Values;

/// <summary>The reasons why an NSF file cannot be read.</summary>
internal enum NsfErrorKind
{
    /// <summary>The file is not an NSF file.</summary>
    NotNsf,

    /// <summary>The database is encrypted locally.</summary>
    Encrypted,

    /// <summary>The version of the on-disk structure is not supported.</summary>
    Version,

    /// <summary>The file is truncated, or its parts contradict each other.</summary>
    Damaged,
}
