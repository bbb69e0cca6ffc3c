using System.Globalization;
using System.Text;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Values;

namespace CoexTools.Sources.Dxl.Editing;

/// <summary>
/// Changes a document by changing its text, so that whatever the change does not name stays letter for letter.
/// </summary>
internal static class DxlTextEditor
{
    /// <summary>Returns the document with some stretches of its text replaced; they must not overlap.</summary>
    public static DominoDocument Apply(DominoDocument document, IEnumerable<TextEdit> edits) =>
        DocumentParser.Parse(Apply(document.Text, edits), document.Namespaces, document.Key);

    /// <summary>Returns a text with some stretches of it replaced; they must not overlap.</summary>
    public static string Apply(string source, IEnumerable<TextEdit> edits)
    {
        var text = new StringBuilder(source.Length);
        int at = 0;
        // An insertion comes before the text at its place.
        foreach (TextEdit edit in edits.OrderBy(edit => edit.Range.Start).ThenBy(edit => edit.Range.Length))
        {
            text.Append(source, at, edit.Range.Start - at).Append(edit.Text);
            at = edit.Range.End;
        }
        return text.Append(source, at, source.Length - at).ToString();
    }

    /// <summary>Takes out all items of a name.</summary>
    public static IEnumerable<TextEdit> RemoveItems(DominoDocument document, string name) =>
        document.ItemsNamed(name).Select(item => new TextEdit(item.Range, ""));

    /// <summary>
    /// Returns the changes that a save makes to the header (ED1): both times, each with its UTC offset, and the next
    /// sequence number.
    /// </summary>
    public static IEnumerable<TextEdit> Save(DominoDocument document, DateTimeOffset time)
    {
        DocumentLayout layout = document.Layout;
        NoteInfoLayout? header = layout.NoteInfo;
        string prefix = Prefix(header?.TagName ?? layout.TagName);
        string modified = DxlTime.Format(time.ToOffset(document.Modified.Instant?.Offset ?? TimeSpan.Zero));
        string revised = DxlTime.Format(time.ToOffset(document.Revised.Instant?.Offset ?? TimeSpan.Zero));

        if (header?.Sequence is { } sequence && document.Sequence is { } number)
            yield return new TextEdit(sequence, (number + 1L).ToString(CultureInfo.InvariantCulture));
        string missing = "";
        if (header?.Modified is { } modifiedPlace)
            yield return Replace(modifiedPlace, Element("modified", modified), modified);
        else
            missing += Element("modified", modified);
        if (header?.Revised is { } revisedPlace)
            yield return Replace(revisedPlace, Element("revised", revised), revised);
        else if (header?.Modified is { } before)
            // The grammar has it behind <modified>.
            yield return TextEdit.Insert(before.Element.End, Element("revised", revised));
        else
            missing += Element("revised", revised);

        if (missing.Length == 0)
            yield break;
        if (header is null)
            missing = $"<{prefix}noteinfo>{missing}</{prefix}noteinfo>";
        if (header is { IsEmptyTag: true })
            yield return new TextEdit(new TextRange(header.ContentStart, 2), $">{missing}</{header.TagName}>");
        else if (header is not null)
            yield return TextEdit.Insert(header.CreatedEnd ?? header.ContentStart, missing);
        else if (layout.IsEmptyTag)
            yield return new TextEdit(new TextRange(layout.ContentStart, 2), $">{missing}</{layout.TagName}>");
        else
            yield return TextEdit.Insert(layout.ContentStart, missing);

        string Element(string name, string value) =>
            $"<{prefix}{name}><{prefix}datetime>{value}</{prefix}datetime></{prefix}{name}>";
    }

    private static TextEdit Replace(TimeLayout place, string element, string text) =>
        place.Text is { } range ? new TextEdit(range, text) : new TextEdit(place.Element, element);

    /// <summary>Returns the prefix of a tag, with its colon; empty where it has none.</summary>
    public static string Prefix(string tagName) => tagName.Substring(0, tagName.IndexOf(':') + 1);
}
