using System.Diagnostics;
using System.Net;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Model;
using CoexTools.Sources.Rest;

namespace CoexTools.Tests.Durability;

/// <summary>
/// The journal of a server contains each change that the server made, exactly once, whatever happens to the commands.
/// </summary>
public sealed class ServerJournalTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2, 10)]
    [InlineData(8, 15)]
    public void No_record_of_rivals_is_lost_or_repeated(int rivals, int rounds)
    {
        using var place = new ServerPlace(rivals);
        Run(place, rivals, Repetitions.Of(rounds, divisor: 5));
    }

    [Fact]
    public void A_refused_change_removes_its_own_record_and_no_other()
    {
        const int Rivals = 4;
        int rounds = Repetitions.Of(8, divisor: 2);
        using var place = new ServerPlace(Rivals);
        int requests = 0;
        place.Refuses = _ => Interlocked.Increment(ref requests) % 3 == 0;
        Run(place, Rivals, rounds);
        Assert.True(requests > Rivals * rounds);
    }

    [Fact]
    public void A_record_of_a_killed_command_is_one_of_a_change_that_the_server_made_or_is_marked()
    {
        using var place = new ServerPlace(2);
        int seed = Environment.TickCount;
        output.WriteLine($"Seed: {seed}");
        var random = new Random(seed);
        for (int kill = 0; kill < Repetitions.Of(24, divisor: 4); kill++)
            Kill(place, random);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_record_without_its_change_is_marked_before_the_document_changes_again(bool journal, bool isMade)
    {
        using var place = new ServerPlace(1);
        string unid = ServerPlace.UniversalId(1);
        Assert.Null(ServerChanger.Change(place.Connect(), unid));
        // As a command leaves it that is killed before or after the server makes its change.
        string revision = place.RevisionOf(1);
        ChangeJournal.OfServer(place.Connect().State.Content).Append(id => new JournalEntry(
            id, DateTimeOffset.UtcNow, "Ada", "Killed", revision, "", [],
            [new JournalDocument(1, unid, "Ext1", "Ext1", "", "", [])]));
        if (isMade)
            place.Change(1);
        var reports = new List<string>();
        Assert.Equal([true, isMade], ServerChanger.History(place.Connect(), reports.Add)
            .Select(entry => entry.IsInFile));
        Assert.Equal(
            isMade ? 0 : 1, reports.Count(report => report.Contains("does not contain the last recorded change: 2.")));

        // The revision would no longer show it.
        Assert.Null(ServerChanger.Change(place.Connect(), unid, journal));
        reports.Clear();
        Assert.Equal(
            journal ? [true, isMade, true] : [true, isMade],
            ServerChanger.History(place.Connect(), reports.Add).Select(entry => entry.IsInFile));
        Assert.Empty(reports);
    }

    [Fact]
    public void A_change_that_is_not_recorded_does_not_need_a_journal_that_can_be_read()
    {
        using var place = new ServerPlace(1);
        File.WriteAllText(place.JournalPath, "nonsense\n");
        var reports = new List<string>();
        Assert.Equal(
            "JournalMalformed", ServerChanger.Change(
                place.Connect(), ServerPlace.UniversalId(1), report: reports.Add)?.ErrorId);
        Assert.Empty(place.Changes);
        Assert.Null(
            ServerChanger.Change(place.Connect(), ServerPlace.UniversalId(1), journal: false, report: reports.Add));
        Assert.Contains("cannot be compared with the server", Assert.Single(reports));
        Assert.Equal("nonsense\n", File.ReadAllText(place.JournalPath));
    }

    [Fact]
    public void A_torn_record_is_removed_by_the_command_that_lists_and_by_the_one_that_changes()
    {
        using var place = new ServerPlace(1);
        Assert.Null(ServerChanger.Change(place.Connect(), ServerPlace.UniversalId(1)));
        byte[] whole = File.ReadAllBytes(place.JournalPath);
        foreach (bool lists in new[] { true, false })
        {
            File.AppendAllText(place.JournalPath, "<change id='2' ti");
            var reports = new List<string>();
            if (lists)
                ServerChanger.History(place.Connect(), reports.Add);
            else
                Assert.Null(ServerChanger.Change(place.Connect(), ServerPlace.UniversalId(1), report: reports.Add));
            Assert.Contains("is incomplete", Assert.Single(reports));
            Assert.True(File.ReadAllBytes(place.JournalPath).AsSpan().StartsWith(whole));
        }
        place.AssertAgrees();
    }

    [Fact]
    public void The_journals_of_similar_addresses_are_different_files()
    {
        string[] scopes = ["names_1", "names/1", "names 1", "NAMES_1", "names:1", new('n', 300), new('n', 301)];
        string[] paths = [.. scopes.Select(scope => JournalOf("https://domino.acme.example", scope).Path)];
        Assert.Equal(paths.Length, paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(paths, path => Assert.InRange(Path.GetFileName(path).Length, 1, 150));
        Assert.Equal(paths[0], JournalOf("https://domino.acme.example", "names_1").Path);
    }

    [Fact]
    public void A_journal_with_the_name_of_version_0_2_0_is_still_read_and_continued()
    {
        string server = $"https://coextools-{Guid.NewGuid():N}.invalid";
        ChangeJournal journal = JournalOf(server, "names 1");
        string former = Path.Combine(Path.GetDirectoryName(journal.Path)!, $"https___{server[8..]}_names_1.journal");
        try
        {
            using (journal.Lock(CancellationToken.None))
                journal.Append(Entry);
            File.Move(journal.Path, former);
            File.AppendAllText(former, "<change id='2' ti"); // A command was interrupted.
            journal = JournalOf(server, "names 1");
            Assert.Equal(1, Assert.Single(journal.Read(out bool isTorn)).Id);
            Assert.False(isTorn);
            byte[] bytes = File.ReadAllBytes(former);
            using (journal.Lock(CancellationToken.None))
            {
                journal.Repair(_ => { });
                journal.Append(Entry);
            }
            Assert.Equal([1, 2], journal.Read(out _).Select(entry => entry.Id));
            Assert.Equal(bytes, File.ReadAllBytes(former));
        }
        finally
        {
            File.Delete(former);
            File.Delete(journal.Path);
        }

        static JournalEntry Entry(int id) =>
            new(
                id, DateTimeOffset.UtcNow, "Ada", "Test", "r", "", [],
                [new JournalDocument(1, "A", "Ext1", "Ext1", "", "", [])]);
    }

    [Fact]
    public void An_edit_that_no_command_makes_on_a_server_is_refused_before_a_request()
    {
        using var place = new ServerPlace(1);
        DominoDirectory directory = place.Connect();
        DateTimeOffset now = DateTimeOffset.UtcNow;
        PlannedEdit edit = ForeignDomainEdits.EditForm(
            directory.State.Unordered[0], new FormFields(MailFile: "other.box"));
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => ServerPlanWriter.Write(
            ChangePlan.Make(directory.State, [edit], preserveOrder: false, now),
            new WriteOptions("Test", now), CancellationToken.None));
        Assert.Contains(FieldMap.Default.MailFile[0], error.Message);
        Assert.Empty(place.Changes);
        Assert.Empty(place.Content);
    }

    /// <summary>Lets several processes change one server at once, and checks the journal.</summary>
    internal static void Run(ServerPlace place, int rivals, int rounds)
    {
        List<Child> children = [.. Enumerable.Range(1, rivals).Select(number => place.Start(number, rounds))];
        Child.Race(children, said => Assert.Contains($"|{rounds} done", said));
        IReadOnlyList<JournalEntry> entries = place.AssertAgrees();
        Assert.Equal(rivals * rounds, entries.Count);
        Assert.Equal(["server.journal"], place.Content);
    }

    /// <summary>
    /// Kills a process while it changes documents, and checks the journal before and after the next command.
    /// </summary>
    /// <returns>The number of all records that are marked, because the server did not make their changes.</returns>
    internal static int Kill(ServerPlace place, Random random)
    {
        int before = place.Changes.Count;
        using (Child child = place.Start(1, 1_000))
        {
            child.ReadUntil('R');
            child.WriteLine();
            child.Read(random.Next(1, 4));
            double wait = random.NextDouble() * 20;
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed.TotalMilliseconds < wait)
                Thread.Yield();
            child.Kill();
        }
        place.WaitUntilIdle();
        Assert.True(place.Changes.Count > before);
        int marked = place.AssertAgrees().Count(entry => !entry.IsInFile);
        Assert.Null(ServerChanger.Change(place.Connect(), ServerPlace.UniversalId(random.Next(1, 3))));
        place.AssertAgrees();
        return marked;
    }

    private static ChangeJournal JournalOf(string server, string scope)
    {
        var client = new RestClient(new RestOptions
        {
            Address = ServerAddress.Parse(new Uri(server), scope, allowHttp: false),
            Credential = new NetworkCredential("Ada", "secret"),
        });
        var rules = new ItemRules(FieldMap.Default, [], []);
        return ChangeJournal.OfServer(new DirectoryContent
        {
            Origin = new RestOrigin(
                new RestDocuments(client, rules, IsRaw: true), new RestDirectoryOptions(rules), RestSchema.Unknown,
                new Dictionary<string, RestStamp>()),
        });
    }
}
