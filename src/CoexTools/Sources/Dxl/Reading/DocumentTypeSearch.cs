using System.Runtime.CompilerServices;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>
/// Looks in the bytes of a document for an item <c>Type</c> that may have the value <c>Domain</c>, without parsing it.
/// It may be wrong on the safe side alone: a document that it rules out has no such item.
/// </summary>
internal static class DocumentTypeSearch
{
    /// <summary>The number of bytes at the end that must be searched again with those that follow.</summary>
    public const int Overlap = 8;

    private const int QuotedLength = 6; // 'Type'

    /// <summary>Returns whether the document may have such an item.</summary>
    /// <param name="bytes">The bytes, in UTF-8.</param>
    /// <param name="start">The start of the document.</param>
    /// <param name="end">The end of the document.</param>
    public static bool MayBeDomain(byte[] bytes, int start, int end) =>
        HasType(bytes, start, end, (byte)'\'') || HasType(bytes, start, end, (byte)'"')
            || HasReference(bytes, start, end);

    [MethodImpl(JitOptions.FullOptimization)]
    private static bool HasType(byte[] bytes, int start, int end, byte quote)
    {
        for (int at = start; (at = Array.IndexOf(bytes, quote, at, end - at)) >= 0; at++)
        {
            if (end - at >= QuotedLength && Is(bytes, at + 1, "TYPE") && bytes[at + QuotedLength - 1] == quote
                && !HasOtherValue(bytes, at + QuotedLength, end))
                return true;
        }
        return false;
    }

    // A letter of the item's name that is written as a character reference.
    private static bool HasReference(byte[] bytes, int start, int end)
    {
        for (int at = start; (at = Array.IndexOf(bytes, (byte)'&', at, end - at)) >= 0; at++)
        {
            if (at + 1 >= end || bytes[at + 1] != '#')
                continue;
            for (int before = at - 1; before >= start && before >= at - 4; before--)
            {
                if (bytes[before] is (byte)'\'' or (byte)'"')
                    return true;
            }
        }
        return false;
    }

    // Returns whether the item, whose name ends here, is sure to have one plain text that is not the one looked for.
    private static bool HasOtherValue(byte[] bytes, int at, int end)
    {
        while (at < end && bytes[at] is not ((byte)'>' or (byte)'<' or (byte)'/'))
        {
            if (bytes[at] is (byte)'\'' or (byte)'"'
                && (at = Array.IndexOf(bytes, bytes[at], at + 1, end - at - 1)) < 0)
                return false;
            at++;
        }
        if (!Take(bytes, ref at, end, ">") || !Take(bytes, ref at, end, "<TEXT") || !Take(bytes, ref at, end, ">"))
            return false;
        int value = at;
        while (at < end && bytes[at] is not ((byte)'<' or (byte)'&' or >= 0x80))
            at++;
        int valueEnd = at;
        while (valueEnd > value && IsBlank(bytes[valueEnd - 1]))
            valueEnd--;
        bool isDomain = valueEnd - value == "DOMAIN".Length && Is(bytes, value, "DOMAIN");
        return !isDomain && Take(bytes, ref at, end, "</TEXT") && Take(bytes, ref at, end, ">")
            && Take(bytes, ref at, end, "</ITEM");
    }

    // Passes over some letters, in any case, and over the blanks around them.
    private static bool Take(byte[] bytes, ref int at, int end, string letters)
    {
        PassBlanks(bytes, ref at, end);
        if (end - at < letters.Length || !Is(bytes, at, letters))
            return false;
        at += letters.Length;
        PassBlanks(bytes, ref at, end);
        return true;
    }

    private static void PassBlanks(byte[] bytes, ref int at, int end)
    {
        while (at < end && IsBlank(bytes[at]))
            at++;
    }

    private static bool Is(byte[] bytes, int at, string letters)
    {
        foreach (char letter in letters)
        {
            if ((bytes[at] is >= (byte)'a' and <= (byte)'z' ? bytes[at] - 0x20 : bytes[at]) != letter)
                return false;
            at++;
        }
        return true;
    }

    private static bool IsBlank(byte c) => c <= 0x20;
}
