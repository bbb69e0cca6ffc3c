using System.Text;
using CoexTools.Text;

namespace CoexTools.Tests.Nsf;

public class LmbcsTests
{
    [Theory]
    [InlineData("41 42 7E", "AB~")]
    [InlineData("41 00 42", "A\nB")]
    [InlineData("09 0A 0D 19", "\t\n\r\u0019")]
    [InlineData("5A 81 72", "Zür")]
    [InlineData("01 81 9B", "üø")]
    [InlineData("06 A5 86", "ąå")]
    [InlineData("05 CF 05 F0", "Пр")]
    [InlineData("03 E0", "א")]
    [InlineData("04 C7", "ا")]
    [InlineData("08 FE", "ş")]
    [InlineData("0B A1", "ก")]
    [InlineData("10 8F E3", "上")]
    [InlineData("10 10 B1", "ｱ")]
    [InlineData("11 B0 A1", "가")]
    [InlineData("12 A4 A4", "中")]
    [InlineData("13 C9 E8", "设")]
    [InlineData("14 20 AC", "€")]
    [InlineData("14 F6 01", "Ā")]
    [InlineData("0F 21 0F 3F 0F 85", "\u0001\u001F\u0085")]
    public void Every_group_is_decoded(string bytes, string text) => Assert.Equal((text, true), Decode(bytes));

    [Theory]
    [InlineData("41 02 A4 42", "A\uFFFDB")] // Code page 851 is in no runtime.
    [InlineData("41 07 A4 42", "A\uFFFDB")]
    [InlineData("41 0F 42", "A\uFFFD")]
    [InlineData("41 0F", "A\uFFFD")]
    [InlineData("41 14 20", "A\uFFFD")]
    [InlineData("41 10 8F", "A\uFFFD")]
    [InlineData("10 80 80", "\uFFFD")]
    public void Unknown_characters_are_reported(string bytes, string text) =>
        Assert.Equal((text, false), Decode(bytes));

    [Theory]
    [InlineData(850)]
    [InlineData(852)]
    [InlineData(1251)]
    public void The_tables_are_those_of_the_runtime(int number)
    {
        CodePage table = CodePage.Open(number, isBuiltIn: true)!;
        Encoding runtime = CodePage.RuntimeEncoding(number)!;
        for (int b = 0x20; b < 0x100; b++)
            Assert.Equal(runtime.GetString([(byte)b]), table.Decode((byte)b));
    }

    [Fact]
    public void Every_text_that_the_writer_of_the_tests_writes_is_read()
    {
        string text =
            new([.. Enumerable.Range(1, 0xD7FF).Select(c => (char)c).Where(c => c is not (> '\u007F' and < '\u00A0'))]);
        byte[] bytes = NsfWriter.Lmbcs(text);
        bool isComplete = true;
        Assert.Equal(text, Lmbcs.Decode(bytes, 0, bytes.Length, ref isComplete));
        Assert.True(isComplete);
    }

    private static (string, bool) Decode(string hexadecimal)
    {
        byte[] bytes = Convert.FromHexString(hexadecimal.Replace(" ", ""));
        bool isComplete = true;
        return (Lmbcs.Decode(bytes, 0, bytes.Length, ref isComplete), isComplete);
    }
}
