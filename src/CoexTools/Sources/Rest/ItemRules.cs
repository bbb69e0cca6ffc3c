using CoexTools.Model;

namespace CoexTools.Sources.Rest;

/// <summary>The flags of items, by name. The Domino REST API does not return them.</summary>
/// <param name="map">The field map. It determines the flags of <c>DocumentAccess</c>.</param>
/// <param name="readers">The names of further items that contain readers.</param>
/// <param name="authors">The names of further items that contain authors.</param>
internal sealed class ItemRules(FieldMap map, IReadOnlyCollection<string> readers, IReadOnlyCollection<string> authors)
{
    /// <summary>The flags of items are taken from their names.</summary>
    public const string NoItemFlags = "NoItemFlags";

    private static readonly string[] DefaultReaders = ["$Readers"];
    private static readonly string[] DefaultAuthors = [ForeignDomainDocument.DocumentAccessName, "LocalAdmin", "Owner"];

    /// <summary>The names of all items that determine who can read a document.</summary>
    public IEnumerable<string> Names =>
        DefaultReaders.Concat(DefaultAuthors).Concat(readers).Concat(authors)
            .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the flags of an item in addition to that of the summary.</summary>
    public ItemFlags FlagsOf(string name)
    {
        if (Contains(readers))
            return ItemFlags.Names | ItemFlags.Readers;
        if (Contains(authors))
            return ItemFlags.Names | ItemFlags.Authors;
        if (Contains(DefaultReaders))
            return ItemFlags.Names | ItemFlags.Readers;
        if (name.Equals(ForeignDomainDocument.DocumentAccessName, StringComparison.OrdinalIgnoreCase))
            return map.DocumentAccessFlags;
        return Contains(DefaultAuthors) ? ItemFlags.Names | ItemFlags.Authors : ItemFlags.None;

        bool Contains(IEnumerable<string> names) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
