using System.Globalization;
using System.Text;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Text;
using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>
/// Writes notes of an NSF file as the DXL exporter does, so that both types of file result in the same documents.
/// </summary>
internal static class NsfDxl
{
    private static readonly Dictionary<string, string> Namespaces = new() { [""] = DxlWriter.Namespace };

    /// <summary>Returns a note as a document.</summary>
    /// <param name="note">The note.</param>
    /// <param name="key">The key of the document in its directory.</param>
    /// <param name="hasAllItems">Specifies whether the items that DXL expresses in another way are items as
    /// well.</param>
    public static DominoDocument Document(NsfNote note, int key, bool hasAllItems = false) =>
        DocumentParser.Parse(Text(note, hasAllItems), Namespaces, key);

    /// <summary>Returns the element of a document.</summary>
    internal static string Text(NsfNote note, bool hasAllItems = false)
    {
        NsfItem? form = Item("Form", NsfItem.SummaryFlag, NsfType.Text);
        NsfItem? updatedBy = Item(
            "$UpdatedBy", NsfItem.SummaryFlag | NsfItem.NamesFlag, NsfType.Text, NsfType.TextList);
        NsfItem? revisions = Item("$Revisions", NsfItem.SummaryFlag, NsfType.TimeRange);
        var text = new StringBuilder("<document");
        if (form is not null)
            text.Append(" form='").Append(Escape(form.Values![0])).Append('\'');
        text.Append(">\n<noteinfo noteid='").Append(note.NoteId.ToString("x", CultureInfo.InvariantCulture))
            .Append("' unid='").Append(note.UniversalId)
            .Append("' sequence='").Append(note.Sequence.ToString(CultureInfo.InvariantCulture)).Append("'>");
        if (note.Created.Instant is not null) // It is half of the universal id, which a program can set to any value.
            AppendTime("created", note.Created);
        AppendTime("modified", note.Modified);
        AppendTime("revised", note.Revised);
        AppendTime("lastaccessed", note.Accessed);
        AppendTime("addedtofile", note.AddedToFile);
        text.Append("</noteinfo>");
        if (updatedBy is not null)
        {
            string names = string.Concat(updatedBy.Values!.Select(name => $"<name>{Escape(name)}</name>"));
            text.Append("\n<updatedby>").Append(names).Append("</updatedby>");
        }
        if (revisions is not null)
            text.Append("\n<revisions>").Append(string.Concat(revisions.TimeElements!)).Append("</revisions>");
        foreach (NsfItem item in note.Items)
        {
            if (hasAllItems || (item != form && item != updatedBy && item != revisions))
                AppendItem(text, item);
        }
        return text.Append("</document>").ToString();

        // An item that DXL expresses by an attribute or by its own element, if its flags and type are the usual ones.
        NsfItem? Item(string name, int flags, params int[] types)
        {
            const int DxlFlags = NsfItem.SignFlag | NsfItem.SealFlag | NsfItem.SummaryFlag | NsfItem.AuthorsFlag
                | NsfItem.NamesFlag
                | NsfItem.PlaceholderFlag | NsfItem.ProtectedFlag | NsfItem.ReadersFlag;
            NsfItem? item = note.Items.FirstOrDefault(
                item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            bool isUsual = item is { IsMissing: false } && item.Name == name && (item.RawFlags & DxlFlags) == flags
                && types.Contains(item.TypeCode);
            return isUsual ? item : null;
        }

        void AppendTime(string element, NsfTime time)
        {
            if (!time.IsEmpty)
                text.Append("\n<").Append(element).Append('>').Append(time.Dxl).Append("</")
                    .Append(element).Append('>');
        }
    }

    private static void AppendItem(StringBuilder text, NsfItem item)
    {
        const string EmptyContent = "<text/></item>";
        string empty = DxlWriter.Item("", Clean(item.Name), item.Flags, [""]);
        text.Append('\n').Append(empty, 0, empty.Length - EmptyContent.Length).Append(Value(item)).Append("</item>");
    }

    private static string Value(NsfItem item) => item.Type switch
    {
        ItemType.Text => Texts(item),
        ItemType.TextList => $"<textlist>{Texts(item)}</textlist>",
        ItemType.Number => Numbers(item),
        ItemType.NumberList => $"<numberlist>{Numbers(item)}</numberlist>",
        ItemType.DateTime => string.Concat(item.TimeElements ?? []),
        ItemType.DateTimeList => $"<datetimelist>{string.Concat(item.TimeElements!)}</datetimelist>",
        ItemType.RawItemData => $"<rawitemdata type='{item.TypeCode:x}'>\n{Base64(item.Content!)}\n</rawitemdata>",
        _ => "",
    };

    private static string Base64(byte[] content) =>
        Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks).Replace("\r", "");

    private static string Texts(NsfItem item) =>
        string.Concat(item.Values!.Select(value => DxlWriter.Value("", [value])));

    private static string Numbers(NsfItem item) =>
        string.Concat(item.Values!.Select(value => $"<number>{value}</number>"));

    private static string Escape(string text) => Escaped.Xml(Clean(text));

    private static string Clean(string text) => DxlWriter.Clean(text);
}
