using System.Text;
using CoexTools.CrashChild;

namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>The states that the loss of power can leave, and whether a missing flush is found.</summary>
public sealed class PowerLossTests : IDisposable
{
    private const int Old = 0, New = 1;

    private readonly string _folder = Recording.CreateFolder();
    private Workplace? _place;

    public void Dispose()
    {
        _place?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Without_order_an_unflushed_file_can_be_empty_under_its_new_name() =>
        Assert.Contains("", Targets(DiskModel.Strict, [.. Written, Renamed]));

    [Fact]
    public void Ext4_writes_a_file_that_replaces_another_one_but_not_a_file_with_a_new_name()
    {
        Assert.Equal(["new", "old"], Targets(DiskModel.Ext4, [.. Written, Renamed]));
        DiskOperation named = new DiskOperation.Rename("temporary", "other", New, Replaces: false);
        Assert.Contains("", Contents("other", DiskModel.Ext4, [.. Written, named]));
    }

    [Theory]
    [InlineData(nameof(DiskModel.Ext4))]
    [InlineData(nameof(DiskModel.Strict))]
    public void A_flush_keeps_a_rename_and_before_it_both_files_are_possible(string name)
    {
        DiskModel model = Enum.Parse<DiskModel>(name);
        DiskOperation[] operations = [.. Written, new DiskOperation.FlushFile(New), Renamed];
        Assert.Equal(["new", "old"], Targets(model, operations));
        operations = [.. operations, new DiskOperation.FlushFolder("")];
        Assert.Equal(["new"], StatesAtEnd(model, operations).Select(state => Text(state, "target")).Distinct());
    }

    [Fact]
    public void A_flush_of_another_folder_does_not_keep_a_name()
    {
        DiskOperation[] operations =
        [
            new DiskOperation.CreateFolder("folder"), .. Written, new DiskOperation.FlushFile(New), Renamed,
            new DiskOperation.FlushFolder("folder"),
        ];
        Assert.Equal(["new", "old"], Targets(DiskModel.Strict, operations));
    }

    [Fact]
    public void Each_sector_of_a_write_survives_or_does_not()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)'a', 512), .. Enumerable.Repeat((byte)'b', 512)];
        DiskOperation[] operations = [new DiskOperation.Write(Old, 0, bytes)];
        string[] states =
        [
            .. StatesAtEnd(DiskModel.Strict, operations)
                .Select(state => state.Disk.Contents[Old])
                .Select(content => content.Length < 1024 ? "short"
                    : $"{(char)content[0]}{(char)content[600]}".Replace('\0', '0'))
                .Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["a0", "ab", "o0", "ob", "short"], states);
    }

    [Fact]
    public void A_length_can_survive_without_the_data()
    {
        DiskOperation[] operations = [new DiskOperation.Write(Old, 3, [1, 2])];
        Assert.Contains(StatesAtEnd(DiskModel.Strict, operations), HasZeros);
        Assert.DoesNotContain(StatesAtEnd(DiskModel.Ext4, operations), HasZeros);

        static bool HasZeros(PowerLossState state) => state.Disk.Contents[Old] is [_, _, _, 0, 0];
    }

    [Fact]
    public void A_permission_that_is_set_after_the_flush_can_be_lost()
    {
        DiskOperation set = new DiskOperation.SetAttribute(New, "mode"), flush = new DiskOperation.FlushFile(New);
        Assert.Contains(StatesAtEnd(DiskModel.Strict, [.. Written, flush, set, Renamed]), IsReplacedWithout);
        Assert.DoesNotContain(StatesAtEnd(DiskModel.Strict, [.. Written, set, flush, Renamed]), IsReplacedWithout);
        Assert.DoesNotContain(StatesAtEnd(DiskModel.Ext4, [.. Written, flush, set, Renamed]), IsReplacedWithout);

        static bool IsReplacedWithout(PowerLossState state) =>
            state.Disk.Names["target"] == New && state.LostAttributes.Contains(New);
    }

    [Fact]
    public void NTFS_keeps_the_order_of_names_so_that_the_old_or_the_new_file_has_one()
    {
        DiskOperation[] operations =
        [
            .. Written, new DiskOperation.FlushFile(New),
            new DiskOperation.Rename("target", "backup", Old, Replaces: false),
            new DiskOperation.Rename("temporary", "target", New, Replaces: false),
            new DiskOperation.Unlink("backup", Old),
        ];
        IEnumerable<string> states =
            StatesAtEnd(DiskModel.Ntfs, operations).Select(state => string.Join(' ', state.Disk.Names.Keys)).Distinct();
        Assert.Equal(["target temporary", "backup temporary", "backup target", "target"], states);
    }

    [Fact]
    public void A_folder_that_is_lost_takes_its_files_along()
    {
        DiskOperation[] operations =
        [
            new DiskOperation.CreateFolder("a"), new DiskOperation.CreateFolder("a/b"),
            new DiskOperation.Create("a/b/file", New),
            new DiskOperation.FlushFolder("a/b"), new DiskOperation.FlushFolder("a"),
        ];
        Assert.Contains(
            StatesAtEnd(DiskModel.Strict, operations), state => state.Disk is { Folders.Count: 0, Names.Count: 1 });
        operations = [.. operations, new DiskOperation.FlushFolder("")];
        Assert.All(
            StatesAtEnd(DiskModel.Strict, operations), state => Assert.Contains("a/b/file", state.Disk.Names.Keys));
    }

    [Fact]
    public void System_calls_are_read_as_strace_prints_them()
    {
        string folder = Hex(_folder);
        string file = Hex(Path.Combine(_folder, "file")), other = Hex(Path.Combine(_folder, "other"));
        string[] lines =
        [
            $"7 openat(AT_FDCWD<{folder}>, \"{file}\", O_RDWR|O_CREAT|O_CLOEXEC|O_EXCL, 0600) = 5<{file}>",
            $"7 pwrite64(5<{file}>, \"{Hex("ab,c")}\", 4, 0 <unfinished ...>",
            "8 close(4) = 0",
            $"8 close(9<{file}> <unfinished ...>",
            "7 <... pwrite64 resumed>)              = 4",
            $"7 copy_file_range(5<{file}>, [1], 5<{file}>, [6], 2, 0) = 2",
            "8 <... close resumed>)              = 0",
            $"7 rename(\"{file}\", \"{other}\") = 0",
            $"7 unlink(\"{file}\") = -1 ENOENT (No such file or directory)",
            "7 +++ exited with 0 +++",
        ];
        Disk disk = Disk.Read(_folder);
        var recorder = new DiskRecorder(_folder, disk);
        foreach (SystemCall call in SystemCall.Parse(lines))
            recorder.Add(call);
        Assert.Equal(4, recorder.Operations.Count);
        Assert.Equal("ab,c\0\0b,", Encoding.UTF8.GetString(disk.Contents[disk.Names["other"]]));
        foreach (string line in (string[])[
            $"7 fallocate(5<{other}>, 0, 0, 9) = 0", $"7 pwrite64(5<{other}>, \"{Hex("abc")}\"..., 9, 0) = 9"])
        {
            Assert.Throws<InvalidDataException>(() => recorder.Add(SystemCall.Parse([line]).Single()));
        }
    }

    [Theory]
    [InlineData("<change id=\"2\" \0\0\0\0 after=\"\"/>\n")]
    [InlineData("\0\0\0\0\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("<change id=\"2\"\0\0")]
    public void A_journal_entry_with_zeros_is_incomplete(string line)
    {
        using Workplace place = Workplace.Make(3_000);
        place.AssertNextCommandWorks();
        byte[] journal = File.ReadAllBytes(place.JournalPath);
        File.AppendAllText(place.JournalPath, line);
        var reports = new List<string>();
        Assert.Single(place.History(reports));
        Assert.Contains("incomplete", Assert.Single(reports));
        Assert.Equal(journal, File.ReadAllBytes(place.JournalPath));
        File.AppendAllText(place.JournalPath, line);
        place.AssertNextCommandWorks();
    }

    [Theory]
    [InlineData(nameof(RecordedStart.New))]
    [InlineData(nameof(RecordedStart.Changed))]
    public void Each_flush_of_a_change_is_needed(string start)
    {
        Recording recording =
            Record(new RecordedChange(ChangeKind.Turn, CopyWay.System, Enum.Parse<RecordedStart>(start)));
        Assert.NotEqual(0, Check(recording, DiskModel.Strict));
        DiskOperation[] flushes = [.. recording.Operations.Where(IsFlush)];
        Assert.Equal(start == "New" ? 4 : 3, flushes.Length);
        for (int index = 0; index < recording.Operations.Count; index++)
        {
            if (!IsFlush(recording.Operations[index]))
                continue;
            Recording without = recording.With(recording.Operations.Where((_, other) => other != index));
            InvalidOperationException error =
                Assert.Throws<InvalidOperationException>(() => Check(without, DiskModel.Strict));
            TestContext.Current.TestOutputHelper!.WriteLine($"{index}: {error.Message.Split('\n')[0]}");
        }
    }

    [Fact]
    public void Each_flush_of_the_journal_of_a_server_is_needed()
    {
        Tracer.Require();
        using var folder = new TemporaryFolder();
        ServerRecording recording = ServerRecording.Make(folder.FullName);
        Assert.NotEqual(0, Check(recording));
        DiskOperation[] flushes = [.. recording.Operations.Where(IsFlush)];
        Assert.Equal(5, flushes.Length); // Two folders, the name of the journal, and two entries.
        foreach (DiskOperation flush in flushes)
        {
            ServerRecording without =
                recording.With(recording.Operations.Where(operation => !ReferenceEquals(operation, flush)));
            Assert.Throws<InvalidOperationException>(() => Check(without));
        }

        int Check(ServerRecording one) => one.Check(
            DiskModel.Strict, Path.Combine(_folder, $"{Guid.NewGuid():N}"), new Random(1), bound: 4).Checked;
    }

    [Fact]
    public void The_journal_is_written_before_the_rename_and_the_permissions_before_the_flush()
    {
        Recording recording = Record(new RecordedChange(ChangeKind.Protect, CopyWay.Hashed, RecordedStart.Changed));
        List<DiskOperation> operations = [.. recording.Operations];
        int rename = operations.FindIndex(operation => operation is DiskOperation.Rename);
        Assert.True(operations[rename - 1] is DiskOperation.FlushFile && operations[rename - 2] is DiskOperation.Write);
        foreach (DiskModel model in (DiskModel[])[DiskModel.Ext4, DiskModel.Strict])
        {
            DiskOperation[] late =
            [
                .. operations[..(rename - 2)], operations[rename], .. operations[(rename - 2)..rename],
                .. operations[(rename + 1)..],
            ];
            Assert.Throws<InvalidOperationException>(() => Check(recording.With(late), model));
        }
        // The lock gets its permissions first.
        int set = operations.FindIndex(operation => operation is DiskOperation.SetAttribute attribute
            && attribute.File == ((DiskOperation.Rename)operations[rename]).File);
        int flush = operations.FindIndex(set, operation => operation is DiskOperation.FlushFile);
        DiskOperation[] separate =
        [
            .. operations[..set], .. operations[(set + 1)..(flush + 1)], operations[set], .. operations[(flush + 1)..],
        ];
        InvalidOperationException error =
            Assert.Throws<InvalidOperationException>(() => Check(recording.With(separate), DiskModel.Strict));
        Assert.Contains("does not have the permissions", error.Message);
    }

    [Fact]
    public void Each_flush_of_a_replacement_on_Windows_is_needed()
    {
        Recording recording =
            Record(new RecordedChange(ChangeKind.Edit, CopyWay.Portable, RecordedStart.Changed, IsWindows: true));
        Assert.NotEqual(0, Check(recording, DiskModel.Ntfs));
        Assert.Equal(3, recording.Operations.Count(IsFlush)); // The last one writes the names to the disk.
        foreach (DiskOperation flush in recording.Operations.Where(IsFlush))
        {
            Recording without =
                recording.With(recording.Operations.Where(operation => !ReferenceEquals(operation, flush)));
            Assert.Throws<InvalidOperationException>(() => Check(without, DiskModel.Ntfs));
        }
        // The backup must not be deleted before the new file is in place.
        List<DiskOperation> operations = [.. recording.Operations];
        int delete = operations.FindLastIndex(
            operation => operation is DiskOperation.Unlink unlink && Path.GetExtension(unlink.Path) == ".bak");
        int rename = operations.FindLastIndex(operation => operation is DiskOperation.Rename);
        (operations[delete], operations[rename]) = (operations[rename], operations[delete]);
        Assert.Throws<InvalidOperationException>(() => Check(recording.With(operations), DiskModel.Ntfs));
    }

    private static IEnumerable<DiskOperation> Written =>
        [new DiskOperation.Create("temporary", New), new DiskOperation.Write(New, 0, [.. "new"u8])];

    private static DiskOperation Renamed => new DiskOperation.Rename("temporary", "target", New, Replaces: true);

    private static bool IsFlush(DiskOperation operation) =>
        operation is DiskOperation.FlushFile or DiskOperation.FlushFolder;

    private Recording Record(RecordedChange change)
    {
        Tracer.Require();
        _place = Workplace.Make(3_000, change.Way);
        return Recording.Make(change, _place);
    }

    // The stress program checks more states.
    private int Check(Recording recording, DiskModel model) =>
        recording.Check(model, Path.Combine(_folder, $"{Guid.NewGuid():N}"), new Random(1), bound: 4).Checked;

    private static Disk Start()
    {
        var disk = new Disk();
        disk.Names["target"] = Old;
        disk.Contents[Old] = [.. "old"u8];
        return disk;
    }

    private static string[] Targets(DiskModel model, params DiskOperation[] operations) =>
        Contents("target", model, operations);

    private static string[] Contents(string name, DiskModel model, DiskOperation[] operations) =>
    [
        .. new PowerLossStates(Start(), operations, model, new Random(1)).All()
            .Where(state => state.Disk.Names.ContainsKey(name))
            .Select(state => Text(state, name)).Distinct().Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<PowerLossState> StatesAtEnd(DiskModel model, DiskOperation[] operations) =>
        new PowerLossStates(Start(), operations, model, new Random(1)).At(operations.Length);

    private static string Text(PowerLossState state, string name) =>
        Encoding.UTF8.GetString(state.Disk.Contents[state.Disk.Names[name]]);

    private static string Hex(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(one => $"\\x{one:x2}"));
}
