using CoexTools.Text;

namespace CoexTools.Tests.Text;

/// <summary>Lists of names, lines, and escaped texts.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData("A", "A", "A")]
    [InlineData("A B", "A, B", "A, B")]
    [InlineData("A B C", "A, B, and 1 more", "A and 2 more")]
    public void ListIsShortened(string names, string counted, string within)
    {
        Assert.Equal(counted, NameList.Of(names.Split(' '), 2));
        Assert.Equal(within, NameList.Within(names.Split(' '), 2));
    }

    [Theory]
    [InlineData("", "-")]
    [InlineData("one two", "- one two")]
    [InlineData("one two three", "- one two|  three")]
    [InlineData("one  two three", "- one  two|  three")]
    [InlineData("a-word-that-does-not-fit b", "- a-word-that-does-not-fit|  b")]
    public void TextIsWrappedAtBlanks(string text, string lines) =>
        Assert.Equal(lines.Split('|'), WordWrap.Lines(text, "- ", "  ", 11));

    [Theory]
    [InlineData("plain", "plain", "plain", "plain", "plain")]
    [InlineData("a&b<c>", "a&amp;b&lt;c&gt;", "a&amp;b&lt;c&gt;", "a&amp;b&lt;c&gt;", "a#38;b#60;c#62;")]
    [InlineData("'\"", "&apos;\"", "&#39;&quot;", "'\"", "#39;#34;")]
    [InlineData("a\nb", "a&#10;b", "a\nb", "a\nb", "a[U+000A]b")]
    [InlineData("[x](http://y)", "[x](http://y)", "[x](http://y)", @"\[x\](http\://y)", "#91;x#93;(http://y)")]
    [InlineData("\U0001F600", "\U0001F600", "\U0001F600", "\U0001F600", "#128512;")]
    public void MarkupIsEscaped(string text, string xml, string html, string markdown, string mermaid)
    {
        Assert.Equal(xml, Escaped.Xml(text));
        Assert.Equal(html, Escaped.Html(text));
        Assert.Equal(markdown, Escaped.Markdown(text));
        Assert.Equal(mermaid.Replace("[U+000A]", "#91;U#43;000A#93;"), Escaped.Mermaid(text));
    }

    [Theory]
    [InlineData("plain", "plain", "plain", "\"plain\"")]
    [InlineData(@"a\b", @"a\\b", @"a\\b", @"""a\\b""")]
    [InlineData("\"&", "\\\"&amp;", "\\\"&", "\"\\\"&\"")]
    [InlineData("$x %y", "$x %y", "$x %y", "\"$$x %%y\"")]
    public void QuotationIsEscaped(string text, string dot, string quotation, string systemd)
    {
        Assert.Equal(dot, Escaped.Dot(text));
        Assert.Equal(quotation, Escaped.Quotation(text));
        Assert.Equal(systemd, Escaped.SystemdWord(text, isProgram: false));
    }
}
