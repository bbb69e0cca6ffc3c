using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Simulation;

namespace CoexTools.Audit.Repair;

/// <summary>
/// Finds the errors that nobody notices while everything is up: all requests for the domain reach Exchange, and the
/// error matters only in an outage.
/// </summary>
internal static class LatentErrors
{
    /// <summary>Returns the findings, latent errors marked as such.</summary>
    public static IReadOnlyList<CoexistenceFinding> Mark(
        DirectoryAudit audit, IReadOnlyList<CoexistenceFinding> findings)
    {
        var working = new Dictionary<string, bool>(DomainName.Comparer);
        return [.. findings.Select(finding => IsLatent(finding) ? finding.AsLatent() : finding)];

        bool IsLatent(CoexistenceFinding finding) =>
            finding is { Outcome: FindingOutcome.Fail, Severity: FindingSeverity.Error, Domain: { } domain }
            && DirectoryRules.Is(finding, rule => rule.IsConsequence || rule.StopsRequests) && Works(domain);

        bool Works(string name)
        {
            if (!working.TryGetValue(name, out bool works))
            {
                AuditedDomain domain = audit.Domains.First(one => DomainName.Same(one.Name, name));
                works = domain.Origins.Count > 0;
                foreach (CoexistenceService service in CoexistenceServices.All)
                    works = works && domain.Outages.Working(service).Count == domain.Origins.Count;
                working.Add(name, works);
            }
            return works;
        }
    }
}
