using CoexTools.Dxl.Editing;
using CoexTools.Dxl.Reading;
using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>What a command does to one document: the text edits beside those of the save itself.</summary>
/// <param name="Document">The document.</param>
/// <param name="Edit">What changes; called with the document as it is when the plan is made.</param>
internal sealed record DocumentEdit(ForeignDomainDocument Document, Func<DominoDocument, IEnumerable<TextEdit>> Edit);

/// <summary>One document that a plan saves.</summary>
/// <param name="Before">As it was.</param>
/// <param name="After">As it will be.</param>
/// <param name="IsSavedAgain">Whether it is saved only so that the order of priority stays (ED4).</param>
internal sealed record PlannedSave(ForeignDomainDocument Before, ForeignDomainDocument After, bool IsSavedAgain);

/// <summary>What is to be saved beside the edited documents, and in which order.</summary>
/// <param name="Again">The keys of documents to save again even without an edit.</param>
/// <param name="Last">The keys of documents that are saved last of their domain, and so become the primary.</param>
internal sealed record SaveOrder(IReadOnlyCollection<int> Again, IReadOnlyCollection<int> Last)
{
    /// <summary>The edited documents only, in the order that there is.</summary>
    public static SaveOrder AsItIs { get; } = new([], []);
}

/// <summary>A domain whose order of priority a plan turns (ED4).</summary>
internal sealed record TurnedOrder(string Domain, ForeignDomainDocument OldPrimary, ForeignDomainDocument NewPrimary);

/// <summary>
/// What one command does to a directory: which documents it saves, in which order and at which times (ED1, ED4), and the state that results.
/// Making a plan changes nothing.
/// </summary>
internal sealed class ChangePlan
{
    private readonly Func<DirectorySnapshot, ChangePlan> _remake;

    private ChangePlan(
        DirectorySnapshot before, DirectorySnapshot after, IReadOnlyList<PlannedSave> saves, IReadOnlyList<TurnedOrder> turned, Func<DirectorySnapshot, ChangePlan> remake)
    {
        _remake = remake;
        Before = before;
        After = after;
        Saves = saves;
        Turned = turned;
    }

    /// <summary>The state that the plan was made for.</summary>
    public DirectorySnapshot Before { get; }

    /// <summary>The state as it will be.</summary>
    public DirectorySnapshot After { get; }

    /// <summary>What is saved, in the order of saving.</summary>
    public IReadOnlyList<PlannedSave> Saves { get; }

    /// <summary>The domains whose order turns.</summary>
    public IReadOnlyList<TurnedOrder> Turned { get; }

    /// <summary>The same change, planned for another state of the directory.</summary>
    /// <exception cref="CoexException">A document is no longer in the directory, or would no longer be a Foreign Domain document.</exception>
    public ChangePlan For(DirectoryContent content) => ReferenceEquals(content, Before.Content) ? this : _remake(new DirectorySnapshot(content));

    /// <summary>Plans a change.</summary>
    /// <param name="before">The state of the directory.</param>
    /// <param name="edits">What to do; documents are found again by their key. One without an edit to make is left alone.</param>
    /// <param name="preserveOrder">Whether newer documents of the same domain are saved again, so that the order stays (ED4).</param>
    /// <param name="now">The time of the first save; it is later where a document of the domain bears a later time already.</param>
    /// <param name="order">What is to be saved beside the edited documents, and in which order; null for nothing.</param>
    /// <exception cref="CoexException">A document is no longer in the directory, or would no longer be a Foreign Domain document.</exception>
    public static ChangePlan Make(DirectorySnapshot before, IEnumerable<DocumentEdit> edits, bool preserveOrder, DateTimeOffset now, SaveOrder? order = null) =>
        Make(before, [.. edits], preserveOrder, now, order ?? SaveOrder.AsItIs);

