using CoexTools.Dxl.Reading;
using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>A field that a command changed in a document of a file: the output of <c>Get-DirectoryChange</c>.</summary>
public sealed class DirectoryChange : CoexObject
{
    internal DirectoryChange(string path, JournalEntry entry, JournalDocument document, string? field, string? valueBefore)
        : this(
            entry.Id, entry.Time, entry.User, entry.Command, document.Domain, document.UniversalId, document.Name, field, valueBefore,
            entry.UndoesText, path, entry.IsInFile)
    {
    }

    [Rehydrates]
    internal DirectoryChange(
        int id, DateTimeOffset time, string user, string command, string domain, string document, string documentName, string? field,
        string? valueBefore, string? undoes, string path, bool isInFile = true)
    {
        Id = id;
        Time = time;
        User = user;
        Command = command;
        Domain = domain;
        Document = document;
        DocumentName = documentName;
        Field = field;
        ValueBefore = valueBefore;
        Undoes = undoes;
        Path = path;
        IsInFile = isInFile;
    }

    /// <summary>The number of the change: all that one command did to the file at once.</summary>
    public int Id { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Who made it: the user and the machine.</summary>
    public string User { get; }

    /// <summary>The command that made it.</summary>
    public string Command { get; }

    /// <summary>The document's domain.</summary>
    public string Domain { get; }

    /// <summary>The document's UNID.</summary>
    public string Document { get; }

    /// <summary>The document as people name it.</summary>
    public string DocumentName { get; }

    /// <summary>The field; null where the document was saved without a change to a field.</summary>
    public string? Field { get; }

    /// <summary>The field's value before; null where it was not there.</summary>
    public string? ValueBefore { get; }

    /// <summary>The changes that this one undid; null if it undid none.</summary>
    public string? Undoes { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>
    /// Whether the file contains the change or a later one. False if the file was restored to a state before the
    /// change, or if the command was interrupted before it wrote the change.
    /// </summary>
    public bool IsInFile { get; }

    /// <summary>The change in one line.</summary>
    public override string ToString() => $"{Id}: {Command} {Field} in {DocumentName}";
}

/// <summary>The recorded changes of a file, and how to undo them.</summary>
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
            IReadOnlyList<JournalEntry> entries = ChangeJournal.Read(target, out bool isTorn);
            if (entries.Count == 0 && !isTorn)
            {
                using FileStream there = DxlFile.OpenRead(path); // A file without changes is one all the same.
                return entries;
            }
            bool IsLast(string after) => after == DxlFile.HashOf(path, cancel, like: after);
            bool isLast = entries.Count > 0 && IsLast(entries[entries.Count - 1].HashAfter);
            if (isTorn || !isLast)
            {
                using FileLock held = FileLock.Take(target, cancel);
                ChangeJournal.Repair(target, report);
                entries = ChangeJournal.Read(target, out _);
                isLast = entries.Count > 0 && IsLast(entries[entries.Count - 1].HashAfter);
            }
            IReadOnlyList<JournalEntry> marked =
                Mark(entries, isLast ? null : like => DxlFile.HashOf(path, cancel, like));
            if (marked.Count > 0 && !isLast)
            {
                List<int> missing =
                    [.. marked.Reverse().TakeWhile(entry => !entry.IsInFile).Select(entry => entry.Id).Reverse()];
                string changes = missing.Count == 1 ? "recorded change" : "recorded changes";
                report(missing.Count == 0
                    ? $"'{path}' was changed after its last recorded change by a program that does not keep a journal."
                    : $"'{path}' does not contain the last {changes}: {Text(missing)}. "
                        + "Either the file was restored, or the command was interrupted before it wrote the change.");
            }
            return marked;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(path, e.Message, e);
        }
    }

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
        var missing = new HashSet<int>();
        for (int last = 0; last < entries.Count; last++)
        {
            string? next = last + 1 < entries.Count ? entries[last + 1].HashBefore : null;
            if (next is null ? hashLike is null || IsNow(entries[last].HashAfter) : next == entries[last].HashAfter)
                continue;
            int first = last;
            while (first >= 0 && !(next is null ? IsNow(entries[first].HashBefore) : next == entries[first].HashBefore))
                first--;
            if (first >= 0)
                missing.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return missing.Count == 0
            ? entries
            : [.. entries.Select((entry, place) => entry with { IsInFile = !missing.Contains(place) })];

        bool IsNow(string hash) => hashLike!(hash) == hash;
    }

    /// <summary>The fields that changes touched, one after another.</summary>
    public static IEnumerable<DirectoryChange> Describe(string path, IEnumerable<JournalEntry> entries) =>
        from entry in entries
        from document in entry.Documents
        from field in document.Fields.Count > 0 ? document.Fields.Select(field => (Name: (string?)field.Name, field.Value)) : [(null, null)]
        select new DirectoryChange(path, entry, document, field.Name, field.Value);

    /// <summary>
    /// The change that a user expects to undo next: the latest one in effect that is not itself an undo. An undone change is in effect again if its
    /// undo was undone.
    /// </summary>
    /// <param name="entries">The changes of a file, oldest first.</param>
    /// <returns>The change; null if all are undone.</returns>
    public static JournalEntry? LastInEffect(IReadOnlyList<JournalEntry> entries)
    {
        var undone = new HashSet<int>();
        JournalEntry? last = null;
        foreach (JournalEntry entry in entries.Reverse())
        {
            if (!entry.IsInFile || undone.Contains(entry.Id))
                continue;
            undone.UnionWith(entry.Undoes);
            if (entry.Undoes.Count == 0)
                last ??= entry;
        }
        return last;
    }

    /// <summary>Plans to undo changes of a file: each document gets the text that it had before them.</summary>
    /// <param name="directory">The file as it is.</param>
    /// <param name="changes">The changes, in any order.</param>
    /// <exception cref="CoexException">A document is no longer as a change left it.</exception>
    public static ChangePlan PlanUndo(DirectorySnapshot directory, IReadOnlyCollection<JournalEntry> changes)
    {
        DirectoryContent content = directory.Content;
        Dictionary<int, string> texts = content.Documents.ToDictionary(document => document.Key, document => document.Text);
        var touched = new Dictionary<int, JournalDocument>();
        foreach (JournalEntry change in changes.OrderByDescending(change => change.Id))
        {
            foreach (JournalDocument document in change.Documents)
            {
                int key = texts.TryGetValue(document.Key, out string? text) && text == document.After
                    ? document.Key
                    : content.Documents.Select(other => (int?)other.Key).FirstOrDefault(other => texts[other!.Value] == document.After)
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
                        DocumentParser.Parse(texts[document.Key], document.Namespaces, document.Key), touched[document.Key])),
            ],
            [.. changes.Select(change => change.Id).OrderBy(id => id)]);
    }

    /// <summary>The ids of changes as text.</summary>
    public static string Text(IEnumerable<int> ids) => string.Join(", ", ids);

    /// <summary>Describes what an undo does to a document: its fields, and which servers lose or gain read access.</summary>
    public static string Describe(PlannedSave save, AccessChange access)
    {
        string fields = string.Join(", ", ChangeJournal.Record([save])[0].Fields.Select(field => field.Name));
        return $"{save.Name}: restore {(fields.Length > 0 ? fields : "the times")}, {access}";
    }
}
