using CoexTools.Audit;
using CoexTools.Audit.Watch;
using CoexTools.Model;

namespace CoexTools.Tests;

/// <summary>What is seen of a watched file, look by look.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("watch-").FullName;
    private readonly string _path;
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public WatchTests()
    {
        _path = Path.Combine(_folder, "names.dxl");
        Put("security-on-field-removed.dxl");
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void First_look_and_no_change_give_nothing()
    {
        FileWatch watch = Watch();
        Assert.Empty(Look(watch));
        Assert.Empty(Look(watch));
        File.SetLastWriteTimeUtc(_path, DateTime.UtcNow.AddDays(1)); // The bytes count, not the time.
        Assert.Empty(Look(watch));
    }

    [Fact]
    public void An_NSF_file_is_read_again_only_if_its_bytes_differ()
    {
        byte[] file = Nsf.NsfMutations.Seeds().First();
        File.WriteAllBytes(_path, file);
        FileWatch watch = Watch();
        Assert.Empty(Look(watch));
        DirectorySnapshot known = watch.Known!;
        File.SetLastWriteTimeUtc(_path, DateTime.UtcNow.AddDays(1));
        Assert.Empty(Look(watch));
        Assert.Same(known, watch.Known);
        watch.Retry();
        Assert.Empty(Look(watch));
        Assert.NotSame(known, watch.Known);
        Put("security-on-field-removed.dxl");
        Assert.NotEmpty(Look(watch));
        File.WriteAllBytes(_path, file);
        Assert.NotEmpty(Look(watch));
        Assert.Empty(Look(watch));
    }

    [Fact]
    public void Field_order_readers_and_answers_are_seen()
    {
        FileWatch watch = Watch();
        Look(watch);
        Put("security-on-then-edited.dxl");
        IReadOnlyList<DirectoryEvent> events = Look(watch);
        DirectoryEvent back = Assert.Single(events, one => one.Kind == DirectoryEventKind.FieldBack);
        Assert.Equal(("000000000000000000000000000000A1", "none", "[NetModifier]"),
            (back.Document, back.Before, back.After));
        Assert.Contains(
            "Now seen by: DominoA/Acme.", Assert.Single(
                events, one => one.Kind == DirectoryEventKind.ReadersChanged).Reason);
        Assert.Equal(
            "BTEx (DominoB/Acme), BTEx (DominoA/Acme)", Assert.Single(
                events, one => one.Kind == DirectoryEventKind.OrderTurned).After);
        Assert.Contains(events, one => one.Kind == DirectoryEventKind.AnswerChanged
            && one.Reason == "Free/busy for 'BTEx' from Hub01/Acme, Mail01/Acme, App01/Acme with DominoB/Acme down "
                + "was Answered at DominoA/Acme and is now NotRelayed at DominoA/Acme.");
        Assert.Empty(Look(watch));
    }

    [Fact]
    public void Who_saved_the_document_is_said_if_Domino_recorded_it()
    {
        FileWatch watch = Watch();
        Look(watch);
        Put("security-on-then-edited.dxl");
        string text = File.ReadAllText(_path);
        int document = text.IndexOf("000000000000000000000000000000A1", StringComparison.Ordinal);
        int name = text.IndexOf("</updatedby>", document, StringComparison.Ordinal);
        File.WriteAllText(_path, text.Insert(name, "<name>CN=Ada Admin/O=Acme</name>"));
        IReadOnlyList<DirectoryEvent> events = Look(watch);
        Assert.Matches(
            @"^DocumentAccess was restored in BTEx \(DominoB/Acme\)\. "
                + @"It was saved by Ada Admin/Acme on [-0-9]+ [:0-9]+ UTC\.$",
            Assert.Single(events, one => one.Kind == DirectoryEventKind.FieldBack).Reason);
        // A program can change a document without a record.
        Put("security-on-field-removed.dxl");
        File.WriteAllText(
            _path, File.ReadAllText(_path).Replace("<name>CN=Admin/O=Acme</name></updatedby>",
                "<name>CN=Admin/O=Acme</name><name>CN=Ada Admin/O=Acme</name></updatedby>"));
        Assert.Equal(
            "DocumentAccess was removed from BTEx (DominoB/Acme).",
            Assert.Single(Look(watch), one => one.Kind == DirectoryEventKind.FieldRemoved).Reason);
    }

    [Theory]
    [InlineData("no-security.dxl", "security-on.dxl")]
    [InlineData("security-on.dxl", "security-on-field-removed.dxl")]
    [InlineData("security-on-field-removed.dxl", "no-security.dxl")]
    public void Every_change_between_two_looks_is_seen_even_with_the_old_time_and_length(string from, string to)
    {
        Put(from);
        FileWatch watch = Watch();
        Look(watch);
        DateTime time = File.GetLastWriteTimeUtc(_path);
        Put(to);
        File.SetLastWriteTimeUtc(_path, time);
        Assert.NotEmpty(Look(watch));
        // As long as before.
        string text = File.ReadAllText(_path).Replace("20250310T093015,12+00", "20240310T093015,12+00");
        File.WriteAllText(_path, text);
        File.SetLastWriteTimeUtc(_path, time);
        Assert.Contains(Look(watch), one => one.Kind == DirectoryEventKind.OrderTurned);
    }

    [Fact]
    public void A_missing_or_half_written_file_is_survived_and_its_change_seen()
    {
        FileWatch watch = Watch();
        Look(watch);
        File.Delete(_path);
        Assert.Empty(Look(watch));
        File.WriteAllText(_path, "<database><document");
        Assert.Empty(Look(watch));
        Put("security-on.dxl");
        Assert.Equal(2, Look(watch).Count(one => one.Kind == DirectoryEventKind.FieldBack));
    }

    [Fact]
    public void A_file_that_was_never_read_is_reported_at_the_end()
    {
        File.WriteAllText(_path, "<database><document");
        FileWatch watch = Watch();
        Assert.Empty(Look(watch));
        Assert.Equal(DirectoryEventKind.FileUnreadable, Assert.Single(watch.End(_now)).Kind);
        Assert.Empty(watch.End(_now));
        Put("security-on.dxl");
        watch = Watch();
        Look(watch);
        File.Delete(_path);
        Look(watch);
        Assert.Empty(watch.End(_now));
    }

    [Fact]
    public void A_missing_file_and_its_return_are_reported_once()
    {
        FileWatch watch = Watch();
        Look(watch);
        File.Delete(_path);
        Assert.Empty(Look(watch));
        _now += TimeSpan.FromSeconds(5);
        Assert.Equal(DirectoryEventKind.FileMissing, Assert.Single(Look(watch)).Kind);
        Assert.Empty(Look(watch));
        Put("security-on-field-removed.dxl");
        Assert.Equal(DirectoryEventKind.FileBack, Assert.Single(Look(watch)).Kind);
    }

    [Fact]
    public void Documents_that_come_and_go_are_seen()
    {
        FileWatch watch = Watch();
        Look(watch);
        string text = File.ReadAllText(_path);
        int start = text.LastIndexOf("<document form='Domain'>", StringComparison.Ordinal);
        int end = text.LastIndexOf("</database>", StringComparison.Ordinal);
        File.WriteAllText(_path, text[..start] + text[end..]);
        Assert.Contains(
            Look(watch), one => one.Kind == DirectoryEventKind.DocumentRemoved
                && one.DocumentName == "BTEx (DominoB/Acme)");
        File.WriteAllText(_path, text);
        Assert.Contains(
            Look(watch), one => one.Kind == DirectoryEventKind.DocumentAdded
                && one.DocumentName == "BTEx (DominoB/Acme)");
    }

    private FileWatch Watch() => new(_path, FieldMap.Default, isStrict: false, _ => true);

    private IReadOnlyList<DirectoryEvent> Look(FileWatch watch) =>
        watch.Look(_now, problem => throw problem, CancellationToken.None);

    private void Put(string scenario) =>
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "scenarios", scenario), _path, overwrite: true);
}
