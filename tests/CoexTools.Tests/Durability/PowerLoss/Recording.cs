using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Files;

namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>
/// The operations on the disk that a change consists of, and what must hold of each state that they can leave.
/// </summary>
internal sealed class Recording
{
    private const int StatesAtOnce = 16;

    private readonly RecordedChange _change;
    private readonly Workplace _place;
    private readonly Disk _start;
    private readonly int[] _entries;
    private readonly HashSet<(DiskModel, string Key, bool IsEnd)> _passed = [];

    private Recording(
        RecordedChange change, Workplace place, Disk start, IReadOnlyList<DiskOperation> operations, Disk end,
        int[] entries)
    {
        _change = change;
        _place = place;
        _start = start;
        Operations = operations;
        Before = start.Names.TryGetValue(Target, out int file) ? start.Contents[file] : null;
        After = end.Contents[end.Names[Target]];
        _entries = entries;
    }

    private Recording(Recording other, IReadOnlyList<DiskOperation> operations)
    {
        _change = other._change;
        _place = other._place;
        _start = other._start;
        _entries = other._entries;
        _passed = other._passed; // The states that both recordings can leave need not be checked again.
        (Before, After) = (other.Before, other.After);
        Operations = operations;
    }

    /// <summary>The operations.</summary>
    public IReadOnlyList<DiskOperation> Operations { get; }

    /// <summary>The file that the change writes, before it; null if it does not exist.</summary>
    private byte[]? Before { get; }

    /// <summary>The file that the change writes, after it.</summary>
    private byte[] After { get; }

    private string Target => Path.GetFileName(_place.FilePath) + (_change.Kind == ChangeKind.Export ? ".export" : "");

    /// <summary>
    /// Creates a folder for states. It is in memory if the system has such a folder: that the checks flush files is
    /// irrelevant for their result.
    /// </summary>
    public static string CreateFolder()
    {
        const string Memory = "/dev/shm";
        string parent = Directory.Exists(Memory) ? Memory : Path.GetTempPath();
        return Directory.CreateDirectory(Path.Combine(parent, $"coextools-states-{Guid.NewGuid():N}")).FullName;
    }

    /// <summary>Records a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="place">The file. The change is made.</param>
    public static Recording Make(RecordedChange change, Workplace place)
    {
        Prepare(change, place);
        int[] entries = [.. place.History().Select(entry => entry.Id)];
        Leave(change, place);
        Disk start = Disk.Read(place.Folder), disk = start.Copy();
        string verb = change.IsWindows ? "step" : "do";
        using Child child = Child.Start(verb, change.Way, place.FilePath, $"{change.Kind}");
        IReadOnlyList<DiskOperation> operations = DiskRecorder.Record(child, place.Folder, disk, out string output);
        Assert.Equal("done", output);
        return new Recording(
            change, place, start, change.IsWindows ? OnWindows(operations) : operations, disk, entries);
    }

    /// <summary>Returns the recording without one of its operations, or in another order.</summary>
    public Recording With(IEnumerable<DiskOperation> operations) => new(this, [.. operations]);

