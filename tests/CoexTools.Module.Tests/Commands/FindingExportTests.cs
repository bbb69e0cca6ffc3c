using System.IO.Compression;
using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// Export-CoexistenceFinding: which objects it takes, and how it writes the file. Each test has its own files.
/// </summary>
public sealed class FindingExportTests : IDisposable
{
    private const string Command = "Export-CoexistenceFinding";
    private const string Findings = "Test-CoexistenceConfiguration security-on.dxl";

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Sarif", "{")]
    [InlineData("JUnit", "<?xml")]
    [InlineData("NUnit", "<?xml")]
    [InlineData("Markdown", "# ")]
    [InlineData("Prometheus", "# HELP ")]
    public void Each_format_is_written_as_UTF_8_without_a_mark(string format, string start)
    {
        _session.Write("names.dxl", File.ReadAllText(_session.PathOf("security-on.dxl")).Replace("BTEx", "BT\u00c4x"));
        Assert.Empty(_session.Run($"{Findings.Replace("security-on", "names")} | {Command} out -As {format}").Output);
        byte[] bytes = File.ReadAllBytes(_session.PathOf("out"));
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        Assert.StartsWith(start, text);
        Assert.Contains("BT\u00c4x", text);
        Assert.EndsWith("\n", text);
        Assert.DoesNotContain('\r', text);
    }

    [Fact]
    public void Sarif_names_the_file_relative_to_the_location_and_the_line_of_the_item()
    {
        _session.Run($"{Findings} -Rule CX001 | {Command} out.sarif -As Sarif");
        JsonNode run = Sarif("out.sarif");
        JsonNode result = run["results"]![0]!;
        JsonNode place = result["locations"]![0]!["physicalLocation"]!;
        Assert.Equal("security-on.dxl", (string?)place["artifactLocation"]!["uri"]);
        string[] lines = File.ReadAllLines(_session.PathOf("security-on.dxl"));
        Assert.StartsWith("<item name='DocumentAccess'", lines[(int)place["region"]!["startLine"]! - 1]);
        Assert.Equal("DocumentAccess", (string?)result["properties"]!["item"]);
        Assert.Equal(new FileInfo(_session.PathOf("security-on.dxl")).Length, (long)run["artifacts"]![0]!["length"]!);
        Assert.Matches("^[0-9a-f]{64}$", (string?)run["artifacts"]![0]!["hashes"]!["sha-256"]);
        Assert.Equal(
            _session.Run("(Get-Module CoexTools).Version.ToString()").Lines[0],
            (string?)run["tool"]!["driver"]!["version"]);

        Directory.CreateDirectory(_session.PathOf("sub"));
        _session
            .Run($"$found = {Findings} -Rule CX001; $here = $PWD; "
                + $"$ExecutionContext.SessionState.Path.SetLocation(\"$PWD/sub\") > $null; $found | {Command} "
                + "out.sarif -As Sarif; $ExecutionContext.SessionState.Path.SetLocation($here) > $null");
        place = Sarif("sub/out.sarif")["results"]![0]!["locations"]![0]!["physicalLocation"]!;
        Assert.StartsWith("file:///", (string?)place["artifactLocation"]!["uri"]);
        Assert.EndsWith("/security-on.dxl", (string?)place["artifactLocation"]!["uri"]);
    }

    [Fact]
    public void Serialized_findings_keep_their_line_and_item()
    {
        _session.Run($"$text = [Management.Automation.PSSerializer]::Serialize(({Findings}), 2)");
        File.Delete(_session.PathOf("security-on.dxl"));
        _session.Run($"[Management.Automation.PSSerializer]::Deserialize($text) | {Command} out.sarif -As Sarif");
        JsonNode run = Sarif("out.sarif");
        Assert.All(run["results"]!.AsArray(), result =>
            Assert.True((int)result!["locations"]![0]!["physicalLocation"]!["region"]!["startLine"]! > 1));
        Assert.Null(run["artifacts"]![0]!["hashes"]);
    }

    [Fact]
    public void Findings_of_a_plan_have_only_lines_that_are_right()
    {
        IReadOnlyList<PSObject> findings =
            _session.Run(
                "(Repair-CoexistenceConfiguration security-on.dxl -WhatIf -WarningAction Ignore).Finding").Output;
        Assert.NotEmpty(findings);
        // The documents in the file are not those of the plan.
        Assert.All(findings, finding => Assert.Null(finding.Get("Line")));
        findings = _session.Run(
            "(Repair-CoexistenceConfiguration security-on.dxl -WarningAction Ignore).Finding").Output;
        string[] lines = File.ReadAllLines(_session.PathOf("security-on.dxl"));
        Assert.NotEmpty(findings);
        Assert.All(
            findings, finding => Assert.StartsWith("<document form='Domain'", lines[(int)finding.Get("Line")! - 1]));
    }

    [Fact]
    public void A_directory_in_memory_and_an_NSF_file_have_no_line()
    {
        _session.Run("$d = New-DominoDirectory Acme; $d | New-ForeignDomainDocument BTEx DominoA/Acme > $null; "
            + $"$d | Test-CoexistenceConfiguration | {Command} memory.sarif -As Sarif");
        JsonNode run = Sarif("memory.sarif");
        Assert.NotEmpty(run["results"]!.AsArray());
        Assert.Empty(run["artifacts"]!.AsArray());
        Assert.All(run["results"]!.AsArray(), result => Assert.Null(result!["locations"]![0]!["physicalLocation"]));

        using (var packed = new GZipStream(
            File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "nsf", "namelook.nsf.gz")),
            CompressionMode.Decompress))
        using (FileStream file = File.Create(_session.PathOf("names.nsf")))
            packed.CopyTo(file);
        _session.Run($"Test-CoexistenceConfiguration names.nsf -WarningAction Ignore | {Command} nsf.sarif -As Sarif");
        run = Sarif("nsf.sarif");
        Assert.NotEmpty(run["results"]!.AsArray());
        Assert.All(run["results"]!.AsArray(), result =>
        {
            Assert.Equal(
                "names.nsf", (string?)result!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]);
            Assert.Null(result["locations"]![0]!["physicalLocation"]!["region"]);
        });
    }

    [Fact]
    public void Documents_of_an_imported_directory_have_a_line_until_they_are_changed()
    {
        IReadOnlyList<object?> Lines() => _session.Run("$d | Test-CoexistenceConfiguration -Rule CX001").Values("Line");
        _session.Run("$d = Import-DominoDirectory security-on.dxl");
        Assert.Equal(_session.Run($"{Findings} -Rule CX001").Values("Line"), Lines());
        Assert.DoesNotContain(null, Lines());
        _session.Run("Set-ForeignDomainDocument -Directory $d -MailFile other.box -WarningAction Ignore");
        Assert.Equal([null, null], Lines());
    }

    [Fact]
    public void An_existing_file_is_replaced_only_with_Force()
    {
        string path = _session.Write("out.md", "old");
        _session.Try($"{Findings} | {Command} out.md -As Markdown")
            .TheError("FileExists", Command, ErrorCategory.ResourceExists, path);
        Assert.Equal("old", File.ReadAllText(path));
        File.SetAttributes(path, FileAttributes.ReadOnly);
        PSObject file = Assert.Single(
            _session.Run($"{Findings} | {Command} out.md -As Markdown -Force -PassThru").Output);
        Assert.Equal(path, Assert.IsType<FileInfo>(file.BaseObject).FullName);
        Assert.StartsWith("# Coexistence findings", File.ReadAllText(path));
        // Nothing else remains in the folder.
        Assert.Equal(["out.md"], Directory.GetFiles(_session.Folder).Select(Path.GetFileName)
            .Where(name => !name!.EndsWith(".dxl", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_an_error()
    {
        Directory.CreateDirectory(_session.PathOf("folder"));
        _session.Try($"{Findings} | {Command} folder -As Sarif")
            .TheError("WriteFailed", Command, ErrorCategory.WriteError, _session.PathOf("folder"));
        _session.Try($"{Findings} | {Command} none/out.sarif -As Sarif")
            .TheError(
                "PathNotFound", Command, ErrorCategory.ObjectNotFound, _session.PathOf(
                    Path.Combine("none", "out.sarif")));
        _session.Run($"{Findings} | {Command} -LiteralPath 'out[1].md' -As Markdown");
        Assert.True(File.Exists(_session.PathOf("out[1].md")));
    }

    [Fact]
    public void What_passed_is_written_only_with_IncludePassed()
    {
        _session
            .Run($"$all = {Findings} -IncludePassed; $all | {Command} some.xml -As JUnit; $all | {Command} all.xml "
                + "-As JUnit -IncludePassed");
        int failed = (int)_session.Run("($all | Where-Object Outcome -EQ Fail).Count").Output[0].BaseObject;
        int all = (int)_session.Run("$all.Count").Output[0].BaseObject;
        Assert.True(all > failed);
        Assert.Equal(failed, XElement.Load(_session.PathOf("some.xml")).Descendants("testcase").Count());
        Assert.Equal(all, XElement.Load(_session.PathOf("all.xml")).Descendants("testcase").Count());
    }

    [Fact]
    public void An_empty_pipeline_is_a_failed_run_unless_the_caller_knows_better()
    {
        _session.Try($"@() | {Command} unknown.sarif -As Sarif")
            .TheError("NothingAudited", Command, ErrorCategory.InvalidData, _session.PathOf("unknown.sarif"));
        Assert.False((bool)Sarif("unknown.sarif")["invocations"]![0]!["executionSuccessful"]!);
        _session
            .Run($"@() | {Command} empty.sarif -As Sarif -RunFailed:$false; @() | {Command} failed.sarif -As Sarif "
                + $"-RunFailed; @() | {Command} failed.prom -As Prometheus -RunFailed");
        Assert.Empty(Sarif("empty.sarif")["results"]!.AsArray());
        Assert.True((bool)Sarif("empty.sarif")["invocations"]![0]!["executionSuccessful"]!);
        Assert.False((bool)Sarif("failed.sarif")["invocations"]![0]!["executionSuccessful"]!);
        Assert.Contains("coextools_run_success 0\n", File.ReadAllText(_session.PathOf("failed.prom")));
    }

    [Fact]
    public void Metrics_take_results_and_availabilities_and_other_formats_warn()
    {
        const string Results = "(Test-FreeBusyPath security-on.dxl -ServerDown DominoA -WarningAction Ignore), "
            + "(Test-MailRoute security-on.dxl -SmtpDown DominoB -ServerBusy Hub01 -LinkDown 'App01|DominoB' "
            + "-WarningAction Ignore), (Measure-CoexistenceAvailability security-on.dxl -Service Mail "
            + "-ServerAvailability 0.5) | ForEach-Object { $_ }";
        _session.Run($"{Results} | {Command} out.prom -As Prometheus");
        string text = File.ReadAllText(_session.PathOf("out.prom"));
        Assert.Contains(
            "coextools_request_answered{domain=\"BTEx\",service=\"FreeBusy\",failure=\"DominoA/Acme\"} 0\n", text);
        Assert.Contains(
            "coextools_request_answered{domain=\"BTEx\",service=\"Mail\","
                + "failure=\"App01/Acme|DominoB/Acme, DominoB/Acme SMTP, Hub01/Acme (busy)\"} 1\n", text);
        Assert.Contains("coextools_availability_ratio{domain=\"BTEx\",service=\"Mail\"} 0.75\n", text);
        Outcome outcome = _session.Try($"{Results} | {Command} out.md -As Markdown");
        Assert.Contains("-As Prometheus", Assert.Single(outcome.Warnings));
        outcome.TheError("NothingAudited", Command, ErrorCategory.InvalidData, _session.PathOf("out.md"));
        Assert.Contains("The run failed.", File.ReadAllText(_session.PathOf("out.md")));
        Assert.DoesNotContain("No problems were found.", File.ReadAllText(_session.PathOf("out.md")));
    }

    [Fact]
    public void Results_name_what_fails_also_after_serialization()
    {
        const string Test = "Test-FreeBusyPath security-on.dxl -From Hub01 -ServerDown DominoB -HttpDown DominoA "
            + "-WarningAction Ignore";
        Assert.Equal(["DominoB/Acme", "DominoA/Acme HTTP"], _session.Run(Test).Output[0].GetList("Failure"));
        Assert.Empty(_session.Run("Test-FreeBusyPath security-on.dxl -From Hub01").Output[0].GetList("Failure"));
        _session
            .Run("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(("
                + $"{Test}), 3)) | {Command} out.prom -As Prometheus");
        Assert.Contains("failure=\"DominoA/Acme HTTP, DominoB/Acme\"", File.ReadAllText(_session.PathOf("out.prom")));
    }

    [Fact]
    public void Findings_of_Exchange_are_a_suite_of_their_own()
    {
        _session
            .Run("[pscustomobject] @{ EwsEnabled = $false; EwsApplicationAccessPolicy = $null; EwsAllowList = "
                + "$null; EwsBlockList = $null } | Test-CoexistenceExchange -DominoDomain domino.acme.com "
                + $"| {Command} out.xml -As JUnit");
        XElement suite = Assert.Single(XElement.Load(_session.PathOf("out.xml")).Elements());
        Assert.Equal("Exchange", (string?)suite.Attribute("name"));
        Assert.Contains(suite.Elements(), test =>
            (string?)test.Attribute("classname") == "CoexTools.CE001.EwsOff" && test.Element("failure") is not null);
        Assert.Contains(suite.Elements(), test => test.Element("skipped") is not null); // What could not be checked.
    }

    [Fact]
    public void An_object_of_another_type_is_an_error_and_the_others_are_written()
    {
        Outcome outcome = _session
            .Try($"@(Get-CoexistenceRule CX001) + @({Findings} -Rule CX001) | {Command} out.prom -As Prometheus");
        ErrorRecord error = Assert.Single(outcome.Errors);
        error.Is("FindingInvalid", Command, ErrorCategory.InvalidArgument, error.TargetObject);
        Assert.Contains("'CX001 FieldShowsDocument'", error.ToString());
        Assert.Contains("coextools_run_success 0\n", File.ReadAllText(_session.PathOf("out.prom")));
        Assert.Contains("coextools_findings{rule=\"CX001\"", File.ReadAllText(_session.PathOf("out.prom")));
    }

    private JsonNode Sarif(string name) => JsonNode.Parse(File.ReadAllText(_session.PathOf(name)))!["runs"]![0]!;
}
