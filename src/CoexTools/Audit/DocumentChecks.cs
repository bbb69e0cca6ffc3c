using CoexTools.Model;

namespace CoexTools.Audit;

/// <summary>The rules about the content of documents.</summary>
internal static class DocumentChecks
{
    public static IEnumerable<RuleViolation>? OnlyOneDocument(AuditSubject subject) => subject.Domain!.Documents.Count > 1
        ? []
        : [new RuleViolation($"'{subject.Domain.Name}' has only one document. If its server fails, free/busy and mail fail.")
            { Document = subject.Domain.Documents[0], Evidence = [subject.Domain.Documents[0].ToString()] }];

    public static IEnumerable<RuleViolation>? ServersDiffer(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (document.MailServerName is null || document.CalendarServerName is null)
            return null;
        return document.MailServerName == document.CalendarServerName
            ? []
            : [new RuleViolation($"{document} specifies the mail server {document.MailServer}, but the calendar server {document.CalendarServer}.")
                {
                    Item = document.FieldSource.CalendarServer,
                    Evidence = [$"mail server: {document.MailServer}", $"calendar server: {document.CalendarServer}"],
                }];
    }

    public static IEnumerable<RuleViolation>? CalendarBlank(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (document.CalendarServerName is null)
            yield return new RuleViolation(
                $"{document} does not specify a calendar server. Free/busy fails, and invitations bounce while plain mail works.")
            {
                Item = document.FieldSource.CalendarServer,
                Evidence = [$"mail server: {document.MailServer ?? "none"}", "calendar server: none"],
            };
        else if (document.CalendarSystem is null)
            yield return new RuleViolation($"{document} does not specify a calendar system.")
            {
                Item = document.FieldSource.CalendarSystem,
                Severity = FindingSeverity.Warning,
                Evidence = [$"mail file: {document.MailFile ?? "none"}", "calendar system: none"],
            };
    }

    public static IEnumerable<RuleViolation>? MailFilesDiffer(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (document.MailFile is null || document.CalendarSystem is null)
            return null;
        return string.Equals(document.MailFile, document.CalendarSystem, StringComparison.OrdinalIgnoreCase)
            ? []
            : [new RuleViolation(
                $"{document} specifies the gateway mail file '{document.MailFile}', but the calendar system '{document.CalendarSystem}'.")
                {
                    Item = document.FieldSource.CalendarSystem,
                    Evidence = [$"mail file: {document.MailFile}", $"calendar system: {document.CalendarSystem}"],
                }];
    }

    public static IEnumerable<RuleViolation>? SameServerTwice(AuditSubject subject) =>
        from server in subject.Domain!.Coexistence
        let documents = subject.Domain.Documents.Where(document => document.NamedServers.Contains(server)).ToList()
        where documents.Count > 1
        select new RuleViolation(
            $"{documents.Count} documents for '{subject.Domain.Name}' name {server}. It sees several documents, regardless of their readers.")
        {
            Server = server,
            Evidence = [.. documents.Select(document => $"{document} {document.UniversalId}")],
        };

    public static IEnumerable<RuleViolation>? ConflictDocument(AuditSubject subject) =>
        subject.Document!.IsConflict
            ? [new RuleViolation($"{subject.Document} is a replication or save conflict. It counts as a separate document.")
                { Item = ForeignDomainDocument.ConflictName, Evidence = [$"item: {ForeignDomainDocument.ConflictName}"] }] // OR6
            : [];

    public static IEnumerable<RuleViolation>? DomainRestriction(AuditSubject subject)
    {
        List<(ForeignDomainDocument Document, string Text)> restrictions =
            [.. subject.Domain!.Documents.Select(document => (document, Restriction(document)))];
        if (restrictions.All(restriction => restriction.Text.Length == 0))
            return [];
        bool differ = restrictions.Select(restriction => restriction.Text).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1;
        return
            from restriction in restrictions
            where restriction.Text.Length > 0
            select new RuleViolation(differ
                ? $"{restriction.Document} allows or denies mail by the sender's domain, and the documents for '{subject.Domain.Name}' differ. "
                    + "A failover changes which senders are refused."
                : $"{restriction.Document} allows or denies mail by the sender's domain. Predictions do not take this into account.")
            {
                Document = restriction.Document,
                Item = ForeignDomainDocument.RestrictionNames.First(item => restriction.Document.Document.Values(item).Any()),
                Severity = differ ? FindingSeverity.Warning : null,
                Evidence = [.. restrictions.Select(other => $"{other.Document}: {(other.Text.Length == 0 ? "no restriction" : other.Text)}")],
                Recommendation = differ ? "Specify the same allowed and denied domains in all documents of the domain." : null,
            };
    }

    // The order of the values does not matter: 'AllowFromDomains: Acme; DenyFromDomains: Other'.
    private static string Restriction(ForeignDomainDocument document) => string.Join("; ",
        from item in ForeignDomainDocument.RestrictionNames
        let values = document.Document.Values(item).Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderBy(value => value, StringComparer.OrdinalIgnoreCase).ToList()
        where values.Count > 0
        select $"{item}: {string.Join(", ", values)}");
}
