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

    private static string WrapLine(string line, int width, int indent)
    {
        if (line.Length <= width)
            return line;
        IEnumerable<string> words = line.Split(' ').Select((word, i) => Fit(word, i == 0 ? width : width - indent));
        return string.Join("\n", WordWrap.Lines(string.Join(" ", words), "", new string(' ', indent), width));
    }
}
