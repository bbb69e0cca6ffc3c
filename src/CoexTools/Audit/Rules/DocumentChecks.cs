using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Audit.Rules;

/// <summary>The rules about the content of documents.</summary>
internal static class DocumentChecks
{
    /// <summary>The rule on domains with one document.</summary>
    public const string OnlyOneDocumentRule = "CX007";

    /// <summary>The rule on documents that name the same server.</summary>
    public const string SameServerTwiceRule = "CX011";

    /// <summary>The rule on replication and save conflicts.</summary>
    public const string ConflictRule = "CX027";

    public static IEnumerable<RuleVerdict>? OnlyOneDocument(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        if (domain.Documents.Count > 1)
            return [];
        IEnumerable<string> failures =
            from server in domain.Coexistence
            let services = LostWithout(domain, server)
            where services.Count > 0
            select $" If {server} fails, {FailingService.Describe(services)}.";
        string servers = domain.Coexistence.Count switch
        {
            0 => ", and it does not specify a server",
            1 => $", so no other server can take over from {domain.Coexistence[0]}",
            _ => ", and it specifies different servers for mail and calendar",
        };
        return
        [
            RuleVerdict.Fail($"'{domain.Name}' has only one document{servers}.{string.Concat(failures)}") with
            { Document = domain.Documents[0], Evidence = [domain.Documents[0].ToString()] },
        ];
    }

    public static IEnumerable<RuleVerdict>? ServersDiffer(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (document.CalendarServerName is null)
            return null; // CX009 reports it.
        if (document.MailServerName == document.CalendarServerName)
            return [];
        return
        [
            RuleVerdict.Fail(document.MailServerName is null
                ? $"{document} specifies the calendar server {document.CalendarServer}, but no mail server. No mail "
                    + "uses this document."
                : $"{document} specifies the mail server {document.MailServer}, but the calendar server "
                    + $"{document.CalendarServer}.") with
            {
                Item = document.MailServerName is null ? document.FieldSource.MailServer
                    : document.FieldSource.CalendarServer,
                Evidence = [$"mail server: {document.MailServer ?? "none"}",
                    $"calendar server: {document.CalendarServer}"],
                Remedies = () =>
                [
                    SetProperty(document, "MailServer", document.CalendarServerName.Canonical),
                    .. document.MailServerName is { } mail
                        ? new[] { SetProperty(document, "CalendarServer", mail.Canonical) } : [],
                ],
            },
        ];
    }

