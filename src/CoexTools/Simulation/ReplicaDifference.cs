using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>
/// Represents a difference between the replicas of a directory, known or possible, that changes the outcome of a
/// request (AC7).
/// </summary>
/// <param name="Assumption">What it is, in short, with the server.</param>
/// <param name="Sentence">What it is, for the reason; null if it is only possible.</param>
internal sealed record ReplicaDifference(string Assumption, string? Sentence)
{
    /// <summary>
    /// A server has, or may have, a copy of a document that it may not read: replication does not remove it.
    /// </summary>
    public const string StaleCopy = "StaleCopy";

    /// <summary>A server's own times order the documents differently from the directory.</summary>
    public const string ReplicaOrder = "ReplicaOrder";

    /// <summary>A server may read a document, and does not have it, or may not have it.</summary>
    public const string MissingCopy = "MissingCopy";

    /// <summary>The replicas differ from the directory in another way, or in several ways at once.</summary>
    public const string ReplicaDiffers = "ReplicaDiffers";

    /// <summary>
    /// The earlier texts of documents are kept beside the file, but cannot be read: stale copies may go unnoticed.
    /// </summary>
    public const string JournalUnreadable = "JournalUnreadable";

    /// <summary>
    /// Returns the differences without which a request would end in another way, or at another server.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="network">The state of the network.</param>
    /// <param name="outcome">How the request ends.</param>
    /// <param name="consulted">The servers that made their tables for it.</param>
    public static IEnumerable<ReplicaDifference> Of(
        Request request, INetwork network, Outcome outcome, IReadOnlyList<NotesName> consulted) =>
            Known(request, network, outcome).Concat(Possible(request, network, outcome, [.. consulted.Distinct()]));

    private static List<ReplicaDifference> Known(Request request, INetwork network, Outcome outcome)
    {
        DomainVisibility domain = request.Domain;
        var found = new List<ReplicaDifference>();
        foreach (ServerReplica replica in domain.Replicas.OrderBy(replica => replica.Server))
        {
            List<ForeignDomainDocument> stale =
                [.. replica.Documents.Where(document => !domain.MayRead(replica.Server, document))];
            if (stale.Count > 0 && Changes(replica, replica.Documents.Except(stale)))
            {
                found.AddRange(stale.Select(document => new ReplicaDifference(
                    $"{StaleCopy}: {document} at {replica.Server}",
                    domain.Documents.Any(document.IsSameNote)
                        ? $"{replica.Server} still has a copy of {document} that it cannot read. Replication does not "
                            + "remove this copy."
                        : $"{replica.Server} still has a copy of {document}, which the directory no longer has.")));
            }
            List<ForeignDomainDocument> ordered = InOrderOf(domain, replica);
            if (!ordered.SequenceEqual(replica.Documents) && Changes(replica, ordered))
            {
                found.Add(new ReplicaDifference(
                    $"{ReplicaOrder}: {replica.Server}",
                    $"{replica.Server} and the directory sort the same documents differently. "
                    + $"{replica.Documents[0]} comes first in the replica, and {ordered[0]} in the directory."));
            }
            List<ForeignDomainDocument> missing =
                [.. domain.Documents.Where(
                    document => !replica.Documents.Any(document.IsSameNote)
                        && domain.MayRead(replica.Server, document))];
            if (missing.Count > 0 && Changes(
                replica, DocumentOrder.Sort(replica.Documents.Concat(missing), domain.OrderBy)))
            {
                found.AddRange(missing.Select(document => new ReplicaDifference(
                    $"{MissingCopy}: {document} at {replica.Server}",
                    $"{replica.Server} can read {document}, but does not have it in its own replica.")));
            }
        }
        if (found.Count == 0 && domain.Replicas.Any() && EndsOtherwise(request, network, outcome, []))
        {
            List<NotesName> servers = [.. domain.Replicas.Select(replica => replica.Server).OrderBy(server => server)];
            string names = string.Join(", ", servers);
            found.Add(new ReplicaDifference(
                $"{ReplicaDiffers}: {names}",
                servers.Count == 1
                    ? $"The replica of {names} differs from the directory, and this changes the outcome."
                    : $"The replicas of {names} differ from the directory, and this changes the outcome."));
        }
        return found;

        bool Changes(ServerReplica replica, IEnumerable<ForeignDomainDocument> documents) => EndsOtherwise(
            request, network, outcome, domain.Replicas.Where(other => other != replica)
                .Append(replica with { Documents = [.. documents] }));
    }

