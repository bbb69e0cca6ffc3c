using System.Numerics;
using System.Runtime.CompilerServices;

namespace CoexTools.Sources.ConsoleLog;

/// <summary>Finds the lines that matter among the many that do not, without dividing the text into lines.</summary>
internal static class ConsoleSearch
{
    private const byte LineFeed = (byte)'\n';
    private const int RareBytes = 4; // At most.

    private static readonly SearchText[]?[] TextsByByte = Index();
    private static readonly bool[] IsFirst = [.. TextsByByte.Select(texts => texts is not null)];

    /// <summary>Finds the next text of <see cref="SearchText.All"/>.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="start">The start of the search.</param>
    /// <param name="end">The end of the bytes.</param>
    /// <param name="vectors">Specifies whether to look at many bytes at a time.</param>
    /// <param name="key">Receives the text that was found.</param>
    /// <returns>The position of the text, or -1.</returns>
    [MethodImpl(JitOptions.FullOptimization)]
    public static unsafe int Next(byte[] bytes, int start, int end, bool vectors, out SearchText? key)
    {
        int at = start;
        fixed (byte* origin = bytes)
        {
            for (; at < end; at++)
            {
                if (vectors)
                    at = PassVectors(origin, at, end - RareBytes + 1);
                if (!IsFirst[origin[at]] || (end - at >= RareBytes && !IsRare(origin + at)))
                    continue;
                foreach (SearchText one in TextsByByte[origin[at]]!)
                {
                    int place = at - one.Offset;
                    if (place >= start && one.IsAt(bytes, place, end))
                    {
                        key = one;
                        return place;
                    }
                }
            }
        }
        key = null;
        return -1;
    }

    /// <summary>Returns the number of line feeds.</summary>
    public static unsafe int CountLines(byte[] bytes, int start, int end, bool vectors)
    {
        int count = 0;
        fixed (byte* origin = bytes)
        {
            int at = start;
            if (vectors)
                count = CountVectors(origin, ref at, end);
            for (; at < end; at++)
            {
                if (origin[at] == LineFeed)
                    count++;
            }
        }
        return count;
    }

    // The next place with the rare bytes of a text; or, without one, a position less than a vector before the last one.
    [MethodImpl(JitOptions.FullOptimization | MethodImplOptions.NoInlining)]
    private static unsafe int PassVectors(byte* origin, int at, int last)
    {
        Vector<byte> a = new((byte)'a'), c = new((byte)'C'), d = new((byte)'d'), i = new((byte)'i'),
            l = new((byte)'l'), m = new((byte)'m'), n = new((byte)'n'), o = new((byte)'o'), p = new((byte)'p'),
            r = new((byte)'r'), s = new((byte)'s'), u = new((byte)'u'), x = new((byte)'x'),
            capitalM = new((byte)'M'), capitalN = new((byte)'N'), quote = new((byte)'\'');
        for (; at + Vector<byte>.Count <= last; at += Vector<byte>.Count)
        {
            byte* place = origin + at;
            Vector<byte> here = *(Vector<byte>*)place;
            Vector<byte> one = *(Vector<byte>*)(place + 1);
            Vector<byte> two = *(Vector<byte>*)(place + 2);
            Vector<byte> three = *(Vector<byte>*)(place + 3);
            Vector<byte> found = (Vector.Equals(here, capitalM) & Vector.Equals(one, u) & Vector.Equals(two, l))
                | (Vector.Equals(here, n) & Vector.Equals(one, quote))
                | (Vector.Equals(here, capitalN) & Vector.Equals(one, o) & Vector.Equals(three, r))
                | (Vector.Equals(here, d) & ((Vector.Equals(two, p) & Vector.Equals(three, a))
                    | (Vector.Equals(two, o) & Vector.Equals(three, u))))
                | (Vector.Equals(here, x) & Vector.Equals(two, m))
                | (Vector.Equals(here, l) & Vector.Equals(one, c))
                | (Vector.Equals(here, r) & ((Vector.Equals(two, c) & Vector.Equals(three, o))
                    | (Vector.Equals(two, i) & Vector.Equals(three, s))));
            if (found == Vector<byte>.Zero)
                continue;
            while (!IsRare(origin + at))
                at++;
            break;
        }
        return at;
    }

    // The same for the bytes at one place.
    private static unsafe bool IsRare(byte* place) => *place switch
    {
        (byte)'M' => place[1] == 'u' && place[2] == 'l',
        (byte)'n' => place[1] == '\'',
        (byte)'N' => place[1] == 'o' && place[3] == 'r',
        (byte)'d' => (place[2] == 'p' && place[3] == 'a') || (place[2] == 'o' && place[3] == 'u'),
        (byte)'x' => place[2] == 'm',
        (byte)'l' => place[1] == 'C',
        (byte)'r' => (place[2] == 'C' && place[3] == 'o') || (place[2] == 'i' && place[3] == 's'),
        _ => false,
    };

    [MethodImpl(JitOptions.FullOptimization | MethodImplOptions.NoInlining)]
    private static unsafe int CountVectors(byte* origin, ref int at, int end)
    {
        var feed = new Vector<byte>(LineFeed);
        int count = 0;
        while (at + Vector<byte>.Count <= end)
        {
            // Each byte of the sum counts to 255 at most.
            int stop = Math.Min(end, at + (byte.MaxValue * Vector<byte>.Count));
            Vector<byte> sum = Vector<byte>.Zero;
            for (; at + Vector<byte>.Count <= stop; at += Vector<byte>.Count)
                sum -= Vector.Equals(*(Vector<byte>*)(origin + at), feed);
            for (int i = 0; i < Vector<byte>.Count; i++)
                count += sum[i];
        }
        return count;
    }

    private static SearchText[]?[] Index()
    {
        var index = new SearchText[]?[256];
        foreach (IGrouping<byte, SearchText> same in SearchText.All.GroupBy(key => key.Text[key.Offset]))
            index[same.Key] = [.. same];
        return index;
    }
}
