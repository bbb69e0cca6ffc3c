using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Audit.Rules;

/// <summary>The rules about the names in documents: domains, servers, and readers.</summary>
internal static class NameChecks
{
    /// <summary>The rule on readers and authors that are not known.</summary>
    public const string UnknownEntryRule = "CX016";

    public static IEnumerable<RuleVerdict>? DomainNameCase(AuditSubject subject)
    {
        List<string> names = [
            .. subject.Domain!.Documents.Select(document => document.Domain).Distinct(StringComparer.Ordinal)];
        if (subject.Domain.Documents.Count < 2)
            return null;
        return names.Count == 1
            ? []
            : [RuleVerdict.Fail(
                $"The domain is spelled {string.Join(" and ", names.Select(name => $"'{name}'"))}. "
                + "The router distinguishes uppercase and lowercase. Predictions treat these names as one domain "
                + $"({DomainVisibility.DomainNameCase}).") with
                {
                    Evidence = [.. subject.Domain.Documents.Select(document => $"{document} {document.UniversalId}")],
                    Remedies = () => [.. names.Select(name => Spell(subject.Domain, name))],
                }];
    }

    private static Remedy Spell(AuditedDomain domain, string name) => new(
    [
        .. domain.Documents.Where(document => document.Domain != name && document.FieldSource.DomainName is not null)
            .GroupBy(document => document.FieldSource.DomainName!, StringComparer.OrdinalIgnoreCase)
            .Select(same => new RemedyStep(RemedyKind.SetItem, same.Key, name) { Documents = [.. same] }),
    ]);

    public static IEnumerable<RuleVerdict>? NoServerDocument(AuditSubject subject)
    {
        DirectorySnapshot directory = subject.Audit.Directory;
        if (directory.Content.Servers.Count == 0)
            return null;
        return
            from server in subject.Document!.NamedServers
            where !directory.HasServerDocument(server)
            let mayNotExist = directory.MayNotExist(server) // VD3
            select RuleVerdict.Fail($"{subject.Document} names {server}, which has no Server document"
                + (mayNotExist
                    ? $", although another coexistence server of '{subject.Domain!.Name}' has one. The server "
                        + "may not exist."
                    : ".")) with
            {
                Server = server,
                Severity = mayNotExist ? FindingSeverity.Error : null,
                Item = ItemOf(subject.Document, server),
                Evidence = [Plural.Of(directory.Content.Servers.Count, "Server document")],
            };
    }

    public static IEnumerable<RuleVerdict>? UnknownEntry(AuditSubject subject)
    {
        DirectorySnapshot directory = subject.Audit.Directory;
        return
            from item in AccessItems(subject.Document!)
            from entry in item.Value.Select(NotesName.FromText).OfType<NotesName>().Distinct()
            where !subject.Audit.Names.IsKnown(entry) && !IsWildcardOfServers(entry)
            let divided = Divided(entry)
            select RuleVerdict.Fail(divided.Count > 0
                ? $"{item.Name} of {subject.Document} contains commas: '{entry.Text}' is one value, not "
                    + $"{divided.Count}. It admits nobody."
                : entry.IsHierarchical
                ? $"{item.Name} of {subject.Document} contains {entry}, which is not in any Server document, group, "
                    + "or ACL entry."
                : $"{item.Name} of {subject.Document} contains {entry}, which is not a group, name, or role of "
                    + "the directory. The entry admits nobody.") with
            {
                // Person documents are not read. A name that could be a person's might be correct.
                Item = item.Name,
                Aspect = entry.Canonical,
                Severity = divided.Count > 0 && item.IsReaders ? FindingSeverity.Error
                    : divided.Count == 0 && entry.IsHierarchical && entry.Abbreviated[0] != '*'
                        ? FindingSeverity.Information
                    : FindingSeverity.Warning,
                Evidence = [$"{item.Name}: {entry.Text}"],
                DividedEntries = divided,
                Cause = divided.Count == 0 && !entry.IsHierarchical && !entry.IsRole
                    && directory.Content.Groups.Count == 0 ? entry.Abbreviated : null,
                Remedies = () =>
                [
                    .. divided.Count > 0 ? new[] { Remedy.Of(
                        RemedyKind.DivideEntry, item.Name, [subject.Document!], entry.Text) } : [],
                    Remedy.Of(RemedyKind.RemoveEntry, item.Name, [subject.Document!], entry.Text),
                ],
            };

        // The comma may belong to the name of a person. If one of the parts is known, it separates names.
        List<NotesName> Divided(NotesName entry)
        {
            List<NotesName> parts = [.. entry.Text.Split(',').Select(NotesName.FromText).OfType<NotesName>()];
            return parts.Count > 1 && parts.Any(subject.Audit.Names.IsKnown) ? parts : [];
        }

        bool IsWildcardOfServers(NotesName entry) =>
            entry.Abbreviated == "*"
            || (entry.Abbreviated[0] == '*'
                && directory.Servers.Any(server => server.Ancestors
                    .Contains(entry.Abbreviated.TrimStart('*', '/'), StringComparer.OrdinalIgnoreCase)));
    }

