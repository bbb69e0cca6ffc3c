using System.Text;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Tests.Dxl;

public class FileHeadTests
{
    [Theory]
    [InlineData("FFFE0000", "utf-32")]
    [InlineData("3C000000", "utf-32")]
    [InlineData("0000FEFF", "utf-32BE")]
    [InlineData("0000003C", "utf-32BE")]
    [InlineData("FFFE3C00", "utf-16")]
    [InlineData("3C003F00", "utf-16")]
    [InlineData("FEFF003C", "utf-16BE")]
    [InlineData("003C003F", "utf-16BE")]
    [InlineData("3C3F786D6C", null)]
    [InlineData("EFBBBF3C", null)]
    [InlineData("1A00", null)]
    [InlineData("", null)]
    public void First_bytes_prove_an_encoding_with_wide_code_units(string bytes, string? name)
    {
        FileHead head = Read(bytes);
        Assert.Equal(name, head.WideEncoding?.WebName);
        Assert.Equal(
            name ?? (bytes.StartsWith("EF", StringComparison.Ordinal) ? "utf-8" : "iso-8859-1"), head.EncodingOf(
                "ISO-8859-1").WebName);
        Assert.Equal(name ?? "utf-8", head.EncodingOf(declared: null).WebName);
        Assert.Equal(name ?? "utf-8", head.EncodingOf("UTF-8").WebName);
        Assert.Throws<DecoderFallbackException>(() => head.EncodingOf(declared: null)
            .GetString([0xFF, 0xD8, 0xFF, 0xD8, 0xFF]));
    }

    [Theory]
    [InlineData("EFBBBF3C", true, false)]
    [InlineData("EFBB", false, false)]
    [InlineData("1A000004", false, true)]
    [InlineData("1A00", false, true)]
    [InlineData("1A", false, false)]
    [InlineData("1A01", false, false)]
    [InlineData("", false, false)]
    public void First_bytes_show_a_UTF_8_mark_and_an_NSF_file(string bytes, bool hasUtf8Mark, bool isNsf)
    {
        FileHead head = Read(bytes);
        Assert.Equal(hasUtf8Mark, head.HasUtf8Mark);
        Assert.Equal(isNsf, head.IsNsf);
    }

    private static FileHead Read(string bytes)
    {
        using var stream = new MemoryStream(Convert.FromHexString(bytes));
        FileHead head = FileHead.Read(stream);
        Assert.Equal(0, stream.Position);
        return head;
    }
}
