using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Tests.Durability;

/// <summary>
/// When the identity of a file proves that it is the one that was read, and when its bytes are read again.
/// </summary>
public sealed class CopyWayTests
{
    private static readonly DateTime Earlier = DateTime.UtcNow.AddDays(-1);

    [Theory]
    [InlineData(CopyWay.Hashed)]
    [InlineData(CopyWay.Portable)]
    [InlineData(CopyWay.System)]
    public void Every_way_writes_the_same_file_and_the_hash_of_its_bytes(CopyWay way)
    {
        using Workplace place = Workplace.Make(3_000_000, way);
        for (int i = 0; i < 3; i++)
        {
            DirectorySnapshot directory = place.Read();
            Assert.Equal(place.Hash(), directory.Content.Layout().Stamp.Hash);
            // All documents, and then each alone.
            DirectorySnapshot after = Change(
                place, directory, document => i == 0 || document.UniversalId == Texts.UniversalId(i));
            Assert.Equal(place.Hash(), after.Content.Layout().Stamp.Hash);
            Assert.Equal(new FileInfo(place.FilePath).Length, after.Content.Layout().Stamp.Length);
        }
        place.AssertAgrees(place.History());
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void The_hash_follows_from_the_states_where_the_identity_counts(
        bool usesIdentity, bool isSettled, bool isComputed)
    {
        using Workplace place = Workplace.Make(100_000);
        DirectorySnapshot directory = Traced(
            place,
            stamp => stamp with { IsSettled = isSettled, State = HashState.Empty with { Length = stamp.Length } });
        ChangePlan plan = ChangePlan.Make(
            directory, FileChanger.Turn(directory), preserveOrder: false, DateTimeOffset.UtcNow);
        DirectorySnapshot after = PlanWriter.WriteFile(
            plan, new ReplaceOptions { UsesIdentity = usesIdentity }, CancellationToken.None);
        // The state is a wrong one: so the hash shows whether the bytes were read.
        Assert.Equal(isComputed, after.Content.Layout().Stamp.Hash != place.Hash());
    }

    [Fact]
    public void A_file_that_was_just_written_is_not_known_by_its_identity()
    {
        using Workplace place = Workplace.Make(100_000);
        Assert.False(((TracedStamp)Traced(place).Content.Layout().Stamp).IsSettled);
        Thread.Sleep(1100); // A time of whole seconds would take three.
        File.SetLastWriteTimeUtc(place.FilePath, Earlier); // The change time is now.
        Thread.Sleep(200);
        Assert.True(((TracedStamp)place.Read().Content.Layout().Stamp).IsSettled);
    }

    [Theory]
    [InlineData(CopyWay.Portable)]
    [InlineData(CopyWay.System)]
    public void A_file_that_was_only_touched_is_proved_by_its_bytes(CopyWay way)
    {
        using Workplace place = Workplace.Make(100_000, way);
        DirectorySnapshot directory = place.Read();
        File.SetLastWriteTimeUtc(place.FilePath, Earlier);
        Assert.Equal(Change(place, directory).Content.Layout().Stamp.Hash, place.Hash());
        place.AssertAgrees(place.History());
    }

    [Theory]
    [InlineData(CopyWay.Portable)]
    [InlineData(CopyWay.System)]
    public void A_file_that_was_changed_is_refused_whatever_its_time_says(CopyWay way)
    {
        using Workplace place = Workplace.Make(100_000, way);
        File.SetLastWriteTimeUtc(place.FilePath, Earlier);
        DirectorySnapshot directory = place.Read();
        Thread.Sleep(30); // So that the system's clock goes on.
        Spoil(place);
        File.SetLastWriteTimeUtc(place.FilePath, Earlier);
        byte[] spoilt = File.ReadAllBytes(place.FilePath);
        Assert.Equal("FileChanged", Assert.Throws<CoexException>(() => Change(place, directory)).ErrorId);
        Assert.Equal(spoilt, File.ReadAllBytes(place.FilePath));
        Assert.Equal(["names.dxl"], place.Content);
    }

    [Theory]
    [InlineData(CopyWay.Portable, 2)]
    [InlineData(CopyWay.System, 2)]
    [InlineData(CopyWay.Portable, 9)]
    [InlineData(CopyWay.System, 9)]
    public void A_file_that_changes_while_it_is_copied_is_refused(CopyWay way, int block)
    {
        using Workplace place = Workplace.Make(8_000_000, way);
        DirectorySnapshot directory = place.Read();
        Thread.Sleep(30);
        int left = block;
        CoexException error = Assert.Throws<CoexException>(() => FileChanger.Change(
            directory, FileChanger.Turn(directory), step =>
            {
                if (step == FileStep.Write && --left == 0)
                    Spoil(place);
            }, way));
        // Windows does not allow another program to write to the file while it is copied, so it is Spoil that fails.
        Assert.Equal(OperatingSystem.IsWindows() ? "WriteFailed" : "FileChanged", error.ErrorId);
        Assert.Equal(["names.dxl"], place.Content);
    }

    [Theory]
    [InlineData(CopyWay.Portable)]
    [InlineData(CopyWay.System)]
    public void A_file_whose_permissions_change_while_it_is_copied_is_copied_again_by_its_bytes(CopyWay way)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The rights of a Windows file are not given and taken by mode.");
        using Workplace place = Workplace.Make(3_000_000, way);
        DirectorySnapshot directory = place.Read();
        Thread.Sleep(30);
        int writes = 0;
        FileChanger.Change(directory, FileChanger.Turn(directory), step =>
        {
            if (step == FileStep.Write && ++writes == 2)
                File.SetAttributes(place.FilePath, FileAttributes.ReadOnly);
        }, way, force: true);
        // Once it is seven: four pieces and three documents.
        Assert.True(writes > 7, $"There were {writes} writes only.");
        place.AssertAgrees(place.History());
    }

