using System.Globalization;
using System.Text.RegularExpressions;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Tests.Durability;

namespace CoexTools.Stress;

/// <summary>
/// Lets each step of each kind of change fail in this process and, where strace can be used, each system call that
/// concerns the folder in a process of its own. The cases are a list, not a sample: without a count, all of them run.
/// </summary>
internal sealed partial class Faults : StressVerb
{
    private const int FileSize = 3_000_000;

    private static readonly ChangeKind[] Kinds =
        [.. Enum.GetValues<ChangeKind>().Where(kind => kind != ChangeKind.Overwrite)]; // Its steps are those of Export.
    private static readonly string[] Errors = ["ENOSPC", "EIO", "EACCES"];

    private readonly List<Fault> _faults = [];
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private string? _withoutCalls;

    public override int DefaultCount => _faults.Count;

    public override bool IsParallel => true;

    public override IEnumerable<string> Figures =>
    [
        $"{_faults.Count(fault => fault.Call is null):N0} faults at steps, "
            + $"{_faults.Count(fault => fault.Call is not null):N0} faults of system calls "
            + "(" + string.Join(
                ", ", _faults.Where(fault => fault.Call is not null).Select(fault => fault.Call).Distinct().Order())
            + ").",
        .. _withoutCalls is null ? Array.Empty<string>() : [_withoutCalls],
        .. _outcomes.Select(outcome => $"{outcome.Value,6:N0} {outcome.Key}"),
    ];

    public override void Prepare(string folder, StressOptions options)
    {
        foreach (ChangeKind kind in Kinds)
        {
            foreach (FileStep step in Enum.GetValues<FileStep>())
            {
                foreach (string error in (string[])[.. Errors, "LOCK"])
                    _faults.AddRange(
                        Enum.GetValues<CopyWay>().Select(way => new Fault(kind, way, step, error, null, 0)));
            }
        }
        if (Tracer.Problem is { } problem)
            _withoutCalls = $"System calls: skipped. {problem}";
        else
        {
            foreach (ChangeKind kind in Kinds)
            {
                foreach (CopyWay way in Enum.GetValues<CopyWay>())
                {
                    foreach ((string call, int index) in Calls(kind, way))
                        _faults.AddRange(Errors.Select(error => new Fault(kind, way, null, error, call, index)));
                }
            }
        }
        // A short run takes some of each kind.
        new Random(options.Seed).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_faults));
    }

    public override void Run(int number, Random random)
    {
        Fault fault = _faults[number % _faults.Count];
        using Workplace place = Workplace.Make(FileSize, fault.Way);
        place.AssertNextCommandWorks(); // So that there are a journal and a change to undo.
        byte[] file = File.ReadAllBytes(place.FilePath), journal = File.ReadAllBytes(place.JournalPath);
        string outcome = fault.Call is null ? AtStep(place, fault) : AtCall(place, fault);
        try
        {
            Check(place, fault, outcome == "done", file, journal);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{fault}: {outcome}. {e.Message}", e);
        }
        lock (_outcomes)
        {
            string what = $"{(fault.Call is null ? "step" : "call")}, {outcome}";
            _outcomes[what] = _outcomes.GetValueOrDefault(what) + 1;
        }
    }

    private static void Check(Workplace place, Fault fault, bool isDone, byte[] file, byte[] journal)
    {
        if (fault.Kind == ChangeKind.Export || !isDone)
        {
            Assert.True(file.AsSpan().SequenceEqual(File.ReadAllBytes(place.FilePath)), "The file has changed.");
            place.AssertAgrees(place.History());
            Assert.True(
                File.ReadAllBytes(place.JournalPath).AsSpan().StartsWith(journal), "The journal has lost an entry.");
        }
        else
        {
            IReadOnlyList<JournalEntry> entries = place.History();
            Assert.Equal(2, entries.Count);
            place.AssertAgrees(entries);
        }
        if (fault.Kind == ChangeKind.Export)
            place.AssertExport();
        File.Delete(FileChanger.ExportPath(place.FilePath));
        place.AssertNextCommandWorks();
    }

    private static string AtStep(Workplace place, Fault fault)
    {
        try
        {
            FileChanger.Do(fault.Kind, place.FilePath, place.Read(), step =>
            {
                if (step != fault.Step)
                    return;
                switch (fault.Error)
                {
                    case "ENOSPC":
                        throw new IOException("No space left on device", 28);
                    case "EIO":
                        throw new IOException("Input/output error", 5);
                    case "EACCES":
                        throw new UnauthorizedAccessException("Access is denied.");
                    default: // Somebody deletes the lock file.
                        foreach (string name in place.Content.Where(
                            name => name.EndsWith(".lock", StringComparison.Ordinal)))
                            File.Delete(Path.Combine(place.Folder, name));
                        break;
                }
            }, place.Way);
            return "done";
        }
        catch (CoexException e)
        {
            Assert.Equal("WriteFailed", e.ErrorId);
            return e.ErrorId;
        }
    }

    private static string AtCall(Workplace place, Fault fault)
    {
        (string output, string error, int exitCode) = Traced(
            place, fault.Kind,
            [
                "-e", $"trace={fault.Call}", "-e",
                string.Create(
                    CultureInfo.InvariantCulture, $"inject={fault.Call}:error={fault.Error}:when={fault.Index}"),
            ]);
        Assert.True(exitCode == 0, $"{fault}: exit code {exitCode}. {error}");
        return output;
    }

    // The system calls of a change that concern the folder, and the number of each among the calls of its kind.
    private static IEnumerable<(string Call, int Index)> Calls(ChangeKind kind, CopyWay way)
    {
        using Workplace place = Workplace.Make(FileSize, way);
        place.AssertNextCommandWorks();
        string log = Path.Combine(Path.GetTempPath(), $"coextools-calls-{Guid.NewGuid():N}.log");
        try
        {
            (string output, _, _) = Traced(place, kind, ["-y", "-o", log, "-e", "trace=%file,%desc"]);
            if (output != "done" || !File.Exists(log))
                yield break;
            var counts = new Dictionary<(string Thread, string Call), int>();
            foreach (string line in File.ReadLines(log))
            {
                Match match = CallPattern().Match(line);
                if (!match.Success)
                    continue;
                (string Thread, string Call) key = (match.Groups["thread"].Value, match.Groups["call"].Value);
                counts[key] = counts.GetValueOrDefault(key) + 1;
                if (line.Contains(place.Folder, StringComparison.Ordinal)
                    && key.Call is not ("close" or "lseek" or "fadvise64"))
                    yield return (key.Call, counts[key]);
            }
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static (string Output, string Error, int ExitCode) Traced(
        Workplace place, ChangeKind kind, string[] options)
    {
        using Child child = Child.Start("do", place.Way, place.FilePath, kind.ToString());
        return Tracer.Run(child, options);
    }

    [GeneratedRegex(@"^(?<thread>\d+)\s+(?<call>[a-z0-9_]+)\(")]
    private static partial Regex CallPattern();

    private sealed record Fault(ChangeKind Kind, CopyWay Way, FileStep? Step, string Error, string? Call, int Index);
}
