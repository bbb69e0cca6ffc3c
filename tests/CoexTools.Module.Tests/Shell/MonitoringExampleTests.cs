using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CoexTools.Module.Tests.Commands;
using YamlDotNet.RepresentationModel;

namespace CoexTools.Module.Tests.Shell;

/// <summary>The examples for monitoring: the GitHub workflow and the Grafana dashboard.</summary>
public sealed partial class MonitoringExampleTests : IDisposable
{
    private static readonly string Examples = Path.Combine(Path.GetDirectoryName(BuiltModule.Manifest)!, "Examples");

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_workflow_installs_scans_and_uploads_with_the_permissions_for_it()
    {
        YamlMappingNode job = Job(out YamlMappingNode workflow);
        Assert.Contains(new YamlScalarNode("on"), workflow.Children.Keys);
        Assert.Equal("write", Text(job["permissions"]["security-events"]));
        Assert.Equal("read", Text(job["permissions"]["contents"]));
        List<YamlMappingNode> steps = [.. ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>()];
        Assert.Equal(
            ["actions/checkout", "Install-PSResource", "Test-CoexistenceConfiguration",
                "github/codeql-action/upload-sarif"],
            steps.Select(step => step.Children.TryGetValue("uses", out YamlNode? action)
                ? Text(action).Split('@')[0] : Commands(Text(step["run"]))[0].GetCommandName()));
        string uploaded = Text(steps[^1]["with"]["sarif_file"]);
        Assert.Contains($"-Path {uploaded}", Text(steps[2]["run"]));
        Assert.Equal("pwsh", Text(steps[2]["shell"]));
        // Every command of the module exists, with the parameters that the workflow uses.
        foreach (CommandAst command in Commands(Text(steps[2]["run"]))
            .Where(command => command.GetCommandName() is not null))
        {
            var info = (CommandInfo)Assert.Single(
                _session.Run($"Get-Command {command.GetCommandName()} -Module CoexTools").Output).BaseObject;
            Assert.All(command.CommandElements.OfType<CommandParameterAst>(), parameter =>
                Assert.Contains(parameter.ParameterName, info.Parameters.Keys));
        }
    }

