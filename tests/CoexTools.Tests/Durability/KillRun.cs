using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Files;

namespace CoexTools.Tests.Durability;

/// <summary>Kills processes while they change a file, and counts what that led to.</summary>
internal sealed class KillRun(CopyWay way)
{
    private int _repaired, _carriedOut, _leftOver;

    /// <summary>The last step that each process reported.</summary>
    public ConcurrentBag<string> Steps { get; } = [];

    /// <summary>How often the journal had to be repaired.</summary>
    public int Repaired => _repaired;

    /// <summary>How often the process was killed after more than one change.</summary>
    public int CarriedOut => _carriedOut;

    /// <summary>How often a temporary file remained.</summary>
    public int LeftOver => _leftOver;

    /// <summary>What happened, for people.</summary>
    public IEnumerable<string> Figures =>
    [
        .. Steps.GroupBy(step => step).OrderBy(step => step.Key, StringComparer.Ordinal)
            .Select(step => $"{step.Count(),5} kills after {step.Key}"),
        $"{Steps.Count} kills: {CarriedOut} after more than one change of the process, {Repaired} with a "
            + $"journal to repair, {LeftOver} with a remaining temporary file.",
    ];

    /// <summary>Starts a process that changes a file, kills it at a random moment, and checks what is left.</summary>
    /// <param name="place">The file.</param>
    /// <param name="random">Chooses the moment.</param>
    /// <param name="kinds">What the process does, in turn.</param>
    public void KillOnce(Workplace place, Random random, params ChangeKind[] kinds)
    {
        int before = place.History().Count;
        string[] old = place.Content;
        string said;
        using (Child child = Child.Start("loop", way, [place.FilePath, .. kinds.Select(kind => $"{kind}")]))
        {
            // Its first change is the next command after the kill before: it works, and clears away what that one left.
            said = child.ReadUntil('R');
            Assert.Empty(old.Where(name => name.EndsWith(".tmp", StringComparison.Ordinal)).Intersect(place.Content));
            switch (random.Next(3))
            {
                // So far in the work, however busy the machine is: within two changes with as many signs as the first
                // one.
                case 0:
                    said += child.Read(random.Next(2 * said.Length));
                    break;
                case 1: // In a certain step, such as the flush or the rename, of one of the next changes.
                    var step = (FileStep)random.Next((int)FileStep.FlushFolder + 1);
                    for (int changes = random.Next(1, 4); changes > 0; changes--)
                        said += ReadUntil(child, step);
                    break;
                default:
                    double wait = random.NextDouble() * 100; // At any moment, and not in steps of the system's clock.
                    var watch = Stopwatch.StartNew();
                    if (wait > 30)
                        Thread.Sleep((int)wait - 25);
                    while (watch.Elapsed.TotalMilliseconds < wait)
                        Thread.Yield();
                    break;
            }
            said += child.Kill();
        }
        List<string> done = [.. Regex.Matches(said, @"\[(\w{17})\]").Select(match => match.Groups[1].Value)];
        string last = said[(said.LastIndexOf(']') + 1)..].TrimStart('R');
        Steps.Add(
            last.Length == 0 || last.Contains('[')
                ? "the end of a change" : $"{last[^1]} {(FileStep)(last[^1] - '0')}");
        if (place.Content.Any(name => name.EndsWith(".tmp", StringComparison.Ordinal)))
            Interlocked.Increment(ref _leftOver);

        // The file before any repair.
        IReadOnlyList<JournalEntry> announced = place.Announced();
        bool isLast = place.IsLastCarriedOut(announced);
        Assert.InRange(announced.Count, before + done.Count, before + done.Count + 1);
        // What the process reported as done is done, and remains.
        Assert.Equal(done, announced.Skip(before).Take(done.Count).Select(entry => entry.StateAfter));
        if (done.Count > 1)
            Interlocked.Increment(ref _carriedOut);

        // As the next command finds it.
        var reports = new List<string>();
        IReadOnlyList<JournalEntry> entries = place.History(reports);
        Assert.Equal(isLast ? announced.Count : announced.Count - 1, entries.Count);
        if (reports.Count > 0)
            Interlocked.Increment(ref _repaired);
        Assert.True(isLast || reports.Count == 1);
        place.AssertAgrees(entries);
        if (kinds.Contains(ChangeKind.Export))
            place.AssertExport();
    }

    // Reads the signs up to the next one of a step. A hash in brackets contains digits that are no steps.
    private static string ReadUntil(Child child, FileStep step)
    {
        var said = new StringBuilder();
        char sign = ' ';
        for (bool isHash = false; isHash || sign != '0' + (int)step; said.Append(sign))
        {
            sign = child.Read(1)[0];
            isHash = sign == '[' || (isHash && sign != ']');
        }
        return said.ToString();
    }
}
