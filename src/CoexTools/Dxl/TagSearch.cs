#if NET
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
#endif

namespace CoexTools.Dxl;

/// <summary>Finds the tags that matter to the sweep among the many that do not.</summary>
internal static class TagSearch
{
    /// <summary>
    /// The next place where a &lt; is followed by an exclamation mark, a question mark, the first two letters of a name, or a slash and those;
    /// what follows it lies within the bounds too.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="end">Where the bytes end.</param>
    /// <param name="letter">The first letter of the name.</param>
    /// <param name="second">Its second letter.</param>
    /// <returns>The place; or, where there is none, the complement of the place from which on to look again when more bytes are there.</returns>
#if NET
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // The first file is read before the runtime would have got round to it.
    public static int Next(byte[] bytes, int start, int end, byte letter, byte second)
    {
        int at = start;
        int last = end - 3; // With three bytes behind it.
        if (Vector256.IsHardwareAccelerated)
        {
            ref byte origin = ref bytes[0];
            Vector256<byte> less = Vector256.Create((byte)'<'), slash = Vector256.Create((byte)'/'), mark = Vector256.Create((byte)'!'),
                question = Vector256.Create((byte)'?'), first = Vector256.Create(letter), then = Vector256.Create(second);
            for (; at + Vector256<byte>.Count <= last; at += Vector256<byte>.Count)
            {
                Vector256<byte> tags = Vector256.Equals(Vector256.LoadUnsafe(ref origin, (nuint)at), less);
                if (tags == Vector256<byte>.Zero)
                    continue;
                Vector256<byte> next = Vector256.LoadUnsafe(ref origin, (nuint)at + 1);
                Vector256<byte> behind = Vector256.LoadUnsafe(ref origin, (nuint)at + 2);
                Vector256<byte> far = Vector256.LoadUnsafe(ref origin, (nuint)at + 3);
                Vector256<byte> matters = tags & (Vector256.Equals(next, mark) | Vector256.Equals(next, question)
                    | (Vector256.Equals(next, first) & Vector256.Equals(behind, then))
                    | (Vector256.Equals(next, slash) & Vector256.Equals(behind, first) & Vector256.Equals(far, then)));
                uint found = matters.ExtractMostSignificantBits();
                if (found != 0)
                    return at + System.Numerics.BitOperations.TrailingZeroCount(found);
            }
        }
        for (; at < last; at++)
        {
            int found = bytes.AsSpan(at, last - at).IndexOf((byte)'<');
            if (found < 0)
                break;
            at += found;
            if (Matters(bytes, at, letter, second))
                return at;
        }
        return ~Math.Max(start, last);
    }
#else
    public static int Next(byte[] bytes, int start, int end, byte letter, byte second)
    {
        int last = end - 3; // With three bytes behind it.
        for (int at = start; at < last; at++)
        {
            at = Array.IndexOf(bytes, (byte)'<', at, last - at);
            if (at < 0)
                break;
            if (Matters(bytes, at, letter, second))
                return at;
        }
        return ~Math.Max(start, last);
    }
#endif

    private static bool Matters(byte[] bytes, int at, byte letter, byte second)
    {
        byte next = bytes[at + 1];
        return next is (byte)'!' or (byte)'?' || (next == letter && bytes[at + 2] == second) || (next == '/' && bytes[at + 2] == letter && bytes[at + 3] == second);
    }
}
