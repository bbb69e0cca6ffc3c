using System.Xml;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Simulation;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Changes;

/// <summary>What the journal of a directory's file knows of its documents as they were before.</summary>
internal static class EarlierTexts
{
    /// <summary>
    /// The documents as they were, the oldest text first; none for a directory in memory, or for a file without a
    /// journal.
    /// </summary>
    public static FormerDocuments Of(DirectorySnapshot directory)
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
