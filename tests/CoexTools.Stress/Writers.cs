using System.Globalization;
using CoexTools.CrashChild;
using CoexTools.Tests.Durability;

namespace CoexTools.Stress;

/// <summary>
/// Eight processes change one file, and then the documents of one server. A case has ten rounds of each process, and
/// starts with a new file and a new server.
/// </summary>
internal sealed class Writers : StressVerb
{
    private const int Processes = 8, Rounds = 10;

    private readonly List<string> _reports = [];
    private int _changes, _serverChanges, _refused;

    public override int DefaultCount => 1_000 / Rounds;

    public override IEnumerable<string> Figures =>
    [
        $"{_changes:N0} changes by {Processes} processes at once, {Rounds} rounds for each file.",
        $"{_serverChanges:N0} changes by {Processes} processes at once on "
            + $"servers, {_refused:N0} refused by the server.",
        $"{_reports.Sum(report => int.Parse(report.Split(' ')[^2], CultureInfo.InvariantCulture)):N0} attempts had to "
            + "be repeated.",
    ];

    public override void Run(int number, Random random)
    {
        using Workplace place = Workplace.Make(
            random.Next(20_000, 400_000), (CopyWay)random.Next(3), documents: Processes);
        _reports.AddRange(RivalTests.Run(place, Processes, Rounds));
        _changes += Processes * Rounds;
        using var server = new ServerPlace(Processes);
        int requests = 0;
        server.Refuses = _ => ++requests % 5 == 0 && ++_refused > 0;
        ServerJournalTests.Run(server, Processes, Rounds);
        _serverChanges += server.Changes.Count;
    }
}
