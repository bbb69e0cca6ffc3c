namespace CoexTools.Files;

/// <summary>
/// The state of a <see cref="ContentHash"/> at a position in a file: the remainder of all bytes before it.
/// </summary>
/// <param name="Remainder">The remainder, with the highest power first.</param>
/// <param name="Length">The number of bytes before the position.</param>
internal sealed record HashState(byte[] Remainder, long Length)
{
    /// <summary>The state before the first byte.</summary>
    public static HashState Empty { get; } = new(new byte[ContentHash.Degree], 0);
}
