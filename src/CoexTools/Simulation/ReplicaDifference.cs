using CoexTools.Model;

namespace CoexTools.Simulation;

/// <summary>A difference between the replicas of a directory that changes an answer (AC7).</summary>
/// <param name="Assumption">What it is, in short, with the server.</param>
/// <param name="Sentence">What it is, for the reason.</param>
internal sealed record ReplicaDifference(string Assumption, string Sentence)
{
    /// <summary>A server has a copy of a document that it may not read: replication does not take it back.</summary>
    public const string StaleCopy = "StaleCopy";

    /// <summary>A server's own times order the documents differently from the directory.</summary>
    public const string ReplicaOrder = "ReplicaOrder";

    /// <summary>A server may read a document, and does not have it.</summary>
    public const string MissingCopy = "MissingCopy";

    /// <summary>The replicas differ from the directory in another way, or in several ways at once.</summary>
    public const string ReplicaDiffers = "ReplicaDiffers";

    /// <summary>The differences between the replicas without which the answer would be another one.</summary>
    /// <typeparam name="T">The kind of answer.</typeparam>
    /// <param name="domain">The domain, with the replicas.</param>
    /// <param name="follow">Gives the answer in a domain.</param>
    public static IReadOnlyList<ReplicaDifference> Of<T>(DomainVisibility domain, Func<DomainVisibility, T> follow)
        where T : struct
    {
        var found = new List<ReplicaDifference>();
        T answer = follow(domain);
        foreach (ServerReplica replica in domain.Replicas.OrderBy(replica => replica.Server))
        {
            List<ForeignDomainDocument> stale = [.. replica.Documents.Where(document => !domain.MayRead(replica.Server, document))];
            if (stale.Count > 0 && Changes(replica, replica.Documents.Except(stale)))
            {
                found.AddRange(stale.Select(document => new ReplicaDifference(
                    $"{StaleCopy}: {document} at {replica.Server}",
                    domain.Documents.Any(document.IsSameNote)
                        ? $"{replica.Server} still has a copy of {document} that it may not read: replication does not take it back."
                        : $"{replica.Server} still has a copy of {document}, which the directory has no longer.")));
            }
            List<ForeignDomainDocument> ordered = InOrderOf(domain, replica);
            if (!ordered.SequenceEqual(replica.Documents) && Changes(replica, ordered))
            {
                found.Add(new ReplicaDifference(
                    $"{ReplicaOrder}: {replica.Server}",
                    $"{replica.Server} and the directory order the same documents differently: in its own replica {replica.Documents[0]} comes first, in the directory {ordered[0]}."));
            }
            List<ForeignDomainDocument> missing =
                [.. domain.Documents.Where(document => !replica.Documents.Any(document.IsSameNote) && domain.MayRead(replica.Server, document))];
            if (missing.Count > 0 && Changes(replica, DocumentOrder.Sort(replica.Documents.Concat(missing), domain.OrderBy)))
            {
                found.AddRange(missing.Select(document => new ReplicaDifference(
                    $"{MissingCopy}: {document} at {replica.Server}",
                    $"{replica.Server} may read {document}, and does not have it in its own replica.")));
            }
        }
        if (found.Count == 0 && !answer.Equals(follow(domain.With([]))))
        {
            string servers = string.Join(", ", domain.Replicas.Select(replica => replica.Server).OrderBy(server => server));
            found.Add(new ReplicaDifference($"{ReplicaDiffers}: {servers}", $"What {servers} have in their own replicas differs from the directory, and that changes the answer."));
        }
        return found;

        bool Changes(ServerReplica replica, IEnumerable<ForeignDomainDocument> documents) =>
            !answer.Equals(follow(domain.With(domain.Replicas.Where(other => other != replica).Append(replica with { Documents = [.. documents] }))));
    }

    // The replica's documents with those that the directory knows in the directory's order; the others keep their places.
    private static List<ForeignDomainDocument> InOrderOf(DomainVisibility domain, ServerReplica replica)
    {
        List<int> places = [.. replica.Documents.Select((document, place) => (document, place)).Where(at => domain.Documents.Any(at.document.IsSameNote)).Select(at => at.place)];
        List<ForeignDomainDocument> known = [.. domain.Documents.Select(document => replica.Documents.FirstOrDefault(document.IsSameNote)).OfType<ForeignDomainDocument>().Distinct()];
        List<ForeignDomainDocument> ordered = [.. replica.Documents];
        if (known.Count != places.Count)
            return ordered; // One document twice: there is no order to compare.
        for (int i = 0; i < places.Count; i++)
            ordered[places[i]] = known[i];
        return ordered;
    }
}