    /// <summary>Checks all states that the loss of power can leave.</summary>
    /// <param name="model">What the file system keeps.</param>
    /// <param name="folder">A folder for the states.</param>
    /// <param name="random">Chooses states where there are too many to check all.</param>
    /// <param name="bound">The bound of <see cref="PowerLossStates"/>.</param>
    /// <returns>
    /// The number of states, and the number of those that were checked: equal ones, and those of the recording that
    /// this one was made from, are checked once.
    /// </returns>
    /// <exception cref="InvalidOperationException">A state is not what CoexTools guarantees.</exception>
    public (int States, int Checked) Check(DiskModel model, string folder, Random random, int bound = 8)
    {
        int states = 0, different = 0;
        IEnumerable<PowerLossState> all = new PowerLossStates(_start, Operations, model, random, bound).All();
        foreach (PowerLossState[] some in all.Chunk(StatesAtOnce))
        {
            var tasks = new List<Task>();
            var checking = new List<(DiskModel, string, bool)>();
            try
            {
                foreach (PowerLossState state in some)
                {
                    string path = Path.Combine(folder, $"{++states}");
                    bool isEnd = state.Cut == Operations.Count; // A change that was reported must not be lost.
                    Try(state, () => CheckAttributes(state));
                    (DiskModel, string, bool) key = (model, state.Disk.Key(), isEnd);
                    if (_passed.Contains(key) || checking.Contains(key))
                        continue;
                    different++;
                    checking.Add(key);
                    // Each on a thread of its own, because most of them wait for a lock that nobody releases.
                    tasks.Add(Task.Factory.StartNew(
                        () => Try(state, () =>
                        {
                            state.Disk.Write(path);
                            using Workplace place = _place.In(path);
                            CheckFiles(place, isEnd);
                        }),
                        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
                }
            }
            finally
            {
                ((IAsyncResult)Task.WhenAll(tasks)).AsyncWaitHandle.WaitOne();
            }
            tasks.ForEach(task => task.GetAwaiter().GetResult());
            _passed.UnionWith(checking);
        }
        return (states, different);

        void Try(PowerLossState state, Action check)
        {
            try
            {
                check();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"{_change}, {model}: {e.Message}\nThe state {state}.\n{DiskOperation.Describe(Operations)}", e);
            }
        }
    }

    // Windows renames where Unix links and unlinks, does not flush a folder, and keeps the permissions itself.
    private static List<DiskOperation> OnWindows(IReadOnlyList<DiskOperation> recorded)
    {
        var operations = new List<DiskOperation>();
        foreach (DiskOperation operation in recorded)
        {
            if (operation is DiskOperation.Unlink unlink && operations is [.., DiskOperation.Link link]
                && link.File == unlink.File)
            {
                operations[^1] = new DiskOperation.Rename(unlink.Path, link.Path, link.File, Replaces: false);
            }
            else if (operation is not (DiskOperation.FlushFolder or DiskOperation.SetAttribute))
            {
                operations.Add(operation);
            }
        }
        return operations;
    }

    // What a former command left.
    private static void Prepare(RecordedChange change, Workplace place)
    {
        if (change.Start == RecordedStart.New)
            return;
        if (change.Kind == ChangeKind.Export)
            FileChanger.Do(ChangeKind.Export, place.FilePath, place.Read(), way: place.Way);
        FileChanger.Do(ChangeKind.Turn, place.FilePath, place.Read(), way: place.Way);
    }

    // What an interrupted command left.
    private static void Leave(RecordedChange change, Workplace place)
    {
        string target = change.Kind == ChangeKind.Export ? FileChanger.ExportPath(place.FilePath) : place.FilePath;
        if (change.Start == RecordedStart.Announced)
        {
            byte[] file = File.ReadAllBytes(place.FilePath);
            FileChanger.Do(ChangeKind.Turn, place.FilePath, place.Read(), way: place.Way);
            File.WriteAllBytes(place.FilePath, file);
        }
        if (change.Start != RecordedStart.Interrupted)
            return;
        File.AppendAllText(place.JournalPath, "<change id=\"2\" time=\"2026");
        File.WriteAllText(FileLock.PathOf(target), "");
        File.WriteAllText(FileReplacement.TemporaryName(target), "left");
    }

    // A file that replaces another one has its permissions.
    private void CheckAttributes(PowerLossState state)
    {
        foreach (string name in (string[])[Target, Path.GetFileName(_place.JournalPath)])
        {
            Assert.False(
                IsReplaced(state) && state.Disk.Names.TryGetValue(name, out int file)
                    && state.LostAttributes.Contains(file),
                $"{name} does not have the permissions.");
        }
    }

    private bool IsReplaced(PowerLossState state) =>
        state.Disk.Names.TryGetValue(Target, out int file)
        && (!_start.Names.TryGetValue(Target, out int former) || file != former);

    private void CheckFiles(Workplace place, bool isEnd)
    {
        if (_change.Kind == ChangeKind.Overwrite)
        {
            CheckUnrecorded(place, isEnd);
            return;
        }
        if (_change.Kind == ChangeKind.Export)
        {
            CheckVersion(FileChanger.ExportPath(place.FilePath), isEnd);
            place.AssertAgrees(place.History());
            place.AssertExport();
        }
        else
        {
            place.Read();
            bool isNew = CheckVersion(place.FilePath, isEnd);
            IReadOnlyList<JournalEntry> entries = place.History();
            Assert.Equal(_entries.Length + (isNew ? 1 : 0), entries.Count);
            place.AssertAgrees(entries);
        }
        place.AssertNextCommandWorks();
        while (ChangeHistory.LastInEffect(place.History()) is { } last)
            FileChanger.Undo(place.FilePath, [last]);
        byte[] undone = File.ReadAllBytes(place.FilePath);
        Assert.True(place.Original.AsSpan().SequenceEqual(undone), "An undo lost the original bytes.");
    }

    // The journal does not contain the change, and the earlier changes remain.
    private void CheckUnrecorded(Workplace place, bool isEnd)
    {
        place.Read();
        CheckVersion(place.FilePath, isEnd);
        byte[] version = File.ReadAllBytes(place.FilePath);
        Assert.Equal(_entries, place.History().Where(entry => entry.Documents.Count > 0).Select(entry => entry.Id));
        FileChanger.Do(ChangeKind.Turn, place.FilePath, place.Read(), way: place.Way);
        FileChanger.Undo(place.FilePath, [place.History()[^1]]);
        Assert.True(version.AsSpan().SequenceEqual(File.ReadAllBytes(place.FilePath)), "An undo lost the bytes.");
        Assert.Equal(["names.dxl", "names.dxl.journal"], place.Content);
    }

    private bool CheckVersion(string path, bool isEnd)
    {
        // The next command that reads the file restores it where the replacement on Windows was interrupted.
        byte[]? file = FileReplacement.Await(path) ? File.ReadAllBytes(path) : null;
        bool isNew = file is not null && file.AsSpan().SequenceEqual(After);
        Assert.True(
            isNew || (file is null) == (Before is null) && file.AsSpan().SequenceEqual(Before),
            "The file is neither the old one nor the new one.");
        Assert.True(isNew || !isEnd, "A change that was reported is lost.");
        return isNew;
    }
}
