using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Audit;

/// <summary>The rules about what survives a failure.</summary>
internal static class FailureChecks
{
    public static IEnumerable<RuleViolation>? SingleFailure(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        if (domain.Coexistence.Count == 0)
            return null;
        return CoexistenceServices.All.SelectMany(service => Of(domain, service));
    }

    public static IEnumerable<RuleViolation>? ConnectionToExchange(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        if (domain.Coexistence.Count == 0)
            return null;
        return
            from server in domain.Coexistence
            from service in CoexistenceServices.All
            let leg = service == CoexistenceService.FreeBusy ? "HTTP" : "SMTP"
            let outage = service == CoexistenceService.FreeBusy ? Outage.HttpDown(server) : Outage.SmtpDown(server)
            let lost = Lost(domain, service, Working(domain, service), _ => outage)
            where lost.Count > 0
            select new RuleViolation(
                $"{service.Described()} for '{domain.Name}' fails from {Count(lost)} when the {leg} connection of {server} to Exchange fails. "
                + "Domino does not fail over in this case.")
            {
                Server = server,
                Evidence = Evidence($"{{{leg} of {server} down}}", lost),
            };
    }

    private static IEnumerable<RuleViolation> Of(AuditedDomain domain, CoexistenceService service)
    {
        List<NotesName> working = Working(domain, service);
        if (working.Count < domain.Origins.Count)
        {
            List<(NotesName Origin, Outcome Outcome)> broken = Lost(domain, service, domain.Origins.Except(working), _ => Outage.None);
            yield return new RuleViolation($"{service.Described()} for '{domain.Name}' fails from {Count(broken)} although everything is up.")
            {
                Evidence = Evidence("{}", broken),
            };
        }
        foreach (NotesName server in domain.Coexistence)
        {
            Outage down = Outage.Down(server);
            List<(NotesName Origin, Outcome Outcome)> lost = Lost(domain, service, working.Where(origin => origin != server), _ => down);
            if (lost.Count > 0)
            {
                yield return new RuleViolation($"{service.Described()} for '{domain.Name}' fails from {Count(lost)} when {server} is down.")
                {
                    Server = server,
                    Severity = domain.Documents.Count == 1 ? FindingSeverity.Warning : null, // The domain was not set up for failover.
                    Evidence = Evidence($"{{{server} down}}", lost),
                };
                continue;
            }
            lost = Lost(domain, service, working.Where(origin => origin != server), origin => Outage.LinkDown(origin, server));
            if (lost.Count > 0)
            {
                yield return new RuleViolation(
                    $"{service.Described()} for '{domain.Name}' fails from {Count(lost)} when the connection to {server} is down.")
                {
                    Server = server,
                    Severity = FindingSeverity.Warning,
                    Evidence = Evidence($"{{link to {server} down}}", lost),
                };
            }
        }
    }

    private static List<NotesName> Working(AuditedDomain domain, CoexistenceService service) =>
        [.. domain.Origins.Where(origin => new Request(domain.View, service, origin).IsReached(NetworkState.AllUp))];

    private static List<(NotesName Origin, Outcome Outcome)> Lost(
        AuditedDomain domain, CoexistenceService service, IEnumerable<NotesName> origins, Func<NotesName, Outage> outage) =>
    [
        .. origins.Select(origin => (origin, new Request(domain.View, service, origin).Run(outage(origin).Network)))
            .Where(end => !end.Item2.IsReached),
    ];

    private static string Count(List<(NotesName Origin, Outcome Outcome)> lost) =>
        lost.Count == 1 ? lost[0].Origin.Abbreviated : $"{lost.Count} servers";

    private static List<string> Evidence(string cutSet, List<(NotesName Origin, Outcome Outcome)> lost) =>
        [$"cut set: {cutSet}", .. lost.Select(end => $"{end.Origin}: {end.Outcome}")];
}
