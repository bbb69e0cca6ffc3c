using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents the documents of one domain that a server has in its own replica (AC7).</summary>
/// <param name="Server">The server.</param>
/// <param name="Source">Where the replica's export was read from.</param>
/// <param name="Documents">The documents, in the order that their times in that replica make.</param>
internal sealed record ServerReplica(NotesName Server, string Source, IReadOnlyList<ForeignDomainDocument> Documents)
{
    /// <summary>
    /// Returns what a server has of a domain, where documents of it may have been edited since: an edit comes to those
    /// who may read the document.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="replica">The export of its replica.</param>
    /// <param name="domain">The domain's name (NM4).</param>
    /// <param name="orderBy">The time that determines the order.</param>
    /// <param name="edited">The documents of the domain that were edited.</param>
    /// <param name="access">The access control after the edit.</param>
    public static ServerReplica Of(
        NotesName server, DirectorySnapshot replica, string domain, OrderBy orderBy,
        IEnumerable<ForeignDomainDocument> edited,
        AccessEvaluator access) =>
        new ServerReplica(
            server, replica.Path is { } path ? $"'{path}'" : $"'{replica.Content.Name}'",
            [.. replica.Unordered.Where(document => DomainName.Same(document.Domain, domain))])
            .Receive(edited, orderBy, access);

    /// <summary>
    /// Returns what the server has after documents were saved elsewhere and have replicated to those who may read them.
    /// </summary>
    /// <param name="saved">The documents of the domain that were saved.</param>
    /// <param name="orderBy">The time that determines the order.</param>
    /// <param name="access">The access control after the save.</param>
    public ServerReplica Receive(IEnumerable<ForeignDomainDocument> saved, OrderBy orderBy, AccessEvaluator access)
    {
        List<ForeignDomainDocument> received = [.. saved.Where(document => access.CanRead(Server, document))];
        return this with
        {
            Documents = DocumentOrder.Sort(
                Documents.Where(document => !received.Any(document.IsSameNote)).Concat(received), orderBy),
        };
    }
}
