namespace CoexTools.Nsf;

/// <summary>Why an NSF file cannot be read.</summary>
internal enum NsfErrorKind
{
    /// <summary>The file is not an NSF file.</summary>
    NotNsf,

    /// <summary>The database is encrypted locally.</summary>
    Encrypted,

    /// <summary>The on-disk structure is of a version that the reader does not know.</summary>
    Version,

    /// <summary>The file is cut off, or its parts contradict each other.</summary>
    Damaged,
}

/// <summary>An NSF file cannot be read.</summary>
internal sealed class NsfException : Exception
{
    private NsfException(NsfErrorKind kind, long offset, string message, bool isTorn = false)
        : base(message)
    {
        Kind = kind;
        Offset = offset;
        IsTorn = isTorn;
    }

    /// <summary>Why.</summary>
    public NsfErrorKind Kind { get; }

    /// <summary>The byte in the file where the problem is, counted from the start.</summary>
    public long Offset { get; }

    /// <summary>Whether the bytes were read while they were being written, so that reading them again may succeed.</summary>
    public bool IsTorn { get; }

    public static NsfException NotNsf() => new(NsfErrorKind.NotNsf, 0, "The file is not an NSF file.");

    public static NsfException Encrypted(long offset) => new(NsfErrorKind.Encrypted, offset, "The database is encrypted.");

    public static NsfException Version(int ods, long offset) =>
        new(NsfErrorKind.Version, offset, $"The on-disk structure (ODS) {ods} is not supported.");

    /// <param name="offset">The byte in the file where the problem is.</param>
    /// <param name="why">What is wrong there, as a sentence without its period.</param>
    /// <param name="isTorn">Whether the bytes were read while they were being written.</param>
    public static NsfException Damaged(long offset, string why, bool isTorn = false) =>
        new(NsfErrorKind.Damaged, offset, $"{why} (offset 0x{offset:X}).", isTorn);
}