    public static IEnumerable<RuleVerdict>? GroupWithoutAccess(AuditSubject subject) =>
        from item in AccessItems(subject.Document!)
        from entry in item.Value.Select(NotesName.FromText).OfType<NotesName>().Distinct()
        let groups = subject.Audit.Names.Groups(entry)
        where groups.Count > 0 && groups.All(known => !known.CountsForAccess)
        select RuleVerdict.Fail(
            $"{item.Name} of {subject.Document} contains the group {entry}, "
            // AC4
            + $"whose type is {(groups[0].Type == GroupType.MailOnly ? "Mail only" : "Deny List only")}. The entry "
            + "admits nobody.") with
        {
            Item = item.Name,
            Aspect = entry.Canonical,
            Evidence = [$"{item.Name}: {entry}", $"group type: {groups[0].Type}"],
            Remedies = () =>
            [
                new Remedy([new RemedyStep(RemedyKind.SetGroupType, groups[0].Name)]),
                Remedy.Of(RemedyKind.RemoveEntry, item.Name, [subject.Document!], entry.Text),
            ],
        };

    public static IEnumerable<RuleVerdict>? AbbreviatedName(AuditSubject subject) =>
        from item in subject.Document!.Document.Items
        where item.IsReaders
        from text in item.Value.Select(value => value.Trim()).Distinct(StringComparer.Ordinal)
        let name = NotesName.FromText(text)
        where name is { IsHierarchical: true, IsRole: false } && name.Text == name.Abbreviated
        let canonical = ForeignDomainEdits.StoredReader(subject.Audit.Directory, text)
        where subject.Audit.Names.Group(name) is null // The name of a group can contain a slash, and is not changed.
        select RuleVerdict.Fail(
            $"{item.Name} of {subject.Document} contains the abbreviated name {name}. Domino stores canonical names.")
        with
        {
            Item = item.Name,
            Evidence = [$"{item.Name}: {text}"],
            Recommendation = canonical == text ? null : $"Replace the name with {canonical}.",
            Aspect = text,
            Remedies = () => canonical == text
                ? []
                : [Remedy.Of(RemedyKind.WriteCanonical, item.Name, [subject.Document], canonical)],
            Repair = canonical != text
                && string.Equals(item.Name, ForeignDomainEdits.ReadersName, StringComparison.OrdinalIgnoreCase)
                ? RepairNeeds.WriteCanonical : RepairNeeds.None,
        };

    // The item of a document that names a server.
    private static string? ItemOf(ForeignDomainDocument document, NotesName server) =>
        document.MailServerName == server ? document.FieldSource.MailServer : document.FieldSource.CalendarServer;

    private static IEnumerable<DominoItem> AccessItems(ForeignDomainDocument document) =>
        document.Document.Items.Where(item => item.IsReaders || item.IsAuthors);

    public static IEnumerable<RuleVerdict>? BlankDomain(AuditSubject subject) =>
        from document in subject.Audit.Directory.Unordered
        where DomainName.IsBlank(document.Domain) // OR5
        select RuleVerdict.Fail($"The document {document.UniversalId} does not specify a domain. No request uses it.")
        with
        {
            Document = document,
            Item = document.FieldSource.DomainName,
            Evidence =
                [$"mail server: {document.MailServer ?? "none"}",
                    $"calendar server: {document.CalendarServer ?? "none"}",
                    $"fields: {document.FieldSource}"],
            Remedies = () => [Remedy.Of(RemedyKind.Delete, "", [document])],
        };

    public static IEnumerable<RuleVerdict>? FlatServerName(AuditSubject subject)
    {
        return
            from name in subject.Document!.FlatServers // NM5
            let same = subject.Audit.Directory.Content.Servers.Select(server => server.NotesName).Distinct()
                .Where(server => string.Equals(server.CommonName, name.CommonName, StringComparison.OrdinalIgnoreCase))
                .ToList()
            select RuleVerdict.Fail(same.Count switch
            {
                1 => $"{subject.Document} contains the flat server name {name}. "
                    + $"CoexTools treats it as {same[0]}, the only server with this common name.",
                0 => $"{subject.Document} contains the flat server name {name}, and no Server document has this "
                    + "common name. CoexTools treats it as a separate server.",
                _ => $"{subject.Document} contains the flat server name {name}, which is the common name "
                    + $"of {string.Join(" and ", same)}. "
                    + "CoexTools treats it as a separate server.",
            }) with
            {
                Server = same.Count == 1 ? same[0] : name,
                Item = ItemOf(subject.Document, subject.Audit.Directory.Resolve(name)),
                Evidence =
                    [$"name: {name}", "servers with this common "
                        + $"name: {(same.Count == 0 ? "none" : string.Join(", ", same))}"],
                Recommendation = same.Count == 1 ? $"Write the hierarchical name: {same[0].Canonical}." : null,
                Aspect = name.Canonical,
                Remedies = () => same.Count == 1 ? [WriteServer(subject.Document, name, same[0])] : [],
            };
    }

    // Both tabs may contain the name.
    private static Remedy WriteServer(ForeignDomainDocument document, NotesName written, NotesName server)
    {
        List<string> items = [];
        if (document.MailServer == written.Abbreviated && document.FieldSource.MailServer is { } mail)
            items.Add(mail);
        if (document.CalendarServer == written.Abbreviated && document.FieldSource.CalendarServer is { } calendar)
            items.Add(calendar);
        return new Remedy([.. items
            .Select(item => new RemedyStep(RemedyKind.SetItem, item, server.Canonical) { Documents = [document] })]);
    }
}
