using CoexTools.Access;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Text;

namespace CoexTools.Audit.Rules;

/// <summary>The rules about who sees which document.</summary>
internal static class VisibilityChecks
{
    /// <summary>The rule on servers that do not see a document.</summary>
    public const string DocumentHiddenRule = "CX004";

    /// <summary>The rule on hubs that cannot read a document.</summary>
    public const string HubHiddenRule = "CX019";

    /// <summary>The cause of a server that the access control list keeps from reading.</summary>
    public const string AclCause = "ACL";

    private static readonly NotesName NetModifier = new(ForeignDomainEdits.NetModifier);
    private static readonly NotesName LocalDomainServers = new(DirectorySnapshot.LocalDomainServers);

    public static IEnumerable<RuleVerdict>? FieldShowsDocument(AuditSubject subject)
    {
        if (!CanBeSeenByAnother(subject))
            return null;
        ForeignDomainDocument document = subject.Document!;
        Lazy<string> failure = FailureOf(subject);
        // Dozens of servers may see the document through the same fields.
        var remedies = new Dictionary<string, IReadOnlyList<Remedy>>();
        return
            from path in PathsOfOthers(subject)
            let fields = path.Items.Where(IsField).Select(item => item.Name)
                .Distinct(StringComparer.OrdinalIgnoreCase).ToList()
            where fields.Count > 0
            select RuleVerdict.Fail(
                $"{path.Server} sees {document} through {string.Join(" and ", fields)}: {path.Chain}.{failure.Value}")
            with
            {
                Server = path.Server,
                Item = fields[0],
                Evidence = [path.Chain, .. fields.Select(field => $"{field}: {path.Entry}")],
                Recommendation = fields.All(IsFieldName) ? null
                    : $"Remove the field with Remove-DocumentAccessField -FieldName {string.Join(", ", fields)}. "
                        + "Repeat this after every edit.",
                Remedies = () => RemediesFor(fields),
                Repair = RepairNeeds.RemoveField,
                RepairFields = fields,
            };

        IReadOnlyList<Remedy> RemediesFor(List<string> fields)
        {
            string key = string.Join("\n", fields);
            if (!remedies.TryGetValue(key, out IReadOnlyList<Remedy>? known))
                remedies.Add(key, known =
                    [RemoveFields(subject.Domain!.Documents, fields), RemoveFields([document], fields)]);
            return known;
        }
    }

    public static IEnumerable<RuleVerdict>? ReaderOfAnother(AuditSubject subject)
    {
        if (!CanBeSeenByAnother(subject))
            return null;
        ForeignDomainDocument document = subject.Document!;
        Lazy<string> failure = FailureOf(subject);
        return
            from path in PathsOfOthers(subject)
            let others = path with { Items = [.. path.Items.Where(item => !IsField(item))] }
            where others.Items.Count > 0
            group others by others.Server into paths
            select RuleVerdict.Fail(
                $"{paths.Key} is among the readers of {document}: "
                    + $"{string.Join("; ", paths.Select(one => one.Chain))}.{failure.Value}") with
            {
                Server = paths.Key,
                Item = paths.First().Items[0].Name,
                Evidence =
                [
                    .. paths.SelectMany(one =>
                        one.Items.Select(item => $"{item.Name}: {one.Entry}").Prepend(one.Chain)).Distinct(),
                ],
                Remedies = () => Exclude(document, [.. paths]),
                Repair = paths.Any(one => one.Items.All(IsReadersItem)) ? RepairNeeds.WriteReaders : RepairNeeds.None,
            };
    }

