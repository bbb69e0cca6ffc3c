using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Audit;

/// <summary>
/// Recommends what to do if the connection of a coexistence server to Exchange fails, before and after the repair. A
/// shutdown is recommended only if other servers then take over, and no request for any domain fails that succeeds
/// otherwise (VD4).
/// </summary>
internal static class OutageAdvice
{
    private const string Rule = "CX021";
    private const int MostServers = 4;

    /// <summary>Returns the advice for the directory as it is.</summary>
    /// <param name="audit">The audit of the directory.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="server">The server with the connection.</param>
    /// <param name="service">The service that uses the connection.</param>
    public static string Of(DirectoryAudit audit, AuditedDomain domain, NotesName server, CoexistenceService service) =>
        Monitor(domain, server, service) + (Obstacle(audit, domain, server, service) is { } obstacle
            ? $"Do not shut down {server} if its connection fails: {obstacle}."
            : $"If the connection of {server} fails, shut down {server} so that the other servers take over.");

    /// <summary>Returns the findings, those about a connection with advice for the time after the repair.</summary>
    /// <param name="audit">The audit that found them.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="repair">The repair. It is planned only if a finding is about a connection.</param>
    public static IReadOnlyList<CoexistenceFinding> WithRepair(
        DirectoryAudit audit, IReadOnlyList<CoexistenceFinding> findings, Lazy<RepairPlan> repair)
    {
        if (!findings.Any(IsAboutConnection) || repair.Value.Change.Saves.Count == 0)
            return findings;
        DirectoryAudit repaired = audit.Of(repair.Value.Change.After);
        return
        [
            .. findings.Select(
                finding => IsAboutConnection(finding) ? WithRepair(audit, finding, repaired) : finding),
        ];
    }

    private static bool IsAboutConnection(CoexistenceFinding finding) =>
        finding is { Rule: Rule, Outcome: FindingOutcome.Fail, Server: not null };

    private static CoexistenceFinding WithRepair(
        DirectoryAudit audit, CoexistenceFinding finding, DirectoryAudit repaired)
    {
        var server = new NotesName(finding.Server!);
        CoexistenceService service = CoexistenceServices.All.First(
            one => one.ToString() == finding.Identity.Aspect);
        AuditedDomain domain = DomainOf(audit);
        return Obstacle(audit, domain, server, service) is { } obstacle
            && Obstacle(repaired, DomainOf(repaired), server, service) is null
            ? finding.With(
                finding.Remedy,
                $"{Monitor(domain, server, service)}Until the repair is in effect in Domino, do not shut down {server} "
                    + $"if its connection fails: {obstacle}. After that, if its connection fails, shut down "
                    + $"{server} so that the other servers take over.")
            : finding;

        AuditedDomain DomainOf(DirectoryAudit one) =>
            one.Domains.First(other => Model.DomainName.Same(other.Name, finding.Domain!));
    }

    // Requests use the connections of the other servers after a failover.
    private static string Monitor(AuditedDomain domain, NotesName server, CoexistenceService service)
    {
        string connection = service == CoexistenceService.FreeBusy ? "HTTP" : "SMTP";
        List<string> servers =
            [.. domain.Coexistence.Where(other => other != server).Prepend(server).Select(one => one.Abbreviated)];
        return servers.Count == 1 ? $"Monitor the {connection} connection of {server} to Exchange. "
            : servers.Count == 2
                ? $"Monitor the {connection} connections of {servers[0]} and {servers[1]} to Exchange. "
            : $"Monitor the {connection} connections to Exchange of {NameList.Within(servers, MostServers)}. ";
    }

    // Returns why the server should not be shut down; null if other servers take over.
    private static string? Obstacle(
        DirectoryAudit audit, AuditedDomain domain, NotesName server, CoexistenceService service)
    {
        Outage down = Outage.Down(server);
        Outage outage = service == CoexistenceService.FreeBusy ? Outage.HttpDown(server) : Outage.SmtpDown(server);
        IReadOnlyList<FailedRequest> lost = domain.Outages.Lost(service, _ => down);
        if (lost.Count > 0)
        {
            return $"no other server takes over, because {service.InSentence()} for '{domain.Name}' also "
                + $"{FailedRequest.Verb(lost)} when {server} is down";
        }
        foreach (AuditedDomain other in audit.Domains.Where(other => other.Coexistence.Contains(server)))
        {
            foreach (CoexistenceService broken in CoexistenceServices.All)
            {
                if (other.Outages.Breaks(broken, outage, down))
                {
                    return $"{broken.InSentence()} for '{other.Name}' would then no longer reach Exchange";
                }
            }
        }
        return null;
    }
}
