using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Text;

namespace CoexTools.Audit.Watch;

/// <summary>
/// Compares the items of Foreign Domain documents in two states of a directory, and what determines who can read the
/// documents: the groups that their readers and the access control list contain, and the list itself.
/// </summary>
internal sealed class DocumentComparison
{
    // Domino records each save in these items. A difference contains them as its editor and time.
    private static readonly HashSet<string> SaveItems = new(StringComparer.OrdinalIgnoreCase)
    {
        "$UpdatedBy", "$Revisions",
    };

    private readonly DirectorySnapshot _before;
    private readonly DirectorySnapshot _after;
    private readonly List<(ForeignDomainDocument? Before, ForeignDomainDocument? After)> _pairs;

    private DocumentComparison(
        DirectorySnapshot before, DirectorySnapshot after,
        Func<ForeignDomainDocument?, ForeignDomainDocument?, bool> isWanted)
    {
        _before = before;
        _after = after;
        Dictionary<string, ForeignDomainDocument> old = DocumentPairs.ById(before.InOrder(OrderBy.Modified));
        Dictionary<string, ForeignDomainDocument> current = DocumentPairs.ById(after.InOrder(OrderBy.Modified));
        _pairs =
        [
            .. from id in current.Keys.Union(old.Keys, StringComparer.OrdinalIgnoreCase)
               let pair = (Before: Find(old, id), After: Find(current, id))
               where isWanted(pair.Before, pair.After)
               let shown = (pair.After ?? pair.Before)!
               orderby shown.Domain.ToUpperInvariant(), shown.Priority
               select pair,
        ];

        static ForeignDomainDocument? Find(Dictionary<string, ForeignDomainDocument> documents, string id) =>
            documents.TryGetValue(id, out ForeignDomainDocument? document) ? document : null;
    }

    /// <summary>Returns the differences: those of the documents by domain, then those of groups and the list.</summary>
    /// <param name="before">The first state.</param>
    /// <param name="after">The second state.</param>
    /// <param name="isWanted">
    /// Specifies whether a document of the first state is compared with that of the second. One of them can be missing.
    /// </param>
    /// <param name="cancel">Stops the comparison.</param>
    public static IEnumerable<DocumentDifference> Compare(
        DirectorySnapshot before, DirectorySnapshot after,
        Func<ForeignDomainDocument?, ForeignDomainDocument?, bool> isWanted, CancellationToken cancel)
    {
        var comparison = new DocumentComparison(before, after, isWanted);
        IEnumerable<DocumentDifference> differences =
            comparison.Documents().Concat(comparison.Groups()).Concat(comparison.Entries());
        foreach (DocumentDifference difference in differences)
        {
            cancel.ThrowIfCancellationRequested();
            yield return difference;
        }
    }

    private IEnumerable<DocumentDifference> Documents()
    {
        foreach ((ForeignDomainDocument? was, ForeignDomainDocument? document) in _pairs)
        {
            if (was is null || document is null)
            {
                DocumentDifferenceKind kind =
                    was is null ? DocumentDifferenceKind.Added : DocumentDifferenceKind.Removed;
                yield return new DocumentDifference(
                    kind, (document ?? was)!.ToString(), was?.ToString(), document?.ToString(), document ?? was,
                    editor: document?.LastEditor);
                continue;
            }
            bool isSame = was.IsConflict == document.IsConflict;
            if (!isSame)
            {
                yield return new DocumentDifference( // OR6
                    DocumentDifferenceKind.Item, "conflict", Mark(was), Mark(document), document,
                    editor: EditorOf(was, document));
            }
            foreach (DocumentDifference difference in Items(was, document))
            {
                isSame = false;
                yield return difference;
            }
            if (isSame && IsSavedAgain(was, document))
            {
                yield return new DocumentDifference(
                    DocumentDifferenceKind.Saved, was.Revised is null ? nameof(was.Modified) : nameof(was.Revised),
                    Time(was), Time(document), document, editor: EditorOf(was, document));
            }
        }
    }

    private static IEnumerable<DocumentDifference> Items(ForeignDomainDocument was, ForeignDomainDocument document) =>
        from name in was.Item.Concat(document.Item).Select(item => item.Name).Distinct(StringComparer.OrdinalIgnoreCase)
        where !SaveItems.Contains(name)
        let old = was.Document.ItemsNamed(name).ToList()
        let current = document.Document.ItemsNamed(name).ToList()
        where old.Count != current.Count || old.Zip(current, IsSame).Contains(false)
        let hasSameForm = old.Count != current.Count || old.Select(Form).SequenceEqual(current.Select(Form))
        let isForReaders = old.Concat(current).Any(item => item.IsReaders || item.IsAuthors)
        select new DocumentDifference(
            isForReaders ? DocumentDifferenceKind.Readers : DocumentDifferenceKind.Item, name,
            Text(old, !hasSameForm), Text(current, !hasSameForm, hasSameForm), document,
            editor: EditorOf(was, document));

    private static string? Mark(ForeignDomainDocument document) => document.IsConflict ? document.ConflictMark : null;

    private static string? EditorOf(ForeignDomainDocument was, ForeignDomainDocument document) =>
        DocumentPairs.IsSaveRecorded(was, document) ? document.LastEditor : null;

    // The DXL of a value that CoexTools does not decode may be wrapped differently.
    private static bool IsSame(DominoItem one, DominoItem other) =>
        Form(one) == Form(other) && one.Value.SequenceEqual(other.Value)
        && (one.Value.Count > 0 || Condensed(one.GetDxl()) == Condensed(other.GetDxl()));

    private static (ItemType Type, ItemFlags Flags) Form(DominoItem item) => (item.Type, item.Flags);

