using System.Text;
using CoexTools.Audit;
using CoexTools.Text;

namespace CoexTools.Output.Findings;

/// <summary>Writes findings as GitHub Flavored Markdown, for the summary of a job, a wiki, or a ticket.</summary>
internal static class MarkdownWriter
{
    // A summary of a job can have one mebibyte. Half of it leaves room for others, and for characters of several bytes.
    private const int LargestText = 1 << 19;

    /// <summary>Writes a run.</summary>
    public static string Write(FindingRun run)
    {
        var text = new StringBuilder("# Coexistence findings\n\n");
        if (Summary(run) is { } summary)
            text.Append(summary).Append("\n\n");
        if (run.HasFailed)
            text.Append("**The run failed. Findings may be missing.**\n\n");
        AppendTable(text, run, null, run.Problems.OrderByDescending(finding => finding.Severity));
        AppendTable(text, run, "Not checked", run.NotChecked);
        AppendTable(text, run, "Accepted", run.Accepted);
        if (run.IncludesPassed)
        {
            AppendTable(text, run, "Passed", run.Findings.Where(finding => finding.Outcome == FindingOutcome.Pass));
            AppendTable(
                text, run, "Not applicable",
                run.Findings.Where(finding => finding.Outcome == FindingOutcome.NotApplicable));
        }
        text.Append(
            FormattableString.Invariant($"CoexTools {run.Version}, {run.Time.UtcDateTime:yyyy-MM-dd HH:mm} UTC\n"));
        return text.ToString();
    }

    // VD1: a run that failed does not say that there are no problems.
    private static string? Summary(FindingRun run)
    {
        List<FindingSeverity> problems = [.. run.Problems.Select(finding => finding.Severity)];
        if (problems.Count == 0)
            return run.HasFailed ? null : "No problems were found.";
        string[] counts =
        [
            Plural.Of(problems.Count(severity => severity == FindingSeverity.Error), "error"),
            Plural.Of(problems.Count(severity => severity == FindingSeverity.Warning), "warning"),
            Plural.Of(problems.Count(severity => severity == FindingSeverity.Information), "information message"),
        ];
        return $"{string.Join(", ", counts)}.";
    }

    private static void AppendTable(
        StringBuilder text, FindingRun run, string? heading, IEnumerable<CoexistenceFinding> findings)
    {
        List<CoexistenceFinding> all = [.. findings];
        if (all.Count == 0)
            return;
        if (heading is not null)
            text.Append("## ").Append(heading).Append("\n\n");
        text.Append("| Severity | Rule | Subject | Finding | Location |\n| --- | --- | --- | --- | --- |\n");
        int written = 0;
        while (written < all.Count && text.Length < LargestText)
            AppendRow(text, run, all[written++]);
        if (written < all.Count)
            text.Append('\n').Append(Plural.Of(all.Count - written, "more row")).Append(" did not fit here.\n");
        text.Append('\n');
    }

    private static void AppendRow(StringBuilder text, FindingRun run, CoexistenceFinding finding)
    {
        string reason = Escaped.Markdown(
            finding.Outcome == FindingOutcome.Accepted ? FindingText.Acceptance(finding) : FindingText.Reason(finding));
        string?[] cells =
        [
            finding.Severity.ToString(),
            Escaped.Markdown(VisibleText.Of($"{finding.Rule} {finding.Name}")),
            Escaped.Markdown(FindingText.Subject(finding)),
            FindingText.Recommendation(finding) is { } recommendation
                ? $"{reason}<br>To repair: {Escaped.Markdown(recommendation)}" : reason,
            FindingText.Place(run, finding) is { } place ? Escaped.Markdown(place) : "",
        ];
        text.Append("| ").Append(string.Join(" | ", cells)).Append(" |\n");
    }
}