    public static IEnumerable<RuleVerdict>? CalendarBlank(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (document.CalendarServerName is null)
        {
            FieldMapItems? items =
                document.NamedServers.Count == 0 ? FieldMapGuess.Of(subject.Audit, [document]) : null;
            yield return RuleVerdict.Fail(
                $"{document} does not specify a calendar server, so free/busy and invitations cannot use this document."
                + $"{Consequences(subject.Domain!)}{FieldMapGuess.Describe(items)}") with
            {
                Item = document.FieldSource.CalendarServer,
                Aspect = "Server",
                Evidence = [$"mail server: {document.MailServer ?? "none"}", "calendar server: none"],
                Remedies = () =>
                [
                    .. items is null ? Array.Empty<Remedy>() : [FieldMapGuess.RemedyOf(items)],
                    .. document.MailServerName is { } mail
                        ? new[] { SetProperty(document, "CalendarServer", mail.Canonical) } : [],
                ],
            };
        }
        else if (document.CalendarSystem is null)
        {
            yield return RuleVerdict.Fail($"{document} does not specify a calendar system.") with
            {
                Item = document.FieldSource.CalendarSystem,
                Severity = FindingSeverity.Warning,
                Aspect = "System",
                Evidence = [$"mail file: {document.MailFile ?? "none"}", "calendar system: none"],
                Remedies = () =>
                    from system in subject.Domain!.Documents.Select(other => other.CalendarSystem)
                        .Prepend(document.MailFile)
                        .OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)
                    select SetProperty(document, "CalendarSystem", system),
            };
        }
    }

    public static IEnumerable<RuleVerdict>? MailFilesDiffer(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        if (document.MailFile is null || document.CalendarSystem is null)
            return null;
        return MailFileName.IsSame(document.MailFile, document.CalendarSystem)
            ? []
            : [RuleVerdict.Fail(
                $"{document} specifies the gateway mail file '{document.MailFile}', but the calendar system "
                    + $"'{document.CalendarSystem}'. Calendar mail can then go to a different mail file than other "
                    + "mail. If no task on the server processes that file, calendar mail stays there. BTEXCHANGEDB in "
                    + "notes.ini specifies the correct mail file. Predictions do not take mail files into "
                    + "account.") with
                {
                    Item = document.FieldSource.CalendarSystem,
                    Evidence = [$"mail file: {document.MailFile}", $"calendar system: {document.CalendarSystem}"],
                    Remedies = () =>
                    [
                        SetProperty(document, "CalendarSystem", document.MailFile),
                            SetProperty(document, "MailFile", document.CalendarSystem),
                    ],
                }];
    }

    public static IEnumerable<RuleVerdict>? SameServerTwice(AuditSubject subject) =>
        from server in subject.Domain!.Coexistence
        let documents = subject.Domain.Documents.Where(document => document.NamedServers.Contains(server)).ToList()
        where documents.Count > 1
        select RuleVerdict.Fail(
            $"{documents.Count} documents for '{subject.Domain.Name}' name {server}."
            + (subject.Domain.View.TableOf(server).Seen.Count > 1
                ? " The server sees several documents, even if it can read only its own." : "")) with
        {
            Server = server,
            Evidence = [.. documents.Select(document => $"{document} {document.UniversalId}")],
            // The newest document stays, unless only another one can.
            Remedies = () => Enumerable.Range(0, documents.Count).Select(kept => new Remedy(
            [
                new RemedyStep(RemedyKind.Delete,
                    "") { Documents = [.. documents.Where((_, place) => place != kept)] },
            ])),
        };

    public static IEnumerable<RuleVerdict>? ConflictDocument(AuditSubject subject) =>
        subject.Document!.IsConflict
            ? [
                RuleVerdict.Fail($"{subject.Document} is a replication or save conflict. It counts as a "
                    + "separate document.") with
                    {
                        Item = ForeignDomainDocument.ConflictName,
                        Evidence = [subject.Document.ConflictMark],
                        Remedies = () => ResolveConflicts(subject.Domain!, [subject.Document]),
                    }] // OR6
            : [];

    /// <summary>
    /// Returns the changes that leave no conflict: the conflicts are deleted, or one of them takes the place of the
    /// documents that name the same servers.
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="conflicts">Its conflicts, those of the same servers.</param>
    public static IReadOnlyList<Remedy> ResolveConflicts(
        AuditedDomain domain, IReadOnlyList<ForeignDomainDocument> conflicts) =>
    [
        Remedy.Of(RemedyKind.Delete, "", conflicts),
        .. from kept in conflicts
           let others = domain.Documents
               .Where(other => other != kept && other.NamedServers.Intersect(kept.NamedServers).Any()).ToList()
           let resolve = new RemedyStep(RemedyKind.ResolveConflict, "") { Documents = [kept] }
           select new Remedy(others.Count == 0
               ? [resolve] : [new RemedyStep(RemedyKind.Delete, "") { Documents = others }, resolve]),
    ];

    public static IEnumerable<RuleVerdict>? DomainRestriction(AuditSubject subject)
    {
        var restrictions = subject.Domain!.Documents
            .Select(document => new { Document = document, Text = Restriction(document) }).ToList();
        if (restrictions.All(restriction => restriction.Text.Length == 0))
            return [];
        bool differ = restrictions.Select(restriction => restriction.Text)
            .Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1;
        return
            from restriction in restrictions
            where restriction.Text.Length > 0
            select RuleVerdict.Fail(differ
                ? $"{restriction.Document} allows or denies mail by the sender's domain, and the documents for "
                    + $"'{subject.Domain.Name}' differ. "
                    + "A failover changes which senders are refused."
                : $"{restriction.Document} allows or denies mail by the sender's domain. Predictions do not take this "
                    + "into account.") with
            {
                Document = restriction.Document,
                Item = ForeignDomainDocument.RestrictionNames.First(
                    item => restriction.Document.Document.Values(item).Any()),
                Severity = differ ? FindingSeverity.Warning : null,
                Evidence = [
                    .. restrictions.Select(
                        other => $"{other.Document}: {(other.Text.Length == 0 ? "no restriction" : other.Text)}")],
                Recommendation = differ
                    ? "Specify the same allowed and denied domains in all documents of the domain." : null,
            };
    }

    // The form adds the field DocumentAccess again (ED2). A document without it loses it again.
    public static Remedy SetProperty(ForeignDomainDocument document, string property, string value)
    {
        var set = new RemedyStep(RemedyKind.SetProperty, property, value) { Documents = [document] };
        return document.HasDocumentAccess
            ? new Remedy([set])
            : new Remedy([set, new RemedyStep(
                RemedyKind.RemoveField, ForeignDomainDocument.DocumentAccessName) { Documents = [document] }]);
    }

    // What fails while everything is up, and what works.
    private static string Consequences(AuditedDomain domain)
    {
        List<FailingService> failing = [];
        foreach (CoexistenceService service in CoexistenceServices.All)
        {
            if (domain.Outages.Working(service).Count < domain.Origins.Count)
                failing.Add(new FailingService(service, domain.Outages.Failing(service, _ => Outage.None)));
        }
        if (failing.Count == 0)
            return "";
        bool mailWorks = domain.Outages.Working(CoexistenceService.Mail).Count == domain.Origins.Count;
        string works = mailWorks && domain.Origins.Count > 0 ? ", while mail works" : "";
        string fails = FailingService.Describe(failing, "already ");
        return $" For '{domain.Name}' and from some servers, {fails}{works}.";
    }

    // The services that need a server.
    private static List<FailingService> LostWithout(AuditedDomain domain, NotesName server)
    {
        List<FailingService> services = [];
        foreach (CoexistenceService service in CoexistenceServices.All)
        {
            if (domain.Outages.LostWithout(server, service) is { Count: > 0 } lost)
                services.Add(new FailingService(service, lost));
        }
        return services;
    }

    // The order of the values does not matter: 'AllowFromDomains: Acme; DenyFromDomains: Other'.
    private static string Restriction(ForeignDomainDocument document) => string.Join("; ",
        from item in ForeignDomainDocument.RestrictionNames
        let values = document.Document.Values(item).Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderBy(value => value, StringComparer.OrdinalIgnoreCase).ToList()
        where values.Count > 0
        select $"{item}: {string.Join(", ", values)}");
}
