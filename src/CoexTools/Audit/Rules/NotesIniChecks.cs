using CoexTools.Model;

namespace CoexTools.Audit.Rules;

/// <summary>The rules on notes.ini, each file by itself.</summary>
internal static class NotesIniChecks
{
    public static IEnumerable<RuleVerdict>? ExchangeDomain(AuditSubject subject) =>
        subject.Audit.NotesIni.Count == 0
            ? null : subject.Audit.NotesIni.SelectMany(ini => ExchangeDomain(subject, ini));

    public static IEnumerable<RuleVerdict>? AlternateDomains(AuditSubject subject) =>
        subject.Audit.NotesIni.Count == 0
            ? null : subject.Audit.NotesIni.SelectMany(ini => AlternateDomains(subject, ini));

    public static IEnumerable<RuleVerdict>? ExchangeDatabase(AuditSubject subject) =>
        subject.Audit.NotesIni.Count == 0
            ? null : subject.Audit.NotesIni.SelectMany(ini => ExchangeDatabase(subject, ini));

    public static IEnumerable<RuleVerdict>? LastLineBreak(AuditSubject subject) =>
        subject.Audit.NotesIni.Count == 0 ? null
            : from ini in subject.Audit.NotesIni
              where !ini.EndsWithLineBreak
              select RuleVerdict.Fail($"The last line of {ini.Description} does not end with a line break. "
                  + "A setting that is appended to the file becomes part of this line, and both settings are lost.")
              with
              {
                  Server = ini.Server,
                  Aspect = ini.Path,
                  Evidence = [$"file: {ini.Path}"],
                  Remedies = () => [new Remedy([new RemedyStep(RemedyKind.EndLastLine, "") { File = ini }])],
              };

    private static IEnumerable<RuleVerdict> ExchangeDatabase(AuditSubject subject, NotesIni ini)
    {
        if (ini[NotesIni.DatabaseName] is not { } database)
        {
            return
            [
                RuleVerdict.Fail($"{ini.Description} does not contain {NotesIni.DatabaseName}.") with
                {
                    Server = ini.Server,
                    Aspect = ini.Path,
                    Evidence = [$"{NotesIni.DatabaseName}: none"],
                    Remedies = () => Set(
                        ini, NotesIni.DatabaseName,
                            subject.Audit.Domains.SelectMany(domain => domain.Documents)
                                .Select(document => document.MailFile)),
                },
            ];
        }
        HashSet<string> domains = new(ini.AlternateDomains.Append(ini.ExchangeDomain ?? ""), DomainName.Comparer);
        List<ForeignDomainDocument> all = [.. subject.Audit.Domains.SelectMany(domain => domain.Documents)];
        List<ForeignDomainDocument> own =
            [.. all.Where(
                document => domains.Contains(document.Domain)
                    && (ini.Server is null || document.NamedServers.Contains(ini.Server)))];
        return
            from document in own.Count > 0 ? own : all
            where Differs(document.MailFile) || Differs(document.CalendarSystem)
            select RuleVerdict.Fail(
                $"{NotesIni.DatabaseName} in {ini.Description} is '{database}', but {document} specifies the "
                + $"gateway mail file {Quoted(document.MailFile)} and the calendar "
                + $"system {Quoted(document.CalendarSystem)}.") with
            {
                Domain = document.Domain,
                Document = document,
                Server = ini.Server,
                Evidence =
                [
                    $"{NotesIni.DatabaseName}: {database}", $"mail file: {document.MailFile ?? "none"}",
                    $"calendar system: {document.CalendarSystem ?? "none"}",
                ],
                Aspect = ini.Path,
                Remedies = () => Set(ini, NotesIni.DatabaseName, [document.MailFile, document.CalendarSystem]),
            };

        bool Differs(string? file) => file is not null && !MailFileName.IsSame(file, database);

        static string Quoted(string? file) => file is null ? "none" : $"'{file}'";
    }

    private static IEnumerable<RuleVerdict> ExchangeDomain(AuditSubject subject, NotesIni ini)
    {
        return ini.ExchangeDomain is { } domain
            ? Compare(subject, ini, domain, NotesIni.ExchangeDomainName)
            : [RuleVerdict.Fail($"{ini.Description} does not contain {NotesIni.ExchangeDomainName}.") with
                {
                    Server = ini.Server,
                    Aspect = ini.Path,
                    Evidence = [Documents(subject)],
                    Remedies = () => Set(
                        ini, NotesIni.ExchangeDomainName, Served(subject, ini).Select(domain => domain.Name)),
                }];
    }

