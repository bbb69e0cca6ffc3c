using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Changes;

/// <summary>
/// What has changed in a directory since Domino exported it: for a directory in memory against what was imported, for a
/// file by its journal.
/// </summary>
internal static class ChangesSinceExport
{
    /// <summary>
    /// Finds the keys of the documents that have changed or are new. A journal that cannot be read is ignored.
    /// </summary>
    public static IReadOnlyCollection<int> Find(DirectorySnapshot directory)
    {
        DirectoryContent content = directory.Content;
        var frame = content.Source as DirectoryFrame;
        if (frame is null && content.Path is not null)
        {
            try
            {
                return RecordedChanges.ChangedDocuments(content) ?? [];
            }
            catch (CoexException)
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
}
