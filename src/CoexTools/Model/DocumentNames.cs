using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>
/// Represents the names that a document contains: in its readers and authors items, and of its editors.
/// </summary>
/// <param name="document">The document.</param>
internal sealed class DocumentNames(DominoDocument document)
{
    /// <summary>Gets the items that the names were read from.</summary>
    public IReadOnlyList<DominoItem> Items { get; } = document.Items;

    /// <summary>Gets the values of all items flagged as readers, names abbreviated (AC2).</summary>
    public OutputList<string> Readers { get; } = Abbreviated(document, item => item.IsReaders);

    /// <summary>Gets the values of all items flagged as authors, names abbreviated (AC3).</summary>
    public OutputList<string> Authors { get; } = Abbreviated(document, item => item.IsAuthors);

    /// <summary>Gets the entries that may read the document where it is restricted, in their order (AC3).</summary>
    public IReadOnlyList<NotesName> AllowedEntries { get; } =
        [.. Of(document, item => item.IsReaders || item.IsAuthors)];

    /// <summary>Gets the values of the field <c>DocumentAccess</c>.</summary>
    public OutputList<string> DocumentAccess { get; } =
        OutputList.Of(document.Values(ForeignDomainDocument.DocumentAccessName));

    /// <summary>Gets the names of those who saved the document, the last one last.</summary>
    public OutputList<string> UpdatedBy { get; } = OutputList.Of(
        document.UpdatedBy.Select(NotesName.FromText).OfType<NotesName>().Select(name => name.Abbreviated));

    private static OutputList<string> Abbreviated(DominoDocument document, Func<DominoItem, bool> which) =>
        OutputList.Of(Of(document, which).Select(name => name.Abbreviated));

    private static IEnumerable<NotesName> Of(DominoDocument document, Func<DominoItem, bool> which) =>
        document.Items.Where(which).SelectMany(item => item.Value).Select(NotesName.FromText).OfType<NotesName>();
}
