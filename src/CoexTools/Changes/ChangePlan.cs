using CoexTools.Analysis;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Values;

namespace CoexTools.Changes;

/// <summary>
/// Represents the change that one command makes to the documents of a directory: which documents it saves, in which
/// order and at which times (ED1, ED4), and the resulting state. Every edit of documents is such a plan, and <see
/// cref="PlanWriter"/> carries it out. Making a plan changes nothing.
/// </summary>
internal sealed class ChangePlan
{
    private readonly Func<DirectorySnapshot, ChangePlan> _remake;
    private readonly Lazy<IReadOnlyList<PriorityChange>> _priorityChanges; // A change in the model does not need them.

    private ChangePlan(
        DirectorySnapshot before, DirectorySnapshot after, IReadOnlyList<PlannedSave> saves,
        Lazy<IReadOnlyList<PriorityChange>> priorityChanges,
        Func<DirectorySnapshot, ChangePlan> remake, IReadOnlyList<int>? undoes = null)
    {
        _remake = remake;
        Undoes = undoes ?? [];
        Before = before;
        After = after;
        Saves = saves;
        _priorityChanges = priorityChanges;
    }

    /// <summary>The state that the plan was made for.</summary>
    public DirectorySnapshot Before { get; }

    /// <summary>The state as it will be.</summary>
    public DirectorySnapshot After { get; }

    /// <summary>The documents that are saved, in this order.</summary>
    public IReadOnlyList<PlannedSave> Saves { get; }

    /// <summary>The domains whose order of priority changes.</summary>
    public IReadOnlyList<PriorityChange> PriorityChanges => _priorityChanges.Value;

    /// <summary>The recorded changes that the plan undoes, for the journal.</summary>
    public IReadOnlyList<int> Undoes { get; }

    /// <summary>The domains of the saved documents, as they were.</summary>
    public IEnumerable<string> Domains => Saves.Select(save => save.Before.Domain).Distinct(DomainName.Comparer); // NM4

    /// <summary>
    /// Finds the requests that succeed before the change and fail after it, for all domains of the directory (VD7).
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public IReadOnlyList<ChangedRequest> FindLostRequests(CancellationToken cancel) =>
        Saves.Count == 0 ? [] : RequestComparison.Lost(Before, After, cancel);

    /// <summary>
    /// Returns the same change, planned for another state of the directory, with the field map of this plan.
    /// </summary>
    /// <exception cref="CoexException">A document is no longer in the directory, or would no longer be a Foreign Domain
    /// document.</exception>
    public ChangePlan For(DirectoryContent content)
    {
        // A command can have another field map than the directory that it changes.
        DirectoryContent current = content with { FieldMap = Before.Content.FieldMap };
        return current == Before.Content ? this : _remake(new DirectorySnapshot(current));
    }

    /// <summary>
    /// Returns the plan for the state that its directory in memory has now. The documents in a pipeline can be of an
    /// earlier state, and what a change breaks depends on the present one.
    /// </summary>
    public ChangePlan ForPresentState() => Before.Content is { Kind: DirectoryKind.Memory, Owner: { } owner }
        ? For(owner.State.Content)
        : this;

    /// <summary>
    /// Returns the same plan, planned by other means if the directory has another state by the time of the change.
    /// </summary>
    public ChangePlan RemadeBy(Func<DirectorySnapshot, ChangePlan> remake) =>
        new(Before, After, Saves, _priorityChanges, remake, Undoes);

    /// <summary>Returns the part of the plan that was carried out, with the state that resulted.</summary>
    /// <param name="after">The state.</param>
    /// <param name="saves">The saves, in their order.</param>
    public ChangePlan CarriedOut(DirectorySnapshot after, IReadOnlyList<PlannedSave> saves) =>
        new(Before, after, saves, _priorityChanges, _remake, Undoes);

    /// <summary>Returns the same plan, as the undo of recorded changes of a server.</summary>
    /// <param name="changes">The changes.</param>
    public ChangePlan AsUndoOf(IReadOnlyCollection<JournalEntry> changes)
    {
        List<int> all = [.. changes.Select(change => change.Id).OrderBy(id => id)];
        var restored = new Dictionary<string, List<int>>(DomainName.Comparer);
        var saves = new List<PlannedSave>();
        foreach (PlannedSave save in Saves)
        {
            if (!restored.TryGetValue(save.Before.Domain, out List<int>? soFar))
                restored.Add(save.Before.Domain, soFar = []);
            List<int> own = [.. changes.Where(change => change.IsOf(save.Before.UniversalId)).Select(one => one.Id)];
            // A later save can fail. Then its change is not undone.
            List<int> undone = [.. (save.IsSavedAgain ? own.Union(soFar) : own).OrderBy(id => id)];
            soFar.AddRange(own);
            saves.Add(save with { Undoes = undone });
        }
        return new ChangePlan(Before, After, saves, _priorityChanges, _remake, all);
    }

