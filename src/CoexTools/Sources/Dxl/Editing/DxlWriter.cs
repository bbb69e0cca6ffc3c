using System.Globalization;
using System.Text;
using System.Xml;
using CoexTools.Model;
using CoexTools.Text;
using CoexTools.Values;

namespace CoexTools.Sources.Dxl.Editing;

/// <summary>Writes the elements of DXL as the exporter does: single quotes, one item a line.</summary>
internal static class DxlWriter
{
    /// <summary>The namespace of DXL.</summary>
    public const string Namespace = "http://www.lotus.com/dxl";

    /// <summary>Returns an item with text values: one text, or a list where there are several.</summary>
    /// <param name="prefix">The prefix of DXL elements where the item will stand, with its colon; mostly empty.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="flags">Its flags.</param>
    /// <param name="values">Its values.</param>
    public static string Item(string prefix, string name, ItemFlags flags, IReadOnlyList<string> values) =>
        $"<{prefix}item name='{Escaped.Xml(name)}'{Attributes(flags)}>{Value(prefix, values)}</{prefix}item>";

    /// <summary>Returns the value element of an item: a text, or a list where there are several.</summary>
    public static string Value(string prefix, IReadOnlyList<string> values)
    {
        if (values.Count == 1)
            return Text(prefix, values[0]);
        return $"<{prefix}textlist>{string.Concat(values.Select(value => Text(prefix, value)))}</{prefix}textlist>";
    }

    /// <summary>A text in which U+FFFD replaces the control characters that XML does not allow.</summary>
    public static string Clean(string text)
    {
        StringBuilder? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                continue;
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                i++;
            else
                (clean ??= new StringBuilder(text))[i] = '\uFFFD';
        }
        return clean?.ToString() ?? text;
    }

    /// <summary>Returns a document's header.</summary>
    public static string NoteInfo(
        string noteId, string universalId, DateTimeOffset created, DateTimeOffset? modified, DateTimeOffset? revised)
    {
        string Time(string element, DateTimeOffset? time) =>
            time is { } known ? $"\n<{element}><datetime>{DxlTime.Format(known)}</datetime></{element}>" : "";
        return $"<noteinfo noteid='{noteId}' unid='{universalId}' sequence='1'>"
            + Time("created", created) + Time("modified", modified) + Time("revised", revised)
            + Time("lastaccessed", modified ?? created) + Time("addedtofile", created)
            + "</noteinfo>";
    }

    private static string Text(string prefix, string value)
    {
        if (value.Length == 0)
            return $"<{prefix}text/>";
        IEnumerable<string> lines = value.Replace("\r\n", "\n").Split('\n').Select(line => Line(prefix, line));
        return $"<{prefix}text>{string.Join($"<{prefix}break/>", lines)}</{prefix}text>";
    }

    // DXL has an element for the control characters that XML does not allow.
    private static string Line(string prefix, string line)
    {
        if (!line.Any(IsControl))
            return Escaped.Xml(Clean(line));
        var text = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && !IsControl(line[i]))
                continue;
            text.Append(Escaped.Xml(Clean(line.Substring(start, i - start))));
            string code = i < line.Length ? ((int)line[i]).ToString("x2", CultureInfo.InvariantCulture) : "";
            text.Append(code.Length > 0 ? $"<{prefix}nonxmlchar value='{code}'/>" : "");
            start = i + 1;
        }
        return text.ToString();

        static bool IsControl(char c) => c < ' ' && !XmlConvert.IsXmlChar(c);
    }

    private static string Attributes(ItemFlags flags)
    {
        var attributes = new StringBuilder();
        if ((flags & ItemFlags.Summary) == 0)
            attributes.Append(" summary='false'");
        foreach ((ItemFlags flag, string name) in new[]
        {
            (ItemFlags.Sign, "sign"), (ItemFlags.Sealed, "seal"), (ItemFlags.Authors, "authors"),
            (ItemFlags.Names, "names"),
            (ItemFlags.Readers, "readers"), (ItemFlags.Protected, "protected"), (ItemFlags.Placeholder, "placeholder"),
        })
        {
            if ((flags & flag) != 0)
                attributes.Append(' ').Append(name).Append("='true'");
        }
        return attributes.ToString();
    }
}
