using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>The rules on what survives a failure.</summary>
internal static class FailureChecks
{
    public static IEnumerable<RuleViolation>? SingleFailure(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        if (domain.Coexistence.Count == 0)
            return null;
        return Requests.Kinds.SelectMany(kind => Of(domain, kind));
    }

    public static IEnumerable<RuleViolation>? ConnectionToExchange(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        if (domain.Coexistence.Count == 0)
            return null;
        return
            from server in domain.Coexistence
            from kind in Requests.Kinds
            let failure = kind == RequestKind.FreeBusy ? Failure.Http(server) : Failure.Smtp(server)
            let lost = Lost(domain, kind, Working(domain, kind), _ => failure)
            where lost.Count > 0
            select new RuleViolation($"{Requests.Told(kind)} for '{domain.Name}' fails from {Count(lost)} when the {(kind == RequestKind.FreeBusy ? "HTTP" : "SMTP")} connection of {server} to Exchange fails: there is no failover for it.")
            {
                Server = server,
                Evidence = Evidence($"{{{failure.Name}}}", lost),
            };
    }

    private static IEnumerable<RuleViolation> Of(AuditedDomain domain, RequestKind kind)
    {
        List<NotesName> working = Working(domain, kind);
        if (working.Count < domain.Origins.Count)
        {
            List<(NotesName Origin, RequestEnd End)> broken = Lost(domain, kind, domain.Origins.Except(working), _ => Failure.None);
            yield return new RuleViolation($"{Requests.Told(kind)} for '{domain.Name}' fails from {Count(broken)} while everything works.") { Evidence = Evidence("{}", broken) };
        }
        foreach (NotesName server in domain.Coexistence)
        {
            List<(NotesName Origin, RequestEnd End)> lost = Lost(domain, kind, working.Where(origin => origin != server), _ => Failure.Down(server));
            if (lost.Count > 0)
            {
                yield return new RuleViolation($"{Requests.Told(kind)} for '{domain.Name}' fails from {Count(lost)} when {server} is down.")
                {
                    Server = server,
                    Severity = domain.Documents.Count == 1 ? FindingSeverity.Warning : null, // Nobody set it up to survive.
                    Evidence = Evidence($"{{{server} down}}", lost),
                };
                continue;
            }
            lost = Lost(domain, kind, working.Where(origin => origin != server), origin => Failure.Cut(origin, server));
            if (lost.Count > 0)
            {
                yield return new RuleViolation($"{Requests.Told(kind)} for '{domain.Name}' fails from {Count(lost)} when the connection to {server} is down.")
                {
                    Server = server,
                    Severity = FindingSeverity.Warning,
                    Evidence = Evidence($"{{link to {server} down}}", lost),
                };
            }
        }
    }

    private static List<NotesName> Working(AuditedDomain domain, RequestKind kind) =>
        [.. domain.Origins.Where(origin => Requests.Follow(domain.View, origin, kind, Failure.None.Network).IsAnswered)];

    private static List<(NotesName Origin, RequestEnd End)> Lost(AuditedDomain domain, RequestKind kind, IEnumerable<NotesName> origins, Func<NotesName, Failure> failure) =>
        [.. origins.Select(origin => (origin, Requests.Follow(domain.View, origin, kind, failure(origin).Network))).Where(end => !end.Item2.IsAnswered)];

    private static string Count(List<(NotesName Origin, RequestEnd End)> lost) => lost.Count == 1 ? lost[0].Origin.Abbreviated : $"{lost.Count} servers";

    private static List<string> Evidence(string cutSet, List<(NotesName Origin, RequestEnd End)> lost) =>
        [$"cut set: {cutSet}", .. lost.Select(end => $"{end.Origin}: {end.End}")];
}
