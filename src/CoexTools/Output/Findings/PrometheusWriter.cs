using System.Globalization;
using System.Text;
using CoexTools.Audit;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Output.Findings;

/// <summary>
/// Writes findings, results of requests, and availabilities as metrics in the text format of Prometheus.
/// </summary>
internal static class PrometheusWriter
{
    /// <summary>Writes a run.</summary>
    public static string Write(FindingRun run)
    {
        var text = new StringBuilder();
        Append(text, "coextools_run_timestamp_seconds", "When the run ended, in seconds since 1970-01-01 UTC.",
            [new Sample("", run.Time.ToUnixTimeMilliseconds() / 1000.0)], Enumerable.Sum);
        Append(
            text, "coextools_run_success", "Whether the run succeeded: 1, or 0 if it failed and values may be missing.",
            [new Sample("", run.HasFailed ? 0 : 1)], Enumerable.Sum);
        AppendState(text, run, "", "");
        if (run.AfterRepair is { } repaired)
            AppendState(text, repaired, "_after_repair", " This is predicted for the state after the repair."); // VD6
        Append(text, "coextools_documents_not_imported",
            "The number of documents that were changed in files, and that no later export has replaced.", // VD6
            run.Repairs.Select(repair => new Sample("", repair.NotImported.Count)), Enumerable.Sum);
        return text.ToString();
    }

    private static void AppendState(StringBuilder text, FindingRun run, string suffix, string remark)
    {
        // A rule that was met and not violated has the number 0, so that an alert can end.
        Append(text, "coextools_findings" + suffix, "The number of findings of a rule of the audit." + remark,
            from finding in run.Findings
            where finding.Outcome == FindingOutcome.Fail
                || (run.IncludesPassed && finding.Outcome == FindingOutcome.Pass)
            select new Sample(
                Labels(("rule", finding.Rule), ("severity", finding.Severity.ToString()), ("domain", finding.Domain)),
                finding.Outcome == FindingOutcome.Fail ? 1 : 0),
            Enumerable.Sum);
        Append(text, "coextools_accepted_findings" + suffix,
            "The number of findings of a rule that are accepted as risks." + remark,
            run.Accepted.Select(finding => new Sample(
                Labels(("rule", finding.Rule), ("severity", finding.Severity.ToString()), ("domain", finding.Domain)),
                1)),
            Enumerable.Sum);
        Append(text, "coextools_not_checked" + suffix, "The number of times that a rule could not be checked." + remark,
            run.NotChecked.Select(finding => new Sample(Labels(("rule", finding.Rule), ("domain", finding.Domain)), 1)),
            Enumerable.Sum);
        Append(text, "coextools_request_answered" + suffix,
            "Whether requests from every server reach Exchange during a failure: 1, or 0. "
                + "The label failure is empty if everything works." + remark,
            from path in run.Paths
            where path.Failure is not null
            select new Sample(
                Labels(("domain", path.Domain), ("service", path.Service.ToString()), ("failure", FailureOf(path))),
                path.Reachable ? 1 : 0),
            Enumerable.Min);
        Append(text, "coextools_availability_ratio" + suffix,
            "The lowest probability, from 0 to 1, that a request from any server reaches Exchange." + remark,
            from availability in run.Availabilities
            select new Sample(
                Labels(("domain", availability.Domain), ("service", availability.Service.ToString())),
                availability.AvailabilityLow),
            Enumerable.Min);
    }

    private static string FailureOf(PathResult path) =>
        string.Join(", ", path.Failure!.OrderBy(failure => failure, StringComparer.Ordinal));

    private static string Labels(params (string Name, string? Value)[] labels) =>
        $"{{{string.Join(",", labels.Select(label => $"{label.Name}=\"{Value(label.Value ?? "")}\""))}}}";

    private static string Value(string text) => Escaped.Quotation(VisibleText.Of(text));

    // Each combination of labels must be unique. They have a fixed order, so that the same findings result in the same
    // text. A metric without a sample is left out.
    private static void Append(
        StringBuilder text, string name, string help, IEnumerable<Sample> samples,
        Func<IEnumerable<double>, double> combine)
    {
        List<IGrouping<string, double>> lines =
            [.. samples.GroupBy(sample => sample.Labels, sample => sample.Value)
                .OrderBy(same => same.Key, StringComparer.Ordinal)];
        if (lines.Count == 0)
            return;
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name)
            .Append(" gauge\n");
        foreach (IGrouping<string, double> line in lines)
            text.Append(name).Append(line.Key).Append(' ')
                .Append(combine(line).ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private readonly record struct Sample(string Labels, double Value);
}
