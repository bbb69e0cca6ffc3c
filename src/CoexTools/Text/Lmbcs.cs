using System.Runtime.CompilerServices;
using System.Text;

namespace CoexTools.Text;

/// <summary>
/// Decodes LMBCS, the character set of Notes: ASCII, and code pages (groups) that a prefix byte selects. Without a
/// prefix, a byte outside ASCII belongs to code page 850.
/// </summary>
internal static class Lmbcs
{
    private const byte FirstDoubleByteGroup = 0x10;
    private const byte ControlGroup = 0x0F;
    private const byte UnicodeGroup = 0x14;
    private const byte SystemRange = 0x19;
    private const byte NoLowByte = 0xF6;

    /// <summary>Decodes a text. A zero byte is a line break.</summary>
    /// <param name="array">The bytes that contain the text.</param>
    /// <param name="start">The position of the text.</param>
    /// <param name="length">The length of the text in bytes.</param>
    /// <param name="isComplete">Set to false if a character is unknown and U+FFFD replaces it.</param>
    [MethodImpl(JitOptions.FullOptimization)]
    public static string Decode(byte[] array, int start, int length, ref bool isComplete)
    {
        int ascii = 0;
        while (ascii < length && IsPlain(array[start + ascii]))
            ascii++;
        if (ascii == length)
            return Encoding.ASCII.GetString(array, start, length);

        var text = new StringBuilder(length);
        int end = start + length;
        for (int at = start; at < end;)
        {
            byte b = array[at++];
            if (IsPlain(b) || b is 0x09 or 0x0A or 0x0D or SystemRange)
                text.Append((char)b);
            else if (b == 0)
                text.Append('\n');
            else if (b >= 0x80)
                Append(text, CodePage.Of(1)!.Decode(b), ref isComplete);
            else
                Append(text, DecodeGroup(b, array, ref at, end), ref isComplete);
        }
        return text.ToString();
    }

    private static bool IsPlain(byte b) => b is >= 0x20 and < 0x80;

    // The character after a prefix, or null if it is unknown.
    private static string? DecodeGroup(byte group, byte[] array, ref int at, int end)
    {
        bool isWide = group is >= FirstDoubleByteGroup and <= UnicodeGroup;
        if (end - at < (isWide ? 2 : 1))
        {
            at = end; // The text ends in the middle of a character.
            return null;
        }
        byte first = array[at++];
        if (group == ControlGroup)
            return first is >= 0x20 and < 0x40 ? ((char)(first - 0x20)).ToString() : first >= 0x80
                ? ((char)first).ToString() : null;
        if (!isWide)
            return CodePage.Of(group)?.Decode(first);
        byte second = array[at++];
        if (group == UnicodeGroup)
            return ((char)(first == NoLowByte ? second << 8 : (first << 8) | second)).ToString();
        // A doubled prefix: one byte follows.
        return first == group ? CodePage.Of(group)?.Decode(second) : CodePage.Of(group)?.Decode(first, second);
    }

    private static void Append(StringBuilder text, string? character, ref bool isComplete)
    {
        isComplete &= character is not null;
        text.Append(character ?? "\uFFFD");
    }
}
