using CoexTools.Audit.Rules;
using CoexTools.Model;

namespace CoexTools.Audit.Repair;

/// <summary>
/// Finds out which findings <c>Repair-CoexistenceConfiguration</c> removes: it plans the repair, and looks at the
/// directory as it would be. A finding that would remain, or whose domain the repair would refuse, is not repairable.
/// </summary>
internal static class Repairability
{
    /// <summary>Returns the findings with the actual value of <see cref="CoexistenceFinding.Repairable"/>.</summary>
    /// <param name="model">The model of the audit that found them.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="isWanted">Specifies which documents may be repaired.</param>
    /// <param name="repair">The repair of these documents. It is planned only if a finding may be repairable.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IEnumerable<CoexistenceFinding> Decide(
        RemedyModel model, IReadOnlyList<CoexistenceFinding> findings, Func<ForeignDomainDocument, bool> isWanted,
        Lazy<RepairPlan> repair, CancellationToken cancel)
    {
        List<CoexistenceRule> rules =
        [
            .. DirectoryRules.All.Where(rule => !rule.IsBeyondRepair
                && findings.Any(finding => finding.Rule == rule.Id && finding.Outcome == FindingOutcome.Fail)),
        ];
        if (!rules.Any(rule => rule.Repairable))
            return findings;
        RepairPlan plan = repair.Value;
        HashSet<FindingIdentity> left = plan.Change.Saves.Count == 0
            ? [.. findings.Select(finding => finding.Identity)]
            :
            [
                .. model.After(plan).Run(rules, isWanted, cancel)
                    .Where(finding => finding.Outcome == FindingOutcome.Fail).Select(finding => finding.Identity),
            ];
        HashSet<string> decided = [.. rules.Select(rule => rule.Id)];
        Dictionary<string, string> problems = plan.Problems
            .Where(problem => problem.Domain is not null)
            .GroupBy(problem => problem.Domain!, DomainName.Comparer)
            .ToDictionary(same => same.Key, same => same.First().Error.FullMessage, DomainName.Comparer);
        return findings.Select(Decided);

        CoexistenceFinding Decided(CoexistenceFinding finding)
        {
            bool isRemoved = finding.Outcome == FindingOutcome.Fail && decided.Contains(finding.Rule)
                && !left.Contains(finding.Identity);
            return finding.Repairable == isRemoved ? finding
                : finding.With(isRemoved, !isRemoved && finding.Domain is { } domain
                    && problems.TryGetValue(domain, out string? why)
                    ? $"repair: {why}" : null);
        }
    }
}
