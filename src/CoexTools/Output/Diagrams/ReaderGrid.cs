using System.Globalization;
using CoexTools.Text;

namespace CoexTools.Output.Diagrams;

/// <summary>Draws the table of who can read which document as a grid for the console.</summary>
internal static class ReaderGrid
{
    private const int WidestName = 28;
    private const int MostNames = 60;
    private const char NoBreak = '\u00A0';

    /// <summary>Returns the lines of the grid. Columns that do not fit the width follow in a further grid.</summary>
    /// <param name="table">The table.</param>
    /// <param name="lines">The characters for lines.</param>
    public static IEnumerable<string> Draw(ReaderTable table, LineSet lines)
    {
        IEnumerable<string> drawn = TerminalText.Wrap($"Who can read the documents for {table.Domain}");
        foreach (TableDocument document in table.Documents)
        {
            string start = $"  {document.Number,3}  ";
            drawn = drawn.Concat(
                TerminalText.Wrap($"{document.Document}, {document.Detail}", start, TerminalText.Blank(start)));
        }
        List<List<string>> names = [.. table.Rows.Select(row => Names(row))];
        int nameWidth = names.SelectMany(name => name).Append("Server").Max(line => line.Length);
        // With the entries if they all fit, else only yes and no.
        bool hasRoom = nameWidth + 4
            + table.Documents.Sum(document => WidthOf(table, document, withEntries: true) + 3) <= TerminalText.Width;
        int at = 0;
        while (at < table.Documents.Count)
        {
            int first = at;
            int width = nameWidth + 4;
            do
            {
                width += WidthOf(table, table.Documents[at], hasRoom) + 3;
                at++;
            }
            while (at < table.Documents.Count
                && width + WidthOf(table, table.Documents[at], hasRoom) + 3 <= TerminalText.Width);
            drawn = drawn.Concat(
                Block(table, names, nameWidth, [.. table.Documents.Skip(first).Take(at - first)], hasRoom, lines));
        }
        return drawn;
    }

    private static IEnumerable<string> Block(
        ReaderTable table, List<List<string>> names, int nameWidth, IReadOnlyList<TableDocument> documents,
        bool withEntries, LineSet lines)
    {
        int[] widths = [nameWidth, .. documents.Select(document => WidthOf(table, document, withEntries))];
        yield return Rule(lines.Top);
        yield return Row(
            ["Server", .. documents.Select(document => document.Number.ToString(CultureInfo.InvariantCulture))]);
        for (int i = 0; i < table.Rows.Count; i++)
        {
            yield return Rule(lines.Middle);
            for (int line = 0; line < names[i].Count; line++)
            {
                IEnumerable<string> cells = documents.Select(document =>
                    line > 0 ? "" : TextOf(table.Rows[i].Cells[document.Number - 1], withEntries));
                yield return Row([names[i][line], .. cells]);
            }
        }
        yield return Rule(lines.Bottom);

        string Rule(string ends) =>
            ends[0] + string.Join(
                ends[1].ToString(), widths.Select(width => new string(lines.Across, width + 2))) + ends[2];

        string Row(IEnumerable<string> cells) =>
            lines.Upright + string.Concat(
                cells.Select((cell, column) => $" {cell.PadRight(widths[column])} {lines.Upright}"));
    }

    private static int WidthOf(ReaderTable table, TableDocument document, bool withEntries) => table.Rows
        .Select(row => TextOf(row.Cells[document.Number - 1], withEntries))
        .Append(document.Number.ToString(CultureInfo.InvariantCulture))
        .Max(text => text.Length);

    private static string TextOf(ReaderCell cell, bool withEntries) =>
        withEntries ? VisibleText.Of(cell.Text) : cell.CanRead ? "yes" : "no";

    // As many names on a line as fit; a longer name makes the column wider.
    private static List<string> Names(ReaderRow row)
    {
        string names = NameList.Within(
            [.. row.Servers.Select(server => VisibleText.Of(server.Abbreviated).Replace(' ', NoBreak))], MostNames);
        return [.. TerminalText.Wrap(names, width: WidestName).Select(line => line.Replace(NoBreak, ' '))];
    }
}
