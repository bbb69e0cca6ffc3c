using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Rest;

namespace CoexTools.Changes;

/// <summary>The recorded changes of a file or a server, and how to undo them.</summary>
internal static class ChangeHistory
{
    /// <summary>
    /// Lists the changes of a file, oldest first. An incomplete last line, which an interrupted command left in the
    /// journal, is removed first. An entry whose change the file does not contain is marked, and stays.
    /// </summary>
    /// <exception cref="CoexException">The file or its journal cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IReadOnlyList<JournalEntry> Read(string path, Action<string> report, CancellationToken cancel)
    {
        try
        {
            string target = FilePlace.FinalTarget(path);
            ChangeJournal journal = ChangeJournal.Of(target);
            IReadOnlyList<JournalEntry> entries = journal.Read(out bool isTorn);
            if (entries.Count == 0 && !isTorn)
            {
                using FileStream there = FilePlace.OpenRead(path); // The file must exist, also without changes.
                return entries;
            }
            Func<string, string> hashLike = HashOf(path, cancel);
            bool isLast = IsLast();
            if (isTorn || !isLast)
            {
                using FileLock held = FileLock.Take(target, cancel);
                journal.Repair(report);
                entries = journal.Read(out _);
                hashLike = HashOf(path, cancel);
                isLast = IsLast();
            }
            IReadOnlyList<JournalEntry> marked = Mark(entries, isLast ? null : hashLike);
            if (marked.Count > 0 && !isLast)
            {
                List<int> missing = Missing(marked);
                string changes = missing.Count == 1 ? "recorded change" : "recorded changes";
                report(missing.Count == 0
                    ? $"'{path}' was changed after its last recorded change by a program that does not keep a journal."
                    : $"'{path}' does not contain the last {changes}: {Text(missing)}. "
                        + "Either the file was restored, or the command was interrupted before it wrote the change.");
            }
            return [.. marked.Where(entry => !entry.IsNote)];

            bool IsLast() => entries.Count > 0
                && entries[entries.Count - 1].StateAfter is var after && after == hashLike(after);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(path, e.Message, e);
        }
    }

