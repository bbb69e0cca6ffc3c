using System.Management.Automation;
using System.Runtime.Versioning;
using System.Text.Json;
using CoexTools.Module.Tests.Commands;

namespace CoexTools.Module.Tests.Shell;

/// <summary>
/// The nightly script. The shell runs it as a scheduler does, in a process of its own, where a test needs what the
/// process prints, or its exit code. For the other tests, a session is much faster.
/// </summary>
public sealed class NightlyTests : IClassFixture<ModuleSession>, IDisposable
{
    private static readonly string Scenarios = Path.Combine(AppContext.BaseDirectory, "Data", "scenarios");
    private static readonly string Script = Path.Combine(
        Path.GetDirectoryName(ShellProcess.ModuleManifest)!, "Examples", "Repair-Nightly.ps1");

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("nightly-").FullName;

    private readonly ModuleSession _session;

    public NightlyTests(ModuleSession session)
    {
        _session = session;
        Put("security-on.dxl", "names.dxl");
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_stays_prepared_until_a_new_export_replaces_it()
    {
        Assert.Equal(2, RunShell("names.dxl").ExitCode);
        byte[] content = File.ReadAllBytes(Path.Combine(_folder, "names.dxl"));
        DateTime time = File.GetLastWriteTimeUtc(Path.Combine(_folder, "names.dxl"));
        byte[] journal = File.ReadAllBytes(Path.Combine(_folder, "names.dxl.journal"));
        Assert.Equal(2, Run("names.dxl").ExitCode); // Nothing shows that Domino has imported the documents (VD6).
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(_folder, "names.dxl")));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Path.Combine(_folder, "names.dxl")));
        Assert.Equal(journal, File.ReadAllBytes(Path.Combine(_folder, "names.dxl.journal")));
        // As an edit in the form leaves it: the field is back, and the document is the newest.
        Put("security-on-then-edited.dxl", "names.dxl");
        Assert.Equal(2, Run("names.dxl").ExitCode);
        Put("security-on-field-removed.dxl", "names.dxl"); // An export after the import.
        Assert.Equal(0, RunShell("names.dxl").ExitCode);

        List<JsonElement> log = Log();
        Assert.Equal([2, 2, 2, 0], log.Where(line => Event(line) == "end")
            .Select(line => line.GetProperty("exitCode").GetInt32()));
        Assert.Equal(["Prepared", "Prepared", "Prepared", "Healthy"], log.Where(line => Event(line) == "source")
            .Select(line => line.GetProperty("state").GetString()));
        Assert.Equal(4, log.Select(line => line.GetProperty("run").GetString()).Distinct().Count());
        Assert.Equal([2, 0, 1, 0], log.Where(line => Event(line) == "file")
            .Select(line => line.GetProperty("actions").GetInt32()));
    }

    [Fact]
    public void What_it_prints_is_what_it_logs_as_JSON_lines()
    {
        ShellResult result = RunShell("names.dxl");
        Assert.Equal("", result.Error);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder, "nightly.log")), result.Output);
        List<JsonElement> log = Log();
        Assert.Equal(["start", "action", "action", "finding", "finding", "finding", "finding", "file", "source", "end"],
            log.Select(Event));
        Assert.Equal(
            ["CX021", "CX021", "CX021", "CX029"],
            log.Where(line => Event(line) == "finding").Select(line => line.GetProperty("rule").GetString()));
    }

    [Fact]
    public void Findings_that_are_left_give_2_and_say_which()
    {
        string text = File.ReadAllText(Path.Combine(_folder, "names.dxl"))
            .Replace(
                "<item name='CalendarSystem'><text>mail.box</text>",
                "<item name='CalendarSystem'><text>\u00dc\"x\\.box</text>");
        File.WriteAllText(Path.Combine(_folder, "names.dxl"), text);
        Assert.Equal(2, Run("names.dxl").ExitCode);
        JsonElement finding = Log()
            .First(line => Event(line) == "finding" && line.GetProperty("rule").GetString() == "CX010");
        Assert.Contains("'\u00dc\"x\\.box'", finding.GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Array, finding.GetProperty("evidence").ValueKind);
    }

    [Theory]
    [InlineData("none.dxl", "error")]
    [InlineData("broken.dxl", "error")]
    [InlineData("", "error")]
    [InlineData("names.dxl -LogSize many", "error")]
    [InlineData("none*.dxl names.dxl", "finding")]
    [InlineData("nofd.dxl names.dxl", "finding")]
    public void What_fails_or_is_not_audited_gives_3(string arguments, string reported)
    {
        File.WriteAllText(Path.Combine(_folder, "broken.dxl"), "<database>");
        string data = Path.Combine(AppContext.BaseDirectory, "Data", "field", "nofd.dxl");
        File.Copy(data, Path.Combine(_folder, "nofd.dxl"));
        ShellResult result = Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(Log(), line => Event(line) == reported
            && line.GetProperty(reported == "error" ? "message" : "reason").GetString()!.Length > 0);
    }

    [Fact]
    public void The_log_is_put_aside_when_it_has_grown_and_only_so_many_are_kept()
    {
        for (int i = 0; i < 5; i++)
            Run("names.dxl", "-LogSize", "600", "-LogCount", "2");
        string[] logs =
        [
            .. System.IO.Directory.GetFiles(_folder, "nightly.log*").Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["nightly.log", "nightly.log.1", "nightly.log.2", "nightly.log.lock"], logs);
        // No line is cut. The longest has about 1,000 characters.
        Assert.All(logs[..3], log => Assert.InRange(new FileInfo(Path.Combine(_folder, log)).Length, 1, 1_600));
        Assert.All(
            logs[..3].SelectMany(log => File.ReadLines(Path.Combine(_folder, log))), line => JsonDocument.Parse(
                line).Dispose());
    }

    [Fact]
    public async Task Nothing_is_lost_in_the_log_when_runs_overlap()
    {
        Task<ShellResult>[] runs =
            [.. Enumerable.Range(0, 3)
                .Select(_ => Task.Run(() => RunShell("names.dxl"), TestContext.Current.CancellationToken))];
        ShellResult[] results = await Task.WhenAll(runs);
        Assert.All(results, result => Assert.Equal(2, result.ExitCode)); // Prepared, by this run or another.

        // Every line that a run printed is in the log once, whole and in its order.
        string[] log = File.ReadAllLines(Path.Combine(_folder, "nightly.log"));
        Assert.Equal(results.Sum(result => Lines(result).Length), log.Length);
        Assert.All(results, result => Assert.Equal(Lines(result), log.Where(line => line.Contains(RunOf(result)))));
        Assert.Equal(2, log.Count(line => line.Contains("\"event\":\"action\"")));
    }

    [Fact]
    public void A_probe_logs_what_it_found_and_the_requests_that_fail()
    {
        const string Closed = "127.0.0.1:1"; // Nothing listens at this port.
        Assert.Equal(
            2, Run(
                "names.dxl", "-Probe", "-SmtpHost", $"{Closed}; {Closed}", "-ExchangeUrl",
                $"http://{Closed}").ExitCode);
        List<JsonElement> log = Log();
        Assert.Equal(
            ["DominoA/Acme Nrpc", "DominoB/Acme Nrpc", "127.0.0.1 Smtp", "127.0.0.1 Http", "127.0.0.1 Http"],
            log.Where(line => Event(line) == "probe")
                .Select(line => $"{line.GetProperty("server")} {line.GetProperty("protocol")}"));
        Assert.All(
            log.Where(line => Event(line) == "probe"), line => Assert.NotEqual(
                "Up", line.GetProperty("status").GetString()));
        JsonElement[] requests = [.. log.Where(line => Event(line) == "request")];
        Assert.Equal(["FreeBusy", "Mail", "Calendar"],
            requests.Select(line => line.GetProperty("service").GetString()).Distinct());
        Assert.Equal("Unreachable", requests[0].GetProperty("status").GetString());
        Assert.Contains(
            "NotProbed: Hub01/Acme", requests[0].GetProperty("assumptions").EnumerateArray()
                .Select(text => text.GetString()));
        Assert.Equal("end", Event(log[^1]));
        JsonElement source = log.Single(line => Event(line) == "source");
        Assert.Equal("Refused", source.GetProperty("state").GetString());
        Assert.Equal(
            $"In the observed network, these failed: probes: 5, requests: {requests.Length}.",
            source.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("https://admin:Geheim4711@host:99999/", true)]
    [InlineData("admin:Geheim4711@host", false)]
    [InlineData("Geheim4711", false)]
    [InlineData("https://admin:Geheim4711@host with space/", false)]
    public void An_address_that_is_not_valid_is_not_revealed(string address, bool isProcess)
    {
        foreach (string output in new[] { "-Nagios", "-Probe" })
        {
            string[] arguments = [output, "-Uri", address, "-DataSource", "names", "-CredentialName", "acme"];
            ShellResult result = isProcess ? RunShell(arguments) : Run(arguments);
            Assert.Equal(3, result.ExitCode);
            Assert.Contains("The value of -Uri is not a valid address.", result.Output);
            Assert.DoesNotContain("Geheim4711", result.Output + result.Error);
        }
        Assert.DoesNotContain("Geheim4711", File.ReadAllText(Path.Combine(_folder, "nightly.log")));
    }

    [Fact]
    public void The_start_of_a_line_that_an_interrupted_run_left_does_not_damage_the_next_line()
    {
        const string Torn = "{\"time\":\"2026-11-2";
        File.WriteAllText(Path.Combine(_folder, "nightly.log"), Torn);
        ShellResult result = Run("names.dxl");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(Torn + "\n" + result.Output, File.ReadAllText(Path.Combine(_folder, "nightly.log")));
    }

    [Fact]
    public void A_file_that_several_paths_match_is_one_source()
    {
        Assert.Equal(2, Run("names.dxl", "*.dxl", "./names.dxl").ExitCode);
        Assert.Single(Log(), line => Event(line) == "source");
        Assert.Single(Log(), line => Event(line) == "file");
        Assert.Equal(1, Log()[0].GetProperty("paths").GetArrayLength());
    }

    [Fact]
    public void A_report_on_several_sources_is_refused_before_anything_is_changed()
    {
        Put("security-on.dxl", "other.dxl");
        byte[] content = File.ReadAllBytes(Path.Combine(_folder, "names.dxl"));
        Assert.Equal(3, Run("*.dxl", "-ReportPath", "report.html").ExitCode);
        Assert.Contains(
            "A report is about one directory, but the run has 2 sources.",
            Log().Single(line => Event(line) == "error").GetProperty("message").GetString());
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(_folder, "names.dxl")));
        Assert.False(File.Exists(Path.Combine(_folder, "report.html")));
        Assert.Equal(2, Run("names.dxl", "-ReportPath", "report.html").ExitCode);
        Assert.True(File.Exists(Path.Combine(_folder, "report.html")));
    }

    [Theory]
    [InlineData("-ReprtPath")]
    [InlineData("\u2013Nagos")]
    public void A_parameter_that_does_not_exist_fails_the_run_before_anything_is_changed(string parameter)
    {
        byte[] content = File.ReadAllBytes(Path.Combine(_folder, "names.dxl"));
        Assert.Equal(3, RunShell(parameter, "report.html", "names.dxl").ExitCode);
        JsonElement error = Log().Single(line => Event(line) == "error");
        Assert.Equal("NamedParameterNotFound", error.GetProperty("id").GetString());
        Assert.StartsWith($"'{parameter}' is not a parameter", error.GetProperty("message").GetString());
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(_folder, "names.dxl")));
        Assert.Equal(2, Run("./names.dxl").ExitCode);
    }

    [Fact]
    public void A_run_without_a_source_has_an_error_with_an_id()
    {
        Assert.Equal(3, Run().ExitCode);
        Assert.Equal(
            "SourceMissing", Log().Single(line => Event(line) == "error").GetProperty("id").GetString());
    }

    [Fact]
    public void An_address_that_is_not_valid_fails_the_run()
    {
        Assert.Equal(3, Run("names.dxl", "-Probe", "-ExchangeUrl", "mail").ExitCode);
        JsonElement error = Log().Single(line => Event(line) == "error");
        Assert.StartsWith("AddressInvalid", error.GetProperty("id").GetString());
    }

    [Fact]
    public void The_metrics_are_written_and_replaced()
    {
        File.WriteAllText(Path.Combine(_folder, "coextools.prom"), "old");
        Assert.Equal(2, Run("names.dxl", "-MetricPath", "coextools.prom").ExitCode);
        string text = File.ReadAllText(Path.Combine(_folder, "coextools.prom"));
        Assert.Contains("coextools_run_success 1\n", text);
        // VD6: the directory as it was read, and what the repair reaches.
        Assert.Contains("coextools_findings{rule=\"CX001\",severity=\"Error\",domain=\"BTEx\"} 2\n", text);
        Assert.Contains(
            "coextools_findings_after_repair{rule=\"CX021\",severity=\"Information\",domain=\"BTEx\"} 3\n", text);
        Assert.DoesNotContain("coextools_findings_after_repair{rule=\"CX001\"", text);
        // What a console shows is never predicted.
        Assert.DoesNotMatch("# HELP coextools_console_warning_seen.* predicted", text);
        foreach (string suffix in new[] { "", "_after_repair" })
        {
            string metric = "coextools_request_answered" + suffix;
            Assert.Equal(
                from service in new[] { "Calendar", "FreeBusy", "Mail" }
                from failure in new[] { "", "DominoA/Acme", "DominoB/Acme" }
                let isLost = suffix.Length == 0 && service == "FreeBusy" && failure == "DominoA/Acme"
                select $"{metric}{{domain=\"BTEx\",service=\"{service}\",failure=\"{failure}\"}} {(isLost ? 0 : 1)}",
                text.Split('\n').Where(line => line.StartsWith(metric + "{", StringComparison.Ordinal)));
            Assert.Equal(3, text.Split('\n').Count(line =>
                line.StartsWith($"coextools_availability_ratio{suffix}{{", StringComparison.Ordinal)));
        }
        Assert.Equal(["coextools.prom"], Directory.GetFiles(_folder, "*coextools*").Select(Path.GetFileName));
    }

    [Fact]
    public void The_metrics_of_a_failed_run_say_so_and_have_the_findings_of_the_other_files()
    {
        Assert.Equal(3, Run("-MetricPath", "coextools.prom", "names.dxl", "none.dxl").ExitCode);
        string text = File.ReadAllText(Path.Combine(_folder, "coextools.prom"));
        Assert.Contains("coextools_run_success 0\n", text);
        Assert.Contains("coextools_findings{rule=\"CX021\"", text);
        Assert.DoesNotContain("coextools_request_answered", text);
    }

    [Theory]
    [InlineData(0, "OK - 0 errors, 0 warnings, 0 repairs in 1 file ", "good.dxl")]
    [InlineData(1, "WARNING - 0 errors, 2 warnings, 0 repairs in 1 file: CX010 ", "differ.dxl")]
    [InlineData(
        1, "WARNING - 2 errors, 0 warnings, 2 repairs in 1 file: CX001. Repaired in the file only: ", "names.dxl")]
    [InlineData(
        3, "UNKNOWN - 0 errors, 0 warnings, 0 repairs in 1 file. ", "good.dxl", "-MetricPath",
        "no?such/coextools.prom")]
    [InlineData(3, "UNKNOWN - 1 error, 0 warnings, 0 repairs in 0 files: CX035. The path ", "none*.dxl")]
    public void Nagios_gets_one_line_and_its_exit_code(int exitCode, string text, params string[] arguments)
    {
        const string System = "<item name='CalendarSystem'><text>";
        Put("security-on-field-removed.dxl", "good.dxl");
        Put("security-on-field-removed.dxl", "differ.dxl", System + "mail.box</text>", System + "other.box</text>");
        ShellResult result = RunShell(["-Nagios", .. arguments.Select(argument => argument.Replace('?', '|'))]);
        if (arguments.Contains("-MetricPath"))
            Assert.Contains("Cannot find the path", result.Error); // Why the metrics are missing.
        else
            Assert.Equal("", result.Error);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.StartsWith("COEXTOOLS " + text, result.Output);
        Assert.Matches(
            @"^COEXTOOLS [ -{}~]+ \| errors=[0-9]+;;0;0 warnings=[0-9]+;0;;0 information=[0-9]+;;;0 "
                + "repairs=[0-9]+;;;0 files=[0-9]+;;;0 "
                + @"probes=0;0;;0 requests=0;;0;0 time=[0-9]+\.[0-9]{3}s;;;0\n$", result.Output);
        // The log is the same as without the parameter.
        Assert.Equal(exitCode, Log().Single(line => Event(line) == "end").GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public void Hostile_names_and_paths_change_neither_the_log_nor_the_metrics_nor_the_line_for_Nagios()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not allow such file names.");
        // The Kelvin sign is equal to k if the case is ignored. XML does not allow the escape character.
        const string Domain =
            "=1+1|' $(touch evil) `touch evil` \u2019;touch evil;\u2018 [a*?] \\\" \u0085\u2028\n"
            + "{\"event\":\"end\"}\ncoextools_x 1\n\u202E\u212A\u009B2J";
        const string Missing = "no\u212A $(touch evil)|`touch evil`\n\u001B2J<x>.dxl";
        Put(
            "security-on.dxl", "names.dxl", "BTEx", System.Security.SecurityElement.Escape(Domain)
                .Replace("\n", "&#10;"));
        ShellResult result = RunShell("-Nagios", "-MetricPath", "coextools.prom", "names.dxl", Missing);

        Assert.Equal("", result.Error);
        Assert.Equal(3, result.ExitCode);
        Assert.Matches(@"^COEXTOOLS UNKNOWN - [ -{}~]+ \| errors=[ -~]+\n$", result.Output);
        // Cut at the line break.
        Assert.Contains("no? $(touch evil)?`touch evil`?' because it does not exist.", result.Output);
        List<JsonElement> log = Log();
        Assert.Equal(log.Count, File.ReadAllText(Path.Combine(_folder, "nightly.log")).Split('\n').Length - 1);
        Assert.All(File.ReadLines(Path.Combine(_folder, "nightly.log")), line => Assert.Matches("^[ -~]+$", line));
        Assert.Equal([Domain, Domain], log.Where(line => Event(line) == "action")
            .Select(line => line.GetProperty("domain").GetString()));
        Assert.EndsWith(Missing, log.Single(line => Event(line) == "error").GetProperty("target").GetString());
        Assert.Equal(3, log.Single(line => Event(line) == "end").GetProperty("exitCode").GetInt32());
        Assert.All(
            File.ReadLines(Path.Combine(_folder, "coextools.prom")),
            line => Assert.Matches(
                @"^(# .*|coextools_(run|findings|documents)[a-z_]*(\{([a-z]+=""([^""\\]|\\.)*"",?)+\})? [0-9.]+)$",
                line));
        Assert.Equal(
            ["coextools.prom", "names.dxl", "names.dxl.journal", "nightly.log", "nightly.log.lock"],
            Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("nightly.log")]
    [InlineData("nightly.log.lock")]
    [InlineData("coextools.prom")]
    public void A_planted_link_does_not_redirect_what_the_script_writes(string link)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, a symbolic link requires a privilege.");
        string victim = Path.Combine(_folder, "victim");
        File.CreateSymbolicLink(Path.Combine(_folder, link), victim);
        ShellResult result = RunShell("-MetricPath", "coextools.prom", "names.dxl");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains($"{link}' is a symbolic link. The script does not follow it.", result.Output + result.Error);
        Assert.False(File.Exists(victim));
    }

    [Theory]
    [InlineData("600", "755", "600")]
    [InlineData("640", "755", "600")]
    [InlineData("644", "750", "600")]
    [InlineData("644", "755", "644")]
    [UnsupportedOSPlatform("windows")]
    public void The_log_and_the_metrics_of_a_private_directory_are_private(string file, string folder, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, a file inherits the permissions of its folder.");
        Directory.CreateDirectory(Path.Combine(_folder, "domino"));
        File.Move(Path.Combine(_folder, "names.dxl"), Path.Combine(_folder, "domino", "names.dxl"));
        SetMode(".", "755");
        SetMode("domino", folder);
        SetMode("domino/names.dxl", file);
        for (int i = 0; i < 2; i++)
            Run("domino/*.dxl", "-MetricPath", "coextools.prom", "-LogSize", "600", "-LogCount", "2");
        string[] written = ["coextools.prom", "nightly.log", "nightly.log.1", "nightly.log.2", "nightly.log.lock"];
        Assert.All(written, name => Assert.Equal((name, expected), (name, Mode(name))));
        Assert.Equal(file, Mode("domino/names.dxl"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void An_existing_log_of_a_private_directory_is_closed_to_others_and_existing_metrics_keep_their_permissions()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, a file inherits the permissions of its folder.");
        SetMode("names.dxl", "600");
        File.WriteAllText(Path.Combine(_folder, "nightly.log"), "{}\n");
        File.WriteAllText(Path.Combine(_folder, "coextools.prom"), "");
        SetMode("nightly.log", "644");
        SetMode("coextools.prom", "644"); // For the collector, which is another user.
        Assert.Equal(2, Run("names.dxl", "-MetricPath", "coextools.prom").ExitCode);
        Assert.Equal("640", Mode("nightly.log"));
        Assert.Equal("644", Mode("coextools.prom"));

        Assert.Equal(2, Run("names.dxl", "-LogSize", "600").ExitCode);
        Assert.Equal("640", Mode("nightly.log")); // The mode of the log that was renamed.
    }

    [Theory]
    [InlineData("nightly.log")]
    [InlineData("nightly.log.lock")]
    [InlineData("coextools.prom")]
    public void A_pipe_in_place_of_what_the_script_writes_does_not_make_it_wait(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test creates a pipe by a program of Linux.");
        string pipe = Path.Combine(_folder, name);
        using (var make = System.Diagnostics.Process.Start("mkfifo", pipe))
            make.WaitForExit();
        using var release = new PipeRelease(pipe);
        ShellResult result = RunShell("-MetricPath", "coextools.prom", "names.dxl");
        Assert.False(release.IsDone, "The script waited for the pipe.");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains($"{name}' is not a file (NamedPipe).", result.Output + result.Error);
    }

    [Fact]
    public void A_special_file_of_the_system_is_not_a_log()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has these files.");
        ShellResult result = ShellProcess.Run(
            _folder, ["-NoProfile", "-NonInteractive", "-File", Script, "-LogPath", "/proc/self/comm", "names.dxl"]);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("'/proc/self/comm' is a special file of the operating system.", result.Output + result.Error);
    }

    [UnsupportedOSPlatform("windows")]
    private void SetMode(string name, string mode) =>
        File.SetUnixFileMode(Path.Combine(_folder, name), (UnixFileMode)Convert.ToInt32(mode, 8));

    [UnsupportedOSPlatform("windows")]
    private string Mode(string name) => Convert.ToString((int)File.GetUnixFileMode(Path.Combine(_folder, name)), 8);

    private static string[] Lines(ShellResult result) =>
        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string RunOf(ShellResult result) =>
        JsonDocument.Parse(Lines(result)[0]).RootElement.GetProperty("run").GetString()!;

    private static string? Event(JsonElement line) => line.GetProperty("event").GetString();

    private List<JsonElement> Log() =>
        [.. File.ReadLines(Path.Combine(_folder, "nightly.log")).Select(line => JsonDocument.Parse(line).RootElement)];

    private void Put(string scenario, string name) =>
        File.Copy(Path.Combine(Scenarios, scenario), Path.Combine(_folder, name), overwrite: true);

    private void Put(string scenario, string name, string old, string @new)
    {
        string text = File.ReadAllText(Path.Combine(Scenarios, scenario));
        Assert.Contains(old, text);
        File.WriteAllText(Path.Combine(_folder, name), text.Replace(old, @new));
    }

    // Runs the script in the session, with the arguments that a command line has.
    private ShellResult Run(params string[] arguments)
    {
        _session.Set("folder", _folder);
        using PowerShell shell = _session.Create(
            "$ExecutionContext.SessionState.Path.SetLocation($folder) > $null; $global:LASTEXITCODE = 0; "
                + $"& {Quote(Script)} -LogPath nightly.log "
                + string.Join(' ', arguments.Select(one => one.StartsWith('-') ? one : Quote(one))));
        string output = string.Concat(shell.Invoke().Select(line => $"{line}\n"));
        string errors = string.Concat(shell.Streams.Error.Select(error => $"{error}\n"));
        return new ShellResult((int)_session.Run("$LASTEXITCODE").Output[0].BaseObject, output, errors);
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''")}'";

    private ShellResult RunShell(params string[] arguments) =>
        ShellProcess.Run(
            _folder, ["-NoProfile", "-NonInteractive", "-File", Script, "-LogPath", "nightly.log", .. arguments]);
}
