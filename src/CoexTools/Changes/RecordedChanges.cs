using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>What the record beside a file says about the documents that are in the file now.</summary>
internal static class RecordedChanges
{
    /// <summary>
    /// The keys of the documents that are as a recorded change left them, and not as they were before all changes; null for a directory in
    /// memory, and for a file without a record.
    /// </summary>
    /// <exception cref="CoexException">The record cannot be read.</exception>
    public static IReadOnlyCollection<int>? ChangedDocuments(DirectoryContent content)
    {
        // Documents may be from a file on another machine.
        if (content.Path is not { } path || content.Owner is not null || !FileReplacement.Await(path))
            return null;
        IReadOnlyList<JournalEntry> entries;
        try
        {
            entries = ChangeJournal.Read(FilePlace.FinalTarget(path), out _);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(ChangeJournal.PathOf(path), e.Message, e);
        }
        if (entries.Count == 0)
            return null;
        ILookup<string, JournalDocument> recorded = entries.SelectMany(entry => entry.Documents)
            .ToLookup(document => document.UniversalId, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. content.Documents
                .Where(document =>
                    recorded[document.UniversalId].Any(change => change.After == document.Text)
                    && recorded[document.UniversalId].First().Before != document.Text)
                .Select(document => document.Key),
        ];
    }
}