    private static IEnumerable<RuleVerdict> AlternateDomains(AuditSubject subject, NotesIni ini)
    {
        HashSet<string> listed = new(ini.AlternateDomains.Append(ini.ExchangeDomain ?? ""), DomainName.Comparer);
        return
        [
            .. ini.AlternateDomains.SelectMany(domain => Compare(subject, ini, domain, NotesIni.AlternateDomainsName)),
            .. subject.Audit.Domains
                .Where(
                    domain => !listed.Contains(domain.Name)
                        && (ini.Server is null || domain.Coexistence.Contains(ini.Server)))
                .Select(domain =>
                RuleVerdict.Fail(
                    $"There are documents for '{domain.Name}', "
                    + $"but neither {NotesIni.ExchangeDomainName} nor {NotesIni.AlternateDomainsName} "
                    + $"in {ini.Description} contains this domain.") with
                {
                    Domain = domain.Name,
                    Server = ini.Server,
                    Severity = FindingSeverity.Information, // Other gateways have foreign domains too.
                    Evidence = [$"{NotesIni.ExchangeDomainName}={ini.ExchangeDomain}",
                        $"{NotesIni.AlternateDomainsName}={string.Join(",", ini.AlternateDomains)}"],
                    Aspect = ini.Path,
                    Remedies = () => SetAlternates(subject, ini),
                }),
        ];
    }

    private static IEnumerable<RuleVerdict> Compare(AuditSubject subject, NotesIni ini, string value, string name)
    {
        string[] same =
            [.. subject.Audit.Domains.SelectMany(domain => domain.Documents).Select(document => document.Domain)
                .Where(domain => DomainName.Same(domain, value)).Distinct()];
        List<string> evidence = [$"{name}: {value}", Documents(subject)];
        if (same.Length == 0)
        {
            yield return RuleVerdict.Fail(
                $"{name} in {ini.Description} is '{value}', but there is no document for this domain.") with
            {
                Domain = value,
                Server = ini.Server,
                Aspect = ini.Path,
                Evidence = evidence,
                Remedies = () => Correct(subject, ini, name, Served(subject, ini).Select(domain => domain.Name)),
            };
        }
        else if (!same.Contains(value, StringComparer.Ordinal))
        {
            yield return RuleVerdict.Fail(
                $"{name} in {ini.Description} is '{value}', but the documents spell it '{same[0]}'. The router is "
                    + "case-sensitive.") with
            {
                Domain = same[0],
                Server = ini.Server,
                Aspect = ini.Path,
                Evidence = evidence,
                Remedies = () => Correct(subject, ini, name, same),
            };
        }
    }

    private static string Documents(AuditSubject subject) =>
        $"domains of documents: {string.Join(", ", subject.Audit.Domains.Select(domain => domain.Name))}";

    private static IEnumerable<AuditedDomain> Served(AuditSubject subject, NotesIni ini) =>
        subject.Audit.Domains.Where(domain => ini.Server is null || domain.Coexistence.Contains(ini.Server));

    private static IEnumerable<Remedy> Set(NotesIni ini, string name, IEnumerable<string?> values) =>
        values.OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(value => new Remedy([new RemedyStep(RemedyKind.SetNotesIni, name, value) { File = ini }]));

    private static IEnumerable<Remedy> Correct(
        AuditSubject subject, NotesIni ini, string name, IEnumerable<string> domains) =>
        name == NotesIni.AlternateDomainsName ? SetAlternates(subject, ini) : Set(ini, name, domains);

    // The other domains that the server serves, as the documents spell them.
    private static IEnumerable<Remedy> SetAlternates(AuditSubject subject, NotesIni ini)
    {
        string[] others =
        [
            .. Served(subject, ini).SelectMany(domain => domain.Documents).Select(document => document.Domain)
                .Where(domain => !DomainName.Same(domain, ini.ExchangeDomain)).Distinct(DomainName.Comparer),
        ];
        return [new Remedy([new RemedyStep(
            RemedyKind.SetNotesIni, NotesIni.AlternateDomainsName, others) { File = ini }])];
    }
}
