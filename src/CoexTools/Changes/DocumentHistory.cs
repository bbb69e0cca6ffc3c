using System.Xml;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Simulation;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Changes;

/// <summary>Compares the documents of a directory with its journal, or with what was imported.</summary>
internal static class DocumentHistory
{
    /// <summary>
    /// Returns the changed documents among the specified ones that remain to be imported into Domino: a changed file
    /// says nothing about the directory that Domino uses (VD6). On a server, the documents are changed there.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="documents">The keys of the documents.</param>
    public static IReadOnlyList<string> NotImported(DirectorySnapshot directory, ICollection<int> documents)
    {
        if (directory.Content.Path is null)
            return [];
        HashSet<int> changed = [.. ChangedSinceExport(directory)];
        return
        [
            .. directory.Unordered
                .Where(document => documents.Contains(document.Key) && changed.Contains(document.Key))
                .Select(document => document.ToString()),
        ];
    }

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
        if (!IsKnown(directory))
            return [];
        if (content.Kind == DirectoryKind.DxlFile)
        {
            try
            {
                return Recorded(content);
            }
            catch (CoexException) when (ignoresUnreadable)
            {
                return [];
            }
        }
        Dictionary<int, string> imported = (content.Origin as DirectoryFrame)?.Documents.ToDictionary(
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
        !directory.Content.IsNsf && directory.Content.Kind != DirectoryKind.Server;

    // Returns the keys of the documents that are as a recorded change left them, and not as they were exported.
    private static List<int> Recorded(DirectoryContent content)
    {
        string path = content.Path!;
        if (!FileReplacement.Await(path)) // Documents may be from a file on another machine.
            return [];
        try
        {
            Dictionary<int, string> exported = TextsAsExported(path, content.Documents);
            return
            [
                .. content.Documents
                    .Where(document => exported.TryGetValue(document.Key, out string? text) && text != document.Text)
                    .Select(document => document.Key),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(ChangeJournal.PathOf(path), e.Message, e);
        }
    }

    /// <summary>
    /// Returns the versions of all Domain documents that the directory had when Domino exported it, before recorded
    /// changes. An import compares them with those in Domino.
    /// </summary>
    public static IReadOnlyList<DocumentVersion> VersionsAsExported(DirectorySnapshot directory)
    {
        DirectoryContent content = directory.Content;
        IReadOnlyList<DominoDocument> read =
            content.DocumentsAsRead ?? (content.Origin as DirectoryFrame)?.Documents ?? content.Documents;
        Dictionary<int, string> texts = [];
        try
        {
            if (DxlLayout.Of(content) is { Path: var path })
                texts = TextsAsExported(path, read);
        }
        catch (Exception e) when (e is CoexException or IOException or UnauthorizedAccessException)
        {
            // The documents came from another machine. An import then finds that the versions differ.
        }
        return
        [
            .. from document in read
               where document.UniversalId.Length > 0 && document.UniversalId.All(char.IsLetterOrDigit)
               let exported = texts.TryGetValue(document.Key, out string? text)
                   ? DocumentParser.Parse(text, document.Namespaces, document.Key) : document
               select DocumentVersion.Of(exported, content.FieldMap),
        ];
    }

    // Returns the texts of documents before an unbroken series of recorded changes that led to the documents. Where a
    // series is broken, the file was replaced, for example by a new export.
    private static Dictionary<int, string> TextsAsExported(string path, IEnumerable<DominoDocument> read)
    {
        ILookup<string, DominoDocument> documents =
            read.ToLookup(document => document.UniversalId, StringComparer.OrdinalIgnoreCase);
        var series = new Dictionary<string, (string Before, string After)>(StringComparer.OrdinalIgnoreCase);
        var exported = new Dictionary<int, string>();
        // One by one: the texts of a long history need not be in memory at once.
        foreach (JournalDocument change in
            ChangeJournal.Of(FilePlace.FinalTarget(path)).Entries().SelectMany(entry => entry.Documents))
        {
            bool continues = series.TryGetValue(change.UniversalId, out (string Before, string After) earlier)
                && earlier.After == change.Before;
            string before = continues ? earlier.Before : change.Before;
            series[change.UniversalId] = (before, change.After);
            foreach (DominoDocument document in documents[change.UniversalId])
            {
                if (document.Text == change.After)
                    exported[document.Key] = before;
            }
        }
        return exported;
    }

    /// <summary>
    /// Returns the documents as they were, the oldest text first; none for a directory that is not in a DXL file, or
    /// for a file without a journal.
    /// </summary>
    public static RecordedDocuments Recorded(DirectorySnapshot directory)
    {
        if (directory.Content.Kind != DirectoryKind.DxlFile)
            return RecordedDocuments.None;
        try
        {
            Dictionary<string, DominoDocument> current = [];
            foreach (ForeignDomainDocument document in directory.Unordered.Where(
                document => document.UniversalId.Length > 0))
                current[document.UniversalId.ToUpperInvariant()] = document.Document;
            List<DominoDocument> recorded =
            [
                .. from entry in ChangeJournal.Of(FilePlace.FinalTarget(directory.Path!)).Entries()
                   from changed in entry.Documents
                   where current.ContainsKey(changed.UniversalId.ToUpperInvariant())
                   let document = current[changed.UniversalId.ToUpperInvariant()]
                   from text in new[] { changed.Before, changed.After }
                   where text != document.Text
                   select DocumentParser.Parse(text, document.Namespaces, document.Key),
            ];
            // A snapshot of their own, so that nobody takes them for documents of the directory.
            return new RecordedDocuments(
                new DirectorySnapshot(directory.Content with { Documents = recorded }).Unordered);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return RecordedDocuments.None; // The documents came from another machine.
        }
        catch (Exception e) when (e is CoexException or IOException or UnauthorizedAccessException or XmlException)
        {
            return new RecordedDocuments([], IsUnreadable: true);
        }
    }
}
