using CoexTools.Model;

namespace CoexTools.Audit;

/// <summary>
/// Finds out which findings <c>Repair-CoexistenceConfiguration</c> removes: it plans the repair, and looks at the directory as it would be.
/// A finding that would remain, or whose domain the repair would refuse, is not repairable.
/// </summary>
internal static class Repairability
{
    /// <summary>Returns the findings with the actual value of <see cref="CoexistenceFinding.Repairable"/>.</summary>
    /// <param name="audit">The audit that found them.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="isWanted">Which documents may be repaired.</param>
    /// <param name="repair">The repair of these documents. It is planned only if a finding may be repairable.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IEnumerable<CoexistenceFinding> Decide(
        DirectoryAudit audit, IReadOnlyList<CoexistenceFinding> findings, Func<ForeignDomainDocument, bool> isWanted,
        Lazy<RepairPlan> repair, CancellationToken cancel)
    {
        if (!findings.Any(finding => finding.Repairable))
            return findings;
        RepairPlan plan = repair.Value;
        HashSet<(string, string?, int?, string?)> left =
        [
            .. audit.Of(plan.Change.After).Run(CoexistenceRule.All.Where(rule => rule.Repairable), isWanted, cancel)
                .Where(finding => finding.Outcome == FindingOutcome.Fail).Select(finding => finding.Identity),
        ];
        Dictionary<string, string> problems = plan.Problems.GroupBy(problem => problem.Target.ToString()!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.First().Message, StringComparer.OrdinalIgnoreCase);
        return findings.Select(finding => !finding.Repairable || !left.Contains(finding.Identity)
            ? finding
            : finding.AsNotRepairable(finding.Domain is { } domain && problems.TryGetValue(domain, out string? why) ? $"repair: {why}" : null));
    }
}
