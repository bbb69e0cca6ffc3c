namespace CoexTools.Model;

/// <summary>Identifies a version of a document in Domino: every save changes it.</summary>
/// <param name="UniversalId">The universal id.</param>
/// <param name="Sequence">The sequence number; null if it is unknown.</param>
/// <param name="Revised">The time of the last save, which is the same in every replica; null if it is unknown.</param>
/// <param name="Domain">The domain of the document; empty for none.</param>
internal sealed record DocumentVersion(string UniversalId, int? Sequence, DateTimeOffset? Revised, string Domain)
{
    /// <summary>Returns the version of a document.</summary>
    public static DocumentVersion Of(DominoDocument document, FieldMap fieldMap) => new(
        document.UniversalId, document.Sequence, document.Revised.Instant ?? document.Modified.Instant,
        fieldMap.DomainName.Select(document.FirstValue).FirstOrDefault(value => value is not null) ?? "");
}
