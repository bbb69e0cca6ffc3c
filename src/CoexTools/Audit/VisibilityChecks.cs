using CoexTools.Access;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>The rules about who sees which document.</summary>
internal static class VisibilityChecks
{
    private static readonly NotesName NetModifier = new(ForeignDomainEdits.NetModifier);

    public static IEnumerable<RuleViolation>? FieldShowsDocument(AuditSubject subject)
    {
        if (!CanBeSeenByAnother(subject))
            return null;
        return
            from way in WaysOfOthers(subject)
            let fields = way.Items.Where(IsField).Select(item => item.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList()
            where fields.Count > 0
            select new RuleViolation(
                $"{way.Server} sees {subject.Document} through {string.Join(" and ", fields)}: {way.Chain}. "
                + "If the server of the document fails, free/busy fails.")
            {
                Server = way.Server,
                Item = fields[0],
                Evidence = [way.Chain, .. fields.Select(field => $"{field}: {way.Entry}")],
                Recommendation = fields.All(IsFieldName) ? null
                    : $"Remove the field with Remove-DocumentAccessField -FieldName {string.Join(", ", fields)}. Repeat this after every edit.",
                Repair = RepairStep.RemoveField,
                RepairFields = fields,
            };
    }

    public static IEnumerable<RuleViolation>? ReaderOfAnother(AuditSubject subject)
    {
        if (!CanBeSeenByAnother(subject))
            return null;
        return
            from way in WaysOfOthers(subject)
            let items = way.Items.Where(item => !IsField(item)).ToList()
            where items.Count > 0
            select new RuleViolation(
                $"{way.Server} is among the readers of {subject.Document}: {way.Chain}. "
                + "If the server of the document fails, free/busy fails.")
            {
                Server = way.Server,
                Item = items[0].Name,
                Evidence = [way.Chain, .. items.Select(item => $"{item.Name}: {way.Entry}")],
                Recommendation =
                    $"Remove {way.Server} from {way.Entry}, or {way.Entry} from {string.Join(" and ", items.Select(item => item.Name))}.",
                Repair = items.All(IsReadersItem) ? RepairStep.WriteReaders : RepairStep.None,
            };
    }

    public static IEnumerable<RuleViolation>? OwnDocumentHidden(AuditSubject subject)
    {
        if (!subject.Document!.NamedServers.Any())
            return null;
        return
            from server in subject.Document.NamedServers
            where !subject.Audit.Directory.MayNotExist(server) // VD3: CX015 reports it.
            let decision = subject.Audit.Access.Decide(server, subject.Document)
            where !decision.CanRead
            select Hidden(subject.Document, server, decision,
                $"{server} cannot see its own document {subject.Document}, so it does not serve the domain.");
    }

    public static IEnumerable<RuleViolation>? DocumentHidden(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        if (domain.Others.Count == 0)
            return null;
        return
            from server in domain.Others
            let isPlain = !subject.Audit.Coexistence.Contains(server)
            let seen = domain.View.TableOf(server).Seen.Count
            from document in domain.Documents
            let decision = subject.Audit.Access.Decide(server, document)
            where !decision.CanRead
            let violation = Hidden(document, server, decision, seen == 0
                ? $"{server} does not see any document for '{domain.Name}', so it cannot reach this domain."
                : $"{server} does not see {document}, so it cannot fail over to this document.")
            select isPlain
                ? violation with { Severity = seen == 0 ? FindingSeverity.Error : FindingSeverity.Warning }
                // It serves another domain, and usually has no mail users.
                : violation with { Severity = FindingSeverity.Information, Repair = RepairStep.None };
    }

    public static IEnumerable<RuleViolation>? HubHidden(AuditSubject subject)
    {
        if (subject.Audit.Hubs.Count == 0)
            return null;
        return
            from hub in subject.Audit.Hubs
            from document in subject.Domain!.Documents
            let decision = subject.Audit.Access.Decide(hub, document)
            where !decision.CanRead
            select Hidden(document, hub, decision,
                $"The hub {hub} cannot read {document}. It does not receive the document, and does not replicate it to other servers.");
    }

    public static IEnumerable<RuleViolation>? NoSecurity(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        if (domain.Documents.Count < 2 || domain.Coexistence.Count < 2)
            return null;
        return
            from document in domain.Documents
            where !document.IsRestricted && document.NamedServers.Any()
            select new RuleViolation(
                $"{document} is open to every server, so each coexistence server sees it. "
                + "If the first server fails, free/busy fails at the next one.")
            {
                Document = document,
                Evidence = [$"{Plural.Of(domain.Documents.Count, "document")} for '{domain.Name}'", "no readers field has a value"],
                Repair = RepairStep.WriteReaders,
            };
    }

    public static IEnumerable<RuleViolation>? AdministratorsShutOut(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (!document.IsRestricted)
            return null;
        DirectoryAudit audit = subject.Audit;
        List<NotesName> shutOut = [.. audit.Administrators.Where(name => !audit.Access.CanRead(name, document))];
        string entries = $"admitted: {string.Join(", ", document.AllowedEntries)}";
        if (audit.Administrators.Count == 0)
        {
            return document.AllowedEntries.Any(entry => AdministratorNames.IsForPeople(audit, entry))
                ? []
                : [new RuleViolation($"Only servers can read {document}. Administrators cannot see it.")
                    { Item = ReadersItem(document), Evidence = [entries], Repair = RepairStep.WriteReaders }];
        }
        if (shutOut.Count == 0)
            return [];
        string names = string.Join(", ", shutOut);
        return shutOut.Count == audit.Administrators.Count
            ? [new RuleViolation($"No administrator can read {document}: {names}.")
                { Item = ReadersItem(document), Evidence = [$"not admitted: {names}", entries], Repair = RepairStep.WriteReaders }]
            : [new RuleViolation($"Some administrators of the directory cannot read {document}: {names}.")
                { Item = ReadersItem(document), Severity = FindingSeverity.Information, Evidence = [$"not admitted: {names}", entries] }];
    }

    private static bool CanBeSeenByAnother(AuditSubject subject) =>
        subject.Document!.IsRestricted && subject.Domain!.Coexistence.Count > 1 && subject.Domain.Documents.Count > 1;

    // DocumentAccess, or a field with another name and the same effect: it admits only the holders of roles, including [NetModifier]. The fields
    // that name administrators and owners never count as such a field.
    private static bool IsField(DominoItem item) =>
        IsFieldName(item.Name)
        || (!IsReadersItem(item)
            && !AdministratorNames.Fields.Contains(item.Name, StringComparer.OrdinalIgnoreCase)
            && item.Value.Select(NotesName.FromText).OfType<NotesName>().ToList() is var entries
            && entries.Contains(NetModifier)
            && entries.All(entry => entry.IsRole));

    private static bool IsFieldName(string name) => string.Equals(name, ForeignDomainDocument.DocumentAccessName, StringComparison.OrdinalIgnoreCase);

    private static bool IsReadersItem(DominoItem item) =>
        string.Equals(item.Name, ForeignDomainEdits.ReadersName, StringComparison.OrdinalIgnoreCase);

    // The first item that restricts who can read a document (AC2).
    private static string? ReadersItem(ForeignDomainDocument document) =>
        document.Document.Items.FirstOrDefault(item => item.IsReaders && item.Value.Any(value => NotesName.FromText(value) is not null))?.Name;

    // Every entry through which a coexistence server sees a document that does not name it, and the items that contain the entry (AC3, AC5).
    private static IEnumerable<Way> WaysOfOthers(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        return
            from server in subject.Domain!.Coexistence
            where !document.NamedServers.Contains(server) && subject.Audit.Access.LevelOf(server) >= AccessLevel.Reader // AC1
            from entry in document.AllowedEntries.Distinct()
            let membership = subject.Audit.Access.Find(server, entry)
            where membership is not null
            select new Way(server, entry, membership.Chain ?? $"{server} itself",
                [.. document.Document.Items
                    .Where(item => (item.IsReaders || item.IsAuthors) && item.Value.Any(value => NotesName.FromText(value) == entry))]);
    }

    private static RuleViolation Hidden(ForeignDomainDocument document, NotesName server, AccessDecision decision, string reason)
    {
        bool isLevel = decision.Rule.Id == Rule.AC1.Id;
        return new RuleViolation(reason)
        {
            Document = document,
            Server = server,
            Item = isLevel ? null : ReadersItem(document),
            Evidence =
            [
                isLevel ? $"level in the ACL: {decision.Level}" : $"admitted: {string.Join(", ", document.AllowedEntries)}",
                .. decision.Assumptions,
            ],
            Recommendation = isLevel ? $"Give {server} at least Reader access in the ACL." : null,
            Repair = isLevel ? RepairStep.None : RepairStep.WriteReaders,
        };
    }

    private sealed record Way(NotesName Server, NotesName Entry, string Chain, IReadOnlyList<DominoItem> Items);
}
