using CoexTools.Text;

namespace CoexTools.Audit;

/// <summary>The number of findings in a few words: <c>3 errors, 2 warnings, 1 informational finding</c>.</summary>
internal static class FindingTotals
{
    /// <summary>Returns how many findings the repair removes; null if it removes none.</summary>
    public static string? Repairable(IReadOnlyCollection<CoexistenceFinding> findings)
    {
        List<CoexistenceFinding> failed = [.. findings.Where(finding => finding.Outcome == FindingOutcome.Fail)];
        int repairable = failed.Count(finding => finding.Repairable);
        return repairable == 0
            ? null
            : $"Repair-CoexistenceConfiguration removes {repairable} of {Plural.Of(failed.Count, "finding")}.";
    }

    /// <summary>Returns the totals. Rules that are met, or do not apply, do not count.</summary>
    public static string Of(IReadOnlyCollection<CoexistenceFinding> findings)
    {
        IEnumerable<string> parts =
        [
            .. Failed(FindingSeverity.Error, "error"), .. Failed(FindingSeverity.Warning, "warning"),
            .. Failed(FindingSeverity.Information, "informational finding"),
            .. Other(FindingOutcome.Accepted, "accepted"), .. Other(FindingOutcome.NotChecked, "not checked"),
        ];
        string text = string.Join(", ", parts);
        return text.Length > 0 ? text : "No findings";

        IEnumerable<string> Failed(FindingSeverity severity, string noun)
        {
            List<CoexistenceFinding> failed =
            [
                .. findings.Where(finding => finding.Outcome == FindingOutcome.Fail && finding.Severity == severity),
            ];
            int latent = failed.Count(finding => finding.IsLatent);
            string which = latent == 0 ? "" : latent == failed.Count ? " (latent)" : $" ({latent} latent)";
            return failed.Count > 0 ? [Plural.Of(failed.Count, noun) + which] : [];
        }

        IEnumerable<string> Other(FindingOutcome outcome, string name)
        {
            int count = findings.Count(finding => finding.Outcome == outcome);
            return count > 0 ? [$"{count} {name}"] : [];
        }
    }
}
