using System.Globalization;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>The rules about what replication does to the documents.</summary>
internal static class ReplicaChecks
{
    /// <summary>
    /// Finds versions in other replicas that replace a document. Domino keeps the version that was saved more often; of
    /// two that were saved equally often, the one that was saved later.
    /// </summary>
    public static IEnumerable<RuleViolation>? OtherVersionWins(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (subject.Audit.Replicas.Count == 0 || document.UniversalId.Length == 0)
            return null;
        return
            from replica in subject.Audit.Replicas.OrderBy(replica => replica.Key)
            from other in replica.Value.Unordered.Where(document.IsSameNote).Take(1)
            where Wins(other, document) && !HaveSameItems(other, document)
            let returns = other.HasDocumentAccess && !document.HasDocumentAccess
            select new RuleViolation(
                $"{replica.Key} has a version of {document} that "
                + (other.Sequence > document.Sequence
                    ? $"was saved more often (sequence {other.Sequence} instead of {document.Sequence})"
                    : $"was saved later (both have the sequence {document.Sequence})")
                + ". Replication replaces the version in the directory with it"
                + (returns ? $", and the field {ForeignDomainDocument.DocumentAccessName} returns." : "."))
            {
                Server = replica.Key,
                Severity = returns ? FindingSeverity.Error : null,
                Item = returns ? ForeignDomainDocument.DocumentAccessName : null,
                Recommendation = returns
                    ? "Replicate the directory, export it again, and then remove the field with "
                        + "Remove-DocumentAccessField."
                    : null,
                Evidence =
                [
                    $"directory: {VersionOf(document)}",
                    $"replica of {replica.Key}: {VersionOf(other)}",
                    .. other.LastSave is { } save ? new[] { $"replica of {replica.Key}: {save}" } : [],
                ],
            };
    }

    /// <summary>
    /// Finds groups that were modified after a document that they admit servers to. The file does not show which
    /// members are new.
    /// </summary>
    public static IEnumerable<RuleViolation>? GroupModifiedLater(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        var later =
        (
            from document in domain.Documents
            where document.IsRestricted && document.Modified is not null
            from name in GroupsOf(subject.Audit, domain, document)
            let one = subject.Audit.GroupNamed(name)
            where one.Modified > document.Modified
            select (Group: one, Document: document)
        ).ToList();
        if (later.Count == 0)
            return [];
        List<string> names = [.. later.Select(one => $"'{one.Group.Name}'").Distinct()];
        List<string> documents = [.. later.Select(one => one.Document.ToString()).Distinct()];
        return
        [
            new RuleViolation(
                $"The {(names.Count == 1 ? "group" : "groups")} {string.Join(", ", names)} "
                + $"{(names.Count == 1 ? "was" : "were")} modified after {string.Join(", ", documents)}. Servers that "
                + "were added since then can read the "
                + $"{(documents.Count == 1 ? "document" : "documents")}, but might not have "
                + $"{(documents.Count == 1 ? "it" : "them")} in their replicas.")
            {
                Evidence =
                [
                    .. from one in later
                       select $"{one.Group.Name}: {Text(one.Group.Modified)}; "
                           + $"{one.Document}: {Text(one.Document.Modified)}",
                ],
            },
        ];
    }

    // The groups through which servers read a document: those that it names, and the groups in them.
    private static IEnumerable<NotesName> GroupsOf(
        DirectoryAudit audit, AuditedDomain domain, ForeignDomainDocument document)
    {
        var found = new HashSet<NotesName>();
        var open = new Queue<NotesName>(document.AllowedEntries);
        while (open.Count > 0)
        {
            NotesName name = open.Dequeue();
            if (audit.GroupNamed(name) is not { CountsForAccess: true } one || !found.Add(name))
                continue;
            foreach (NotesName member in one.Member)
                open.Enqueue(member);
        }
        return found.Where(name => domain.Servers.Any(server => audit.Access.IsIn(server, name)));
    }

    private static bool Wins(ForeignDomainDocument other, ForeignDomainDocument document) =>
        other.Sequence > document.Sequence || (other.Sequence == document.Sequence && other.Revised > document.Revised);

    // Each replica has its own times and note ids. Only the items are replicated.
    private static bool HaveSameItems(ForeignDomainDocument one, ForeignDomainDocument other) =>
        one.Item.Select(item => item.ToString()).OrderBy(text => text, StringComparer.Ordinal)
            .SequenceEqual(other.Item.Select(item => item.ToString()).OrderBy(text => text, StringComparer.Ordinal));

    private static string VersionOf(ForeignDomainDocument document) =>
        $"sequence {document.Sequence?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}, revised {Text(document.Revised)}, "
        + $"{ForeignDomainDocument.DocumentAccessName} {(document.HasDocumentAccess ? "present" : "absent")}";

    private static string Text(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ff'Z'", CultureInfo.InvariantCulture) ?? "unknown";
}
