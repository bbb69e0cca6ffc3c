
namespace CoexTools.Help;

/// <summary>Makes of a page about a topic the plain text that <c>Get-Help about_…</c> shows.</summary>
internal static class AboutTopic
{
    private const int Width = 80;
    private const int TableWidth = 100;

    private static readonly string Indent = new(' ', 4);

    /// <summary>The text: headings at the margin, everything else under them, no line longer than 80 characters save in tables and code.</summary>
    public static string ToText(string markdown)
    {
        var text = new List<string>();
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (int at = 0; at < lines.Length;)
        {
            string line = lines[at];
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                text.AddRange(["TOPIC", Indent + line[2..].Trim(), ""]);
                at++;
            }
            else if (line.StartsWith('#'))
            {
                string heading = PlainText.OfInline(line.TrimStart('#').Trim());
                text.AddRange([line.StartsWith("## ", StringComparison.Ordinal) ? heading.ToUpperInvariant() : "  " + heading, ""]);
                at++;
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                for (at++; at < lines.Length && !lines[at].StartsWith("```", StringComparison.Ordinal); at++)
                    text.Add((Indent + Indent + lines[at]).TrimEnd());
                at++;
                text.Add("");
            }
            else if (line.StartsWith('|'))
            {
                int start = at;
                while (at < lines.Length && lines[at].StartsWith('|'))
                    at++;
                text.AddRange(Table(lines[start..at]));
                text.Add("");
            }
            else if (line.Trim().Length == 0)
            {
                at++;
            }
            else
            {
                int start = at++;
                while (at < lines.Length && IsContinuation(lines[at]))
                    at++;
                bool isPoint = IsPoint(line);
                string paragraph = PlainText.OfInline(string.Join(" ", lines[start..at].Select(part => part.Trim())));
                text.AddRange(PlainText.Wrap(isPoint ? paragraph[2..] : paragraph, isPoint ? Indent + "- " : Indent, isPoint ? Indent + "  " : Indent, Width));
                if (at >= lines.Length || !IsPoint(lines[at]))
                    text.Add("");
            }
        }
        return string.Join("\n", text).TrimEnd('\n') + "\n";
    }

    private static bool IsPoint(string line) => line.TrimStart().StartsWith("- ", StringComparison.Ordinal);

    private static bool IsContinuation(string line) =>
        line.Trim().Length > 0 && !IsPoint(line) && !line.StartsWith('#') && !line.StartsWith('|') && !line.StartsWith("```", StringComparison.Ordinal);

    // A table that is too wide for a console is told row by row.
    private static IEnumerable<string> Table(string[] lines)
    {
        List<string[]> rows = [.. lines.Where((_, index) => index != 1).Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        if (widths.Sum() + (2 * widths.Length) + Indent.Length <= TableWidth)
        {
            rows.Insert(1, [.. widths.Select((width, column) => new string('-', rows[0][column].Length))]);
            return rows.Select(row => (Indent + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])))).TrimEnd());
        }
        return rows.Skip(1).SelectMany((row, index) =>
        {
            IEnumerable<string> told = PlainText.Wrap(row[0], Indent, Indent, Width)
                .Concat(row.Skip(1).SelectMany((cell, column) => PlainText.Wrap($"{rows[0][column + 1]}: {cell}", Indent + Indent, Indent + Indent + "  ", Width)));
            return index == 0 ? told : told.Prepend("");
        });
    }

    private static string[] Cells(string row)
    {
        const string Bar = "\u0001";
        string inner = row.Trim().Replace("\\|", Bar, StringComparison.Ordinal).Trim('|');
        return [.. inner.Split('|').Select(cell => PlainText.OfInline(cell.Trim()).Replace(Bar, "|", StringComparison.Ordinal))];
    }
}
