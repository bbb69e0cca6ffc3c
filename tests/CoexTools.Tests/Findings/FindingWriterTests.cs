using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using CoexTools.Audit;
using CoexTools.Output.Findings;
using CoexTools.Text;
using Json.Schema;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CoexTools.Tests;

/// <summary>
/// The files with findings: that they follow the published schemas whatever names they contain, and what they say. With
/// the environment variable COEXTOOLS_WRITE_EXAMPLES set, the expected files are written instead of compared.
/// </summary>
public sealed partial class FindingWriterTests
{
    private static readonly Dictionary<string, Func<FindingRun, string>> Writers = new()
    {
        ["Sarif.json"] = SarifWriter.Write,
        ["JUnit.xml"] = JUnitWriter.Write,
        ["NUnit.xml"] = NUnitWriter.Write,
        ["Markdown.md"] = MarkdownWriter.Write,
        ["Prometheus.prom"] = PrometheusWriter.Write,
    };

    private static readonly Lazy<JsonSchema> Sarif =
        new(() => JsonSchema.FromText(File.ReadAllText(SchemaFile("sarif-2.1.0.json"))));
    private static readonly Lazy<XmlSchemaSet> JUnit = new(() => Schema("junit_schema_4.xsd"));
    private static readonly Lazy<XmlSchemaSet> NUnit = new(() => Schema("TestResult.xsd"));

    private static readonly MarkdownPipeline GitHub =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseTaskLists().UseMathematics()
            .UseAlertBlocks().Build();

    /// <summary>The runs that every format must be able to express.</summary>
    public static TheoryData<string> RunNames => [.. AllRuns.Keys];

    public static TheoryData<string> Formats => [.. Writers.Keys];