    /// <summary>
    /// Lists the changes of a directory on a server, oldest first. If the server has the document of the last change as
    /// it was before, the change was not made, and is marked.
    /// </summary>
    /// <exception cref="CoexException">The directory is not connected, or its journal cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static IReadOnlyList<JournalEntry> Read(DirectoryContent content, Action<string> report, RestCall call)
    {
        ChangeJournal journal = ChangeJournal.OfServer(content);
        try
        {
            IReadOnlyList<JournalEntry> entries = journal.Read(out bool isTorn);
            if (isTorn)
            {
                using FileLock held = journal.Lock(call.Cancel);
                journal.Repair(report);
                entries = journal.Read(out _);
            }
            JournalEntry? last = entries.LastOrDefault();
            bool isMissing = IsNotMade(last, RestOrigin.Of(content), call);
            if (isMissing)
            {
                report($"'{content.Path}' does not contain the last recorded change: {last!.Id}. Either the "
                    + "database was restored, or the command was interrupted before the server made the change, or "
                    + "the command is still running.");
            }
            return
            [
                .. Mark(entries, hashLike: null).Where(entry => !entry.IsNote)
                    .Select(entry => isMissing && entry.Id == last!.Id ? entry with { IsInFile = false } : entry),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(content.Path!, e.Message, e);
        }
    }

    /// <summary>
    /// Returns whether the server has the document of a change as it was before the change. Only the last change can be
    /// one that was interrupted, because its command held the lock of the journal.
    /// </summary>
    public static bool IsNotMade(JournalEntry? last, RestOrigin origin, RestCall call)
    {
        // The text of a journal becomes part of an address only if it is the id of a document.
        if (last is not { IsNote: false, StateBefore.Length: > 0 }
            || !origin.Stamps.ContainsKey(last.Documents[0].UniversalId))
            return false;
        try
        {
            return origin.Documents.StampNow(last.Documents[0].UniversalId, call) is { } now
                && origin.Documents.TextOf(now) == last.StateBefore;
        }
        catch (CoexException)
        {
            return false; // The server does not respond, or does not return the document: it is not known.
        }
    }

    /// <summary>Returns a function that returns the hash of a file in the format of another hash.</summary>
    public static Func<string, string> HashOf(string path, CancellationToken cancel)
    {
        var known = new List<string>();
        return like =>
        {
            string? hash = known.Find(one => ContentHash.AreAlike(one, like));
            if (hash is null)
                known.Add(hash = ContentHash.OfFile(path, cancel, like));
            return hash;
        };
    }

    /// <summary>Returns the ids of the last changes, as far as the file does not contain them.</summary>
    public static List<int> Missing(IReadOnlyList<JournalEntry> marked) =>
    [
        .. marked.Where(entry => !entry.IsNote).Reverse().TakeWhile(entry => !entry.IsInFile)
            .Select(entry => entry.Id).Reverse(),
    ];

    /// <summary>
    /// Marks the changes that a file does not contain: if the state of the file after a change is the one before this
    /// change or before an earlier one, the changes in between were not written, or the file was restored.
    /// </summary>
    /// <param name="entries">The changes, oldest first.</param>
    /// <param name="hashLike">
    /// Returns the hash of the file as it is now, in the format of another hash; null if the last change is in the
    /// file.
    /// </param>
    public static IReadOnlyList<JournalEntry> Mark(IReadOnlyList<JournalEntry> entries, Func<string, string>? hashLike)
    {
        HashSet<int> notMade = [.. entries.SelectMany(entry => entry.NotMade)];
        var missing = new HashSet<int>();
        // By the state before a change: the last entry so far with this state.
        var before = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int last = 0; last < entries.Count; last++)
        {
            before[entries[last].StateBefore] = last;
            if (notMade.Contains(entries[last].Id))
                missing.Add(last);
            if (entries[last].IsOfServer) // A server does not have a hash.
                continue;
            string? next = last + 1 < entries.Count ? entries[last + 1].StateBefore : null;
            if (next is null ? hashLike is null || IsNow(entries[last].StateAfter) : next == entries[last].StateAfter)
                continue;
            int first = next is null
                ? before.Where(one => IsNow(one.Key)).Select(one => one.Value).DefaultIfEmpty(-1).Max()
                : before.TryGetValue(next, out int found) ? found : -1;
            if (first >= 0)
                missing.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return missing.Count == 0
            ? entries
            : [.. entries.Select((entry, place) => entry with { IsInFile = !missing.Contains(place) })];

        bool IsNow(string hash) => hashLike!(hash) == hash;
    }

    /// <summary>Returns the fields that recorded changes touched, one after another.</summary>
    public static IEnumerable<DirectoryChange> FieldsOf(string path, IEnumerable<JournalEntry> entries) =>
        from entry in entries
        from document in entry.Documents
        from field in document.Fields.Count > 0
            ? document.Fields.Select(field => (Name: (string?)field.Name, field.Value)) : [(null, null)]
        select new DirectoryChange(path, entry, document, field.Name, field.Value);

    /// <summary>
    /// Returns the change that a user expects to undo next: the latest one in effect that is not itself an undo. An
    /// undone change is in effect again if its undo was undone.
    /// </summary>
    /// <param name="entries">The changes of a file, oldest first.</param>
    /// <returns>The change; null if all are undone.</returns>
    public static JournalEntry? LastInEffect(IReadOnlyList<JournalEntry> entries) => InEffect(entries).FirstOrDefault();

    /// <summary>
    /// Returns the changes that the last command made on a server, as far as they are in effect. Each of its documents
    /// is a change.
    /// </summary>
    /// <param name="entries">The changes of a server, oldest first.</param>
    public static IReadOnlyList<JournalEntry> LastCommandInEffect(IReadOnlyList<JournalEntry> entries)
    {
        List<JournalEntry> inEffect = [.. InEffect(entries)];
        return [.. inEffect.Where(entry => entry.Time == inEffect[0].Time && entry.Command == inEffect[0].Command)];
    }

    // The latest first.
    private static IEnumerable<JournalEntry> InEffect(IReadOnlyList<JournalEntry> entries)
    {
        var undone = new HashSet<int>();
        foreach (JournalEntry entry in entries.Reverse())
        {
            if (!entry.IsInFile || undone.Contains(entry.Id))
                continue;
            // A newer document that an undo saved again does not undo the changes of other documents.
            undone.UnionWith(entry.IsOfServer
                ? entries.Where(one => entry.Undoes.Contains(one.Id)
                    && one.Documents.Any(document => entry.IsOf(document.UniversalId))).Select(one => one.Id)
                : entry.Undoes);
            if (entry.Undoes.Count == 0)
                yield return entry;
        }
    }

    /// <summary>
    /// Plans to undo changes of a server: the fields that they changed get the values that they had, and all other
    /// fields stay. Newer documents of a domain are saved again, so that the order of priority stays.
    /// </summary>
    /// <param name="directory">The directory as it was read.</param>
    /// <param name="changes">The changes, in any order.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="CoexException">
    /// A field is no longer as a change left it, or the server cannot restore its value.
    /// </exception>
    public static ChangePlan PlanServerUndo(
        DirectorySnapshot directory, IReadOnlyCollection<JournalEntry> changes, DateTimeOffset now)
    {
        string server = directory.Path!;
        var restored = new Dictionary<int, Dictionary<string, IReadOnlyList<DominoItem>>>();
        foreach (JournalEntry change in changes.OrderByDescending(change => change.Id))
        {
            foreach (JournalDocument recorded in change.Documents)
            {
                ForeignDomainDocument document = directory.Unordered.FirstOrDefault(one => string.Equals(
                    one.UniversalId, recorded.UniversalId, StringComparison.OrdinalIgnoreCase))
                    ?? throw CoexException.ChangeSuperseded(change.Id, recorded.Name, server);
                DominoDocument before = Parse(recorded.Before, document), after = Parse(recorded.After, document);
                int key = document.Key;
                if (!restored.TryGetValue(key, out Dictionary<string, IReadOnlyList<DominoItem>>? items))
                    restored[key] = items = new(StringComparer.OrdinalIgnoreCase);
                foreach ((string name, _) in recorded.Fields)
                {
                    IEnumerable<DominoItem> current =
                        items.TryGetValue(name, out IReadOnlyList<DominoItem>? later)
                            ? later : document.Document.ItemsNamed(name);
                    if (!ValuesOf(current).SequenceEqual(ValuesOf(after.ItemsNamed(name)), StringComparer.Ordinal))
                        throw CoexException.ChangeSuperseded(change.Id, recorded.Name, server);
                    items[name] = [.. before.ItemsNamed(name)];
                    if (items[name].Any(item => item.Type is not (ItemType.Text or ItemType.TextList)))
                        throw CoexException.ItemNotRestorable(name, recorded.Name, server);
                }
            }
        }
        IEnumerable<PlannedEdit> edits = directory.Unordered
            .Where(document => restored.ContainsKey(document.Key))
            .Select(document => new PlannedEdit(
                document, current => restored[document.Key].SelectMany(item => Restore(current, item))));
        return ChangePlan.Make(directory, edits, preserveOrder: true, now).AsUndoOf(changes);

        static DominoDocument Parse(string text, ForeignDomainDocument document) =>
            DocumentParser.Parse(text, document.Document.Namespaces, document.Key);
    }

    private static IEnumerable<string> ValuesOf(IEnumerable<DominoItem> items) =>
        items.SelectMany(item => item.Value).Where(value => !string.IsNullOrWhiteSpace(value))
            .Select(value => value.Trim());

    private static IEnumerable<TextEdit> Restore(
        DominoDocument current, KeyValuePair<string, IReadOnlyList<DominoItem>> item)
    {
        List<string> values = [.. item.Value.SelectMany(one => one.Value)];
        if (values.SequenceEqual(current.ItemsNamed(item.Key).SelectMany(one => one.Value), StringComparer.Ordinal)
            && item.Value.Count > 0 == current.ItemsNamed(item.Key).Any())
            return [];
        return item.Value.Count == 0
            ? DxlTextEditor.RemoveItems(current, item.Key)
            : ItemEditor.Set(
                current, item.Key, item.Value[0].Flags, values.Count > 0 ? values : [""]);
    }

    /// <summary>Plans to undo changes of a file: each document gets the text that it had before them.</summary>
    /// <param name="directory">The file as it is.</param>
    /// <param name="changes">The changes, in any order.</param>
    /// <exception cref="CoexException">A document is no longer as a change left it.</exception>
    public static ChangePlan PlanUndo(DirectorySnapshot directory, IReadOnlyCollection<JournalEntry> changes)
    {
        DirectoryContent content = directory.Content;
        Dictionary<int, string> texts = content.Documents.ToDictionary(
            document => document.Key, document => document.Text);
        var touched = new Dictionary<int, JournalDocument>();
        foreach (JournalEntry change in changes.OrderByDescending(change => change.Id))
        {
            foreach (JournalDocument document in change.Documents)
            {
                int key = texts.TryGetValue(document.Key, out string? text) && text == document.After
                    ? document.Key
                    : content.Documents.Select(other => (int?)other.Key)
                        .FirstOrDefault(other => texts[other!.Value] == document.After)
                        ?? throw CoexException.ChangeSuperseded(change.Id, document.Name, content.Path!);
                texts[key] = document.Before;
                touched[key] = document;
            }
        }
        return ChangePlan.Restore(
            directory,
            [
                .. content.Documents
                    .Where(document => touched.ContainsKey(document.Key) && texts[document.Key] != document.Text)
                    .Select(document => (
                        DocumentParser.Parse(texts[document.Key], document.Namespaces, document.Key),
                        touched[document.Key])),
            ],
            [.. changes.Select(change => change.Id).OrderBy(id => id)]);
    }

    /// <summary>Returns the ids of changes as text.</summary>
    public static string Text(IEnumerable<int> ids) => string.Join(", ", ids);

    /// <summary>
    /// Describes what an undo does to a document: its fields, and which servers lose or gain read access.
    /// </summary>
    public static string DescribeUndo(PlannedSave save, AccessChange access)
    {
        string fields = string.Join(", ", JournalDocument.Of([save])[0].Fields.Select(field => field.Name));
        return $"restore {(fields.Length > 0 ? fields : "the times")} in {save.Name}: {access}";
    }
}
