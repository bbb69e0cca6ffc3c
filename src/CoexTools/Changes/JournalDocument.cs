using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>One document of a recorded change.</summary>
/// <param name="Key">The key of the document in the file.</param>
/// <param name="UniversalId">Its UNID.</param>
/// <param name="Domain">Its domain.</param>
/// <param name="Name">The document as people name it.</param>
/// <param name="Before">Its text before.</param>
/// <param name="After">Its text after.</param>
/// <param name="Fields">The fields that changed, with their values before; null for one that was not there.</param>
internal sealed record JournalDocument(
    int Key, string UniversalId, string Domain, string Name, string Before, string After,
    IReadOnlyList<(string Name, string? Value)> Fields)
{
    /// <summary>Returns the documents of a plan, as the journal records them.</summary>
    public static IReadOnlyList<JournalDocument> Of(IEnumerable<PlannedSave> saves) =>
        [.. saves.Select(save => Of(save.Before.Document, save.After.Document, save.Before.Domain, save.Name))];

    private static JournalDocument Of(DominoDocument before, DominoDocument after, string domain, string name)
    {
        ILookup<string, DominoItem> earlier = ByName(before), later = ByName(after);
        List<(string Name, string? Value)> fields =
        [
            .. before.Items.Concat(after.Items).Select(item => item.Name).Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(item => Written(earlier[item]) != Written(later[item]))
                .Select(item => (item, earlier.Contains(item) ? string.Join("; ", before.Values(item)) : null)),
        ];
        return new JournalDocument(before.Key, before.UniversalId, domain, name, before.Text, after.Text, fields);
    }

    // A lookup, because a document can hold thousands of items.
    private static ILookup<string, DominoItem> ByName(DominoDocument document) =>
        document.Items.ToLookup(item => item.Name, StringComparer.OrdinalIgnoreCase);

    private static string Written(IEnumerable<DominoItem> items) =>
        string.Join("\n", items.Select(item => item.GetDxl()));
}
