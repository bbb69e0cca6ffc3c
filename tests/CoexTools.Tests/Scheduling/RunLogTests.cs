using System.Globalization;
using CoexTools.Audit;
using CoexTools.Scheduling;

namespace CoexTools.Tests;

/// <summary>The reader of the log that the nightly script writes.</summary>
public sealed class RunLogTests : IDisposable
{
    private const string Sample = "nightly.jsonl";
    private const string Former = "An earlier version of the script ran, which did not log the state.";
    private const string Source = "https://domino.example.com/names";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_has_what_the_script_logged()
    {
        CoexistenceRun run = Read(SamplePath).Single(run => run.State == CoexistenceRunState.Repaired);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero), run.Time);
        Assert.Equal(Source, run.Source);
        Assert.Null(run.Reason);
        Assert.Equal((2, 2, 0, 3), (run.FindingBefore, run.ErrorBefore, run.WarningBefore, run.InformationBefore));
        Assert.Equal((0, 0, 0, 3), (run.Finding, run.Error, run.Warning, run.Information));
        Assert.Equal(["BTEx (DominoB/Acme)", "BTEx (DominoA/Acme)"], run.Changed);
        Assert.Equal([$"{new string('0', 30)}A1", $"{new string('0', 30)}A0"], run.Document);
        Assert.Equal(["Jane Doe/Acme", ""], run.Editor);
        Assert.Equal(TimeSpan.FromMilliseconds(3200), run.Duration);
        Assert.Equal((1, "SYSTEM", "ADMIN01", "1b"), (run.ExitCode, run.User, run.Machine, run.Run));
        Assert.Equal(SamplePath, run.Log);
        Assert.Empty(run.NextStep);
        Assert.Equal($"{Source}: Repaired", run.ToString());
    }

    [Fact]
    public void The_runs_are_in_their_order_with_all_sources()
    {
        Assert.Equal(
            [
                "20 Unknown /srv/domino/names.dxl", $"21 Healthy {Source}", $"22 Repaired {Source}",
                $"23 Refused {Source}", $"24 Unknown {Source}", "24 Prepared /srv/domino/names.dxl",
                $"25 Healthy {Source}", "25 Failed ", $"26 Unknown {Source}",
            ],
            Read(SamplePath).Select(run => $"{run.Time.Day} {run.State} {run.Source}"));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_run_that_failed_apart_from_its_sources_has_the_reason()
    {
        CoexistenceRun run = Read(SamplePath).Single(run => run.State == CoexistenceRunState.Failed);
        Assert.Equal("Cannot write the metrics.", run.Reason);
        Assert.Null(run.Source);
        Assert.Null(run.Finding);
        Assert.Equal("Failed", run.ToString());
    }

    [Fact]
    public void A_run_without_an_end_is_unknown()
    {
        CoexistenceRun run = Read(SamplePath)[^1];
        Assert.Null(run.ExitCode);
        Assert.StartsWith("The log does not contain the end of the run.", run.Reason);
    }

    // The records of a run, and its state, source, reason, and errors.
    [Theory]
    [InlineData("""{"event":"end","state":"Failed"}""", "Failed", "a, b", null, null)]
    [InlineData("""{"event":"end","state":"Sleeping"}""", "Unknown", "a, b", null, null)]
    [InlineData("""{"event":"end","state":"77"}""", "Unknown", "a, b", null, null)]
    [InlineData("""{"event":"end","state":7}""", "Unknown", "a, b", null, null)]
    [InlineData("""{"event":"error","message":"No."} {"event":"end"}""", "Unknown", "a, b", "No.", null)]
    [InlineData(
        """{"event":"error","path":"a","message":"No."} {"event":"error","message":"More."} {"event":"end"}""",
        "Unknown", "a, b", "No.", null)]
    [InlineData(
        """{"event":"finding","outcome":"Fail","severity":"Error"} {"event":"error","message":"No."} {"event":"end"}""",
        "Unknown", "a, b", "No.", 1)]
    [InlineData(
        """{"event":"finding","outcome":"Pass","severity":"Error"} {"event":"end"}""", "Unknown", "a, b", Former, 0)]
    [InlineData(
        """{"event":"finding","outcome":"Fail","severity":"Grave"} {"event":"end"}""", "Unknown", "a, b", Former, 0)]
    [InlineData("""{"event":"action"} {"event":"end"}""", "Unknown", "a, b", Former, 0)]
    public void A_run_without_a_source_shows_what_its_records_say(
        string records, string state, string source, string? reason, int? errors)
    {
        const string Head = """{"time":"2026-11-30T09:00:00.000Z","run":"d1",""";
        IEnumerable<string> lines = records.Split("} {").Select(one => Head + one.Trim('{', '}') + "}");
        string start = Head + """ "event":"start","paths":["a","b",3]}""";
        CoexistenceRun run = Assert.Single(Read(Write("one.log", [start, .. lines])));
        Assert.Equal((state, source, reason), (run.State.ToString(), run.Source, run.Reason));
        Assert.Equal(errors, run.Error);
        Assert.Equal(records.Contains("action") ? [""] : [], run.Changed);
        Assert.Equal(run.Changed.Count, run.Document.Count);
    }

    [Fact]
    public void A_former_run_without_paths_has_no_source()
    {
        CoexistenceRun run = Assert.Single(Read(Write("one.log",
        [
            """{"time":"2026-11-30T09:00:00Z","run":"d1","event":"start","paths":"a"}""",
            """{"time":"2026-11-30T09:00:05Z","run":"d1","event":"end","exitCode":-1}""",
        ])));
        Assert.Equal((null, Former, TimeSpan.FromSeconds(5)), (run.Source, run.Reason, run.Duration));
        Assert.Null(run.ExitCode);
    }

    [Fact]
    public void Many_runs_without_an_end_are_each_read_once()
    {
        const int Runs = 3000;
        string[] starts =
        [
            .. Enumerable.Range(0, Runs).Select(run => new DateTime(2026, 11, 1).AddMinutes(run)).Select(
                (time, run) => $$"""{"time":"{{time:yyyy-MM-ddTHH:mm:ssZ}}","run":"{{run}}","event":"start"}"""),
        ];
        string late = """{"time":"2026-11-30T09:00:00Z","run":"0","event":"end","state":"Healthy"}""";
        IReadOnlyList<CoexistenceRun> runs = Read(Write("open.log", [.. starts, late]));
        // The reader does not wait for the end of a run while many others start.
        Assert.Equal(Enumerable.Range(0, Runs).Select(run => $"{run}"), runs.Select(run => run.Run));
        Assert.All(runs, run => Assert.Equal(CoexistenceRunState.Unknown, run.State));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_recorded_deletion_is_not_a_run()
    {
        string[] lines = File.ReadAllLines(SamplePath);
        string deleted =
            """{"time":"2026-11-30T09:00:00.000Z","run":"d1","event":"deleted","source":"a","documents":[]}""";
        Assert.Equal(
            Read(SamplePath).Select(run => run.Run),
            Read(Write("deleted.log", [deleted, .. lines, deleted])).Select(run => run.Run));
        Assert.Empty(Read(Write("only.log", [deleted])));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_run_that_was_interrupted_has_the_changes_that_it_logged()
    {
        string[] lines = File.ReadAllLines(SamplePath);
        string action = lines.First(line => line.Contains("\"event\":\"action\"")).Replace("0a0a0a0a0a0a", "1b");
        string[] repaired = [.. lines.Where(line => line.Contains("\"run\":\"1b\""))];
        CoexistenceRun run = Assert.Single(Read(Write("killed.log", [repaired[0], action])));
        Assert.Equal(CoexistenceRunState.Unknown, run.State);
        Assert.Equal(["BTEx (DominoA/Acme)"], run.Changed);
        Assert.Equal([$"{new string('0', 30)}A0"], run.Document);
        Assert.Equal([""], run.Editor);
        // The source has its own changes.
        IReadOnlyList<CoexistenceRun> runs =
            Read(Write("later.log", [repaired[0], action, .. repaired[1..^1]]));
        Assert.Equal([2, 0], runs.Select(one => one.Changed.Count));
    }

    [Fact]
    public void A_run_of_version_0_2_0_has_what_is_known_but_no_state()
    {
        CoexistenceRun run = Read(SamplePath)[0];
        Assert.Equal(CoexistenceRunState.Unknown, run.State);
        Assert.StartsWith("An earlier version", run.Reason);
        Assert.Equal(["BTEx (DominoA/Acme)"], run.Changed);
        Assert.Equal([""], run.Editor);
        Assert.Null(run.FindingBefore);
        Assert.Equal((0, 1), (run.Finding, run.Information));
        Assert.Equal(TimeSpan.FromSeconds(2), run.Duration);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public void Renamed_logs_are_read_before_the_log_and_a_run_can_be_in_two_of_them()
    {
        string[] lines = File.ReadAllLines(SamplePath);
        string log = Path.Combine(_folder.FullName, "nightly.log");
        int[] cuts = [0, 3, 7, 12, lines.Length];
        string[] names = ["nightly.log.10", "nightly.log.9", "nightly.log.1", "nightly.log"];
        for (int i = 0; i < names.Length; i++)
            Write(names[i], lines[cuts[i]..cuts[i + 1]]);
        // None of these belongs to the log.
        Write("nightly.log.lock", []);
        Write("nightly.log.1.bak", ["other"]);
        Write("other-nightly.log.1", ["other"]);
        Assert.Equal(
            Read(SamplePath).Select(run => (run.Time, run.State, run.Source, run.Duration, run.ExitCode)),
            Read(log).Select(run => (run.Time, run.State, run.Source, run.Duration, run.ExitCode)));
        Assert.Empty(_warnings);
        File.Delete(log); // A run renamed it, and has not yet written to the new one.
        Assert.Equal(CoexistenceRunState.Healthy, Read(log)[1].State);
    }

    [Fact]
    public void Overlapping_runs_are_told_apart()
    {
        string[] lines = File.ReadAllLines(SamplePath);
        string[] first = [.. lines.Where(line => line.Contains("\"run\":\"1b\""))];
        string[] second = [.. lines.Where(line => line.Contains("\"run\":\"1c\""))];
        string log = Write("nightly.log", [first[0], second[0], .. first[1..^1], .. second[1..], first[^1]]);
        Assert.Equal(
            [CoexistenceRunState.Refused, CoexistenceRunState.Repaired], Read(log).Select(run => run.State));
    }

    [Fact]
    public void Lines_that_are_not_records_are_counted_in_a_warning()
    {
        List<string> lines = [.. File.ReadAllLines(SamplePath)];
        lines[6] = lines[6][..40]; // A source, whose line is torn.
        lines.Insert(2, "{\"a\":1}");
        lines.Insert(3, new string('x', 5_000_000));
        lines.Insert(4, "");
        string log = Write("nightly.log", lines);
        File.AppendAllText(log, lines[1][..30]);
        IReadOnlyList<CoexistenceRun> runs = Read(log);
        Assert.Equal(
            $"The log '{log}' contains 5 lines that are not records of a run. The first is line 3.",
            Assert.Single(_warnings));
        Assert.Equal(9, runs.Count);
        // The end of the run shows its state.
        Assert.Equal(CoexistenceRunState.Healthy, runs[1].State);
    }

    [Fact]
    public void A_log_that_a_run_writes_to_is_read()
    {
        string log = Write("nightly.log", File.ReadAllLines(SamplePath));
        using var writer = new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.Read);
        Assert.Equal(9, Read(log).Count);
        writer.WriteByte((byte)'{');
        writer.Flush();
        Assert.Equal(9, Read(log).Count);
    }

    [Theory]
    [InlineData("<database/>\n")]
    [InlineData("{\"a\":1}\n")]
    [InlineData("{\n  \"runs\": []\n}\n")]
    [InlineData("\n")]
    [InlineData("\0\0\0\0")]
    public void A_file_that_is_not_a_log_is_an_error(string text)
    {
        string path = _folder.Write(text, "other.log");
        Assert.Equal("RunLogInvalid", Assert.Throws<CoexException>(() => Read(path)).ErrorId);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void A_log_that_does_not_exist_is_an_error_and_an_empty_log_is_not()
    {
        string path = Path.Combine(_folder.FullName, "none", "nightly.log");
        Assert.Equal("RunLogNotFound", Assert.Throws<CoexException>(() => Read(path)).ErrorId);
        Assert.Equal("FileUnreadable", Assert.Throws<CoexException>(() => Read(_folder.FullName)).ErrorId);
        Assert.Empty(Read(_folder.Write("", "empty.log")));
    }

    [Fact]
    public void A_log_in_a_file_instead_of_a_folder_does_not_exist()
    {
        string file = Write("file", []);
        Assert.Equal(
            "RunLogNotFound", Assert.Throws<CoexException>(() => Read(Path.Combine(file, "nightly.log"))).ErrorId);
    }

    [Fact]
    public void A_year_of_nights_is_read_from_rotated_logs()
    {
        var first = new DateTimeOffset(2025, 12, 1, 2, 0, 0, TimeSpan.Zero);
        List<string> lines = [.. Enumerable.Range(0, 365).SelectMany(night => Night(night, first.AddDays(night)))];
        Assert.True(lines.Sum(line => line.Length) > 1_000_000); // As the script renames logs, more than one file.
        int half = lines.Count / 2;
        Write("nightly.log.1", lines[..half]);
        string log = Write("nightly.log", lines[half..]);

        IReadOnlyList<CoexistenceRun> runs = Read(log);

        Assert.Empty(_warnings);
        Assert.Equal(365, runs.Count);
        for (int night = 0; night < runs.Count; night++)
        {
            CoexistenceRun run = runs[night];
            bool isEdited = night % 7 == 3;
            Assert.Equal(first.AddDays(night), run.Time);
            Assert.Equal(isEdited ? CoexistenceRunState.Repaired : CoexistenceRunState.Healthy, run.State);
            Assert.Equal((isEdited ? 1 : 0, 0), (run.FindingBefore, run.Finding));
            Assert.Equal(isEdited ? ["Editor " + night.ToString(CultureInfo.InvariantCulture)] : [], run.Editor);
            Assert.Equal(isEdited ? 1 : 0, run.ExitCode);
        }
    }

    // The records of a run, with findings as large as those of a real directory.
    private static IEnumerable<string> Night(int night, DateTimeOffset time)
    {
        bool isEdited = night % 7 == 3;
        string head = $"{{\"time\":\"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\",\"run\":\"{night:x12}\",\"event\":";
        string state = isEdited ? "Repaired" : "Healthy";
        int code = isEdited ? 1 : 0;
        string changed = isEdited
            ? $"{{\"document\":\"{night:X32}\",\"name\":\"BTEx\",\"editor\":\"Editor {night}\",\"saved\":null}}" : "";
        yield return head + $"\"start\",\"paths\":[\"{Source}\"],\"user\":\"SYSTEM\",\"machine\":\"ADMIN01\"}}";
        for (int finding = 0; finding < 4; finding++)
        {
            yield return head + "\"finding\",\"rule\":\"CX021\",\"severity\":\"Information\",\"outcome\":\"Fail\","
                + $"\"reason\":\"{new string('r', 300)}\",\"evidence\":[\"{new string('e', 300)}\"]}}";
        }
        yield return head + $"\"source\",\"source\":\"{Source}\",\"kind\":\"Server\",\"state\":\"{state}\","
            + $"\"reason\":null,\"before\":{{\"error\":{code},\"warning\":0,\"information\":4}},"
            + $"\"after\":{{\"error\":0,\"warning\":0,\"information\":4}},\"changed\":[{changed}],\"next\":[],"
            + $"\"milliseconds\":1200,\"exitCode\":{code}}}";
        yield return head + $"\"end\",\"state\":\"{state}\",\"exitCode\":{code}}}";
    }

    private static string SamplePath => Path.Combine(AppContext.BaseDirectory, "Data", "runs", Sample);

    private IReadOnlyList<CoexistenceRun> Read(string path) =>
        [.. RunLog.Read(path, _warnings.Add, CancellationToken.None).SelectMany(run => run)];

    private string Write(string name, IEnumerable<string> lines) =>
        _folder.Write(string.Concat(lines.Select(line => line + "\n")), name);
}