    /// <summary>Plans to give documents of a file the very text that they had before recorded changes.</summary>
    /// <param name="before">The state of the file.</param>
    /// <param name="restored">The documents as they were, with what the journal says of them.</param>
    /// <param name="undoes">The recorded changes.</param>
    public static ChangePlan Restore(
        DirectorySnapshot before, IReadOnlyList<(DominoDocument Document, JournalDocument Recorded)> restored,
        IReadOnlyList<int> undoes)
    {
        DirectorySnapshot after = With(before, restored.ToDictionary(one => one.Document.Key, one => one.Document));
        IEnumerable<PlannedSave> saves =
            from one in restored
            let was = before.Content.Documents.First(document => document.Key == one.Document.Key)
            select new PlannedSave(
                Found(before, was, one.Recorded), Found(after, one.Document, one.Recorded), IsSavedAgain: false)
            {
                Name = one.Recorded.Name,
            };
        return new ChangePlan(
            before, after, [.. saves], new Lazy<IReadOnlyList<PriorityChange>>(() => []),
            _ => throw CoexException.FileChanged(before.Path!), undoes);

        // A document may have been changed with a field map that the journal does not hold; without it, nothing but the
        // journal knows the document.
        static ForeignDomainDocument Found(
            DirectorySnapshot directory, DominoDocument document, JournalDocument recorded) =>
                directory.Unordered.FirstOrDefault(known => known.Key == document.Key)
                ?? new ForeignDomainDocument(
                    document,
                    new ForeignDomainFields(
                        recorded.Domain, null, null, null, null, new FieldSource(
                            null, null, null, null, null, null, "recorded in the journal")),
                    directory, priority: 0);
    }

    /// <summary>Plans a change.</summary>
    /// <param name="before">The state of the directory.</param>
    /// <param name="edits">The edits. Documents are found again by their key. One without an edit to make is left
    /// alone.</param>
    /// <param name="preserveOrder">Specifies whether newer documents of the same domain are saved again, so that the
    /// order stays (ED4).</param>
    /// <param name="now">The time of the first save; it is later where a document of the domain bears a later time
    /// already.</param>
    /// <param name="order">The documents to save in addition to the edited ones, and the order; null for
    /// none.</param>
    /// <exception cref="CoexException">A document is no longer in the directory, or would no longer be a Foreign Domain
    /// document.</exception>
    public static ChangePlan Make(
        DirectorySnapshot before, IEnumerable<PlannedEdit> edits, bool preserveOrder, DateTimeOffset now,
        SaveOrder? order = null) =>
        Make(before, [.. edits], preserveOrder, now, order ?? SaveOrder.AsItIs);

    private static ChangePlan Make(
        DirectorySnapshot before, IReadOnlyList<PlannedEdit> edits, bool preserveOrder, DateTimeOffset now,
        SaveOrder order)
    {
        List<EditedDocument> saved = SavesOf(before, TextEditsOf(before, edits), preserveOrder, now, order);
        DirectorySnapshot after = With(
            before, saved.ToDictionary(save => save.Before.Key, save => save.After));
        Dictionary<int, ForeignDomainDocument> byKey = Saved(after, saved);
        return new ChangePlan(
            before, after,
            [.. saved.Select(save => new PlannedSave(
                save.Before,
                byKey.TryGetValue(save.Before.Key, out ForeignDomainDocument? document)
                    ? document
                    : throw CoexException.DocumentUnrecognised(save.Before.UniversalId),
                save.IsAgain))],
            new Lazy<IReadOnlyList<PriorityChange>>(() => [.. PriorityChangesOf(before, after)]),
            state => Make(state, edits, preserveOrder, now, order));
    }

    // The documents of the domains that were saved, by their keys, with their priority. The priority in other domains
    // does not change.
    private static Dictionary<int, ForeignDomainDocument> Saved(DirectorySnapshot after, List<EditedDocument> saved)
    {
        HashSet<int> keys = [.. saved.Select(save => save.Before.Key)];
        HashSet<string> domains = new(
            after.Unordered.Where(document => keys.Contains(document.Key)).Select(document => document.Domain),
            DomainName.Comparer);
        return DirectorySnapshot
            .InOrder(after.Unordered.Where(document => domains.Contains(document.Domain)), OrderBy.Modified)
            .ToDictionary(document => document.Key);
    }

