using CoexTools.Model;

namespace CoexTools.Simulation;

/// <summary>Foreign Domain documents as recorded changes found and left them.</summary>
/// <param name="Documents">The documents, the oldest text first.</param>
/// <param name="IsUnreadable">Specifies whether there are recorded changes that cannot be read.</param>
internal sealed record RecordedDocuments(IReadOnlyList<ForeignDomainDocument> Documents, bool IsUnreadable = false)
{
    public static RecordedDocuments None { get; } = new([]);
}
