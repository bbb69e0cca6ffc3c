using CoexTools.Scheduling;

namespace CoexTools.Tests;

/// <summary>The words of a command line by the rules of Windows programs.</summary>
public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  a\tb  ", "a|b")]
    [InlineData("a \"b c\" d", "a|b c|d")]
    [InlineData("a\"b c\"d", "ab cd")]
    [InlineData("\"\" a", "|a")]
    [InlineData(@"C:\a\b \\server\share", @"C:\a\b|\\server\share")]
    [InlineData(@"a\", @"a\")]
    [InlineData(@"a\\ b", @"a\\|b")]
    [InlineData(@"""C:\a b\\"" c", @"C:\a b\|c")]
    [InlineData(@"a\""b c", @"a""b|c")]
    [InlineData(@"a\\\""b c", @"a\""b|c")]
    [InlineData("\"a b", "a b")]
    public void A_command_line_has_words(string line, string words) =>
        Assert.Equal(words, string.Join("|", CommandWords.OfWindows(line)));
}
