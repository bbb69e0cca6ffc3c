using CoexTools.Text;

namespace CoexTools.Audit;

/// <summary>The number of findings in a few words: <c>3 errors, 2 warnings, 1 informational finding</c>.</summary>
internal static class FindingTotals
{
    /// <summary>Returns what to do about findings; null if none of them failed.</summary>
    public static string? NextStep(IReadOnlyCollection<CoexistenceFinding> findings)
    {
        List<CoexistenceFinding> failed = [.. findings.Where(finding => finding.Outcome == FindingOutcome.Fail)];
        int repairable = failed.Count(finding => finding.Repairable);
        if (failed.Count == 0)
            return null;
        string repair = repairable == 0 ? ""
            : $"Repair-CoexistenceConfiguration removes {repairable} of {Plural.Of(failed.Count, "finding")}. ";
        return repair + "To display the recommendations, use Format-List.";
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
            int count = findings.Count(
                finding => finding.Outcome == FindingOutcome.Fail && finding.Severity == severity);
            return count > 0 ? [Plural.Of(count, noun)] : [];
        }

        IEnumerable<string> Other(FindingOutcome outcome, string name)
        {
            int count = findings.Count(finding => finding.Outcome == outcome);
            return count > 0 ? [$"{count} {name}"] : [];
        }
    }
}