    // The changes to the text of each document, by its key.
    private static Dictionary<int, List<TextEdit>> TextEditsOf(
        DirectorySnapshot before, IReadOnlyList<PlannedEdit> edits)
    {
        var textEdits = new Dictionary<int, List<TextEdit>>();
        foreach (PlannedEdit edit in edits)
        {
            int key = edit.Document.Key;
            ForeignDomainDocument current = before.Unordered.FirstOrDefault(document => document.Key == key)
                ?? throw CoexException.DocumentNotFound(edit.Document.UniversalId, before.Content.Name);
            List<TextEdit> changes = [.. edit.Edit(current.Document)];
            if (changes.Count > 0)
                textEdits[key] = changes;
        }
        return textEdits;
    }

    // The documents to save, with their new text, in the order of the saves.
    private static List<EditedDocument> SavesOf(
        DirectorySnapshot before, Dictionary<int, List<TextEdit>> textEdits, bool preserveOrder, DateTimeOffset now,
        SaveOrder order)
    {
        var saved = new List<EditedDocument>();
        DateTimeOffset time = default;
        foreach (IGrouping<string, ForeignDomainDocument> domain in
            before.InOrder(OrderBy.Modified).GroupBy(document => document.Domain, DomainName.Comparer))
        {
            if (!domain.Any(document => textEdits.ContainsKey(document.Key) || order.Names(document.Key)))
                continue;
            List<ForeignDomainDocument> oldestFirst =
                [.. domain.Reverse().Where(document => !order.Last.Contains(document.Key)),
                    .. domain.Reverse().Where(document => order.Last.Contains(document.Key))]; // ED4
            bool isTurned = order.Last.Count > 0 && oldestFirst[oldestFirst.Count - 1] != domain.First();
            int first = oldestFirst.FindIndex(document =>
                textEdits.ContainsKey(document.Key) || order.Again.Contains(document.Key));
            if (first < 0 && isTurned)
                first = oldestFirst.Count - 1;
            if (first < 0)
                continue;
            time = Latest(time, FirstTime(order.IgnoresTimes ? [] : oldestFirst, now));
            foreach (ForeignDomainDocument document in oldestFirst.Skip(first))
            {
                int key = document.Key;
                bool isEdited = textEdits.TryGetValue(key, out List<TextEdit>? changes);
                bool isWanted = order.Again.Contains(key) || (isTurned && order.Last.Contains(key));
                if (!isEdited && !isWanted && !preserveOrder)
                    continue;
                DominoDocument edited = DxlTextEditor.Apply(
                    document.Document, (changes ?? []).Concat(DxlTextEditor.Save(document.Document, time)));
                saved.Add(new EditedDocument(document, edited, IsAgain: !isEdited));
                time += DxlTime.Resolution; // ED1: times rise strictly
            }
        }
        return saved;
    }

    private static DirectorySnapshot With(DirectorySnapshot before, Dictionary<int, DominoDocument> changed) =>
        new(
            before.Content with
            {
                Documents = [
                    .. before.Content.Documents.Select(
                        document => changed.TryGetValue(document.Key, out DominoDocument? other) ? other : document)],
            },
            before);

    /// <summary>
    /// Returns the time of a first save: now, in the resolution of DXL. A document of the domain may bear a time to
    /// come, where clocks differ: what is saved must be newer all the same (ED1).
    /// </summary>
    internal static DateTimeOffset FirstTime(IEnumerable<ForeignDomainDocument> documents, DateTimeOffset now)
    {
        DateTimeOffset newest = DateTimeOffset.MinValue;
        foreach (ForeignDomainDocument document in documents)
        {
            newest = Latest(newest, document.Modified ?? newest);
            newest = Latest(newest, document.Revised ?? newest);
        }
        DateTimeOffset time = newest < DateTimeOffset.MaxValue - TimeSpan.FromDays(1)
            ? Latest(now, newest.ToUniversalTime() + DxlTime.Resolution)
            : now;
        return time.AddTicks(-(time.Ticks % DxlTime.Resolution.Ticks)).ToUniversalTime();
    }

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static IEnumerable<PriorityChange> PriorityChangesOf(DirectorySnapshot before, DirectorySnapshot after)
    {
        ILookup<string, ForeignDomainDocument> then = after.InOrder(OrderBy.Modified)
            .ToLookup(document => document.Domain, DomainName.Comparer);
        foreach (IGrouping<string, ForeignDomainDocument> domain in
            before.InOrder(OrderBy.Modified).GroupBy(document => document.Domain, DomainName.Comparer))
        {
            List<ForeignDomainDocument> now = [.. then[domain.Key]];
            if (now.Count > 0 && !now.Select(document => document.Key)
                .SequenceEqual(domain.Select(document => document.Key)))
                yield return new PriorityChange(domain.Key, domain.First(), now[0]);
        }
    }

    // A document with its new text; IsAgain specifies that it is only saved again.
    private sealed record EditedDocument(ForeignDomainDocument Before, DominoDocument After, bool IsAgain);
}
