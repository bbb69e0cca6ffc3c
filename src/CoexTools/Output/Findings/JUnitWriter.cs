using System.Xml;
using CoexTools.Audit;
using CoexTools.Text;

namespace CoexTools.Output.Findings;

/// <summary>
/// Writes findings as test results in the format of JUnit. Each file is a suite, and each finding is a test of the
/// class of its rule. Warnings and errors fail. Accepted findings, and rules that could not be checked or do not apply,
/// are skipped.
/// </summary>
internal static class JUnitWriter
{
    /// <summary>Writes a run.</summary>
    public static string Write(FindingRun run) => TestResultXml.Document(writer =>
    {
        var sources = FindingText.BySource(run).ToList();
        List<CoexistenceFinding> all = [.. sources.SelectMany(source => source.Findings).Select(one => one.Finding)];
        int errors = run.HasFailed ? 1 : 0;
        writer.WriteStartElement("testsuites");
        writer.WriteAttributeString("name", "CoexTools");
        writer.Count("tests", all.Count + errors);
        writer.Count("failures", all.Count(finding => finding.IsProblem));
        writer.Count("errors", errors);
        writer.WriteAttributeString("time", "0");
        foreach ((string name, IReadOnlyList<(string, CoexistenceFinding)> findings) in sources)
            WriteSuite(writer, run, name, findings);
        if (run.HasFailed)
            WriteFailure(writer, run);
        writer.WriteEndElement();
    });

    private static void WriteSuite(
        XmlWriter writer, FindingRun run, string name,
        IReadOnlyList<(string Subject, CoexistenceFinding Finding)> findings)
    {
        StartSuite(
            writer, run, name, findings.Count, findings.Count(one => one.Finding.IsProblem), errors: 0,
            findings.Count(one => IsSkipped(one.Finding)));
        foreach ((string subject, CoexistenceFinding finding) in findings)
        {
            StartCase(writer, subject, $"CoexTools.{finding.Rule}.{finding.Name}");
            if (finding.IsProblem)
            {
                writer.WriteStartElement("failure");
                writer.WriteAttributeString("message", FindingText.Reason(finding));
                writer.WriteAttributeString("type", finding.Severity.ToString());
                writer.WriteString(FindingText.Details(run, finding));
                writer.WriteEndElement();
            }
            else if (IsSkipped(finding))
            {
                writer.WriteStartElement("skipped");
                writer.WriteAttributeString(
                    "message",
                    finding.Outcome == FindingOutcome.Accepted
                        ? FindingText.Acceptance(finding)
                        : FindingText.Reason(finding));
                writer.WriteEndElement();
            }
            else
            {
                writer.WriteElementString("system-out", FindingText.Details(run, finding));
            }
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    private static void WriteFailure(XmlWriter writer, FindingRun run)
    {
        StartSuite(writer, run, "Run", tests: 1, failures: 0, errors: 1, skipped: 0);
        StartCase(writer, "Run", "CoexTools.Run");
        writer.WriteStartElement("error");
        writer.WriteAttributeString("message", "The run failed. Findings may be missing.");
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void StartSuite(
        XmlWriter writer, FindingRun run, string name, int tests, int failures, int errors, int skipped)
    {
        writer.WriteStartElement("testsuite");
        writer.WriteAttributeString("name", name);
        writer.Count("tests", tests);
        writer.Count("failures", failures);
        writer.Count("errors", errors);
        writer.Count("skipped", skipped);
        writer.WriteAttributeString("time", "0");
        writer.WriteAttributeString("timestamp", TestResultXml.Time(run.Time, suffix: ""));
    }

    private static void StartCase(XmlWriter writer, string name, string className)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("name", name);
        writer.WriteAttributeString("classname", VisibleText.Of(className));
        writer.WriteAttributeString("time", "0");
    }

    private static bool IsSkipped(CoexistenceFinding finding) =>
        finding.Outcome is FindingOutcome.NotApplicable or FindingOutcome.NotChecked or FindingOutcome.Accepted;
}
