using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests.Dxl;

/// <summary>
/// That the sweep finds the same tags with vectors, as under PowerShell 7, and without, as under Windows PowerShell.
/// </summary>
public sealed class TagSearchTests
{
    [Fact]
    public void Both_ways_find_the_same_tags()
    {
        Assert.True(Vectors.AreThere);
        var random = new Random(20261123);
        int found = 0;
        for (int trial = 0; trial < 20_000; trial++)
        {
            byte[] bytes = new byte[random.Next(200)];
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)"<<<//do!?x \0\xFF"[random.Next(13)];
            for (int start = random.Next(bytes.Length + 1), next; ; start = next + 1)
            {
                next = TagSearch.Next(bytes, start, bytes.Length, (byte)'d', (byte)'o', vectors: true);
                Assert.Equal(TagSearch.Next(bytes, start, bytes.Length, (byte)'d', (byte)'o', vectors: false), next);
                Assert.Equal(FirstTag(bytes, start), next);
                if (next < 0)
                    break;
                found++;
            }
        }
        Assert.True(found > 30_000);
    }

    private static int FirstTag(byte[] bytes, int start)
    {
        for (int at = start; at + 3 < bytes.Length; at++)
        {
            string four = System.Text.Encoding.Latin1.GetString(bytes, at, 4);
            if (four[0] == '<' && (four[1] is '!' or '?' || four[1..3] == "do" || four[1..] == "/do"))
                return at;
        }
        return ~Math.Max(start, bytes.Length - 3);
    }
}
