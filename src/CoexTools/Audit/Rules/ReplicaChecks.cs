using System.Globalization;
using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Text;

namespace CoexTools.Audit.Rules;

/// <summary>The rules about what replication does to the documents.</summary>
internal static class ReplicaChecks
{
    /// <summary>
    /// Finds versions in other replicas that replace a document. Domino keeps the version that was saved more often; of
    /// two that were saved equally often, the one that was saved later.
    /// </summary>
    public static IEnumerable<RuleVerdict>? OtherVersionWins(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (subject.Audit.Replicas.Count == 0 || document.UniversalId.Length == 0)
            return null;
        return
            from replica in subject.Audit.Replicas.OrderBy(replica => replica.Key)
            from other in replica.Value.Unordered.Where(document.IsSameNote).Take(1)
            where Wins(other, document) && !HaveSameItems(other, document)
            let returns = other.HasDocumentAccess && !document.HasDocumentAccess
            select RuleVerdict.Fail(
                $"{replica.Key} has a version of {document} that "
                + (other.Sequence > document.Sequence
                    ? $"was saved more often (sequence {other.Sequence} instead of {document.Sequence})"
                    : $"was saved later (both have the sequence {document.Sequence})")
                + ". Replication replaces the version in the directory with it"
                + (returns ? $", and the field {ForeignDomainDocument.DocumentAccessName} returns." : ".")) with
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
    /// Finds groups that were modified after a document that they admit servers to. A former export shows which servers
    /// gained access.
    /// </summary>
    public static IEnumerable<RuleVerdict>? GroupModifiedLater(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        AccessEvaluator access = subject.Audit.Access;
        FormerExportAccess? export = subject.Audit.FormerExportAccess;
        List<(DominoGroup Group, ForeignDomainDocument Document)> later =
        [
            .. from document in domain.Documents
               from one in access.GroupsModifiedAfter(document)
               where domain.Servers.Any(server => access.IsIn(server, one.NotesName))
                   && export?.ShowsMembers(one, document) != true
               select (one, document),
        ];
        List<(NotesName Server, ForeignDomainDocument Document)> gained = export is null ? [] :
        [
            .. from document in domain.Documents
               from server in domain.Servers
               where export.HasGained(server, document)
               select (server, document),
        ];
        if (later.Count + gained.Count == 0)
            return [];
        return
        [
            RuleVerdict.Fail(string.Join(
                " ", new[] { ModifiedGroups(later), NewReaders(gained, export) }.OfType<string>())) with
            {
                Evidence =
                [
                    .. from one in later
                       select $"{one.Group.Name}: {Text(one.Group.Modified)}; "
                           + $"{one.Document}: {Text(one.Document.Modified)}",
                    .. from one in gained
                       select $"{one.Server}: can read {one.Document}; could not read it in {NameOf(export!)}",
                ],
            },
        ];
    }

    private static string? ModifiedGroups(List<(DominoGroup Group, ForeignDomainDocument Document)> later)
    {
        if (later.Count == 0)
            return null;
        List<string> names = [.. later.Select(one => $"'{one.Group.Name}'").Distinct()];
        List<string> documents = [.. later.Select(one => one.Document.ToString()).Distinct()];
        return $"The {(names.Count == 1 ? "group" : "groups")} {string.Join(", ", names)} "
            + $"{(names.Count == 1 ? "was" : "were")} modified after {string.Join(", ", documents)}. Servers that "
            + "were added since then can read the "
            + $"{(documents.Count == 1 ? "document" : "documents")}, but might not have "
            + $"{(documents.Count == 1 ? "it" : "them")} in their replicas.";
    }

    private static string? NewReaders(
        List<(NotesName Server, ForeignDomainDocument Document)> gained, FormerExportAccess? export)
    {
        if (gained.Count == 0)
            return null;
        List<NotesName> servers = [.. gained.Select(one => one.Server).Distinct()];
        List<string> documents = [.. gained.Select(one => one.Document.ToString()).Distinct()];
        return $"{string.Join(", ", servers)} {(servers.Count == 1 ? "has" : "have")} gained access to "
            + $"{string.Join(", ", documents)} since {NameOf(export!)} was exported, but might not have "
            + $"{(documents.Count == 1 ? "it" : "them")} in {(servers.Count == 1 ? "its replica" : "their replicas")}.";
    }

    private static string NameOf(FormerExportAccess export) =>
        $"'{export.Directory.Path ?? export.Directory.Content.Name}'";

    private static bool Wins(ForeignDomainDocument other, ForeignDomainDocument document) =>
        other.Sequence > document.Sequence || (other.Sequence == document.Sequence && other.Revised > document.Revised);

    // Each replica has its own times and note ids. Only the items are replicated.
    private static bool HaveSameItems(ForeignDomainDocument one, ForeignDomainDocument other) =>
        one.Item.Select(item => item.ToString()).OrderBy(text => text, StringComparer.Ordinal)
            .SequenceEqual(other.Item.Select(item => item.ToString()).OrderBy(text => text, StringComparer.Ordinal));

    private static string VersionOf(ForeignDomainDocument document) =>
        $"sequence {document.Sequence?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}, "
        + $"revised {Text(document.Revised)}, {ForeignDomainDocument.DocumentAccessName} "
        + $"{(document.HasDocumentAccess ? "present" : "absent")}";

    private static string Text(DateTimeOffset? time) => time is { } known ? UtcText.Hundredths(known) : "unknown";
}
