using CoexTools.Changes;
using CoexTools.CrashChild;

namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>
/// The operations on the journal of a server while documents are changed on the server, and what must hold of each
/// state that they can leave: a change that was sent is in the journal.
/// </summary>
internal sealed class ServerRecording
{
    private const int Changes = 2;

    private readonly Disk _start;
    private readonly string _journal;
    private readonly IReadOnlyList<(string UniversalId, string Revision)> _made;

    private ServerRecording(
        Disk start, string journal, IReadOnlyList<DiskOperation> operations,
        IReadOnlyList<(string UniversalId, string Revision)> made)
    {
        _start = start;
        _journal = journal;
        _made = made;
        Operations = operations;
    }

    /// <summary>The operations.</summary>
    public IReadOnlyList<DiskOperation> Operations { get; }

    /// <summary>Records two changes of a document.</summary>
    /// <param name="folder">The folder, in which the command creates the folder of the journal.</param>
    public static ServerRecording Make(string folder)
    {
        using var place = new ServerPlace(documents: 1);
        Disk start = Disk.Read(folder), disk = start.Copy();
        string journal = Path.Combine(folder, "CoexTools", "Journals", "server.journal");
        using Child child = Child.Start(
            "server", CopyWay.Hashed, journal, place.Address, ServerPlace.UniversalId(1), $"{Changes}");
        IReadOnlyList<DiskOperation> operations = DiskRecorder.Record(child, folder, disk, out string output);
        Assert.EndsWith($"{Changes} done, 0 refused", output);
        Assert.Equal(Changes, operations.Count(operation => operation is DiskOperation.Effect));
        return new ServerRecording(start, Path.GetRelativePath(folder, journal), operations, place.Changes);
    }

    /// <summary>Returns the recording without one of its operations, or in another order.</summary>
    public ServerRecording With(IEnumerable<DiskOperation> operations) => new(_start, _journal, [.. operations], _made);

    /// <summary>Checks all states that the loss of power can leave.</summary>
    /// <param name="model">What the file system keeps.</param>
    /// <param name="folder">A folder for the states.</param>
    /// <param name="random">Chooses states where there are too many to check all.</param>
    /// <param name="bound">The bound of <see cref="PowerLossStates"/>.</param>
    /// <returns>The number of states, and the number of those that were checked.</returns>
    /// <exception cref="InvalidOperationException">A state is not what CoexTools guarantees.</exception>
    public (int States, int Checked) Check(DiskModel model, string folder, Random random, int bound = 8)
    {
        var passed = new HashSet<(string Key, int Sent)>();
        int states = 0;
        foreach (PowerLossState state in new PowerLossStates(_start, Operations, model, random, bound).All())
        {
            states++;
            int sent = Operations.Take(state.Cut).Count(operation => operation is DiskOperation.Effect);
            if (!passed.Add((state.Disk.Key(), sent)))
                continue;
            string path = Path.Combine(folder, $"{states}");
            state.Disk.Write(path);
            try
            {
                CheckJournal(Path.Combine(path, _journal), sent);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"The journal of a server, {model}: {e.Message}\nThe "
                        + $"state {state}.\n{DiskOperation.Describe(Operations)}",
                    e);
            }
            Directory.Delete(path, recursive: true);
        }
        return (states, passed.Count);
    }

    private void CheckJournal(string path, int sent)
    {
        var journal = new ChangeJournal(path, Path.ChangeExtension(path, null));
        IReadOnlyList<JournalEntry> entries = journal.Read(out _);
        Assert.True(entries.Count >= sent, "A change that was sent is not in the journal.");
        Assert.True(entries.Count <= sent + 1, "The journal contains a change that was not about to be sent.");
        Assert.Equal(
            _made.Take(entries.Count),
            entries.Select(entry => (Assert.Single(entry.Documents).UniversalId, entry.StateBefore)));
        using (journal.Lock(CancellationToken.None))
        {
            journal.Repair(_ => { });
            journal.Append(id => new JournalEntry(id, DateTimeOffset.UtcNow, "user", "Test", "3-1", "", [], []));
        }
        IReadOnlyList<JournalEntry> next = journal.Read(out bool isTorn);
        Assert.False(isTorn);
        Assert.Equal([.. entries.Select(entry => entry.StateBefore), "3-1"], next.Select(entry => entry.StateBefore));
        string[] left = [Path.GetFileName(path)];
        Assert.Equal(left, Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
    }
}