    public static IEnumerable<RuleVerdict>? OwnDocumentHidden(AuditSubject subject)
    {
        if (!subject.Document!.NamedServers.Any())
            return null;
        return
            from server in subject.Document.NamedServers
            where !subject.Audit.Directory.MayNotExist(server) // VD3: CX015 reports it.
                && !subject.Audit.Access.CanRead(server, subject.Document)
            let decision = subject.Audit.Access.Decide(server, subject.Document)
            let servesByAnother = subject.Domain!.View.TableOf(server).Seen
                .Any(document => document.NamedServers.Contains(server))
            select Hidden(subject, subject.Document, server, decision,
                $"{server} cannot see its own document {subject.Document}"
                + (servesByAnother ? ". It serves the domain through another document."
                    : ", so it does not serve the domain."));
    }

    public static IEnumerable<RuleVerdict>? DocumentHidden(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        if (domain.Others.Count == 0)
            return null;
        return
            from server in domain.Others
            let isPlain = !subject.Audit.Coexistence.Contains(server)
            let seen = domain.View.TableOf(server).Seen.Count
            from document in domain.Documents
            where !subject.Audit.Access.CanRead(server, document)
            let decision = subject.Audit.Access.Decide(server, document)
            let violation = Hidden(subject, document, server, decision, seen == 0
                ? $"{server} does not see any document for '{domain.Name}', so it cannot reach this domain."
                : $"{server} does not see {document}, so it cannot fail over to this document.")
            select isPlain
                ? violation with { Severity = seen == 0 ? FindingSeverity.Error : FindingSeverity.Warning }
                // It serves another domain, and usually has no mail users.
                : violation with { Severity = FindingSeverity.Information, Repair = RepairNeeds.None, Cause = null };
    }

    public static IEnumerable<RuleVerdict>? HubHidden(AuditSubject subject)
    {
        if (subject.Audit.Hubs.Count == 0)
            return null;
        return
            from hub in subject.Audit.Hubs
            from document in subject.Domain!.Documents
            where !subject.Audit.Access.CanRead(hub, document)
            let decision = subject.Audit.Access.Decide(hub, document)
            select Hidden(subject, document, hub, decision,
                $"The hub {hub} cannot read {document}. It does not receive the document, and does not replicate it "
                    + "to other servers.");
    }

    public static IEnumerable<RuleVerdict>? NoSecurity(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        if (domain.Documents.Count < 2 || domain.Coexistence.Count < 2)
            return null;
        if (subject.Audit.HasChosenItems)
            return null; // CX040 reports it.
        return
            from document in domain.Documents
            where !document.IsRestricted && !document.IsIncomplete && document.NamedServers.Any()
            select RuleVerdict.Fail(
                $"{document} is open to every server with Reader "
                    + $"access.{domain.Outages.FreeBusyWithout(document.CalendarServerName)}") with
            {
                Document = document,
                Evidence =
                    [$"{Plural.Of(domain.Documents.Count, "document")} for '{domain.Name}'",
                        "no readers field has a value"],
                Repair = RepairNeeds.WriteReaders,
            };
    }

    public static IEnumerable<RuleVerdict>? AdministratorsShutOut(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (!document.IsRestricted)
            return null;
        DirectoryAudit audit = subject.Audit;
        List<NotesName> shutOut = [.. audit.Names.Administrators.Where(name => !audit.Access.CanRead(name, document))];
        string entries = $"admitted: {string.Join(", ", document.AllowedEntries)}";
        if (audit.Names.Administrators.Count == 0)
        {
            return document.AllowedEntries.Any(entry => audit.Names.IsForPeople(entry))
                ? []
                : [RuleVerdict.Fail($"Only servers can read {document}. Administrators cannot see it.") with
                    { Item = ReadersItem(document), Evidence = [entries], Repair = RepairNeeds.WriteReaders }];
        }
        if (shutOut.Count == 0)
            return [];
        string names = string.Join(", ", shutOut);
        return shutOut.Count == audit.Names.Administrators.Count
            ? [RuleVerdict.Fail($"No administrator can read {document}: {names}.") with
                {
                    Item = ReadersItem(document),
                    Evidence = [$"not admitted: {names}", entries],
                    Remedies = () => [AddReaders(document, shutOut)],
                    Repair = RepairNeeds.WriteReaders,
                }]
            : [RuleVerdict.Fail($"Some administrators of the directory cannot read {document}: {names}.") with
                {
                    Item = ReadersItem(document),
                    Severity = FindingSeverity.Information,
                    Evidence = [$"not admitted: {names}", entries],
                    Remedies = () => [AddReaders(document, shutOut)],
                }];
    }

