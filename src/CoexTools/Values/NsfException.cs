namespace CoexTools.Values;

/// <summary>The exception for an NSF file that cannot be read.</summary>
internal sealed class NsfException : Exception
{
    private NsfException(NsfErrorKind kind, long offset, string message, bool isTorn = false)
        : base(message)
    {
        Kind = kind;
        Offset = offset;
        IsTorn = isTorn;
    }

    /// <summary>The reason.</summary>
    public NsfErrorKind Kind { get; }

    /// <summary>The offset of the problem in the file.</summary>
    public long Offset { get; }

    /// <summary>
    /// Gets whether the bytes were read while they were being written. A second read can then succeed.
    /// </summary>
    public bool IsTorn { get; }

    public static NsfException NotNsf() => new(NsfErrorKind.NotNsf, 0, "The file is not an NSF file.");

    public static NsfException Encrypted(long offset) =>
        new(NsfErrorKind.Encrypted, offset, "The database is encrypted.");

    public static NsfException Version(int ods, long offset) =>
        new(NsfErrorKind.Version, offset, $"The on-disk structure (ODS) {ods} is not supported.");

    /// <param name="offset">The offset of the problem in the file.</param>
    /// <param name="why">The problem, as a sentence without its period.</param>
    /// <param name="isTorn">Specifies whether the bytes were read while they were being written.</param>
    public static NsfException Damaged(long offset, string why, bool isTorn = false) =>
        new(NsfErrorKind.Damaged, offset, $"{why} (offset 0x{offset:X}).", isTorn);
}
