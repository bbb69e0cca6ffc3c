using System.Numerics;
using System.Runtime.CompilerServices;

namespace CoexTools.Dxl;

/// <summary>Finds the tags that matter to the sweep among the many that do not.</summary>
internal static class TagSearch
{
    /// <summary>Whether the runtime has vectors. That of Windows PowerShell does not: there the method that uses them must never be compiled.</summary>
    public static bool HasVectors { get; } = Environment.Version.Major >= 5;

    /// <summary>
    /// The next place where a &lt; is followed by an exclamation mark, a question mark, the first two letters of a name, or a slash and those;
    /// what follows it lies within the bounds too.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="end">Where the bytes end.</param>
    /// <param name="letter">The first letter of the name.</param>
    /// <param name="second">Its second letter.</param>
    /// <param name="vectors">Whether to look at many bytes at a time.</param>
    /// <returns>The place; or, where there is none, the complement of the place from which on to look again when more bytes are there.</returns>
    public static int Next(byte[] bytes, int start, int end, byte letter, byte second, bool vectors)
    {
        int last = end - 3; // With three bytes behind it.
        for (int at = vectors ? SkipVectors(bytes, start, last, letter, second) : start; at < last; at++)
        {
            at = Array.IndexOf(bytes, (byte)'<', at, last - at);
            if (at < 0)
                break;
            if (Matters(bytes, at, letter, second))
                return at;
        }
        return ~Math.Max(start, last);
    }

    // Where the vector begins that holds the next such tag; or less than a vector before the last place, where there is none.
    [MethodImpl(Compiled.WhenFirstRun | MethodImplOptions.NoInlining)]
    private static int SkipVectors(byte[] bytes, int start, int last, byte letter, byte second)
    {
        Vector<byte> less = new((byte)'<'), slash = new((byte)'/'), mark = new((byte)'!'), question = new((byte)'?'), first = new(letter), then = new(second);
        int at = start;
        for (; at + Vector<byte>.Count <= last; at += Vector<byte>.Count)
        {
            Vector<byte> tags = Vector.Equals(new Vector<byte>(bytes, at), less);
            if (tags == Vector<byte>.Zero)
                continue;
            Vector<byte> next = new(bytes, at + 1);
            Vector<byte> behind = new(bytes, at + 2);
            Vector<byte> far = new(bytes, at + 3);
            Vector<byte> matters = tags & (Vector.Equals(next, mark) | Vector.Equals(next, question)
                | (Vector.Equals(next, first) & Vector.Equals(behind, then))
                | (Vector.Equals(next, slash) & Vector.Equals(behind, first) & Vector.Equals(far, then)));
            if (matters != Vector<byte>.Zero)
                break;
        }
        return at;
    }

    private static bool Matters(byte[] bytes, int at, byte letter, byte second)
    {
        byte next = bytes[at + 1];
        return next is (byte)'!' or (byte)'?' || (next == letter && bytes[at + 2] == second) || (next == '/' && bytes[at + 2] == letter && bytes[at + 3] == second);
    }
}
