using System.Text;

namespace CoexTools.Text;

/// <summary>Reads a table of comma-separated values, as Export-Csv and spreadsheets write it (RFC 4180).</summary>
internal static class CsvTable
{
    /// <summary>Reads a table.</summary>
    /// <param name="text">The text. Its first line contains the names of the columns, and shows the separator.</param>
    /// <returns>The rows, each with its values by column. Names of columns are not case-sensitive.</returns>
    /// <exception cref="FormatException">
    /// A quotation mark is missing, or a row has more values than there are columns.
    /// </exception>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string text)
    {
        text = text.TrimStart('\uFEFF');
        if (text.StartsWith("#TYPE", StringComparison.Ordinal)) // Windows PowerShell writes this line.
            text = text.Substring(Math.Max(text.IndexOf('\n') + 1, 0));
        string head = text.Split('\n')[0];
        char separator = head.Contains(',') ? ',' : head.Contains(';') ? ';' : head.Contains('\t') ? '\t' : ',';
        List<List<string>> rows = Rows(text, separator);
        if (rows.Count == 0)
            return [];
        List<string> columns = rows[0];
        return [.. rows.Skip(1).Select(row => Values(columns, row))];
    }

    private static Dictionary<string, string> Values(List<string> columns, List<string> row)
    {
        if (row.Count > columns.Count)
            throw new FormatException("A row has more values than there are columns.");
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < row.Count; i++)
            values[columns[i].Trim()] = row[i];
        return values;
    }

    private static List<List<string>> Rows(string text, char separator)
    {
        var rows = new List<List<string>>();
        var row = new List<string>();
        var value = new StringBuilder();
        bool isQuoted = false, hasContent = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (isQuoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                value.Append(text[i++]);
            else if (c == '"' && (isQuoted || value.Length == 0))
                (isQuoted, hasContent) = (!isQuoted, true);
            else if (isQuoted || (c != separator && c is not ('\r' or '\n')))
                (_, hasContent) = (value.Append(c), true);
            else if (c == separator)
                (_, hasContent) = (End(), true);
            else if (c == '\n' && hasContent)
                EndRow();
        }
        if (isQuoted)
            throw new FormatException("A quotation mark is missing.");
        if (hasContent)
            EndRow();
        return rows;

        int End()
        {
            row.Add(value.ToString());
            value.Clear();
            return row.Count;
        }

        void EndRow()
        {
            End();
            rows.Add(row);
            row = [];
            hasContent = false;
        }
    }
}
