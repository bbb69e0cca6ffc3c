using CoexTools.Tests.Durability;
using CoexTools.Tests.Durability.PowerLoss;

namespace CoexTools.Stress;

/// <summary>
/// Records the system calls of each kind of change, lists the states that the loss of power can leave at each moment,
/// and checks what the next commands make of each state. Without a count, each kind of change is recorded once.
/// </summary>
internal sealed class Crashes : StressVerb
{
    private const int Step = 73;

    private readonly Dictionary<DiskModel, (int States, int Checked)> _counts = [];
    private string? _folder;
    private int _operations;
    private int _changes;

    // The last case is the journal of a server.
    public override int DefaultCount => RecordedChange.All.Count + 1;

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
        string folder = _folder is null ? Recording.CreateFolder() : Path.Combine(_folder, $"crashes-{number}");
        try
        {
            // A step that has no divisor in common with the number of cases, so that a short run takes different kinds.
            int index = (int)((1L + number) * Step % DefaultCount);
            if (index == RecordedChange.All.Count)
                RunServer(folder, random);
            else
                RunChange(RecordedChange.All[index], folder, random);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private void RunChange(RecordedChange change, string folder, Random random)
    {
        using Workplace place = Workplace.Make(Size(random), change.Way);
        Recording recording = Recording.Make(change, place);
        foreach (DiskModel model in change.Models)
            Count(model, recording.Check(model, folder, random));
        Interlocked.Increment(ref _changes);
        Interlocked.Add(ref _operations, recording.Operations.Count);
    }

    private void RunServer(string folder, Random random)
    {
        string recorded = Directory.CreateTempSubdirectory("coextools-server-").FullName;
        try
        {
            ServerRecording recording = ServerRecording.Make(recorded);
            foreach (DiskModel model in (DiskModel[])[DiskModel.Ext4, DiskModel.Strict])
                Count(model, recording.Check(model, folder, random));
            Interlocked.Increment(ref _changes);
            Interlocked.Add(ref _operations, recording.Operations.Count);
        }
        finally
        {
            Directory.Delete(recorded, recursive: true);
        }
    }

    private void Count(DiskModel model, (int States, int Checked) counts)
    {
        lock (_counts)
        {
            (int States, int Checked) former = _counts.GetValueOrDefault(model);
            _counts[model] = (former.States + counts.States, former.Checked + counts.Checked);
        }
    }
}