    [Fact]
    public void A_file_that_version_0_1_0_read_is_proved_by_its_bytes()
    {
        using Workplace place = Workplace.Make(100_000);
        DirectorySnapshot directory = place.Read();
        string former = ContentHash.OfFile(place.FilePath, CancellationToken.None, like: new string('0', 16));
        Assert.Equal(16, former.Length);
        var stamp = new FileStamp(place.Original.Length, former, directory.Content.Layout().Stamp.Encoding);
        Change(
            place, new DirectorySnapshot(
                directory.Content with { Origin = directory.Content.Layout() with { Stamp = stamp } }));
        place.AssertAgrees(place.History());

        stamp = stamp with { Length = new FileInfo(place.FilePath).Length };
        var read = new DirectorySnapshot(
            place.Read().Content with { Origin = place.Read().Content.Layout() with { Stamp = stamp } });
        Assert.Equal("FileChanged", Assert.Throws<CoexException>(() => Change(place, read)).ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_change_that_version_0_1_0_announced_stays_if_the_file_does_not_contain_it(bool byChange)
    {
        using Workplace place = Workplace.Make(2_000);
        place.AssertNextCommandWorks();
        byte[] file = File.ReadAllBytes(place.FilePath);
        place.AssertNextCommandWorks();
        byte[] next = File.ReadAllBytes(place.FilePath);
        string journal = File.ReadAllText(place.JournalPath);
        foreach (byte[] bytes in new[] { place.Original, file, next })
        {
            ContentHash former = ContentHash.Like(new string('0', 16));
            former.Append(bytes, 0, bytes.Length);
            journal = journal.Replace(Bytes.Hash(bytes), former.ToString(), StringComparison.Ordinal);
        }
        File.WriteAllText(place.JournalPath, journal);
        Assert.Equal(2, place.History().Count);

        File.WriteAllBytes(place.FilePath, file);
        if (byChange)
        {
            Change(place, place.Read());
            IReadOnlyList<JournalEntry> announced = place.Announced();
            Assert.Equal(3, announced.Count); // Hashes of different versions cannot be compared later.
            Assert.Equal(place.Hash(), announced[2].StateAfter);
            Assert.Equal(Bytes.Hash(file), announced[2].StateBefore);
        }
        else
        {
            var reports = new List<string>();
            Assert.Single(place.History(reports));
            Assert.Contains(
                "does not contain the last recorded change: 2.", Assert.Single(reports), StringComparison.Ordinal);
            Assert.Equal(2, ChangeJournal.Read(place.FilePath, out _).Count);
        }
    }

    private static DirectorySnapshot Change(
        Workplace place, DirectorySnapshot directory, Func<ForeignDomainDocument, bool>? which = null) =>
            FileChanger.Change(directory, FileChanger.Turn(directory, which), way: place.Way);

    // What was read, with another stamp; skips the test where files have no identity.
    private static DirectorySnapshot Traced(Workplace place, Func<TracedStamp, TracedStamp>? change = null)
    {
        DirectorySnapshot directory = place.Read();
        if (directory.Content.Layout().Stamp is not TracedStamp stamp)
        {
            Assert.Skip("The file system has no identities that prove what a file is.");
            throw new InvalidOperationException();
        }
        return new DirectorySnapshot(
            directory.Content
                with
            { Origin = directory.Content.Layout() with { Stamp = change?.Invoke(stamp) ?? stamp } });
    }

    // Another letter in the picture of the last person: the length stays.
    private static void Spoil(Workplace place)
    {
        using var stream = new FileStream(place.FilePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Position = stream.Length - 5000;
        int letter = stream.ReadByte();
        stream.Position--;
        stream.WriteByte((byte)(letter == 'A' ? 'B' : 'A'));
    }
}
