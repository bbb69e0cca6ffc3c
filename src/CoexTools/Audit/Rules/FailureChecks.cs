using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Audit.Rules;

/// <summary>The rules about what survives a failure.</summary>
internal static class FailureChecks
{
    /// <summary>The rule on the connections to Exchange.</summary>
    public const string ConnectionRule = "CX021";

    public static IEnumerable<RuleVerdict>? SingleFailure(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        return domain.Coexistence.Count == 0
            ? [NoServer(subject)]
            : OfAll(domain);
    }

    public static IEnumerable<RuleVerdict>? ConnectionToExchange(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        if (domain.Coexistence.Count == 0)
            return null;
        return domain.Coexistence.SelectMany(server => ConnectionOf(subject, server));
    }

    // No query: for services, which are numbers, it has no native code.
    private static IEnumerable<RuleVerdict> ConnectionOf(AuditSubject subject, NotesName server)
    {
        AuditedDomain domain = subject.Domain!;
        foreach (CoexistenceService service in CoexistenceServices.All)
        {
            string leg = service == CoexistenceService.FreeBusy ? "HTTP" : "SMTP";
            Outage outage = service == CoexistenceService.FreeBusy ? Outage.HttpDown(server) : Outage.SmtpDown(server);
            IReadOnlyList<FailedRequest> lost = domain.Outages.Lost(service, _ => outage);
            if (lost.Count == 0)
                continue;
            yield return RuleVerdict.Fail(
                $"{service.Described()} for '{domain.Name}' {FailedRequest.Predicate(lost)} when the {leg} connection "
                    + $"of {server} to Exchange fails. {Kept(lost)}Domino does not fail over in this case.") with
            {
                Server = server,
                Aspect = service.ToString(),
                Evidence = Evidence($"{{{leg} of {server} down}}", lost),
                Recommendation = OutageAdvice.Of(subject.Audit, domain, server, service),
            };
        }
    }

    private static IEnumerable<RuleVerdict> OfAll(AuditedDomain domain)
    {
        foreach (CoexistenceService service in CoexistenceServices.All)
        {
            foreach (RuleVerdict verdict in Of(domain, service))
                yield return verdict;
        }
    }

    // The documents are there, but no request can use them.
    private static RuleVerdict NoServer(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        FieldMapItems? items = FieldMapGuess.Of(subject.Audit, domain.Documents);
        return RuleVerdict.Fail(
            $"No document for '{domain.Name}' specifies a mail server or a calendar server, so from every server, "
                + $"{FailingService.Describe(Failing())} even with everything up."
                + FieldMapGuess.Describe(items)) with
        {
            Evidence = ["cut set: {}",
                .. domain.Documents.Select(document => $"{document} {document.UniversalId}: no server")],
            Remedies = () => items is null ? [] : [FieldMapGuess.RemedyOf(items)],
        };

        IEnumerable<FailingService> Failing()
        {
            foreach (CoexistenceService service in CoexistenceServices.All)
                yield return new FailingService(service, domain.Outages.Failing(service, _ => Outage.None));
        }
    }

    private static IEnumerable<RuleVerdict> Of(AuditedDomain domain, CoexistenceService service)
    {
        IReadOnlyList<FailedRequest> broken = domain.Outages.Failing(service, _ => Outage.None);
        if (broken.Count > 0)
        {
            yield return Failure(
                domain, service, broken, $"{FailedRequest.Predicate(broken)} even with everything up", "{}",
                    aspect: "None");
        }
        foreach (NotesName server in domain.Coexistence)
        {
            IReadOnlyList<FailedRequest> lost = domain.Outages.LostWithout(server, service);
            if (lost.Count > 0)
            {
                yield return Failure(
                    domain, service, lost, $"{FailedRequest.Predicate(lost)} when {server} is down",
                        $"{{{server} down}}", "Server") with
                {
                    Server = server,
                    // The domain was not set up for failover.
                    Severity = domain.Documents.Count == 1 ? FindingSeverity.Warning : null,
                };
                continue;
            }
            lost = domain.Outages.Lost(
                service, origin => origin == server ? Outage.None : Outage.LinkDown(origin, server));
            if (lost.Count > 0)
            {
                yield return Failure(
                    domain, service, lost,
                        $"{FailedRequest.Predicate(lost)} when the connection to {server} is down",
                    $"{{link to {server} down}}", "Link") with
                {
                    Server = server,
                    Severity = FindingSeverity.Warning,
                };
            }
        }
    }

    private static RuleVerdict Failure(
        AuditedDomain domain, CoexistenceService service, IReadOnlyList<FailedRequest> requests, string what,
            string cutSet, string aspect)
    {
        List<ForeignDomainDocument> without =
            [.. domain.Documents.Where(document => ServerOf(document, service) is null)];
        string kind = service == CoexistenceService.Mail ? "mail" : "calendar";
        string silent = without.Count == 0 ? ""
            : $"{string.Join(" and ", without)} {(without.Count == 1 ? "does" : "do")} not specify a {kind} server.";
        return RuleVerdict.Fail(
            $"{service.Described()} for '{domain.Name}' {what}. {Kept(requests)}{silent}".TrimEnd()) with
        {
            Aspect = $"{service} {aspect}",
            Evidence = Evidence(cutSet, requests),
            BlindOrigins = requests.All(request => request.Outcome.Server == request.Origin)
                ? [.. requests.Select(request => request.Origin)] : [],
        };
    }

    private static string Kept(IReadOnlyList<FailedRequest> requests) =>
        requests.All(request => request.Outcome.Status.IsWaiting) ? "The router keeps it and tries again. " : "";

    private static NotesName? ServerOf(ForeignDomainDocument document, CoexistenceService service) =>
        service == CoexistenceService.Mail ? document.MailServerName : document.CalendarServerName;

    private static List<string> Evidence(string cutSet, IReadOnlyList<FailedRequest> lost) =>
        [$"cut set: {cutSet}", .. lost.Select(request => request.ToString())];
}
