using CoexTools.Model;

namespace CoexTools.Simulation;

/// <summary>Foreign Domain documents as they were before.</summary>
/// <param name="Documents">The documents, the oldest text first.</param>
/// <param name="IsUnreadable">Specifies whether something is kept of them that cannot be read.</param>
internal sealed record FormerDocuments(IReadOnlyList<ForeignDomainDocument> Documents, bool IsUnreadable = false)
{
    public static FormerDocuments None { get; } = new([]);
}