    // A server whose replica is not known may still have a document that it could read before, and may not have
    // received one that it could not read before.
    private static List<ReplicaDifference> Possible(
        Request request, INetwork network, Outcome outcome, List<NotesName> consulted)
    {
        DomainVisibility domain = request.Domain;
        List<NotesName> unknown = [.. consulted.Where(server => domain.ReplicaOf(server) is null)];
        bool anyHidden = unknown.Exists(server => domain.Documents.Any(document => !domain.MayRead(server, document)));
        RecordedDocuments recorded = anyHidden ? domain.ReadRecordedDocuments() : RecordedDocuments.None;
        List<PossibleReplica> possible =
            [.. unknown.Select(server => PossibleReplica.Of(domain, server, recorded)).Where(one => one.Differs)];
        var variants = possible.SelectMany(Variants).ToList();
        var found = variants.Where(one => Matters(one.Replica)).ToList();
        if (found.Count == 0 && variants.Count > 1
            && Matters([.. possible.Select(one => Replica(one.Server, one.Stale, one.Missing))]))
        {
            found = variants;
        }
        return
        [
            .. (recorded.IsUnreadable ? [JournalUnreadable] : Array.Empty<string>())
                .Concat(found.SelectMany(one => one.Assumptions))
                .Select(assumption => new ReplicaDifference(assumption, Sentence: null)),
        ];

        bool Matters(params ServerReplica[] replicas) =>
            EndsOtherwise(request, network, outcome, domain.Replicas.Concat(replicas));

        IEnumerable<(ServerReplica Replica, IEnumerable<string> Assumptions)> Variants(PossibleReplica one)
        {
            if (one.Stale.Count > 0)
            {
                yield return (
                    Replica(one.Server, one.Stale, []),
                    one.Stale.Select(document => $"{StaleCopy}: {document} at {one.Server}"));
            }
            foreach (ForeignDomainDocument document in one.Missing)
                yield return (Replica(one.Server, [], [document]), [$"{MissingCopy}: {document} at {one.Server}"]);
        }

        ServerReplica Replica(
            NotesName server, IEnumerable<ForeignDomainDocument> stale, IEnumerable<ForeignDomainDocument> missing) =>
            new(
                server, "", DocumentOrder.Sort(
                    domain.TableOf(server).Seen.Except(missing).Concat(stale), domain.OrderBy));
    }

    private static bool EndsOtherwise(
        Request request, INetwork network, Outcome outcome, IEnumerable<ServerReplica> replicas) =>
            !(request with { Domain = request.Domain.With(replicas) }).Run(network).EndsLike(outcome);

    // The replica's documents with those that the directory knows in the directory's order; the others keep their
    // places.
    private static List<ForeignDomainDocument> InOrderOf(DomainVisibility domain, ServerReplica replica)
    {
        List<int> places = [.. replica.Documents.Select((document, place) => (document, place))
            .Where(at => domain.Documents.Any(at.document.IsSameNote)).Select(at => at.place)];
        List<ForeignDomainDocument> known = [.. domain.Documents
            .Select(document => replica.Documents.FirstOrDefault(document.IsSameNote))
            .OfType<ForeignDomainDocument>().Distinct()];
        List<ForeignDomainDocument> ordered = [.. replica.Documents];
        if (known.Count != places.Count)
            return ordered; // The same document twice: there is no order to compare.
        for (int i = 0; i < places.Count; i++)
            ordered[places[i]] = known[i];
        return ordered;
    }
}
