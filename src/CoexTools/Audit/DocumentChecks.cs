using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>The rules on what documents say, and on their order.</summary>
internal static class DocumentChecks
{
    public static IEnumerable<RuleViolation>? OnlyOneDocument(AuditSubject subject) => subject.Domain!.Documents.Count > 1
        ? []
        : [new RuleViolation($"'{subject.Domain.Name}' has one document only: when its server fails, so does everything.") { Document = subject.Domain.Documents[0], Evidence = [subject.Domain.Documents[0].ToString()] }];

    public static IEnumerable<RuleViolation>? ServersDiffer(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (document.MailServerName is null || document.CalendarServerName is null)
            return null;
        return document.MailServerName == document.CalendarServerName
            ? []
            : [new RuleViolation($"{document} names {document.MailServer} for mail and {document.CalendarServer} for the calendar.") { Evidence = [$"mail server: {document.MailServer}", $"calendar server: {document.CalendarServer}"] }];
    }

    public static IEnumerable<RuleViolation>? CalendarBlank(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (document.CalendarServerName is null)
            yield return new RuleViolation($"{document} names no calendar server: free/busy finds nobody to ask, and invitations bounce while plain mail works.") { Evidence = [$"mail server: {document.MailServer ?? "none"}", "calendar server: none"] };
        else if (document.CalendarSystem is null)
            yield return new RuleViolation($"{document} names no calendar system.") { Severity = FindingSeverity.Warning, Evidence = [$"mail file: {document.MailFile ?? "none"}", "calendar system: none"] };
    }

    public static IEnumerable<RuleViolation>? MailFilesDiffer(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (document.MailFile is null || document.CalendarSystem is null)
            return null;
        return string.Equals(document.MailFile, document.CalendarSystem, StringComparison.OrdinalIgnoreCase)
            ? []
            : [new RuleViolation($"{document} has the gateway mail file '{document.MailFile}', but the calendar system '{document.CalendarSystem}'.") { Evidence = [$"mail file: {document.MailFile}", $"calendar system: {document.CalendarSystem}"] }];
    }

    public static IEnumerable<RuleViolation>? SameServerTwice(AuditSubject subject) =>
        from server in subject.Domain!.Coexistence
        let documents = subject.Domain.Documents.Where(document => document.NamedServers.Contains(server)).ToList()
        where documents.Count > 1
        select new RuleViolation($"{documents.Count} documents for '{subject.Domain.Name}' name {server}: it sees several documents, whatever their readers.")
        {
            Server = server,
            Evidence = [.. documents.Select(document => $"{document} {document.UniversalId}")],
        };

    public static IEnumerable<RuleViolation>? EqualTimes(AuditSubject subject)
    {
        if (subject.Domain!.Documents.Count < 2)
            return null;
        return
            from same in subject.Domain.Documents.Where(document => document.Modified is not null).GroupBy(document => document.Modified!.Value.UtcTicks)
            where same.Count() > 1
            let documents = same.ToList()
            select new RuleViolation($"{string.Join(" and ", documents)} were modified at the same instant: nothing tells which comes first.") // OR2
            {
                Evidence = [.. documents.Select(document => $"{document} {document.UniversalId}: {document.Document.Modified.Text}")],
                Repair = RepairStep.SaveAgain,
            };
    }

    public static IEnumerable<RuleViolation>? OrderDiffers(AuditSubject subject)
    {
        IReadOnlyList<ForeignDomainDocument> documents = subject.Domain!.Documents;
        if (documents.Count < 2)
            return null;
        if (!DocumentOrder.Assumptions(documents, OrderBy.Modified).Contains(DocumentOrder.OrderDiffers))
            return [];
        return
        [
            new RuleViolation("Modified and Revised give different orders: two servers may disagree on which document is the primary.")
            {
                Evidence = [$"by Modified: {string.Join(", ", documents)}", $"by Revised: {string.Join(", ", DocumentOrder.Sort(documents, OrderBy.Revised))}"],
                Repair = RepairStep.SaveAgain,
            },
        ];
    }

    public static IEnumerable<RuleViolation>? DomainNameCase(AuditSubject subject)
    {
        List<string> names = [.. subject.Domain!.Documents.Select(document => document.Domain).Distinct(StringComparer.Ordinal)];
        if (subject.Domain.Documents.Count < 2)
            return null;
        return names.Count == 1
            ? []
            : [new RuleViolation($"The domain is written {string.Join(" and ", names.Select(name => $"'{name}'"))}: the router takes these as different domains.") { Evidence = [.. subject.Domain.Documents.Select(document => $"{document} {document.UniversalId}")] }];
    }

