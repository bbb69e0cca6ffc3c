using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Sources.Dxl.Editing;

/// <summary>Sets the values of items in a document's text.</summary>
internal static class ItemEditor
{
    /// <summary>The flags that determine who can read a document, and who can edit it.</summary>
    public const ItemFlags AccessFlags = ItemFlags.Readers | ItemFlags.Authors;

    /// <summary>
    /// Sets the values of an item. An existing item keeps its place, its flags and the rest of its element; other items
    /// of the same name are removed. Without one, a new item follows the last item.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="flags"> The flags of a new item. An existing one gets them too; if they make it a readers or an
    /// authors item, it is that alone (ED2).
    /// </param>
    /// <param name="values">The values. Without any, the item is removed.</param>
    public static IEnumerable<TextEdit> Set(
        DominoDocument document, string name, ItemFlags flags, IReadOnlyList<string> values)
    {
        List<DominoItem> items = [.. document.ItemsNamed(name)];
        string prefix = DxlTextEditor.Prefix(document.Layout.TagName);
        if (values.Count == 0)
        {
            foreach (DominoItem item in items)
                yield return new TextEdit(item.Range, "");
            yield break;
        }
        if (items.Count == 0)
        {
            string element = DxlWriter.Item(prefix, name, flags | ItemFlags.Summary, values);
            int end = document.Items.Count > 0
                ? document.Items[document.Items.Count - 1].Range.End : document.Layout.ContentEnd;
            yield return document.Layout.IsEmptyTag
                ? new TextEdit(
                    new TextRange(document.Layout.ContentStart, 2), $">{element}</{document.Layout.TagName}>")
                : TextEdit.Insert(end, document.Items.Count > 0 ? "\n" + element : element + "\n");
            yield break;
        }
        DominoItem first = items[0];
        ItemFlags kept = (flags & AccessFlags) == 0 ? first.Flags : first.Flags & ~AccessFlags;
        yield return (kept | flags) == first.Flags && ContentOf(document, first) is { } content
            ? new TextEdit(content, DxlWriter.Value(prefix, values))
            : new TextEdit(first.Range, DxlWriter.Item(prefix, first.Name, kept | flags, values));
        foreach (DominoItem other in items.Skip(1))
            yield return new TextEdit(other.Range, "");
    }

    // Returns the range between the tags of an item; null if the item is one empty tag.
    private static TextRange? ContentOf(DominoDocument document, DominoItem item)
    {
        int start = TagEnd.After(document.Text, item.Range.Start);
        return start == item.Range.End
            ? null
            : TextRange.Between(start, document.Text.LastIndexOf("</", item.Range.End - 1, StringComparison.Ordinal));
    }
}
