using CoexTools.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace CoexTools.Help;

/// <summary>Converts the page of a topic to the plain text that <c>Get-Help about_…</c> shows.</summary>
internal static class AboutTopic
{
    private const int Width = 80;
    private const int TableWidth = 100;

    private static readonly string Indent = new(' ', 4);

    /// <summary>
    /// Returns the text. Headings are not indented, and only tables and code have lines longer than 80 characters.
    /// </summary>
    /// <exception cref="FormatException">The page contains a block that topics do not support.</exception>
    public static string ToText(string markdown) =>
        string.Join("\n", MarkdownText.Parse(markdown).SelectMany(block => Lines(block).Append("")))
            .TrimEnd('\n') + "\n";

    private static IEnumerable<string> Lines(Block block) => block switch
    {
        HeadingBlock { Level: 1 } title => ["TOPIC", Indent + MarkdownText.Of(title)],
        HeadingBlock { Level: 2 } heading => [MarkdownText.Of(heading).ToUpperInvariant()],
        HeadingBlock heading => ["  " + MarkdownText.Of(heading)],
        CodeBlock code => MarkdownText.LinesOf(code).Select(line => (Indent + Indent + line).TrimEnd()),
        Table table => Lines(MarkdownText.RowsOf(table)),
        ListBlock list => list.OfType<ListItemBlock>()
            .SelectMany(item => Wrap(MarkdownText.Of((ContainerBlock)item), Indent + "- ", Indent + "  ")),
        ParagraphBlock paragraph => Wrap(MarkdownText.Of(paragraph), Indent, Indent),
        _ => throw new FormatException($"line {block.Line + 1}: a {block.GetType().Name} is not supported in a topic."),
    };

    // A table that is too wide for a console is shown row by row.
    private static IEnumerable<string> Lines(IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        if (widths.Sum() + (2 * widths.Length) + Indent.Length <= TableWidth)
        {
            return rows.Take(1).Append([.. rows[0].Select(cell => new string('-', cell.Length))]).Concat(rows.Skip(1))
                .Select(
                    row => (Indent + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))))
                        .TrimEnd());
        }
        return rows.Skip(1).SelectMany((row, index) =>
        {
            IEnumerable<string> lines = Wrap(row[0], Indent, Indent).Concat(row.Skip(1).SelectMany((cell, column) =>
                Wrap($"{rows[0][column + 1]}: {cell}", Indent + Indent, Indent + Indent + "  ")));
            return index == 0 ? lines : lines.Prepend("");
        });
    }

    // In Markdown, several blanks are one.
    private static IEnumerable<string> Wrap(string text, string first, string next) => WordWrap.Lines(
        string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)), first, next, Width);
}