    private static Dictionary<string, FindingRun> AllRuns { get; } = new()
    {
        ["sample"] = Runs.Sample,
        ["sample with passed"] = Runs.Sample with { IncludesPassed = true },
        ["consoles"] = Runs.Consoles with { BeforeRepair = Runs.Consoles, AfterRepair = Runs.Consoles },
        ["hostile"] = Runs.Hostile with { IncludesPassed = true },
        ["empty"] = Runs.Of(),
        ["failed"] = Runs.Sample with { HasFailed = true },
        ["failed and empty"] = Runs.Of() with { HasFailed = true },
        ["repaired"] = Runs.Sample with
        {
            State = CoexistenceRunState.Repaired, BeforeRepair = Runs.Hostile, AfterRepair = Runs.Sample,
        },
        ["unread"] = Runs.Of() with
        {
            HasFailed = true, State = CoexistenceRunState.Unknown,
            FormerMetrics = FormerMetrics.Parse(PrometheusWriter.Write(Runs.Hostile)),
        },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_text_is_the_expected_one(string format)
    {
        string text = Writers[format](Runs.Sample with { IncludesPassed = true });
        if (Environment.GetEnvironmentVariable("COEXTOOLS_WRITE_EXAMPLES") is not null)
            File.WriteAllText(Path.Combine(Metadata("ExpectedFindings"), format), text);
        else
            Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "findings", format)), text);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_same_run_results_in_the_same_text_with_a_line_feed_at_the_end(string format)
    {
        foreach (FindingRun run in AllRuns.Values)
        {
            string text = Writers[format](run);
            Assert.Equal(text, Writers[format](run));
            Assert.EndsWith("\n", text);
            Assert.DoesNotContain('\r', text);
            // No character that nobody sees, that changes the direction of text, or that is half a character.
            Assert.Equal(VisibleText.Of(text.Replace("\n", "")), text.Replace("\n", ""));
        }
    }

    [Theory]
    [MemberData(nameof(RunNames))]
    public void Sarif_follows_the_schema(string run)
    {
        var log = JsonNode.Parse(SarifWriter.Write(AllRuns[run]))!;
        Assert.Empty(Problems(log));
        JsonNode only = log["runs"]![0]!;
        // What refers to an index refers to what is there.
        Assert.All(only["results"]!.AsArray(), result =>
        {
            Assert.Equal((string?)result!["ruleId"],
                (string?)only["tool"]!["driver"]!["rules"]![(int)result["ruleIndex"]!]!["id"]);
            if (result["locations"]![0]!["physicalLocation"]?["artifactLocation"] is { } file)
                Assert
                    .Equal((string?)file["uri"], (string?)only["artifacts"]![(int)file["index"]!]!["location"]!["uri"]);
        });
        string[] prints =
            [.. only["results"]!.AsArray()
                .Select(result => (string)result!["partialFingerprints"]!["primaryLocationLineHash"]!)];
        Assert.Equal(prints.Distinct().Count(), prints.Length);
    }

    [Fact]
    public void Sarif_that_does_not_follow_the_schema_is_found()
    {
        var log = JsonNode.Parse(SarifWriter.Write(Runs.Sample))!;
        log["runs"]![0]!["results"]![0]!["level"] = "fatal";
        Assert.NotEmpty(Problems(log));
    }

    [Theory]
    [MemberData(nameof(RunNames))]
    public void JUnit_and_NUnit_follow_their_schemas(string run)
    {
        Assert.Empty(Problems(JUnit.Value, JUnitWriter.Write(AllRuns[run])));
        Assert.Empty(Problems(NUnit.Value, NUnitWriter.Write(AllRuns[run])));
    }

    [Fact]
    public void JUnit_and_NUnit_that_do_not_follow_their_schemas_are_found()
    {
        string junit = JUnitWriter.Write(Runs.Sample);
        Assert.NotEmpty(Problems(JUnit.Value, junit.Replace("<testcase name=", "<testcase title=")));
        string nunit = NUnitWriter.Write(Runs.Sample);
        // The order of the elements matters, and a result must be one of the known ones.
        Assert.NotEmpty(Problems(NUnit.Value, MoveProperties().Replace(nunit, "$2$1", 1)));
        Assert.NotEmpty(Problems(NUnit.Value, nunit.Replace("result=\"Inconclusive\"", "result=\"Unknown\"")));
    }

    [Fact]
    public void Sarif_contains_problems_with_their_place_and_what_could_not_be_checked()
    {
        JsonNode run = JsonNode.Parse(SarifWriter.Write(Runs.Sample))!["runs"]![0]!;
        Assert.Equal(
            ["CX001 error 153", "CX001 error 153", "CX020 error ", "CX020 error ", "CX010 warning 160", "CX021 note ",
                "CE009 error "],
            run["results"]!.AsArray().Select(result =>
                $"{result!["ruleId"]} {result["level"]} "
                    + $"{result["locations"]![0]!["physicalLocation"]?["region"]?["startLine"]}"));
        Assert.All(run["results"]!.AsArray(), result => Assert.Equal("fail", (string?)result!["kind"]));
        JsonNode notification = Assert.Single(run["invocations"]![0]!["toolExecutionNotifications"]!.AsArray())!;
        Assert.Equal("CE001", (string?)notification["associatedRule"]!["id"]);
        Assert.True((bool)run["invocations"]![0]!["executionSuccessful"]!);
        Assert.Equal("2026-03-29T02:30:15.250Z", (string?)run["invocations"]![0]!["endTimeUtc"]);
        Assert.Equal(
            ["names.dxl %SRCROOT% 4711", "file:///srv/other/a%20b%231.dxl  4711"],
            run["artifacts"]!.AsArray()
                .Select(file => $"{file!["location"]!["uri"]} {file["location"]!["uriBaseId"]} {file["length"]}"));
        JsonNode rule = run["tool"]!["driver"]!["rules"]!.AsArray().First(rule => (string?)rule!["id"] == "CX001")!;
        Assert.Equal(
            "It holds.\n\nTo repair: Make it hold.\n\nBasis: Inferred.\n\nSource: The manual.",
            (string?)rule["help"]!["text"]);
        Assert.Equal(("warning", "high"),
            ((string?)rule["defaultConfiguration"]!["level"], (string?)rule["properties"]!["precision"]));

        run = JsonNode.Parse(
            SarifWriter.Write(Runs.Sample with { IncludesPassed = true, HasFailed = true }))!["runs"]![0]!;
        Assert.Equal(
            ["notApplicable none", "open none", "pass none"],
            run["results"]!.AsArray().Select(result => $"{result!["kind"]} {result["level"]}")
                .Where(kind => !kind.StartsWith("fail ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.False((bool)run["invocations"]![0]!["executionSuccessful"]!);
    }

    [Fact]
    public void Fingerprints_remain_when_lines_and_other_findings_change()
    {
        CoexistenceFinding before =
            Runs.Finding(
                "CX001", "FieldShowsDocument", document: "A0", server: "DominoB/Acme", item: "DocumentAccess", line: 5);
        CoexistenceFinding after = Runs.Finding(
            "CX001", "FieldShowsDocument", document: "A0", server: "DOMINOB/Acme", item: "DocumentAccess", line: 9,
            reason: "Other words.");
        CoexistenceFinding other =
            Runs.Finding(
                "CX001", "FieldShowsDocument", document: "A1", server: "DominoB/Acme", item: "DocumentAccess", line: 5);
        Assert.Equal(Prints(Runs.Of(before)), Prints(Runs.Of(other, after)).Skip(1));
        Assert.NotEqual(Prints(Runs.Of(before)), Prints(Runs.Of(other)));
        Assert.All(Prints(Runs.Hostile), print => Assert.Matches("^[0-9a-f]{16}:[0-9]+$", print));

        static IEnumerable<string> Prints(FindingRun run) =>
            JsonNode.Parse(SarifWriter.Write(run))!["runs"]![0]!["results"]!.AsArray()
            .Select(result => (string)result!["partialFingerprints"]!["primaryLocationLineHash"]!);
    }

    [Fact]
    public void A_message_of_Sarif_has_no_link_and_no_placeholder()
    {
        CoexistenceFinding finding = Runs.Finding(
            "CX001", "FieldShowsDocument", reason: "{0} and [text](http://example.com) \\");
        string json = SarifWriter.Write(Runs.Of(finding));
        string? text = (string?)JsonNode.Parse(json)!["runs"]![0]!["results"]![0]!["message"]!["text"];
        Assert.Equal("{{0}} and \\[text\\](http://example.com) \\\\ Correct it.", text);
        string plain = SarifWriter.Write(Runs.Of(Runs.Finding("CX001", "x", reason: "It admits [NetModifier].")));
        Assert.Contains("It admits [NetModifier].", plain);
    }

    [Fact]
    public void Tests_fail_for_warnings_and_errors_and_never_pass_for_what_was_not_checked()
    {
        XElement junit = XElement.Parse(JUnitWriter.Write(Runs.Sample with { IncludesPassed = true }));
        Assert
            .Equal(("10", "6", "0"),
                ((string?)junit.Attribute("tests"), (string?)junit.Attribute(
                    "failures"), (string?)junit.Attribute("errors")));
        Assert.Equal(["names.dxl", "/srv/other/a b#1.dxl", "Exchange"], junit.Elements()
            .Select(suite => (string?)suite.Attribute("name")));
        Assert.Equal(
            [
                "CX001 failure", "CX001 failure", "CX020 failure", "CX020 failure", "CX021 system-out",
                "CX008 system-out", "CX022 skipped",
                "CX010 failure", "CE001 skipped", "CE009 failure",
            ],
            junit.Descendants("testcase")
                .Select(test => $"{((string)test.Attribute("classname")!)[10..15]} {test.Elements().Single().Name}"));
        Assert.Equal(
            10, junit.Descendants("testcase").Select(test => $"{test.Attribute("classname")} {test.Attribute("name")}")
                .Distinct().Count());
        Assert.Contains("At: names.dxl:153", junit.Descendants("failure").First().Value);

        XElement nunit = XElement.Parse(NUnitWriter.Write(Runs.Sample with { IncludesPassed = true }));
        Assert.Equal(
            ["Failed", "Failed", "Failed", "Failed", "Passed", "Passed", "Skipped", "Failed", "Inconclusive", "Failed"],
            nunit.Descendants("test-case").Select(test => (string?)test.Attribute("result")));
        Assert.Equal(
            ["10", "2", "6", "1", "1"],
            new[] { "total", "passed", "failed", "inconclusive", "skipped" }.Select(
                name => (string?)nunit.Attribute(name)));
        Assert.Equal("Failed", (string?)nunit.Attribute("result"));

        // Without the passed ones, what was not checked remains. A failed run fails, even without findings.
        Assert.Equal(8, XElement.Parse(JUnitWriter.Write(Runs.Sample)).Descendants("testcase").Count());
        Assert.Equal("Passed", (string?)XElement.Parse(NUnitWriter.Write(Runs.Of())).Attribute("result"));
        Assert.Equal(
            "Failed", (string?)XElement.Parse(NUnitWriter.Write(Runs.Of() with { HasFailed = true }))
                .Attribute("result"));
        Assert.Equal(
            "1", (string?)XElement.Parse(JUnitWriter.Write(Runs.Of() with { HasFailed = true })).Attribute("errors"));
    }

    [Fact]
    public void Markdown_of_hostile_names_has_only_text_in_its_tables()
    {
        string text = MarkdownWriter.Write(Runs.Hostile with { IncludesPassed = true });
        MarkdownDocument document = Markdown.Parse(text, GitHub);
        Assert.Equal(
            [
                "HeadingBlock", "HeadingBlock", "HeadingBlock", "HeadingBlock", "HeadingBlock", "ParagraphBlock",
                "ParagraphBlock", "Table",
                "Table", "Table", "Table", "Table",
            ],
            document.Select(block => block.GetType().Name).Order(StringComparer.Ordinal));
        Assert.All(document.Descendants<Inline>(), inline =>
            Assert.True(
                inline is LiteralInline or HtmlEntityInline or HtmlInline { Tag: "<br>" }
                    || inline.GetType() == typeof(ContainerInline),
                $"{inline.GetType().Name}: {inline}"));
        Assert.All(document.OfType<Markdig.Extensions.Tables.Table>().SelectMany(table => table),
            row => Assert.Equal(5, ((Markdig.Extensions.Tables.TableRow)row).Count));
        string shown = string.Concat(document.Descendants<LeafInline>().Select(inline => inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            _ => "\n",
        }));
        foreach (string name in Pictures.Hostile.Concat(Runs.MoreHostile))
            Assert.Contains("Reason " + VisibleText.Of(name), shown);
    }

    [Fact]
    public void Markdown_that_would_be_too_long_says_what_is_missing()
    {
        CoexistenceFinding[] findings =
            [.. Enumerable.Range(0, 5_000).Select(_ => Runs.Finding("CX001", "x", reason: new string('x', 200)))];
        string text = MarkdownWriter.Write(Runs.Of(findings));
        Assert.InRange(text.Length, 1 << 19, 1 << 20);
        Match left = Left().Match(text);
        Assert.Equal(
            5_000, int.Parse(left.Groups[1].Value)
                + text.Split('\n').Count(line => line.StartsWith("| Error ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Metrics_combine_findings_and_the_servers_where_requests_start()
    {
        string[] lines = PrometheusWriter.Write(Runs.Sample with { IncludesPassed = true }).Split('\n');
        Assert.Contains("coextools_run_timestamp_seconds 1774751415.25", lines);
        Assert.Contains("coextools_run_success 1", lines);
        Assert.Contains("coextools_findings{rule=\"CX001\",severity=\"Error\",domain=\"BTEx\"} 2", lines);
        Assert.Contains("coextools_findings{rule=\"CX008\",severity=\"Warning\",domain=\"BTEx\"} 0", lines);
        Assert.Contains("coextools_not_checked{rule=\"CE001\",domain=\"domino.acme.com\"} 1", lines);
        Assert.Equal(
            [
                "coextools_request_answered{domain=\"BTEx\",service=\"Calendar\",failure=\"DominoA/Acme SMTP\"} 0",
                "coextools_request_answered{domain=\"BTEx\",service=\"FreeBusy\",failure=\"\"} 1",
                "coextools_request_answered{domain=\"BTEx\",service=\"FreeBusy\",failure=\"DominoA/Acme\"} 0",
                "coextools_request_answered{domain=\"BTEx\",service=\"Mail\",failure=\"DominoA/Acme HTTP, "
                    + "DominoB/Acme\"} 1",
            ],
            lines.Where(line => line.StartsWith("coextools_request", StringComparison.Ordinal)));
        Assert.Contains("coextools_availability_ratio{domain=\"BTEx\",service=\"FreeBusy\"} 0.75", lines);
        Assert.DoesNotContain("coextools_findings{rule=\"CX008\"", PrometheusWriter.Write(Runs.Sample));
        Assert.Contains("coextools_run_success 0\n", PrometheusWriter.Write(Runs.Of() with { HasFailed = true }));
        Assert.DoesNotContain("coextools_findings", PrometheusWriter.Write(Runs.Of()));
    }

    [Fact]
    public void Metrics_have_what_is_predicted_and_seen_on_each_console()
    {
        const string Metric = "coextools_console_warning_";
        Assert.Equal(
            [
                "predicted{domain=\"BTEx\",server=\"DominoA/Acme\"} 0",
                "predicted{domain=\"BTEx\",server=\"DominoB/Acme\"} 0",
                "predicted{domain=\"BTEx\",server=\"Hub01/Acme\"} 1",
                "predicted{domain=\"BTEx\",server=\"Mail01/Acme\"} 1",
                "predicted{domain=\"BTEx\",server=\"Mail02/Acme\"} 1",
                "predicted{domain=\"BTEx\",server=\"Mail03/Acme\"} 0",
                "seen{domain=\"BTEx\",server=\"DominoA/Acme\"} 1",
                "seen{domain=\"BTEx\",server=\"DominoB/Acme\"} 0",
                // The log of Hub01 shows nothing.
                "seen{domain=\"BTEx\",server=\"Mail01/Acme\"} 0",
                "seen{domain=\"BTEx\",server=\"Mail02/Acme\"} 1",
                "seen{domain=\"BTEx\",server=\"Mail03/Acme\"} 1",
            ],
            from line in PrometheusWriter.Write(Runs.Consoles).Split('\n')
            where line.StartsWith(Metric, StringComparison.Ordinal)
            select line[Metric.Length..]);
    }

    [Fact]
    public void The_state_is_one_of_all_states()
    {
        string text = PrometheusWriter.Write(Runs.Sample with { State = CoexistenceRunState.Refused });
        Assert.Equal(
            from state in Enum.GetNames<CoexistenceRunState>().Order(StringComparer.Ordinal)
            select $"coextools_run_state{{state=\"{state}\"}} {(state == "Refused" ? 1 : 0)}",
            text.Split('\n').Where(line => line.StartsWith("coextools_run_state{", StringComparison.Ordinal)));
        Assert.DoesNotContain("coextools_run_state", PrometheusWriter.Write(Runs.Sample));
    }

    [Fact]
    public void Findings_before_a_repair_are_metrics_of_their_own()
    {
        string[] lines = PrometheusWriter.Write(Runs.Of() with { BeforeRepair = Runs.Sample }).Split('\n');
        Assert.Contains("coextools_findings_before{rule=\"CX001\",severity=\"Error\",domain=\"BTEx\"} 2", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("coextools_findings{", StringComparison.Ordinal));
    }

    [Fact]
    public void Metrics_of_an_earlier_run_are_marked_if_nothing_could_be_read()
    {
        const string Finding = "coextools_findings{rule=\"CX001\",severity=\"Error\",domain=\"BTEx\"";
        FindingRun good = Runs.Sample with { State = CoexistenceRunState.Healthy };
        string first = PrometheusWriter.Write(good);
        FindingRun down = Runs.Of() with
        {
            Time = good.Time.AddDays(1), HasFailed = true, FormerMetrics = FormerMetrics.Parse(first),
        };
        string second = PrometheusWriter.Write(down);
        Assert.Contains("coextools_run_success 0\n", second);
        Assert.Contains("coextools_run_timestamp_seconds 1774837815.25\n", second);
        Assert.Contains("coextools_last_success_timestamp_seconds 1774751415.25\n", second);
        Assert.Contains(Finding + ",stale=\"true\"} 2\n", second);
        Assert.DoesNotContain(Finding + "}", second);
        Assert.All(
            second.Split('\n').Where(line => line.Contains('{')),
            line => Assert.Contains(",stale=\"true\"}", line));
        // The marks and the time remain while the directory cannot be read, and end when it is read again.
        string third = PrometheusWriter.Write(down with { FormerMetrics = FormerMetrics.Parse(second) });
        Assert.Equal(second, third);
        string fourth = PrometheusWriter.Write(good with { FormerMetrics = FormerMetrics.Parse(third) });
        Assert.Equal(first, fourth);
    }

    [Fact]
    public void Metrics_of_an_earlier_run_are_replaced_if_a_run_that_failed_has_new_ones()
    {
        const string Finding = "coextools_findings{rule=\"CX001\",severity=\"Error\",domain=\"BTEx\"";
        string first = PrometheusWriter.Write(Runs.Sample);
        // Another source was not read.
        FindingRun half = Runs.Of([.. Runs.Sample.Findings.Take(1)]) with
        {
            HasFailed = true, FormerMetrics = FormerMetrics.Parse(first),
        };
        string second = PrometheusWriter.Write(half);
        Assert.Contains(Finding + "} 1\n", second);
        Assert.DoesNotContain(Finding + ",stale", second);
        string[] others =
        [
            .. first.Split('\n')
                .Where(line => line.Contains('{') && !line.StartsWith(Finding, StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(others);
        Assert.All(others, line => Assert.Contains(line.Replace("}", ",stale=\"true\"}"), second.Split('\n')));
        // The next run that fails has the same values.
        Assert.Equal(second, PrometheusWriter.Write(half with { FormerMetrics = FormerMetrics.Parse(second) }));
        // A run that succeeds has only its own values.
        Assert.DoesNotContain(
            "stale",
            PrometheusWriter.Write(half with { HasFailed = false, FormerMetrics = FormerMetrics.Parse(second) }));
    }

    [Fact]
    public void Rules_on_the_directory_do_not_replace_the_metrics_of_documents_that_cannot_be_read_anymore()
    {
        FindingRun lost = Runs.Of(
            Runs.Finding("CX035", "NothingToAudit", domain: null),
            Runs.Finding("CX038", "AclUnknown", outcome: FindingOutcome.Pass, domain: null)) with
        {
            HasFailed = true, FormerMetrics = FormerMetrics.Parse(PrometheusWriter.Write(Runs.Sample)),
        };
        Assert.True(lost.NotAudited.Any());
        Assert.Contains(
            "coextools_findings{rule=\"CX001\",severity=\"Error\",domain=\"BTEx\",stale=\"true\"} 2\n",
            PrometheusWriter.Write(lost));
    }

    [Fact]
    public void Lines_that_are_not_metrics_of_CoexTools_are_not_kept()
    {
        string text = PrometheusWriter.Write(Runs.Of() with
        {
            HasFailed = true,
            FormerMetrics = FormerMetrics.Parse(
                "coextools_findings{rule=\"CX001\"} 1\nother_metric 1\ncoextools_findings{x=\"} 1\n"
                + "coextools_findings{rule=\"a\"} 1 }\n{\ncoextools_findings{rule=\"b\"} 1-2"),
        });
        Assert.Contains("coextools_findings{rule=\"CX001\",stale=\"true\"} 1\n", text);
        Assert.Equal(1, text.Split("stale").Length - 1);
        Assert.DoesNotContain("other", text);
        Assert.DoesNotContain("last_success", text);
    }

    [Theory]
    [MemberData(nameof(RunNames))]
    public void Metrics_follow_the_text_format(string run)
    {
        string text = PrometheusWriter.Write(AllRuns[run]);
        string[] lines = text.Split('\n')[..^1];
        Assert.All(lines, line => Assert.Matches(MetricLine(), line));
        string[] samples = [.. lines.Where(line => line[0] != '#').Select(line => line[..line.LastIndexOf(' ')])];
        Assert.Equal(samples.Distinct().Count(), samples.Length);
        // Each metric has its help and its type once, before its samples.
        Assert.Equal(
            samples.Select(sample => sample.Split('{')[0]).Distinct(),
            lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal))
                .Select(line => line.Split(' ')[2]));
    }

    [Theory]
    [MemberData(nameof(RunNames))]
    public void Promtool_accepts_the_metrics(string run)
    {
        (int exitCode, string output) = Promtool(PrometheusWriter.Write(AllRuns[run]));
        Assert.True(exitCode == 0 && output.Length == 0, output);
    }

    [Fact]
    public void Promtool_finds_metrics_that_are_not_valid() =>
        Assert.NotEqual(0, Promtool("coextools_findings{rule=\"a\"b\"} 1\n").ExitCode);

    [Theory]
    [InlineData("/srv/domino/names.dxl", "/srv/domino", false, "names.dxl", "names.dxl", true)]
    [InlineData("/srv/domino/a b/n%41#?.dxl", "/srv/domino/", false, "a b/n%41#?.dxl", "a%20b/n%2541%23%3F.dxl", true)]
    [InlineData(
        "/srv/domino2/names.dxl", "/srv/domino", false, "/srv/domino2/names.dxl",
        "file:///srv/domino2/names.dxl", false)]
    [InlineData("/names.dxl", "/", false, "names.dxl", "names.dxl", true)]
    [InlineData("/srv/a\\b.dxl", "/tmp", false, "/srv/a\\b.dxl", "file:///srv/a%5Cb.dxl", false)]
    [InlineData("/srv/x:y.dxl", "/srv", false, "x:y.dxl", "x%3Ay.dxl", true)]
    [InlineData("C:\\Domino\\Names.dxl", "c:\\domino", true, "Names.dxl", "Names.dxl", true)]
    [InlineData("C:\\Domino\\sub\\Names.dxl", "C:\\", true, "Domino/sub/Names.dxl", "Domino/sub/Names.dxl", true)]
    [InlineData("D:\\Domino\\a b.dxl", "C:\\Domino", true, "D:\\Domino\\a b.dxl", "file:///D:/Domino/a%20b.dxl", false)]
    [InlineData(
        "\\\\server\\share\\a.dxl", "C:\\Domino", true, "\\\\server\\share\\a.dxl", "file://server/share/a.dxl", false)]
    public void Files_are_named_relative_to_the_folder(
        string path, string folder, bool isWindows, string name, string uri, bool isRelative) =>
            Assert.Equal(new CheckedFile(name, uri, isRelative), CheckedFile.Describe(path, folder, isWindows));

    [Fact]
    public void Files_are_described_by_their_length_and_hash_unless_they_are_gone()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("abc");
        IReadOnlyDictionary<string, CheckedFile> files =
            CheckedFile.Describe(
                [path, path + "2"], folder.FullName, isHashed: true, TestContext.Current.CancellationToken);
        Assert.Equal(
            new CheckedFile(
                "names.dxl", "names.dxl", true, 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            files[path]);
        Assert.Equal(new CheckedFile("names.dxl2", "names.dxl2", true), files[path + "2"]);
    }

    private static string Metadata(string key) =>
        typeof(FindingWriterTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(one => one.Key == key).Value!;

    private static string SchemaFile(string name) => Path.Combine(AppContext.BaseDirectory, "Schemas", name);

    private static XmlSchemaSet Schema(string name)
    {
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        schemas.Add(null, SchemaFile(name));
        schemas.Compile();
        return schemas;
    }

    private static List<string> Problems(XmlSchemaSet schemas, string xml)
    {
        var problems = new List<string>();
        XDocument.Parse(xml).Validate(schemas, (_, problem) => problems.Add(problem.Message));
        return problems;
    }

    private static List<string> Problems(JsonNode log)
    {
        EvaluationResults results = Sarif.Value.Evaluate(
            log, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? []
            : [.. results.Details.Where(detail => detail.HasErrors)
                .Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}")];
    }

    private static (int ExitCode, string Output) Promtool(string metrics)
    {
        var start = new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Write(metrics);
            process.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("promtool of Prometheus is not installed.");
            throw;
        }
    }

    [GeneratedRegex(
        @"^(# HELP coextools_[a-z_]+ .+|# TYPE coextools_[a-z_]+ gauge|coextools_[a-z_]+(\{([a-z]+=""([^""\\]|"
            + @"\\[\\""n])*"",?)+\})? [0-9.E-]+)$")]
    private static partial Regex MetricLine();

    [GeneratedRegex(@"([0-9]+) more rows did not fit here\.")]
    private static partial Regex Left();

    [GeneratedRegex(@"(<properties>.*?</properties>)(\s*<failure>.*?</failure>)", RegexOptions.Singleline)]
    private static partial Regex MoveProperties();
}
