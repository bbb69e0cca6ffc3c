using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>Edits in the form that nobody made yet: what if?</summary>
internal static class WhatIfFormEdit
{
    /// <summary>
    /// Returns a directory as if documents had just been edited in the form: each becomes the newest of its domain
    /// (ED1), and has its field <c>DocumentAccess</c> back (ED2).
    /// </summary>
    /// <param name="directory">The directory as it is.</param>
    /// <param name="documents">The documents, of this directory or of another one that holds the same.</param>
    /// <param name="now">The time of the edits.</param>
    /// <param name="edited">The documents as they would be; none where the directory has none of them.</param>
    public static DirectorySnapshot Apply(
        DirectorySnapshot directory, IEnumerable<ForeignDomainDocument> documents, DateTimeOffset now,
        out IReadOnlyList<ForeignDomainDocument> edited)
    {
        List<ForeignDomainDocument> found =
            [.. documents.Select(document => Find(directory, document)).OfType<ForeignDomainDocument>().Distinct()];
        if (found.Count == 0)
        {
            edited = [];
            return directory;
        }
        ChangePlan plan = ChangePlan.Make(
            directory, found.Select(document => ForeignDomainEdits.EditForm(document, new FormFields())),
            preserveOrder: false, now);
        HashSet<int> keys = [.. found.Select(document => document.Key)];
        var after = new DirectorySnapshot(plan.After.Content with { AssumedSaves = keys });
        edited = [.. after.Unordered.Where(document => keys.Contains(document.Key))];
        return after;
    }

    /// <summary>Returns a document as a directory has it; null where it does not have it.</summary>
    public static ForeignDomainDocument? Find(DirectorySnapshot directory, ForeignDomainDocument document) =>
        directory.Unordered.FirstOrDefault(other => ReferenceEquals(other, document))
        ?? (document.Directory == directory
            ? directory.Unordered.FirstOrDefault(other => other.Key == document.Key) : null)
        ?? directory.Unordered.FirstOrDefault(document.IsSameNote);
}