    private static ChangePlan Make(DirectorySnapshot before, IReadOnlyList<DocumentEdit> edits, bool preserveOrder, DateTimeOffset now, SaveOrder order)
    {
        var textEdits = new Dictionary<int, List<TextEdit>>();
        foreach (DocumentEdit edit in edits)
        {
            int key = edit.Document.Document.Key;
            ForeignDomainDocument current = before.Unordered.FirstOrDefault(document => document.Document.Key == key)
                ?? throw CoexException.DocumentNotFound(edit.Document.UniversalId, before.Content.Name);
            List<TextEdit> changes = [.. edit.Edit(current.Document)];
            if (changes.Count > 0)
                textEdits[key] = changes;
        }

        var saved = new List<(ForeignDomainDocument Before, DominoDocument After, bool Again)>();
        DateTimeOffset time = default;
        foreach (IGrouping<string, ForeignDomainDocument> domain in
            before.InOrder(OrderBy.Modified).GroupBy(document => document.Domain, StringComparer.OrdinalIgnoreCase))
        {
            List<ForeignDomainDocument> oldestFirst = [.. domain.Reverse().OrderBy(document => order.Last.Contains(document.Document.Key))]; // ED4
            bool isTurned = order.Last.Count > 0 && oldestFirst[oldestFirst.Count - 1] != domain.First();
            int first = oldestFirst.FindIndex(document => textEdits.ContainsKey(document.Document.Key) || order.Again.Contains(document.Document.Key));
            if (first < 0 && isTurned)
                first = oldestFirst.Count - 1;
            if (first < 0)
                continue;
            time = Latest(time, FirstTime(oldestFirst, now));
            foreach (ForeignDomainDocument document in oldestFirst.Skip(first))
            {
                bool isEdited = textEdits.TryGetValue(document.Document.Key, out List<TextEdit>? changes);
                bool isWanted = order.Again.Contains(document.Document.Key) || (isTurned && order.Last.Contains(document.Document.Key));
                if (!isEdited && !isWanted && !preserveOrder)
                    continue;
                saved.Add((document, DocumentEditor.Apply(document.Document, (changes ?? []).Concat(DocumentEditor.Save(document.Document, time))), !isEdited));
                time += DxlTime.Resolution; // ED1: times rise strictly
            }
        }

        Dictionary<int, DominoDocument> changed = saved.ToDictionary(save => save.Before.Document.Key, save => save.After);
        var after = new DirectorySnapshot(before.Content with
        {
            Documents = [.. before.Content.Documents.Select(document => changed.TryGetValue(document.Key, out DominoDocument? other) ? other : document)],
        });
        Dictionary<int, ForeignDomainDocument> byKey = after.InOrder(OrderBy.Modified).ToDictionary(document => document.Document.Key);
        return new ChangePlan(
            before, after,
            [.. saved.Select(save => new PlannedSave(
                save.Before,
                byKey.TryGetValue(save.Before.Document.Key, out ForeignDomainDocument? document) ? document : throw CoexException.DocumentUnrecognised(save.Before.UniversalId),
                save.Again))],
            [.. TurnedOrders(before, after)],
            state => Make(state, edits, preserveOrder, now, order));
    }

    /// <summary>
    /// The time of a first save: now, in the resolution of DXL. A document of the domain may bear a time to come, where clocks differ: what is
    /// saved must be newer all the same (ED1).
    /// </summary>
    internal static DateTimeOffset FirstTime(IEnumerable<ForeignDomainDocument> documents, DateTimeOffset now)
    {
        DateTimeOffset newest = documents.SelectMany(document => new[] { document.Modified, document.Revised }).Max() ?? DateTimeOffset.MinValue;
        DateTimeOffset time = newest < DateTimeOffset.MaxValue - TimeSpan.FromDays(1) ? Latest(now, newest.ToUniversalTime() + DxlTime.Resolution) : now;
        return time.AddTicks(-(time.Ticks % DxlTime.Resolution.Ticks)).ToUniversalTime();
    }

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static IEnumerable<TurnedOrder> TurnedOrders(DirectorySnapshot before, DirectorySnapshot after)
    {
        ILookup<string, ForeignDomainDocument> then = after.InOrder(OrderBy.Modified).ToLookup(document => document.Domain, StringComparer.OrdinalIgnoreCase);
        foreach (IGrouping<string, ForeignDomainDocument> domain in
            before.InOrder(OrderBy.Modified).GroupBy(document => document.Domain, StringComparer.OrdinalIgnoreCase))
        {
            List<ForeignDomainDocument> now = [.. then[domain.Key]];
            if (now.Count > 0 && !now.Select(document => document.Document.Key).SequenceEqual(domain.Select(document => document.Document.Key)))
                yield return new TurnedOrder(domain.Key, domain.First(), now[0]);
        }
    }
}