    private static bool CanBeSeenByAnother(AuditSubject subject) =>
        subject.Document!.IsRestricted && subject.Domain!.Coexistence.Count > 1 && subject.Domain.Documents.Count > 1;

    // DocumentAccess, or a field with another name and the same effect: it admits only the holders of roles, including
    // [NetModifier]. The fields that name administrators and owners never count as such a field.
    private static bool IsField(DominoItem item) =>
        IsFieldName(item.Name)
        || (!IsReadersItem(item)
            && !DirectoryNames.AdministratorFields.Contains(item.Name, StringComparer.OrdinalIgnoreCase)
            && item.Value.Select(NotesName.FromText).OfType<NotesName>().ToList() is var entries
            && entries.Contains(NetModifier)
            && entries.All(entry => entry.IsRole));

    private static bool IsFieldName(string name) =>
        string.Equals(name, ForeignDomainDocument.DocumentAccessName, StringComparison.OrdinalIgnoreCase);

    private static bool IsReadersItem(DominoItem item) =>
        string.Equals(item.Name, ForeignDomainEdits.ReadersName, StringComparison.OrdinalIgnoreCase);

    // The first item that restricts who can read a document (AC2).
    private static string? ReadersItem(ForeignDomainDocument document) =>
        document.Document.Items.FirstOrDefault(
            item => item.IsReaders && item.Value.Any(value => NotesName.FromText(value) is not null))?.Name;

    // Every entry through which a coexistence server sees a document that does not name it, and the items that contain
    // the entry (AC3, AC5).
    private static IEnumerable<AccessPath> PathsOfOthers(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        return
            from server in subject.Domain!.Coexistence
            // AC1
            where !document.NamedServers.Contains(server) && subject.Audit.Access.LevelOf(server) >= AccessLevel.Reader
            from entry in document.AllowedEntries.Distinct()
            let membership = subject.Audit.Access.Find(server, entry)
            where membership is not null
            select new AccessPath(server, entry, membership.Chain ?? $"{server} itself", membership,
                [.. document.Document.Items
                    .Where(
                        item => (item.IsReaders || item.IsAuthors)
                            && item.Value.Any(value => NotesName.FromText(value) == entry))]);
    }

    // What fails when the server of the document fails, as the model shows it (VD4). Each document is tried once.
    private static Lazy<string> FailureOf(AuditSubject subject) =>
        new(() => subject.Domain!.Outages.FreeBusyWithout(subject.Document!.CalendarServerName));

    private static Remedy RemoveFields(IEnumerable<ForeignDomainDocument> documents, IEnumerable<string> fields) => new(
    [
        .. from field in fields
           let having = documents.Where(document => document.Document.ItemsNamed(field).Any()).ToList()
           where having.Count > 0
           select new RemedyStep(RemedyKind.RemoveField, field) { Documents = having },
    ]);

    private static Remedy AddReaders(ForeignDomainDocument document, IEnumerable<NotesName> names) =>
        Remedy.Of(RemedyKind.AddReaders, ForeignDomainEdits.ReadersName, [document],
            [.. names.Select(name => name.Text)]);

