namespace CoexTools;

/// <summary>The limits of the DXL reader.</summary>
internal static class DxlLimits
{
    /// <summary>
    /// The maximum length of a document, in characters. A longer document does not fit into one string.
    /// </summary>
    public const int DocumentCharacters = 1_000_000_000;

    /// <summary>
    /// The maximum length of a text that a result can show. Domino stores the length of a value in 16 bits. A name of
    /// millions of characters, which Domino cannot contain, would appear in a report hundreds of times.
    /// </summary>
    public const int TextCharacters = ushort.MaxValue;
}
