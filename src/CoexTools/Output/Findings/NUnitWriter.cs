using System.Globalization;
using System.Xml;
using CoexTools.Audit;
using CoexTools.Text;

namespace CoexTools.Output.Findings;

/// <summary>
/// Writes findings as test results in the format of NUnit 3. Each file is a suite, and each finding is a test. Warnings
/// and errors fail. Rules that could not be checked are inconclusive. Accepted findings, and rules that do not apply,
/// are skipped.
/// </summary>
internal sealed class NUnitWriter
{
    private readonly FindingRun _run;
    private readonly XmlWriter _writer;
    private int _lastId;

    private NUnitWriter(FindingRun run, XmlWriter writer)
    {
        _run = run;
        _writer = writer;
    }

    /// <summary>Writes a run.</summary>
    public static string Write(FindingRun run) =>
        TestResultXml.Document(writer => new NUnitWriter(run, writer).WriteRun());

    private void WriteRun()
    {
        var sources = FindingText.BySource(_run).ToList();
        Counts counts = Counts.Of(sources.SelectMany(source => source.Findings).Select(one => one.Finding));
        if (_run.HasFailed)
            counts = counts with { Total = counts.Total + 1, Failed = counts.Failed + 1 };
        _writer.WriteStartElement("test-run");
        WriteIdentity("CoexTools", "CoexTools");
        WriteCounts(counts);
        _writer.WriteAttributeString("random-seed", "0");
        WriteTimes();
        _writer.WriteElementString("filter", "");
        foreach ((string name, IReadOnlyList<(string Subject, CoexistenceFinding Finding)> findings) in sources)
        {
            StartSuite(name, Counts.Of(findings.Select(one => one.Finding)));
            foreach ((string subject, CoexistenceFinding finding) in findings)
                WriteCase(name, subject, finding);
            _writer.WriteEndElement();
        }
        if (_run.HasFailed)
            WriteFailure();
        _writer.WriteEndElement();
    }

    private void StartSuite(string name, Counts counts)
    {
        _writer.WriteStartElement("test-suite");
        _writer.WriteAttributeString("type", "TestSuite");
        WriteIdentity(name, name);
        _writer.WriteAttributeString("runstate", "Runnable");
        WriteCounts(counts);
        WriteTimes();
    }

    private void WriteCase(string source, string subject, CoexistenceFinding finding)
    {
        string rule = VisibleText.Of($"{finding.Rule} {finding.Name}");
        StartCase(
            $"{rule}: {subject}", $"{source}.{rule}: {subject}",
            VisibleText.Of($"CoexTools.{finding.Rule}.{finding.Name}"), ResultOf(finding),
            finding.Outcome == FindingOutcome.Accepted ? "Ignored" : null);
        _writer.WriteStartElement("properties");
        WriteProperty("Severity", finding.Severity.ToString());
        WriteProperty("Category", VisibleText.Of(finding.Rule));
        _writer.WriteEndElement();
        if (finding.IsProblem)
            WriteMessage("failure", FindingText.Details(_run, finding));
        else if (finding.Outcome == FindingOutcome.Accepted)
            WriteMessage("reason", FindingText.Acceptance(finding));
        else if (finding.Outcome is FindingOutcome.NotApplicable or FindingOutcome.NotChecked)
            WriteMessage("reason", FindingText.Reason(finding));
        else
            _writer.WriteElementString("output", FindingText.Details(_run, finding));
        _writer.WriteEndElement();
    }

    private void WriteFailure()
    {
        StartSuite("Run", new Counts(Total: 1, Passed: 0, Failed: 1, Inconclusive: 0, Skipped: 0));
        StartCase("Run", "CoexTools.Run", "CoexTools.Run", "Failed", label: "Error");
        WriteMessage("failure", "The run failed. Findings may be missing.");
        _writer.WriteEndElement();
        _writer.WriteEndElement();
    }

    private void StartCase(string name, string fullName, string className, string result, string? label = null)
    {
        _writer.WriteStartElement("test-case");
        WriteIdentity(name, fullName);
        _writer.WriteAttributeString("classname", className);
        _writer.WriteAttributeString("runstate", "Runnable");
        _writer.WriteAttributeString("seed", "0");
        _writer.WriteAttributeString("result", result);
        if (label is not null)
            _writer.WriteAttributeString("label", label);
        WriteTimes();
        _writer.WriteAttributeString("asserts", "0");
    }

    private void WriteIdentity(string name, string fullName)
    {
        _writer.WriteAttributeString("id", (_lastId++).ToString(CultureInfo.InvariantCulture));
        _writer.WriteAttributeString("name", name);
        _writer.WriteAttributeString("fullname", fullName);
    }

    private void WriteCounts(Counts counts)
    {
        _writer.Count("testcasecount", counts.Total);
        _writer.WriteAttributeString("result", counts.Result);
        _writer.Count("total", counts.Total);
        _writer.Count("passed", counts.Passed);
        _writer.Count("failed", counts.Failed);
        _writer.Count("warnings", 0);
        _writer.Count("inconclusive", counts.Inconclusive);
        _writer.Count("skipped", counts.Skipped);
        _writer.Count("asserts", 0);
    }

    private void WriteTimes()
    {
        string time = TestResultXml.Time(_run.Time, "Z");
        _writer.WriteAttributeString("start-time", time);
        _writer.WriteAttributeString("end-time", time);
        _writer.WriteAttributeString("duration", "0");
    }

    private void WriteProperty(string name, string value)
    {
        _writer.WriteStartElement("property");
        _writer.WriteAttributeString("name", name);
        _writer.WriteAttributeString("value", value);
        _writer.WriteEndElement();
    }

    private void WriteMessage(string element, string message)
    {
        _writer.WriteStartElement(element);
        _writer.WriteElementString("message", message);
        _writer.WriteEndElement();
    }

    private static string ResultOf(CoexistenceFinding finding) => finding.Outcome switch
    {
        FindingOutcome.NotApplicable or FindingOutcome.Accepted => "Skipped",
        FindingOutcome.NotChecked => "Inconclusive",
        _ => finding.IsProblem ? "Failed" : "Passed",
    };

    private sealed record Counts(int Total, int Passed, int Failed, int Inconclusive, int Skipped)
    {
        public string Result =>
            Failed > 0 ? "Failed" : Inconclusive > 0 ? "Inconclusive" : Passed > 0 || Total == 0 ? "Passed" : "Skipped";

        public static Counts Of(IEnumerable<CoexistenceFinding> findings)
        {
            ILookup<string, CoexistenceFinding> results = findings.ToLookup(ResultOf);
            return new Counts(
                results.Sum(result => result.Count()), results["Passed"].Count(), results["Failed"].Count(),
                results["Inconclusive"].Count(),
                results["Skipped"].Count());
        }
    }
}