    private static string Condensed(string dxl) => string.Concat(dxl.Where(c => !char.IsWhiteSpace(c)));

    // The values. The type and the flags matter only if they differ. A value that is not decoded has only its type.
    private static string? Text(List<DominoItem> items, bool showsForm, bool isChanged = false)
    {
        return items.Count == 0 ? null : string.Join("; ", items.Select(One));

        string One(DominoItem item)
        {
            string value = item.Value.Any(value => value.Trim().Length > 0)
                ? string.Join("; ", item.Value.Select(value => VisibleText.Of(Abbreviated(item, value))))
                : item.Value.Count > 0 || item.Type is ItemType.Text or ItemType.TextList ? "blank"
                : isChanged ? $"{item.Type}, changed" : item.Type.ToString();
            return showsForm ? $"{value} ({item.Type}, {item.Flags})" : value;
        }
    }

    private static string Abbreviated(DominoItem item, string value) =>
        item.IsNames || item.IsReaders || item.IsAuthors ? NotesName.FromText(value)?.Abbreviated ?? value : value;

    private static bool IsSavedAgain(ForeignDomainDocument was, ForeignDomainDocument document) =>
        was.Sequence != document.Sequence || was.Revised != document.Revised
        || (was.Revised is null && was.Modified != document.Modified);

    private static string? Time(ForeignDomainDocument document) =>
        (document.Revised ?? document.Modified) is { } time ? UtcText.Hundredths(time) : null;

    private IEnumerable<DocumentDifference> Groups()
    {
        ILookup<NotesName, DominoGroup> old = ByName(_before);
        ILookup<NotesName, DominoGroup> current = ByName(_after);
        foreach (NotesName name in Reached(old, current).OrderBy(name => name))
        {
            List<DominoGroup> was = [.. old[name]];
            List<DominoGroup> group = [.. current[name]];
            DateTimeOffset? time = (group.Count > 0 ? group : was).Max(one => one.Modified);
            if (was.Count == 0 || group.Count == 0 || TypeOf(was) != TypeOf(group))
                yield return Difference(name.Abbreviated, Summary(was), Summary(group));
            if (was.Count == 0 || group.Count == 0)
                continue;
            HashSet<NotesName> members = [.. was.SelectMany(one => one.Member)];
            HashSet<NotesName> others = [.. group.SelectMany(one => one.Member)];
            foreach (NotesName member in members.Where(one => !others.Contains(one)).OrderBy(one => one))
                yield return Difference(name.Abbreviated, member.Abbreviated, null);
            foreach (NotesName member in others.Where(one => !members.Contains(one)).OrderBy(one => one))
                yield return Difference(name.Abbreviated, null, member.Abbreviated);

            DocumentDifference Difference(string group, string? before, string? after) =>
                new(DocumentDifferenceKind.Group, group, before, after, time: time);
        }
    }

    private static ILookup<NotesName, DominoGroup> ByName(DirectorySnapshot directory) =>
        directory.Content.Groups.ToLookup(group => group.NotesName);

    // AC4: the groups that readers and the access control list contain, and the groups in these groups.
    private HashSet<NotesName> Reached(
        ILookup<NotesName, DominoGroup> old, ILookup<NotesName, DominoGroup> current)
    {
        var reached = new HashSet<NotesName>();
        var names = new Queue<NotesName>(
        [
            .. _pairs.SelectMany(pair => new[] { pair.Before, pair.After }).OfType<ForeignDomainDocument>()
                .SelectMany(document => document.AllowedEntries),
            .. new[] { _before, _after }.SelectMany(directory => directory.AccessControlList.Entry)
                .Select(entry => entry.NotesName),
        ]);
        while (names.Count > 0)
        {
            NotesName name = names.Dequeue();
            IEnumerable<DominoGroup> groups = old[name].Concat(current[name]);
            if (!groups.Any() || !reached.Add(name))
                continue;
            foreach (NotesName member in groups.SelectMany(group => group.Member))
                names.Enqueue(member);
        }
        return reached;
    }

    private static string TypeOf(List<DominoGroup> groups) => string.Join(", ", groups.Select(group => group.Type));

    private static string? Summary(List<DominoGroup> groups) => groups.Count == 0 ? null
        : $"{TypeOf(groups)}, {Plural.Of(groups.SelectMany(group => group.Member).Distinct().Count(), "member")}";

    private IEnumerable<DocumentDifference> Entries()
    {
        AccessControlList was = _before.AccessControlList;
        AccessControlList list = _after.AccessControlList;
        if (was.IsAssumed || list.IsAssumed)
        {
            return was.IsAssumed == list.IsAssumed
                ? []
                : [Difference("access control list", was.ToString(), list.ToString())];
        }
        ILookup<NotesName, string> old = was.Entry.ToLookup(entry => entry.NotesName, Text);
        ILookup<NotesName, string> current = list.Entry.ToLookup(entry => entry.NotesName, Text);
        return
            from name in was.Entry.Concat(list.Entry).Select(entry => entry.NotesName).Distinct()
            let before = old.Contains(name) ? string.Join("; ", old[name]) : null
            let after = current.Contains(name) ? string.Join("; ", current[name]) : null
            where before != after
            select Difference(name.Abbreviated, before, after);

        static DocumentDifference Difference(string name, string? before, string? after) =>
            new(DocumentDifferenceKind.AccessControlList, name, before, after);

        static string Text(AccessControlEntry entry)
        {
            string? type = entry.Type == AclEntryType.Unspecified ? null : entry.Type.ToString();
            return string.Join(", ", new[] { entry.Level.ToString(), type }.OfType<string>()
                .Concat(entry.Role.OrderBy(role => role, StringComparer.OrdinalIgnoreCase)));
        }
    }
}
