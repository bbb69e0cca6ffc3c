using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Simulation;

namespace CoexTools.Output.Report;

/// <summary>Explains assumptions, and states what CoexTools cannot know.</summary>
internal static class ReportAssumptions
{
    private static readonly Dictionary<string, string> Explanations = new(StringComparer.Ordinal)
    {
        [AccessEvaluator.DefaultAcl] = "The directory does not contain its access control list. A standard "
            + "list is assumed.",
        [AccessEvaluator.DefaultLocalDomainServers] =
            "The directory does not contain the group LocalDomainServers. All servers are assumed to be members.",
        [AccessEvaluator.UnknownEntry] = "A document names a reader that the directory does not contain. This entry "
            + "is assumed to match no server.",
        [DocumentOrder.AmbiguousOrder] = "Two documents were modified at the same time. Their UNIDs "
            + "determine the order.",
        [DocumentOrder.NoModifiedTime] = "A document has no modification time. It is assumed to come last.",
        [DocumentOrder.NoTimeZone] = "A time has no time zone. It is assumed to be in UTC.",
        [DocumentOrder.FutureTime] =
            "A document was saved at a time in the future. Its time, or the clock, might be wrong.",
        [DocumentOrder.OrderDiffers] = "The other time results in a different order. Servers can disagree on which "
            + "document is the primary one.",
        [DomainVisibility.PartialDomain] = "The report covers only some of the documents of the domain.",
        [DomainVisibility.DomainRestriction] =
            "A document allows or denies mail by the sender's domain. The report does not take this domain into "
            + "account.",
        [DomainVisibility.NoServerDocument] =
            "A server in the path has no Server document, although another coexistence server of the domain has one. "
            + "It may not exist.",
        [DomainVisibility.UnknownServer] = "The directory does not show whether the server exists.",
        [DomainVisibility.DomainNameCase] =
            "The documents spell the name of the domain differently. The router distinguishes uppercase and "
                + "lowercase; the prediction does not.",
        [ReplicaDifference.StaleCopy] = "A server can still have a copy of a document that it can no longer read. "
            + "Replication is assumed not to remove it.",
        [ReplicaDifference.ReplicaOrder] = "The replica of a server sorts the documents differently.",
        [ReplicaDifference.MissingCopy] = "A server can read a document, but does not have it, or might not have it.",
        [ReplicaDifference.ReplicaDiffers] = "The replica of a server differs from the directory.",
        [ReplicaDifference.JournalUnreadable] = "The journal beside the file cannot be read. Old copies of documents "
            + "might not be noticed.",
        [ForeignDomainDocument.FlatServerName] = "A document names a server by a flat name. It is assumed to be the "
            + "server with this common name.",
        [ForeignDomainDocument.ConflictDocument] = "A replication or save conflict is assumed to count as a document.",
        [ForeignDomainDocument.MissingItem] = "An item, or the members of a group, cannot be read from the file.",
        [ForeignDomainDocument.UnknownText] = "The file contains characters that could not be decoded.",
        [AccessEvaluator.DuplicateGroup] = "Several groups have this name. Their members are assumed to be united.",
    };

    /// <summary>What no report can know.</summary>
    public static IReadOnlyList<string> Limits { get; } =
    [
        "Whether the export is complete and current. Every answer is about the file, not about a running server.",
        "What the replicas of the directory on other servers contain, unless you specify them.",
        "Requests from Exchange to Domino. The report is about requests from Notes users to Exchange.",
        "What is up and what is down. The report predicts what happens in each outage.",
        "Whether Exchange itself answers. A request counts as successful when it reaches Exchange.",
        "How often servers really fail. The availability is computed from the numbers that you specify, or 99.9 "
            + "percent for each server.",
    ];

    /// <summary>Returns an assumption with its explanation.</summary>
    public static string Explain(string assumption)
    {
        int end = assumption.IndexOf(':');
        string id = end < 0 ? assumption : assumption.Substring(0, end);
        string about = end < 0 ? "" : $" ({assumption.Substring(end + 1).Trim()})";
        return Explanations.TryGetValue(id, out string? explanation) ? $"{id}{about}: {explanation}" : assumption;
    }
}
