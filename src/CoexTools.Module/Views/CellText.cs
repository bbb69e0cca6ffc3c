using CoexTools.Text;

namespace CoexTools.Views;

/// <summary>
/// Texts that fit into a number of columns. PowerShell breaks words in most languages, and truncates at the end.
/// </summary>
internal static class CellText
{
    // The first and the last character of a part, and the ellipsis between them.
    private const int ShortestPart = 3;

    /// <summary>
    /// Returns a name in one line: whole if it fits, and otherwise without the middle of its longest parts, so that
    /// names that begin or end alike remain different.
    /// </summary>
    public static string Fit(string? text, int width)
    {
        if (text is null || text.Length <= width)
            return text ?? "";
        string[] parts = text.Split('/');
        int room = width - (parts.Length - 1);
        bool isName = parts.All(part => part.Length > 0);
        return isName && parts.Sum(part => Math.Min(part.Length, ShortestPart)) <= room
            ? string.Join("/", FitParts(parts, room))
            : Middle(text, Math.Max(width, ShortestPart));
    }

    // The parts of a hierarchical name. Short ones remain whole, and the others become equally long.
    private static IEnumerable<string> FitParts(string[] parts, int room)
    {
        int longest = parts.Max(part => part.Length);
        while (longest > ShortestPart && parts.Sum(part => Math.Min(part.Length, longest)) > room)
            longest--;
        // The characters that are left over extend the first parts.
        int rest = room - parts.Sum(part => Math.Min(part.Length, longest));
        foreach (string part in parts)
        {
            int more = part.Length > longest && rest > 0 ? 1 : 0;
            rest -= more;
            yield return Middle(part, longest + more);
        }
    }

    private static string Middle(string text, int width)
    {
        if (text.Length <= width)
            return text;
        int kept = width - 1;
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
