using CoexTools.CrashChild;
using CoexTools.Tests.Durability;

namespace CoexTools.Stress;

/// <summary>
/// Kills processes that change files of 1 to 200 MB, and processes that change a server, each at a random moment.
/// </summary>
internal sealed class Kills : StressVerb
{
    // One file for several kills: the next process has to cope with what the previous one left.
    private const int KillsPerFile = 4;

    private static readonly ChangeKind[] Kinds =
        [ChangeKind.Turn, ChangeKind.Protect, ChangeKind.Edit, ChangeKind.Repair, ChangeKind.Undo, ChangeKind.Export];

    private readonly KillRun[] _runs = [.. Enum.GetValues<CopyWay>().Select(way => new KillRun(way))];
    private readonly object _gate = new();
    private string _folder = "";
    private long _bytes;
    private int _files, _serverKills, _serverChanges, _marked;

    public override int DefaultCount => 10_000 / KillsPerFile;

    public override bool IsParallel => true;

    public override IEnumerable<string> Figures =>
    [
        .. Enum.GetValues<CopyWay>().Zip(_runs)
            .SelectMany(pair => pair.Second.Figures.Select(figure => $"{pair.First}: {figure}")),
        $"{_runs.Sum(run => run.Steps.Count):N0} kills on {_files:N0} files of {_bytes >> 20:N0} MB in all.",
        $"{_serverKills:N0} kills of processes that change a server: {_serverChanges:N0} changes, {_marked:N0} "
            + "records without a change.",
    ];

    public override void Prepare(string folder, StressOptions options) => _folder = options.Folder ?? folder;

    public override void Run(int number, Random random)
    {
        CopyWay way = (CopyWay)random.Next(3);
        int size = Size(random);
        string folder = Directory.CreateDirectory(Path.Combine(_folder, $"kills-{number}")).FullName;
        using Workplace place = Workplace.Make(size, way, folder);
        for (int i = 0; i < KillsPerFile; i++)
        {
            ChangeKind[] kinds = [.. Kinds];
            random.Shuffle(kinds);
            _runs[(int)way].KillOnce(place, random, kinds);
        }
        place.AssertNextCommandWorks();
        using var server = new ServerPlace(2);
        int marked = 0;
        for (int i = 0; i < KillsPerFile; i++)
            marked = ServerJournalTests.Kill(server, random);
        lock (_gate)
        {
            _serverKills += KillsPerFile;
            _serverChanges += server.Changes.Count;
            _marked += marked;
            _files++;
            _bytes += size;
        }
    }

    // From 1 to 200 MB; half of the files have less than 1.001 MB, one in ten more than 2.7 MB, and one in forty more
    // than 34 MB.
    private static int Size(Random random) => (int)(1_000_000 * Math.Pow(200, Math.Pow(random.NextDouble(), 16)));
}
