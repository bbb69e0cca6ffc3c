using System.Text;
using CoexTools.Files;

namespace CoexTools.Tests.Dxl;

public class ContentHashTests
{
    [Theory] // The values that the author of XXH64 and its other implementations publish.
    [InlineData("", "EF46DB3751D8E999")]
    [InlineData("a", "D24EC4F1A98C6E5B")]
    [InlineData("abc", "44BC2CF5AD770999")]
    [InlineData("Nobody inspects the spammish repetition", "FBCEA83C8A378BF1")]
    public void The_hash_of_version_0_1_0_is_XXH64(string text, string hash) =>
        Assert.Equal(hash, Hash(ContentHash.Like(hash), Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_hash_is_that_of_the_remainder_whatever_the_pieces(bool vectors)
    {
        foreach (int length in new[] { 0, 1, 7, 8, 31, 32, 33, 520, 521, 522, 1042, 8191, 8192, 8193, 30_000 })
        {
            byte[] bytes = RandomBytes(length);
            string expected = Hash(ContentHash.Like("P"), bytes);
            Assert.Equal(Remainder(bytes), State(new ContentHash(vectors), bytes).Remainder);
            Assert.StartsWith("P", expected, StringComparison.Ordinal);
            var random = new Random(length);
            for (int run = 0; run < 20; run++)
            {
                var hash = new ContentHash(vectors);
                for (int at = 0; at < bytes.Length;)
                {
                    int some = Math.Min(random.Next(0, length + 1), bytes.Length - at);
                    hash.Append(bytes, at, some);
                    at += some;
                }
                Assert.Equal(expected, hash.ToString());
            }
        }
    }

    [Fact]
    public void The_hash_can_go_on_from_a_state()
    {
        foreach (int before in new[] { 0, 1, 300, 521, 5000 })
        {
            byte[] bytes = RandomBytes(before + 700);
            HashState state = State(new ContentHash(), bytes[..before]);
            Assert.Equal(before, state.Length);
            Assert.Equal(Bytes.Hash(bytes), Hash(new ContentHash(state), bytes[before..]));
        }
    }

    [Fact]
    public void The_hash_of_a_changed_file_follows_from_its_pieces()
    {
        var random = new Random(20);
        for (int run = 0; run < 200; run++)
        {
            byte[] first = RandomBytes(random.Next(3000)), old = RandomBytes(random.Next(600));
            byte[] next = RandomBytes(random.Next(600)), last = RandomBytes(random.Next(20_000));
            HashState start = State(new ContentHash(), first), end = State(new ContentHash(), [.. first, .. old]);
            HashState all = State(new ContentHash(), [.. first, .. old, .. last]);
            HashState after = ContentHash.After(State(new ContentHash(start), next), end, all);
            Assert.Equal(Bytes.Hash([.. first, .. next, .. last]), ContentHash.Format(after));
        }
    }

    [Fact]
    public void The_hash_tells_what_differs_in_a_bit_a_place_or_the_length()
    {
        byte[] bytes = RandomBytes(4000);
        byte[][] others = [bytes, [0, .. bytes], [.. bytes, 0], [], [0], new byte[521]];
        HashSet<string> hashes = [.. others.Select(Bytes.Hash)];
        Assert.Equal(6, hashes.Count);
        for (int at = 0; at < bytes.Length; at += 13)
        {
            byte[] flipped = [.. bytes], moved = [.. bytes];
            flipped[at] ^= 1;
            (moved[at], moved[(at + 521) % bytes.Length]) = (moved[(at + 521) % bytes.Length], moved[at]);
            Assert.True(hashes.Add(Bytes.Hash(flipped)));
            Assert.True(moved.AsSpan().SequenceEqual(bytes) || hashes.Add(Bytes.Hash(moved)));
        }
    }

    // By the definition, a byte after the other: each one is the next coefficient, and what reaches y^521 is replaced
    // by y^193 + y^148 + y^69 + 1.
    private static byte[] Remainder(byte[] bytes)
    {
        byte[] remainder = new byte[521];
        foreach (byte next in bytes)
        {
            byte top = remainder[0];
            Buffer.BlockCopy(remainder, 1, remainder, 0, 520);
            remainder[520] = (byte)(next ^ top);
            foreach (int power in new[] { 193, 148, 69 })
                remainder[520 - power] ^= top;
        }
        return remainder;
    }

    private static byte[] RandomBytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static string Hash(ContentHash hash, byte[] bytes)
    {
        hash.Append(bytes, 0, bytes.Length);
        return hash.ToString();
    }

    private static HashState State(ContentHash hash, byte[] bytes)
    {
        hash.Append(bytes, 0, bytes.Length);
        return hash.State;
    }
}
