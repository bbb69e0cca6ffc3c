using CoexTools.Audit;
using CoexTools.Audit.Watch;
using CoexTools.Model;
using CoexTools.Sources;

namespace CoexTools.Tests;

/// <summary>What is seen of the directory of a server, look by look.</summary>
public sealed class ServerWatchTests
{
    private const string Address = "https://domino.example.com/names";

    private readonly FakeSource _source = new();
    private readonly ServerWatch _watch;
    private readonly List<CoexException> _reported = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ServerWatchTests() =>
        _watch = new ServerWatch(Address, new DominoDirectory(_source.Content).State, _source, _ => true);

    [Fact]
    public void Without_a_change_nothing_happens_and_the_state_stays()
    {
        Assert.Null(_watch.Known);
        Assert.Empty(Look());
        DirectorySnapshot? known = _watch.Known;
        Assert.NotNull(known);
        Assert.Empty(Look());
        Assert.Same(known, _watch.Known);
    }

    [Fact]
    public void The_first_look_compares_with_the_directory_that_the_user_connected_to()
    {
        _source.Put("security-on-then-edited");
        Assert.Contains(Look(), one => one.Kind == DirectoryEventKind.FieldBack
            && one.Path == Address && one.Time == _now);
        Assert.Empty(Look());
    }

    [Fact]
    public void A_failure_is_reported_once_and_nothing_is_missed()
    {
        Look();
        _source.Failure = CoexException.ServerTimedOut(Address, TimeSpan.FromSeconds(240));
        DirectoryEvent down = Assert.Single(Look());
        Assert.Equal(DirectoryEventKind.ServerUnavailable, down.Kind);
        Assert.Contains("240 seconds", down.Reason);
        Assert.Equal(_now, down.Time);
        Assert.Empty(Look());
        // Another failure is another event.
        _source.Failure = CoexException.LogonFailed(Address, "Ada", "");
        Assert.Equal([DirectoryEventKind.ServerUnavailable], Look().Select(one => one.Kind));
        _source.Failure = null;
        _source.Put("security-on-then-edited");
        IReadOnlyList<DirectoryEvent> events = Look();
        Assert.Equal(DirectoryEventKind.ServerBack, events[0].Kind);
        Assert.Contains(events, one => one.Kind == DirectoryEventKind.FieldBack);
        Assert.Empty(Look());
    }

    [Fact]
    public void A_problem_of_a_document_is_reported_once()
    {
        _source.Problem = CoexException.DateTimeInvalid("A1", "modified", "x");
        Look();
        Look();
        Assert.Single(_reported);
    }

    [Fact]
    public void A_repair_is_tried_again_with_what_is_read()
    {
        Look();
        DirectorySnapshot? known = _watch.Known;
        _watch.Retry();
        Assert.Empty(Look());
        Assert.NotSame(known, _watch.Known);
        known = _watch.Known;
        Look();
        Assert.Same(known, _watch.Known);
    }

    [Fact]
    public void What_was_just_written_is_no_event()
    {
        Look();
        _source.Put("security-on");
        _watch.Accept(new DominoDirectory(_source.Content).State);
        Assert.Empty(Look());
    }

    [Fact]
    public void A_directory_that_is_not_connected_cannot_be_watched()
    {
        CoexException error = Assert.Throws<CoexException>(
            () => ServerWatch.Of(new DominoDirectory(_source.Content), _ => true, _ => { }));
        Assert.Equal("ServerDisconnected", error.ErrorId);
    }

    private IReadOnlyList<DirectoryEvent> Look()
    {
        _now += TimeSpan.FromMinutes(5);
        return _watch.Look(_now, _reported.Add, CancellationToken.None);
    }

    private sealed class FakeSource : IDirectorySource
    {
        public FakeSource() => Put("security-on-field-removed");

        public DirectoryContent Content { get; private set; } = null!;

        public CoexException? Failure { get; set; }

        public CoexException? Problem { get; set; }

        public void Put(string scenario) => Content = TemporaryFolder.Read(
            Path.Combine(AppContext.BaseDirectory, "Data", "scenarios", scenario + ".dxl"));

        public DirectoryContent Read(
            FieldMap fieldMap, Action<CoexException> report, CancellationToken cancel,
            Action<string, double>? progress = null)
        {
            if (Problem is not null)
                report(Problem);
            return Failure is null ? Content with { } : throw Failure;
        }
    }
}
