using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>How a replica that is not known may differ from what its server can read (AC7).</summary>
/// <param name="Server">The server.</param>
/// <param name="Stale">The copies that the server cannot read, but could read before.</param>
/// <param name="Missing">The documents that the server can read, but could not read before.</param>
internal sealed record PossibleReplica(
    NotesName Server, IReadOnlyList<ForeignDomainDocument> Stale, IReadOnlyList<ForeignDomainDocument> Missing)
{
    /// <summary>Gets whether there can be a difference.</summary>
    public bool Differs => Stale.Count + Missing.Count > 0;

    /// <summary>Returns what the recorded texts and a former export show about the replica of a server.</summary>
    public static PossibleReplica Of(DomainVisibility domain, NotesName server, RecordedDocuments recorded)
    {
        FormerExportAccess? access = domain.FormerExportAccess;
        IEnumerable<ForeignDomainDocument?> stale =
            from document in domain.Documents
            where !domain.MayRead(server, document)
            // The latest text that the server could read is the one that replication brought it last.
            select recorded.Documents.LastOrDefault(one => one.IsSameNote(document) && domain.CouldRead(server, one))
                ?? access?.CopyOf(server, document);
        return new PossibleReplica(
            server,
            [.. stale.OfType<ForeignDomainDocument>()],
            access is null ? [] : [.. domain.Documents.Where(document => access.HasGained(server, document))]);
    }
}