    [Fact]
    public void The_scan_of_the_workflow_runs_and_stops_at_an_error()
    {
        string script = Text(((YamlSequenceNode)Job(out YamlMappingNode workflow)["steps"])[2]["run"]);
        File.Copy(_session.PathOf("security-on.dxl"), _session.PathOf(Text(workflow["env"]["DIRECTORY"])));
        _session.Write("summary.md", "");
        // As the runner does: the summary exists, and the first error ends the script.
        string setup = $"$ErrorActionPreference = 'Stop'; $env:DIRECTORY = '{Text(workflow["env"]["DIRECTORY"])}'; "
            + "$env:GITHUB_STEP_SUMMARY = \"$PWD/summary.md\"; ";
        try
        {
            _session.Run(setup + script);
            JsonNode place = JsonNode.Parse(File.ReadAllText(_session.PathOf("findings.sarif")))!
                ["runs"]![0]!["results"]![0]!["locations"]![0]!["physicalLocation"]!;
            Assert.Equal("names.dxl", (string?)place["artifactLocation"]!["uri"]);
            Assert.StartsWith("# Coexistence findings", File.ReadAllText(_session.PathOf("summary.md")));

            File.Delete(_session.PathOf("findings.sarif"));
            _session.Write("names.dxl", "<database>");
            Assert.NotNull(_session.Try(setup + script).Terminating);
            Assert.False(File.Exists(_session.PathOf("findings.sarif")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("DIRECTORY", null);
            Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", null);
        }
    }

    [Fact]
    public void The_dashboard_uses_only_metrics_and_labels_that_are_written()
    {
        var dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(Examples, "Grafana-Dashboard.json")))!;
        JsonArray panels = dashboard["panels"]!.AsArray();
        string[] expressions =
        [
            .. panels.SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!),
            .. dashboard["templating"]!["list"]!.AsArray().Select(variable => (string)variable!["query"]!),
        ];
        // As the nightly script does, with an accepted risk.
        _session.Write("console.log", "13.03.2025 08:00:00   CalConn: 'BTEx'\n");
        _session.Run("""
            function Measure-Paths {
                Test-FreeBusyPath security-on.dxl -WarningAction Ignore
                Measure-CoexistenceAvailability security-on.dxl
            }
            $risks = Test-CoexistenceConfiguration security-on.dxl -Rule CX021
            $found = & {
                Test-CoexistenceConfiguration security-on.dxl -Accepted $risks -ConsoleLog @{ Hub01 = 'console.log' }
                Measure-Paths
                Repair-CoexistenceConfiguration security-on.dxl
            }
            $states = @{
                BeforeRepair = Test-CoexistenceConfiguration security-on.dxl -Rule CX021
                AfterRepair = Measure-Paths
            }
            $found | Export-CoexistenceFinding out.prom -As Prometheus @states -State Prepared
            """);
        Dictionary<string, string[]> written = File.ReadAllLines(_session.PathOf("out.prom"))
            .Where(line => line[0] != '#')
            .Select(
                line =>
                    (Name: Metric().Match(line).Value, Labels: Label().Matches(line)
                        .Select(label => label.Groups[1].Value).ToArray()))
            .DistinctBy(sample => sample.Name).ToDictionary(sample => sample.Name, sample => sample.Labels);
        string[] used =
            [.. expressions.SelectMany(expression => Metric().Matches(expression))
                .Select(metric => metric.Value).Distinct()];
        Assert.Equal(written.Keys.Order(), used.Order());
        foreach (string expression in expressions.Where(expression => Metric().IsMatch(expression)))
        {
            Assert.All(Label().Matches(expression), label =>
                Assert.Contains(label.Groups[1].Value, written[Metric().Match(expression).Value]));
        }
        Assert.All(panels.SelectMany(panel => panel!["targets"]!.AsArray()), target =>
            Assert.All(Shown().Matches((string)target!["legendFormat"]!), label =>
                Assert.Contains(label.Groups[1].Value, written[Metric().Match((string)target!["expr"]!).Value])));
        // No two panels have the same id or overlap.
        Assert.Equal(panels.Count, panels.Select(panel => (int)panel!["id"]!).Distinct().Count());
        var cells = panels.SelectMany(panel => Cells(panel!["gridPos"]!)).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
    }

    private static IEnumerable<(int X, int Y)> Cells(JsonNode place) =>
        from x in Enumerable.Range((int)place["x"]!, (int)place["w"]!)
        from y in Enumerable.Range((int)place["y"]!, (int)place["h"]!)
        select (x, y);

    private static YamlMappingNode Job(out YamlMappingNode workflow)
    {
        var yaml = new YamlStream();
        using (StreamReader reader = File.OpenText(Path.Combine(Examples, "Scan-Directory.yml")))
            yaml.Load(reader);
        workflow = (YamlMappingNode)yaml.Documents.Single().RootNode;
        return (YamlMappingNode)((YamlMappingNode)workflow["jobs"]).Single().Value;
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static List<CommandAst> Commands(string script)
    {
        ScriptBlockAst parsed = Parser.ParseInput(script, out _, out ParseError[] errors);
        Assert.Empty(errors);
        return [.. parsed.FindAll(part => part is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()];
    }

    [Fact]
    public void The_dashboard_shows_accepted_risks_and_the_state_after_the_repair()
    {
        JsonArray panels = JsonNode.Parse(
            File.ReadAllText(Path.Combine(Examples, "Grafana-Dashboard.json")))!["panels"]!.AsArray();
        foreach (string metric in new[]
        {
            "coextools_accepted_findings", "coextools_documents_not_imported", "coextools_console_warning_predicted",
            "coextools_request_answered_after_repair", "coextools_availability_ratio_after_repair",
        })
        {
            List<JsonNode> shown = [.. panels.Select(panel => panel!).Where(panel => panel["targets"]!.AsArray()
                .Any(target => Metric().Match((string)target!["expr"]!).Value == metric))];
            Assert.NotEmpty(shown);
            // VD6: a panel says what it shows if this is not the state of the directory.
            Assert.All(shown, panel => Assert.NotEmpty((string)panel["description"]!));
            Assert.Equal(
                metric.EndsWith("_after_repair"), shown.All(panel => ((string)panel["title"]!).Contains("predicted")));
        }
    }

    [GeneratedRegex("coextools_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?<=[{,])([a-z]+)(?:=|!=|=~)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"\{\{([a-z]+)\}\}")]
    private static partial Regex Shown();
}
