using CoexTools.Model;

namespace CoexTools.Audit.Watch;

/// <summary>The Foreign Domain documents of a directory by their identity, to find them in another state.</summary>
internal static class DocumentPairs
{
    /// <summary>Returns the documents by their UNID. Documents with the same UNID differ in their number.</summary>
    public static Dictionary<string, ForeignDomainDocument> ById(IEnumerable<ForeignDomainDocument> all)
    {
        var documents = new Dictionary<string, ForeignDomainDocument>(StringComparer.OrdinalIgnoreCase);
        foreach (ForeignDomainDocument document in all)
        {
            string id = Id(document);
            for (int i = 2; documents.ContainsKey(id); i++)
                id = $"{Id(document)} {i}";
            documents.Add(id, document);
        }
        return documents;
    }

    /// <summary>Returns whether Domino recorded a save of a document since a former state.</summary>
    /// <param name="was">The document in the former state; null if it was not there.</param>
    /// <param name="document">The document.</param>
    public static bool IsSaveRecorded(ForeignDomainDocument? was, ForeignDomainDocument document) =>
        was is null || was.Revision.Count != document.Revision.Count
        || !was.UpdatedBy.SequenceEqual(document.UpdatedBy);

    /// <summary>Returns the identity of a document: its UNID, or its note ID and position if it has none.</summary>
    public static string Id(ForeignDomainDocument document) =>
        document.UniversalId.Length > 0 ? document.UniversalId : $"{document.NoteId}/{document.Key}";
}
