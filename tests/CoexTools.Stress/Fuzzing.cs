using System.Diagnostics;
using System.Globalization;
using System.Text;
using CoexTools.Files;
using CoexTools.Tests.Dxl;
using CoexTools.Tests.Nsf;
using CoexTools.Values;
using SharpFuzz;

namespace CoexTools.Stress;

/// <summary>
/// DXL and NSF files that AFL++ derives from those that reach new branches of CoexTools (coverage-guided). The count is
/// the number of files. A case is a run of the fuzzer with all files of one format. With --folder, the next run
/// continues with the files that this run found.
/// </summary>
internal sealed class Fuzzing : StressVerb
{
    /// <summary>The verb with which the fuzzer starts this program.</summary>
    public const string TargetVerb = "fuzz-target";

    // A file is read in less than a millisecond, but a process that starts on a busy computer takes seconds.
    private const string Milliseconds = "20000";

    private static readonly string[] Kinds = ["dxl", "nsf"];

    private readonly SortedDictionary<string, (long Executions, int Files, string Edges)> _results = new(
        StringComparer.Ordinal);
    private string _folder = "", _program = "", _fuzzer = "";
    private int _executions;

    public override int DefaultCount => 200_000;

    public override bool IsParallel => true;

    public override IEnumerable<string> Figures => _results.Select(
        result => $"{result.Key}: {result.Value.Executions:N0} files read, of which {result.Value.Files:N0} reached "
            + $"something new; {result.Value.Edges} edges are covered.");

    public override int Cases(int? count) => Kinds.Length;

    public override void Prepare(string folder, StressOptions options)
    {
        _fuzzer = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(path => Path.Combine(path, "afl-fuzz"))
            .FirstOrDefault(File.Exists) ?? throw new SkippedException("This verb requires afl-fuzz (AFL++).");
        _folder = options.Folder ?? folder;
        _executions = (options.Count ?? DefaultCount) / Kinds.Length;
        _program = Directory.CreateDirectory(Path.Combine(folder, "program")).FullName;
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
            File.Copy(file, Path.Combine(_program, Path.GetFileName(file)));
        // BlockReader is not instrumented: it uses a second thread, so its coverage would differ from run to run.
        Fuzzer.Instrument(
            Path.Combine(_program, "CoexTools.dll"), type => !type.EndsWith(
                nameof(BlockReader), StringComparison.Ordinal), Options.Value);
        Directory.CreateDirectory(_folder);
        WriteSeeds(Kinds[0], SweepComparison.Seeds().Where(seed => seed.Length < 20_000));
        WriteSeeds(Kinds[1], NsfMutations.Seeds());
        File.WriteAllLines(
            Path.Combine(_program, "words"),
            SweepComparison.Pieces.Select(
                piece => $"\"{string.Concat(Encoding.UTF8.GetBytes(piece).Select(one => $"\\x{one:X2}"))}\""));
    }

    public override void Run(int number, Random random)
    {
        string kind = Kinds[number];
        string corpus = Path.Combine(_folder, kind), output = Path.Combine(_folder, $"{kind}-{Guid.NewGuid():N}");
        string text = RunFuzzer(
        [
            .. number == 0 ? (string[])["-x", Path.Combine(_program, "words")] : [],
            "-i", corpus, "-o", output, "-s", $"{random.Next()}", "-E", $"{_executions}", "-t", Milliseconds, "-m",
            "none", "--", "dotnet", Path.Combine(_program, "CoexTools.Stress.dll"), TargetVerb, "--folder", _program,
        ]);
        output = Path.Combine(output, "default");
        string stats = Path.Combine(output, "fuzzer_stats");
        Assert.True(File.Exists(stats), text);
        Dictionary<string, string> values = File.ReadLines(stats)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        long executions = long.Parse(values["execs_done"], CultureInfo.InvariantCulture);
        string[] files =
            [.. Directory.GetFiles(Path.Combine(output, "queue"))
                .Where(file => !file.Contains(",orig:", StringComparison.Ordinal))];
        foreach (string file in files)
            File.Copy(file, Path.Combine(corpus, Guid.NewGuid().ToString("N")));
        lock (_results)
            _results[kind] = (executions, files.Length, values["edges_found"]);
        foreach (string folder in new[] { "crashes", "hangs" })
        {
            string? found = Directory.GetFiles(Path.Combine(output, folder))
                .FirstOrDefault(file => Path.GetFileName(file) != "README.txt");
            if (found is not null)
                throw new InputException($"{kind}, {folder}", File.ReadAllBytes(found));
        }
        Assert.True(executions >= _executions / 2, $"The fuzzer stopped after {executions:N0} executions.\n{text}");
    }

    /// <summary>Reads a file as the fuzzer does. Any exception means that a defect was found.</summary>
    public override void Reproduce(byte[] input) =>
        Read(input, Path.Combine(Path.GetTempPath(), $"coextools-fuzz-{Environment.ProcessId}"));

    /// <summary>Reads each input of the fuzzer, until the fuzzer ends.</summary>
    public static void RunTarget(string folder) => Fuzzer.OutOfProcess.Run(stream =>
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        Read(bytes.ToArray(), Path.Combine(folder, $"input-{Environment.ProcessId}"));
    });

    private static void Read(byte[] bytes, string path)
    {
        if (bytes.Length == 0 || bytes[0] != 0x1A)
        {
            _ = SweepComparison.Compare(bytes, new Random(bytes.Length), "The file");
        }
        else
        {
            try
            {
                NsfMutations.Read(bytes);
            }
            catch (NsfException)
            {
                // A command would read a damaged file again after a while, because it could have been written in the
                // meantime.
                return;
            }
        }
        _ = Mutations.ReadAsCommand(bytes, path);
    }

    private void WriteSeeds(string kind, IEnumerable<byte[]> seeds)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, kind)).FullName;
        int number = 0;
        foreach (byte[] seed in seeds)
            File.WriteAllBytes(Path.Combine(folder, $"seed-{number++}"), seed);
    }

    private string RunFuzzer(string[] arguments)
    {
        var start = new ProcessStartInfo(_fuzzer, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AFL_NO_UI"] = "1", ["AFL_SKIP_BIN_CHECK"] = "1", ["AFL_SKIP_CPUFREQ"] = "1",
                ["AFL_NO_AFFINITY"] = "1",
                ["AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES"] = "1", ["AFL_FAST_CAL"] = "1",
                ["AFL_FORKSRV_INIT_TMOUT"] = "60000",
                ["DOTNET_TieredPGO"] = "0", ["DOTNET_DbgEnableMiniDump"] = "0",
            },
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output[^Math.Min(output.Length, 4_000)..] + error.Result;
    }
}
