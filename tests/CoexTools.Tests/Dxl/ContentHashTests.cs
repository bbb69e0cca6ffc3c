using System.Text;
using CoexTools.Dxl.Storage;

namespace CoexTools.Tests.Dxl;

public class ContentHashTests
{
    [Theory] // The values that the author of XXH64 and its other implementations publish.
    [InlineData("", "EF46DB3751D8E999")]
    [InlineData("a", "D24EC4F1A98C6E5B")]
    [InlineData("abc", "44BC2CF5AD770999")]
    [InlineData("Nobody inspects the spammish repetition", "FBCEA83C8A378BF1")]
    public void Hash_is_XXH64(string text, string hash) => Assert.Equal(hash, Bytes.Hash(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Hash_does_not_depend_on_the_pieces()
    {
        var random = new Random(1);
        byte[] bytes = new byte[1000];
        random.NextBytes(bytes);
        string whole = Bytes.Hash(bytes);
        for (int run = 0; run < 200; run++)
        {
            var hash = new ContentHash();
            for (int at = 0; at < bytes.Length;)
            {
                int some = Math.Min(random.Next(0, 90), bytes.Length - at);
                hash.Append(bytes, at, some);
                at += some;
            }
            Assert.Equal(whole, hash.ToString());
        }
    }
}
