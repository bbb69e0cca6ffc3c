using CoexTools.CrashChild;
using CoexTools.Tests.Durability;
using CoexTools.Tests.Durability.PowerLoss;

namespace CoexTools.Stress;

/// <summary>
/// Records the system calls of each kind of change, lists the states that the loss of power can leave at each moment,
/// and checks what the next commands make of each state. Without a count, each kind of change is recorded once.
/// </summary>
internal sealed class Crashes : StressVerb
{
    private readonly Dictionary<DiskModel, (int States, int Checked)> _counts = [];
    private string? _folder;
    private int _operations;
    private int _changes;

    public override int DefaultCount => RecordedChange.All.Count;

    public override bool IsParallel => true;

    public override IEnumerable<string> Figures =>
    [
        $"{_changes:N0} changes of {_operations:N0} operations.",
        .. _counts.OrderBy(count => count.Key).Select(count =>
            $"{count.Key}: {count.Value.States:N0} states, {count.Value.Checked:N0} different ones checked."),
    ];

    public override void Prepare(string folder, StressOptions options)
    {
        if (Tracer.Problem is { } problem)
            throw new SkippedException(problem);
        _folder = options.Folder;
    }

    // From 3 to 600 KB; half of the files have less than 12 KB, and one in seven more than 130 KB, written in blocks.
    private static int Size(Random random) => (int)(3_000 * Math.Pow(200, Math.Pow(random.NextDouble(), 2)));

    public override void Run(int number, Random random)
    {
        // A step that has no divisor in common with the number of changes, so that a short run takes different kinds.
        RecordedChange change = RecordedChange.All[number * 37 % RecordedChange.All.Count];
        using Workplace place = Workplace.Make(Size(random), change.Way);
        Recording recording = Recording.Make(change, place);
        string states = _folder is null ? Recording.CreateFolder() : Path.Combine(_folder, $"crashes-{number}");
        try
        {
            foreach (DiskModel model in change.Models)
            {
                (int States, int Checked) counts = recording.Check(model, states, random);
                lock (_counts)
                {
                    (int States, int Checked) former = _counts.GetValueOrDefault(model);
                    _counts[model] = (former.States + counts.States, former.Checked + counts.Checked);
                }
            }
        }
        finally
        {
            if (Directory.Exists(states))
                Directory.Delete(states, recursive: true);
        }
        Interlocked.Increment(ref _changes);
        Interlocked.Add(ref _operations, recording.Operations.Count);
    }
}
