using System.Runtime.Versioning;
using System.Text;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;

namespace CoexTools.Tests.Durability;

/// <summary>What a journal keeps, what it refuses, and how much of it is read.</summary>
public sealed class JournalTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Workplace _place = Workplace.Make(10_000);

    private string Path => _place.JournalPath;

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(512, true)]
    [InlineData(4096, true)]
    public void A_line_with_zeros_at_the_end_is_a_torn_line(int zeros, bool hasEnd)
    {
        // After a crash, the file has its new length, but some sectors are not yet written.
        _place.AssertNextCommandWorks();
        byte[] whole = File.ReadAllBytes(Path), file = File.ReadAllBytes(_place.FilePath);
        _place.AssertNextCommandWorks();
        File.WriteAllBytes(_place.FilePath, file);
        byte[] journal = File.ReadAllBytes(Path);
        int last = journal.Length - (hasEnd ? 1 : 0);
        Array.Clear(journal, whole.Length, zeros == 0 ? last - whole.Length : zeros);
        File.WriteAllBytes(Path, journal[..last].Concat(hasEnd ? "\n"u8.ToArray() : []).ToArray());
        var reports = new List<string>();
        Assert.Single(_place.History(reports));
        Assert.Contains("is incomplete", Assert.Single(reports));
        Assert.Equal(whole, File.ReadAllBytes(Path));
        _place.AssertNextCommandWorks();
    }

    [Theory]
    [InlineData("<database><document/></database>", false)]
    [InlineData("<database>\n<document/></database>", false)]
    [InlineData("nonsense\n", false)]
    // Saved again as UTF-16.
    [InlineData("<change id=\"1\" time=\"2026-01-01\" user=\"\" command=\"\" before=\"\" after=\"\" />\n", true)]
    public void A_file_that_is_not_a_journal_is_refused_and_keeps_its_last_line(string text, bool isUnicode)
    {
        byte[] bytes = (isUnicode ? Encoding.Unicode : Encoding.UTF8).GetBytes(text);
        File.WriteAllBytes(Path, bytes);
        Assert.Equal("JournalMalformed", Assert.Throws<CoexException>(() => _place.History()).ErrorId);
        DirectorySnapshot directory = _place.Read();
        Assert.Equal(
            "JournalMalformed",
            Assert.Throws<CoexException>(() => FileChanger.Change(directory, FileChanger.Turn(directory))).ErrorId);
        Assert.Equal(bytes, File.ReadAllBytes(Path));
        Assert.Equal(_place.Original, File.ReadAllBytes(_place.FilePath));
    }

    [Theory]
    [InlineData("id", null)]
    [InlineData("id", "0")]
    [InlineData("id", "-1")]
    [InlineData("id", "x")]
    [InlineData("id", "2147483647")]
    [InlineData("id", "99999999999999999999")]
    [InlineData("time", null)]
    [InlineData("time", "yesterday")]
    [InlineData("user", null)]
    [InlineData("command", null)]
    [InlineData("before", null)]
    [InlineData("after", null)]
    [InlineData("undoes", "1,,2")]
    [InlineData("undoes", "4294967297")]
    [InlineData("document/key", null)]
    [InlineData("document/key", "4294967297")]
    [InlineData("document/unid", null)]
    [InlineData("document/domain", null)]
    [InlineData("document/name", null)]
    [InlineData("document/before", null)]
    [InlineData("document/after", null)]
    [InlineData("document/field/name", null)]
    public void An_attribute_that_is_missing_or_not_valid_is_an_error_that_names_the_line(string place, string? value)
    {
        _place.AssertNextCommandWorks();
        _place.AssertNextCommandWorks();
        string[] lines = File.ReadAllLines(Path);
        foreach (int index in new[] { 0, 1 })
        {
            var element = System.Xml.Linq.XElement.Parse(lines[index]);
            string[] steps = place.Split('/');
            System.Xml.Linq.XElement at = steps.SkipLast(1).Aggregate(element, (one, name) => one.Element(name)!);
            at.SetAttributeValue(steps[^1], value);
            string line = element.ToString(System.Xml.Linq.SaveOptions.DisableFormatting).Replace("\n", "&#xA;");
            File.WriteAllText(Path, string.Concat(lines.Select((one, other) => (other == index ? line : one) + "\n")));
            CoexException error = Assert.Throws<CoexException>(() => _place.History());
            Assert.Equal("JournalMalformed", error.ErrorId);
            Assert.Contains($"at line {index + 1}:", error.Message);
        }
    }

    [Fact]
    public void The_largest_id_is_not_followed_by_one_that_is_no_number()
    {
        _place.AssertNextCommandWorks();
        File.WriteAllText(Path, File.ReadAllText(Path).Replace("id=\"1\"", "id=\"2147483646\""));
        byte[] journal = File.ReadAllBytes(Path);
        byte[] file = File.ReadAllBytes(_place.FilePath);
        DirectorySnapshot directory = _place.Read();
        CoexException error = Assert
            .Throws<CoexException>(() => FileChanger.Change(directory, FileChanger.Turn(directory)));
        Assert.Equal("JournalMalformed", error.ErrorId);
        Assert.Equal(file, File.ReadAllBytes(_place.FilePath));
        Assert.Equal(journal, File.ReadAllBytes(Path));
    }

    [Fact]
    public void Entities_are_refused_without_being_expanded()
    {
        _place.AssertNextCommandWorks();
        string line = File.ReadAllText(Path);
        var bomb = new StringBuilder("<!DOCTYPE change [<!ENTITY e0 \"0123456789\">");
        for (int i = 1; i < 8; i++)
            bomb.Append($"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}\">");
        File.WriteAllText(Path, $"{bomb}]>{line.Replace("command=\"Test\"", "command=\"&e7;\"")}");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("JournalMalformed", Assert.Throws<CoexException>(() => _place.History()).ErrorId);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);

        File.WriteAllText(Path, line.Replace("command=\"Test\"", "command=\"&other;\""));
        Assert.Equal("JournalMalformed", Assert.Throws<CoexException>(() => _place.History()).ErrorId);
    }

    [Fact]
    public void A_change_reads_only_the_end_of_the_journal()
    {
        _place.AssertNextCommandWorks();
        string last = File.ReadAllText(Path).Replace("id=\"1\"", "id=\"5000\"");
        using (var stream = new StreamWriter(Path))
        {
            string line = new('x', 6_000); // It is not even an entry.
            for (int i = 1; i < 1_000; i++)
                stream.Write(line + "\n");
            stream.Write(last);
        }
        DirectorySnapshot directory = _place.Read();
        long before = GC.GetAllocatedBytesForCurrentThread();
        FileChanger.Change(directory, FileChanger.Turn(directory));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_500_000); // The journal has 6 MB.
        Assert.StartsWith("<change id=\"5001\"", File.ReadLines(Path).Last());
    }

    [Fact]
    public void A_journal_that_has_become_large_is_renamed_and_remains_the_history()
    {
        _place.AssertNextCommandWorks();
        string text = File.ReadAllText(Path);
        // A change of the same file whose entry is larger than a journal becomes.
        string large = text.Replace("id=\"1\"", "id=\"2\"")
            .Replace("command=\"Test\"", $"command=\"{new string('x', 10_000_000)}\"")
            .Replace($"before=\"{Bytes.Hash(_place.Original)}\"", $"before=\"{_place.Hash()}\"");
        File.AppendAllText(
            Path,
            large[..large.IndexOf("<document", StringComparison.Ordinal)]
                + "<document key=\"1\" unid=\"F\" domain=\"\" name=\"\" before=\"\" after=\"\" /></change>\n");
        byte[] journal = File.ReadAllBytes(Path);
        DirectorySnapshot directory = _place.Read();
        FileChanger.Change(directory, FileChanger.Turn(directory));
        Assert.Equal(["names.dxl", "names.dxl.journal", "names.dxl.journal.1"], _place.Content);
        Assert.Equal(journal, File.ReadAllBytes(Path + ".1"));
        Assert.Equal([1, 2, 3], _place.History().Select(entry => entry.Id));

        // Both parts can be undone, and the first bytes come back.
        IReadOnlyList<JournalEntry> entries = _place.History();
        FileChanger.Undo(_place.FilePath, [entries[0], entries[2]]);
        Assert.Equal(_place.Original, File.ReadAllBytes(_place.FilePath));
        Assert.Equal(4, _place.History()[^1].Id);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(File.GetUnixFileMode(_place.FilePath), File.GetUnixFileMode(Path));
    }

    [Fact]
    public void Every_entry_has_one_place_at_each_moment_of_a_rename()
    {
        var journal = new ChangeJournal(Path, _place.FilePath) { Limit = 600 };
        for (int number = 1; number <= 12; number++)
            journal.Append(Entry);
        string[] parts =
            [.. _place.Content.Where(name => name.StartsWith("names.dxl.journal.", StringComparison.Ordinal))];
        Assert.InRange(parts.Length, 3, 11);
        Assert.Equal(Enumerable.Range(1, 12), Ids());
        // Files that are no parts.
        foreach (string other in new[] { "01", "x", "0", "1.2", "99999999999" })
            File.WriteAllText($"{Path}.{other}", "nonsense");
        Assert.Equal(Enumerable.Range(1, 12), Ids());

        // A command was killed after the rename, or when it had created the new journal, or had written a part of the
        // entry.
        foreach (string? left in new[] { null, "", "<change id='99'" })
        {
            int count = Ids().Length;
            string next = $"{Path}.{parts.Length + 1}";
            File.Move(Path, next);
            parts = [.. parts, System.IO.Path.GetFileName(next)];
            if (left is not null)
                File.WriteAllText(Path, left);
            Assert.Equal(Enumerable.Range(1, count), Ids());
            Assert.Equal(count, journal.Last()!.Id);
            journal.Repair(_ => { });
            journal.Append(Entry);
            Assert.Equal(Enumerable.Range(1, count + 1), Ids());
            journal.Retract();
            Assert.Equal(Enumerable.Range(1, count), Ids());
            journal.Append(Entry);
        }
        File.Delete($"{Path}.1"); // Somebody moved the oldest part away.
        Assert.Equal(15, journal.Last()!.Id);
        Assert.Equal(15, Ids()[^1]);

        int[] Ids() => [.. journal.Read(out _).Select(entry => entry.Id)];
    }

    [Fact]
    public void An_entry_that_another_command_adds_after_a_removal_is_not_taken_for_an_own_one()
    {
        var journal = new ChangeJournal(Path, _place.FilePath);
        journal.Append(Entry);
        Assert.Equal(1, journal.Added);
        journal.Append(Entry);
        Assert.Equal(2, journal.Added);
        journal.Retract();
        Assert.Equal(1, journal.Added);
        new ChangeJournal(Path, _place.FilePath).Append(Entry);
        Assert.Equal(2, journal.Last()!.Id);
        Assert.NotEqual(journal.Last()!.Id, journal.Added);
        journal.Retract(); // It has no entry to remove any more.
        Assert.Equal(2, journal.Last()!.Id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [UnsupportedOSPlatform("windows")]
    public void Earlier_entries_remain_if_the_journal_cannot_be_opened_for_the_next_one(int count)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The journal cannot be opened because of its permissions.");
        var journal = new ChangeJournal(Path, _place.FilePath);
        for (int number = 1; number <= count; number++)
            journal.Append(Entry);
        byte[] bytes = File.ReadAllBytes(Path);
        using FileStream file = File.OpenRead(_place.FilePath);
        File.SetUnixFileMode(_place.FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Throws<IOException>(() => journal.Append(Entry, FilePermissions.Of(file)));
        Assert.Equal(bytes, File.ReadAllBytes(Path));
        Assert.Equal(count, journal.Added);
        journal.Retract();
        Assert.Equal(bytes, File.ReadAllBytes(Path));
    }

    [Fact]
    public void A_note_does_not_undo_what_was_not_made_and_is_stored_as_before()
    {
        JournalEntry change = Entry(2) with { Others = [1] };
        JournalEntry note = change with { Documents = [] };
        foreach (JournalEntry stored in new[] { change, note })
        {
            Assert.Contains(" undoes=\"1\"", stored.Format());
            JournalEntry entry = JournalEntry.Parse(Encoding.UTF8.GetBytes(stored.Format()));
            bool isNote = stored == note;
            Assert.Equal(isNote, entry.IsNote);
            Assert.Equal(isNote ? [] : [1], entry.Undoes);
            Assert.Equal(isNote ? [1] : [], entry.NotMade);
            Assert.Equal(isNote ? null : "1", entry.UndoesText);
        }
    }

    [Fact]
    public async Task A_reader_finds_every_entry_while_another_command_renames_the_journal()
    {
        var journal = new ChangeJournal(Path, _place.FilePath) { Limit = 600 };
        journal.Append(Entry);
        int written = 1;
        Task writer = Task.Run(() =>
        {
            for (; written < 150; Interlocked.Increment(ref written))
                new ChangeJournal(Path, _place.FilePath) { Limit = 600 }.Append(Entry);
        }, TestContext.Current.CancellationToken);
        while (!writer.IsCompleted)
        {
            int least = Volatile.Read(ref written);
            int[] ids = [.. journal.Read(out _).Select(entry => entry.Id)];
            Assert.True(ids.Length >= least);
            Assert.Equal(Enumerable.Range(1, ids.Length), ids);
        }
        await writer;
        Assert.Equal(150, journal.Read(out _).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_record_without_its_change_is_marked_before_a_change_that_is_not_recorded(bool exports)
    {
        _place.AssertNextCommandWorks();
        using (Child child = Child.Start("die", CopyWay.Hashed, _place.FilePath, nameof(FileStep.Rename), "1", "kill"))
            Assert.Equal("D", child.ReadToEnd().Output);
        Assert.Equal(2, ChangeJournal.Read(_place.FilePath, out _).Count);
        var reports = new List<string>();
        DirectorySnapshot directory = _place.Read();
        if (exports)
        {
            DirectoryContent complete = DirectoryImport.WithFrame(directory.Content, CancellationToken.None);
            PlanWriter.WriteExport(
                _place.FilePath, stream => DirectoryExport.Write(
                    new DirectorySnapshot(complete), stream, CancellationToken.None),
                new WriteOptions("Export-DominoDirectory", Now) { Warn = reports.Add },
                new ReplaceOptions { Force = true }, CancellationToken.None);
        }
        else
        {
            FileChanger.Change(directory, FileChanger.Turn(directory), journal: false);
        }
        Assert.Empty(reports);
        // The file has neither of the two states that the entry names, and still the history says that the change was
        // not made.
        Assert.Equal([true, false], ChangeHistory.Read(_place.FilePath, reports.Add, CancellationToken.None)
            .Select(entry => entry.IsInFile));
        Assert.Equal(
            1, ChangeHistory.LastInEffect(ChangeHistory.Read(_place.FilePath, _ => { }, CancellationToken.None))!.Id);
        Assert.Contains("does not contain the last recorded change: 2", Assert.Single(reports));

        // Nothing more is recorded the next time.
        byte[] journal = File.ReadAllBytes(Path);
        directory = _place.Read();
        FileChanger.Change(directory, FileChanger.Turn(directory), journal: false);
        Assert.Equal(journal, File.ReadAllBytes(Path));
    }

    [Fact]
    public void A_torn_line_is_removed_before_a_change_without_a_record_even_if_the_journal_cannot_be_read()
    {
        _place.AssertNextCommandWorks();
        byte[] journal = File.ReadAllBytes(Path);
        File.AppendAllText(Path, "<change id='2' ti");
        DirectorySnapshot directory = _place.Read();
        directory = FileChanger.Change(directory, FileChanger.Turn(directory), journal: false);
        Assert.Equal(journal, File.ReadAllBytes(Path));

        File.WriteAllText(Path, "nonsense\n");
        byte[] before = File.ReadAllBytes(_place.FilePath);
        var reports = new List<string>();
        directory = _place.Read();
        FileChanger.Change(directory, FileChanger.Turn(directory), journal: false, report: reports.Add);
        Assert.NotEqual(before, File.ReadAllBytes(_place.FilePath));
        Assert.Contains("cannot be compared with the file", Assert.Single(reports));
        Assert.Equal("nonsense\n", File.ReadAllText(Path));
    }

    private static JournalEntry Entry(int id) => new(
        id, Now, "Ada", "Test", $"h{id}", $"h{id + 1}", [],
        [new JournalDocument(1, "A", "BTEx", "A", "before", "after", [("Field", null)])]);
}