    // First a change of the groups, from the outermost to the innermost, then one of the readers.
    private static IEnumerable<Remedy> Exclude(ForeignDomainDocument document, IReadOnlyList<AccessPath> paths)
    {
        List<List<RemedyStep>> links = [.. paths.Select(path => LinksOf(path.Membership).ToList())];
        int deepest = 0;
        foreach (List<RemedyStep> chain in links)
            deepest = Math.Max(deepest, chain.Count);
        for (int depth = 0; depth < deepest; depth++)
        {
            var steps = new List<RemedyStep>();
            for (int i = 0; i < paths.Count; i++)
            {
                if (links[i].Count == 0)
                    steps.AddRange(RemoveEntry(document, paths[i]));
                else
                    steps.Add(links[i][Math.Min(depth, links[i].Count - 1)]);
            }
            yield return new Remedy([.. steps.GroupBy(step => step.Sentence).Select(same => same.First())]);
        }
        yield return new Remedy([.. paths.SelectMany(path => RemoveEntry(document, path))]);
    }

    private static IEnumerable<RemedyStep> RemoveEntry(ForeignDomainDocument document, AccessPath path) =>
        path.Items.Select(item => item.Name).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(item => new RemedyStep(
                RemedyKind.RemoveEntry, item, path.Entry.Abbreviated)
            { Documents = [document] });

    // Returns the steps that remove from each group on the path from the entry to the server the member through which
    // the path leads. Domino adds each server of the domain to LocalDomainServers, so that no server can be removed
    // from it.
    private static IEnumerable<RemedyStep> LinksOf(Membership membership)
    {
        for (Membership? one = membership; one?.Parent is not null; one = one.Parent)
        {
            if (one.Kind == MembershipKind.Group && one.Name != LocalDomainServers)
            {
                yield return new RemedyStep(
                    RemedyKind.RemoveMember, one.Name.Abbreviated, one.Parent.Name.Abbreviated);
            }
        }
    }

    // A group among the readers that holds servers is the place for another server.
    private static List<string> ServerGroups(DirectoryAudit audit, ForeignDomainDocument document) =>
    [
        .. from entry in document.AllowedEntries.Distinct()
           where audit.Names.Group(entry) is { CountsForAccess: true } known && audit.Names.IsOfServers(known)
           select entry.Abbreviated,
    ];

    private static IEnumerable<Remedy> Admit(
        AuditSubject subject, ForeignDomainDocument document, NotesName server, bool isLevel)
    {
        if (isLevel)
            return [new Remedy([new RemedyStep(RemedyKind.GrantAccess, server.Abbreviated)])];
        IEnumerable<Remedy> members = document.NamedServers.Contains(server)
            ? []
            : ServerGroups(subject.Audit, document)
                .Select(group => new Remedy([new RemedyStep(RemedyKind.AddMember, group, server.Abbreviated)]));
        IEnumerable<ForeignDomainDocument> hidden = document.NamedServers.Contains(server)
            ? [document]
            : subject.Domain!.Documents
                .Where(other => other.IsRestricted && !subject.Audit.Access.CanRead(server, other));
        return
        [
            .. members, Remedy.Of(RemedyKind.AddReaders, ForeignDomainEdits.ReadersName, hidden, server.Canonical),
            AddReaders(document, [server]),
        ];
    }

    private static RuleVerdict Hidden(
        AuditSubject subject, ForeignDomainDocument document, NotesName server, AccessDecision decision, string reason)
    {
        bool isLevel = decision.Rule.Id == Rule.AC1.Id;
        return RuleVerdict.Fail(reason) with
        {
            Document = document,
            Server = server,
            Item = isLevel ? null : ReadersItem(document),
            Evidence =
            [
                isLevel ? $"level in the ACL: {decision.Level}"
                    : $"admitted: {string.Join(", ", document.AllowedEntries)}",
                .. decision.Assumptions,
            ],
            Recommendation = isLevel ? $"Give {server} at least Reader access in the ACL." : null,
            Remedies = () => Admit(subject, document, server, isLevel),
            Cause = isLevel ? AclCause : string.Join(", ", ServerGroups(subject.Audit, document)),
            Repair = isLevel ? RepairNeeds.None : RepairNeeds.WriteReaders,
        };
    }

    private sealed record AccessPath(
        NotesName Server, NotesName Entry, string Chain, Membership Membership, IReadOnlyList<DominoItem> Items);
}
