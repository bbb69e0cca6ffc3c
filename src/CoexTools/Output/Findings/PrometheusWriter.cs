using System.Globalization;
using System.Text;
using CoexTools.Audit;
using CoexTools.Audit.Rules;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Output.Findings;

/// <summary>
/// Writes findings, results of requests, and availabilities as metrics in the text format of Prometheus.
/// </summary>
internal static class PrometheusWriter
{
    /// <summary>The metric with the time of the run.</summary>
    public const string Timestamp = "coextools_run_timestamp_seconds";

    /// <summary>The metric that states whether the run succeeded.</summary>
    public const string Success = "coextools_run_success";

    /// <summary>The metric with the time of the last run that succeeded.</summary>
    public const string LastSuccess = "coextools_last_success_timestamp_seconds";

    private const string PredictedAfterRepair = " This is predicted for the state after the repair.";

    private static readonly CoexistenceRunState[] States =
        (CoexistenceRunState[])Enum.GetValues(typeof(CoexistenceRunState));

    /// <summary>Writes a run.</summary>
    public static string Write(FindingRun run)
    {
        var text = new StringBuilder();
        double now = run.Time.ToUnixTimeMilliseconds() / 1000.0;
        Append(text, Timestamp, "When the run ended, in seconds since 1970-01-01 UTC.", [new Sample("", now)],
            Enumerable.Sum);
        Append(text, Success, "Whether the run succeeded: 1, or 0 if it failed and values may be missing.",
            [new Sample("", run.HasFailed ? 0 : 1)], Enumerable.Sum);
        double? lastSuccess = run.HasFailed ? run.FormerMetrics.LastSuccess : now;
        Append(text, LastSuccess, "When the last run that succeeded ended, in seconds since 1970-01-01 UTC.",
            lastSuccess is { } time ? [new Sample("", time)] : [], Enumerable.Sum);
        Append(text, "coextools_run_state",
            "The state in which the run left its sources: 1 for this state, and 0 for the other states.",
            from state in States
            where run.State is not null
            select new Sample(Labels(("state", state.ToString())), state == run.State ? 1 : 0), Enumerable.Sum);
        // VD1: a run that failed may not have read what the former values are about.
        FormerMetrics former = run.HasFailed ? run.FormerMetrics : FormerMetrics.None;
        AppendState(text, run, "", "", former);
        if (run.BeforeRepair is { } before)
            AppendState(text, before, "_before", " This was read before the repair.", FormerMetrics.None);
        if (run.AfterRepair is { } repaired) // VD6
        {
            AppendState(text, repaired, "_after_repair", PredictedAfterRepair, FormerMetrics.None);
        }
        Append(text, "coextools_documents_not_imported",
            "The number of documents that were changed in files, and that no later export has replaced.", // VD6
            run.Repairs.Select(repair => new Sample("", repair.NotImported.Count)), Enumerable.Sum, former);
        return text.ToString();
    }

    private static void AppendState(
        StringBuilder text, FindingRun run, string suffix, string remark, FormerMetrics former)
    {
        // A rule that was met and not violated has the number 0, so that an alert can end.
        Append(text, "coextools_findings" + suffix, "The number of findings of a rule of the audit." + remark,
            from finding in run.Findings
            where finding.Outcome == FindingOutcome.Fail
                || (run.IncludesPassed && finding.Outcome == FindingOutcome.Pass)
            select new Sample(
                Labels(("rule", finding.Rule), ("severity", finding.Severity.ToString()), ("domain", finding.Domain)),
                finding.Outcome == FindingOutcome.Fail ? 1 : 0),
            Enumerable.Sum, former);
        Append(text, "coextools_accepted_findings" + suffix,
            "The number of findings of a rule that are accepted as risks." + remark,
            run.Accepted.Select(finding => new Sample(
                Labels(("rule", finding.Rule), ("severity", finding.Severity.ToString()), ("domain", finding.Domain)),
                1)),
            Enumerable.Sum, former);
        Append(text, "coextools_not_checked" + suffix, "The number of times that a rule could not be checked." + remark,
            run.NotChecked.Select(finding => new Sample(Labels(("rule", finding.Rule), ("domain", finding.Domain)), 1)),
            Enumerable.Sum, former);
        AppendConsoles(text, run, suffix, remark, former);
        Append(text, "coextools_request_answered" + suffix,
            "Whether requests from every server reach Exchange during a failure: 1, or 0. "
                + "The label failure is empty if everything works." + remark,
            from path in run.Paths
            where path.Failure is not null
            select new Sample(
                Labels(("domain", path.Domain), ("service", path.Service.ToString()), ("failure", FailureOf(path))),
                path.Reachable ? 1 : 0),
            Enumerable.Min, former);
        Append(text, "coextools_availability_ratio" + suffix,
            "The lowest probability, from 0 to 1, that a request from any server reaches Exchange." + remark,
            from availability in run.Availabilities
            select new Sample(
                Labels(("domain", availability.Domain), ("service", availability.Service.ToString())),
                availability.AvailabilityLow),
            Enumerable.Min, former);
    }

    // Each server is the subject of one of two rules: the first if no warning is predicted, the second if one is.
    private static void AppendConsoles(
        StringBuilder text, FindingRun run, string suffix, string remark, FormerMetrics former)
    {
        var consoles =
            from finding in run.Findings
            where finding.Server is not null
                && finding.Rule is ConsoleChecks.DisagreesRule or ConsoleChecks.SilentRule
            select (
                Labels: Labels(("domain", finding.Domain), ("server", finding.Server)),
                IsPredicted: finding.Rule == ConsoleChecks.SilentRule,
                Agrees: finding.Outcome switch
                {
                    FindingOutcome.Pass => true,
                    FindingOutcome.Fail or FindingOutcome.Accepted => false,
                    _ => (bool?)null,
                });
        Append(text, "coextools_console_warning_predicted" + suffix,
            "1 if the documents predict that a free/busy request makes the server print the warning about multiple "
                + "documents, 0 if they do not." + remark,
            consoles.Select(console => new Sample(console.Labels, console.IsPredicted ? 1 : 0)), Enumerable.Max,
            former);
        Append(text, "coextools_console_warning_seen" + suffix,
            "1 if the console log of the server contains the warning about multiple documents after the last change of "
                + "the documents, 0 if it contains only other lines about the domain. No sample if it contains neither."
                + (remark == PredictedAfterRepair ? "" : remark),
            from console in consoles
            where console.Agrees is not null
            select new Sample(console.Labels, console.Agrees == console.IsPredicted ? 1 : 0),
            Enumerable.Max, former);
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
        Func<IEnumerable<double>, double> combine, FormerMetrics? former = null)
    {
        List<Sample> known = [.. samples];
        IEnumerable<Sample> stale =
            (former ?? FormerMetrics.None).Stale(name, known.Select(sample => sample.Labels))
            .Select(sample => new Sample(sample.Labels, sample.Value));
        List<IGrouping<string, double>> lines =
            [.. known.Concat(stale).GroupBy(sample => sample.Labels, sample => sample.Value)
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
