using CoexTools.Text;

namespace CoexTools.Views;

/// <summary>
/// Texts that fit into a number of columns. PowerShell breaks words in most languages, and truncates at the end.
/// </summary>
internal static class CellText
{
    /// <summary>
    /// Returns a name in one line: whole if it fits, and otherwise without its middle, so that names that begin alike
    /// remain different.
    /// </summary>
    public static string Fit(string? text, int width)
    {
        if (text is null || text.Length <= width)
            return text ?? "";
        int kept = Math.Max(width, 3) - 1;
        int head = (kept + 1) / 2;
        return text.Substring(0, head) + "…" + text.Substring(text.Length - (kept - head));
    }

    /// <summary>Wraps a text at its blanks. A word that is longer than a line loses its middle.</summary>
    /// <param name="text">The text. Its own line breaks remain.</param>
    /// <param name="width">The length of a line.</param>
    /// <param name="indent">The blanks before each line that continues another one.</param>
    public static string Wrap(string? text, int width, int indent = 0) =>
        string.Join("\n", (text ?? "").Replace("\r", "").Split('\n').Select(line => WrapLine(line, width, indent)));

    /// <summary>Replaces names in a text with their short form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shortName">Returns the short form of a name, or the name itself; null if there are no short
    /// forms.</param>
    public static string Shorten(string? text, Func<string, string>? shortName) =>
        text is null || shortName is null || text.IndexOf('/') < 0
            ? text ?? ""
            : string.Join(
                "\n", text.Split('\n')
                    .Select(line => string.Join(" ", line.Split(' ').Select(word => ShortenWord(word, shortName)))));

    private static string WrapLine(string line, int width, int indent)
    {
        if (line.Length <= width)
            return line;
        IEnumerable<string> words = line.Split(' ').Select((word, i) => Fit(word, i == 0 ? width : width - indent));
        return string.Join("\n", WordWrap.Lines(string.Join(" ", words), "", new string(' ', indent), width));
    }

    // A name in a sentence is followed by punctuation, or stands in parentheses. A link joins two with a bar.
    private static string ShortenWord(string word, Func<string, string> shortName)
    {
        if (word.IndexOf('/') < 0)
            return word;
        int start = 0;
        int end = word.Length;
        while (start < end && word[start] is '(' or '\'' or '"' or '{' or '[')
            start++;
        while (end > start && word[end - 1] is ')' or '\'' or '"' or '}' or ']' or ',' or '.' or ';' or ':')
            end--;
        IEnumerable<string> names = word.Substring(start, end - start).Split('|').Select(shortName);
        return word.Substring(0, start) + string.Join("|", names) + word.Substring(end);
    }
}
