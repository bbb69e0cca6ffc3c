using System.Xml;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Simulation;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Dxl.Storage;
using CoexTools.Sources.Rest;

namespace CoexTools.Changes;

/// <summary>Compares the documents of a directory with its journal, or with what was imported.</summary>
internal static class DocumentHistory
{
    /// <summary>
    /// Returns the keys of the documents that have changed, or are new, since Domino exported the directory. A
    /// directory in memory is compared with what was imported, a file with its journal.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="ignoresUnreadable">Specifies whether a journal that cannot be read is ignored.</param>
    /// <exception cref="CoexException">The journal cannot be read.</exception>
    public static IReadOnlyCollection<int> ChangedSinceExport(
        DirectorySnapshot directory, bool ignoresUnreadable = true)
    {
        DirectoryContent content = directory.Content;
        var frame = content.Source as DirectoryFrame;
        if (frame is null && content.Path is not null)
        {
            try
            {
                return Recorded(content) ?? [];
            }
            catch (CoexException) when (ignoresUnreadable)
            {
                return [];
            }
        }
        Dictionary<int, string> imported = frame?.Documents.ToDictionary(
            document => document.Key, document => document.Text) ?? [];
        return
        [
            .. content.Documents
                .Where(document => !imported.TryGetValue(document.Key, out string? text) || text != document.Text)
                .Select(document => document.Key),
        ];
    }

    /// <summary>
    /// Returns whether <see cref="ChangedSinceExport"/> knows which documents have changed: not for a directory that
    /// was read from a server or imported from an NSF file.
    /// </summary>
    public static bool IsKnown(DirectorySnapshot directory) =>
        !directory.Content.IsNsf && !ServerAddress.IsServer(directory.Content);

    /// <summary>
    /// Returns the keys of the documents that are as a recorded change left them, and not as they were before all
    /// changes; null for a directory in memory, and for a file without a record.
    /// </summary>
    /// <exception cref="CoexException">The record cannot be read.</exception>
    public static IReadOnlyCollection<int>? Recorded(DirectoryContent content)
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

    /// <summary>
    /// Returns the documents as they were, the oldest text first; none for a directory in memory, or for a file without
    /// a journal.
    /// </summary>
    public static FormerDocuments Earlier(DirectorySnapshot directory)
    {
        if (directory.Path is not { } path || directory.Content.Owner is not null)
            return FormerDocuments.None;
        try
        {
            Dictionary<string, DominoDocument> current = [];
            foreach (ForeignDomainDocument document in directory.Unordered.Where(
                document => document.UniversalId.Length > 0))
                current[document.UniversalId.ToUpperInvariant()] = document.Document;
            List<DominoDocument> former =
            [
                .. from entry in ChangeJournal.Of(FilePlace.FinalTarget(path)).Entries()
                   from changed in entry.Documents
                   where current.ContainsKey(changed.UniversalId.ToUpperInvariant())
                   let document = current[changed.UniversalId.ToUpperInvariant()]
                   from text in new[] { changed.Before, changed.After }
                   where text != document.Text
                   select DocumentParser.Parse(text, document.Namespaces, document.Key),
            ];
            // A snapshot of their own, so that nobody takes them for documents of the directory.
            return new FormerDocuments(new DirectorySnapshot(directory.Content with { Documents = former }).Unordered);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return FormerDocuments.None; // The documents came from another machine.
        }
        catch (Exception e) when (e is CoexException or IOException or UnauthorizedAccessException or XmlException)
        {
            return new FormerDocuments([], IsUnreadable: true);
        }
    }
}
