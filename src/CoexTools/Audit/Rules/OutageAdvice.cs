using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Audit.Rules;

/// <summary>
/// Recommends what to do if the connection of a coexistence server to Exchange fails, before and after the repair. A
/// shutdown is recommended only if other servers then take over, and no request for any domain fails that succeeds
/// otherwise (VD4).
/// </summary>
internal static class OutageAdvice
{
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

    /// <summary>Returns the advice until the repair is in effect; null if the repair does not change it.</summary>
    /// <param name="audit">The audit of the directory.</param>
    /// <param name="repaired">The audit of the directory after the repair.</param>
    /// <param name="domain">The name of the domain.</param>
    /// <param name="server">The server with the connection.</param>
    /// <param name="service">The service that uses the connection.</param>
    public static string? UntilRepair(
        DirectoryAudit audit, DirectoryAudit repaired, string domain, NotesName server, CoexistenceService service)
    {
        AuditedDomain before = DomainOf(audit);
        return Obstacle(audit, before, server, service) is { } obstacle
            && Obstacle(repaired, DomainOf(repaired), server, service) is null
            ? $"{Monitor(before, server, service)}Until the repair is in effect in Domino, do not shut down {server} "
                + $"if its connection fails: {obstacle}. After that, if its connection fails, shut down {server} so "
                + "that the other servers take over."
            : null;

        AuditedDomain DomainOf(DirectoryAudit one) =>
            one.Domains.First(other => DomainName.Same(other.Name, domain));
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