    public static IEnumerable<RuleViolation>? NoServerDocument(AuditSubject subject)
    {
        if (subject.Audit.Directory.Content.Servers.Count == 0)
            return null;
        return
            from server in subject.Document!.NamedServers
            where subject.Audit.Directory.Content.Servers.All(known => known.NotesName != server)
            select new RuleViolation($"{subject.Document} names {server}, which has no Server document.") { Server = server, Evidence = [$"{subject.Audit.Directory.Content.Servers.Count} Server documents"] };
    }

    public static IEnumerable<RuleViolation>? UnknownEntry(AuditSubject subject)
    {
        DirectorySnapshot directory = subject.Audit.Directory;
        HashSet<NotesName> known =
        [
            .. directory.Servers, .. directory.Servers.Select(server => new NotesName(server.CommonName)), .. directory.AccessControlList.Entry.Select(entry => entry.NotesName),
            .. directory.AccessControlList.Entry.SelectMany(entry => entry.Role).Select(role => new NotesName(role)),
            .. directory.Content.Groups.Select(group => new NotesName(group.Name)), .. directory.Content.Groups.SelectMany(group => group.Member),
            new NotesName(DirectorySnapshot.LocalDomainServers),
        ];
        return
            from item in AccessItems(subject.Document!)
            from entry in item.Value.Select(NotesName.FromText).OfType<NotesName>().Distinct()
            where !known.Contains(entry) && !IsWildcardOfServers(entry)
            select new RuleViolation(entry.IsHierarchical
                ? $"{item.Name} of {subject.Document} names {entry}, which neither a Server document nor a group nor the ACL knows."
                : $"{item.Name} of {subject.Document} names {entry}, which is no group, name or role that the directory knows: it admits nobody.")
            {
                // Persons are not read: a name like that of a person may be right.
                Severity = entry.IsHierarchical && entry.Abbreviated[0] != '*' ? FindingSeverity.Information : FindingSeverity.Warning,
                Evidence = [$"{item.Name}: {entry.Text}"],
            };

        bool IsWildcardOfServers(NotesName entry) =>
            entry.Abbreviated == "*"
            || (entry.Abbreviated[0] == '*' && directory.Servers.Any(server => server.Ancestors.Contains(entry.Abbreviated.TrimStart('*', '/'), StringComparer.OrdinalIgnoreCase)));
    }

    public static IEnumerable<RuleViolation>? GroupWithoutAccess(AuditSubject subject) =>
        from item in AccessItems(subject.Document!)
        from entry in item.Value.Select(NotesName.FromText).OfType<NotesName>().Distinct()
        let groups = subject.Audit.Directory.Content.Groups.Where(known => new NotesName(known.Name) == entry).ToList()
        where groups.Count > 0 && groups.All(known => !known.CountsForAccess)
        select new RuleViolation($"{item.Name} of {subject.Document} names the group {entry}, which is for {(groups[0].Type == GroupType.MailOnly ? "mail only" : "denying access only")}: it admits nobody.") // AC4
        {
            Evidence = [$"{item.Name}: {entry}", $"group type: {groups[0].Type}"],
        };

    public static IEnumerable<RuleViolation>? AbbreviatedName(AuditSubject subject) =>
        from item in subject.Document!.Document.Items
        where item.IsReaders
        from text in item.Value.Select(value => value.Trim()).Distinct(StringComparer.Ordinal)
        let name = NotesName.FromText(text)
        where name is { IsHierarchical: true, IsRole: false } && name.Text == name.Abbreviated
        let canonical = DocumentEdits.Stored(subject.Audit.Directory, text)
        where subject.Audit.GroupNamed(name) is null // A group's name may have a slash, and is as it is.
        select new RuleViolation($"{item.Name} of {subject.Document} has the name {name} abbreviated; Domino stores names canonical.")
        {
            Evidence = [$"{item.Name}: {text}"],
            Recommendation = canonical == text ? null : $"Write it as {canonical}.",
            Repair = canonical != text && string.Equals(item.Name, DocumentEdits.ReadersName, StringComparison.OrdinalIgnoreCase) ? RepairStep.WriteCanonical : RepairStep.None,
        };

    private static IEnumerable<DominoItem> AccessItems(ForeignDomainDocument document) => document.Document.Items.Where(item => item.IsReaders || item.IsAuthors);
}
