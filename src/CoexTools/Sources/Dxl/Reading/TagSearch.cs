using System.Numerics;
using System.Runtime.CompilerServices;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>Finds the tags that matter to the sweep among the many that do not.</summary>
internal static class TagSearch
{
    /// <summary>
    /// Returns the next place where a &lt; is followed by an exclamation mark, a question mark, the first two letters
    /// of a name, or a slash and those; what follows it lies within the bounds too.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="start">The start of the search.</param>
    /// <param name="end">The end of the bytes.</param>
    /// <param name="letter">The first letter of the name.</param>
    /// <param name="second">Its second letter.</param>
    /// <param name="vectors">Specifies whether to look at many bytes at a time.</param>
    /// <returns>The position; without a match, the complement of the position at which to resume when more bytes are
    /// available.</returns>
    public static unsafe int Next(byte[] bytes, int start, int end, byte letter, byte second, bool vectors)
    {
        int last = end - 3; // With three bytes behind it.
        int at = start;
        fixed (byte* origin = bytes)
        {
            if (vectors)
            {
                at = PassVectors(origin, at, last, letter, second);
                if (at < last && Matters(origin + at, letter, second))
                    return at;
            }
            for (; at < last; at++)
            {
                at = Array.IndexOf(bytes, (byte)'<', at, last - at);
                if (at < 0)
                    break;
                if (Matters(origin + at, letter, second))
                    return at;
            }
        }
        return ~Math.Max(start, last);
    }

    // The next such tag; or, without a match, a position less than a vector before the last one.
    [MethodImpl(JitOptions.FullOptimization | MethodImplOptions.NoInlining)]
    private static unsafe int PassVectors(byte* origin, int at, int last, byte letter, byte second)
    {
        Vector<byte> less = new((byte)'<'), slash = new((byte)'/'), mark = new((byte)'!'), question = new((byte)'?'),
        first = new(letter),
            then = new(second);
        for (; at + Vector<byte>.Count <= last; at += Vector<byte>.Count)
        {
            byte* place = origin + at;
            Vector<byte> tags = Vector.Equals(*(Vector<byte>*)place, less);
            if (tags == Vector<byte>.Zero)
                continue;
            Vector<byte> next = *(Vector<byte>*)(place + 1);
            Vector<byte> behind = *(Vector<byte>*)(place + 2);
            Vector<byte> far = *(Vector<byte>*)(place + 3);
            Vector<byte> matters = tags & (Vector.Equals(next, mark) | Vector.Equals(next, question)
                | (Vector.Equals(next, first) & Vector.Equals(behind, then))
                | (Vector.Equals(next, slash) & Vector.Equals(behind, first) & Vector.Equals(far, then)));
            if (matters == Vector<byte>.Zero)
                continue;
            while (!Matters(origin + at, letter, second))
                at++;
            break;
        }
        return at;
    }

    private static unsafe bool Matters(byte* place, byte letter, byte second) => *place == (byte)'<'
        && (place[1] is (byte)'!' or (byte)'?' || (place[1] == letter && place[2] == second)
            || (place[1] == '/' && place[2] == letter && place[3] == second));
}
