using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>What the record beside a file says about the documents that are in the file now.</summary>
internal static class RecordedChanges
{
    /// <summary>
    /// The keys of the documents that are as a recorded change left them, and not as they were before all changes; null
    /// for a directory in memory, and for a file without a record.
    /// </summary>
    /// <exception cref="CoexException">The record cannot be read.</exception>
    public static IReadOnlyCollection<int>? ChangedDocuments(DirectoryContent content)
    {
        // Documents may be from a file on another machine.
        if (content.Path is not { } path || content.Owner is not null || !FileReplacement.Await(path))
            return null;
        ILookup<string, DominoDocument> documents =
            content.Documents.ToLookup(document => document.UniversalId, StringComparer.OrdinalIgnoreCase);
        var first = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var asRecorded = new HashSet<int>();
        try
        {
            // One by one: the texts of a long history need not be in memory at once.
            foreach (JournalDocument change in
                ChangeJournal.Of(FilePlace.FinalTarget(path)).Entries().SelectMany(entry => entry.Documents))
            {
                if (!first.ContainsKey(change.UniversalId))
                    first.Add(change.UniversalId, change.Before);
                asRecorded.UnionWith(
                    documents[change.UniversalId].Where(document => document.Text == change.After)
                        .Select(document => document.Key));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(ChangeJournal.PathOf(path), e.Message, e);
        }
        return first.Count == 0
            ? null
            :
            [
                .. content.Documents
                    .Where(
                        document => asRecorded.Contains(document.Key) && first[document.UniversalId] != document.Text)
                    .Select(document => document.Key),
            ];
    }
}
