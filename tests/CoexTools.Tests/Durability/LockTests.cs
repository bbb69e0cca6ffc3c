using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Files;

namespace CoexTools.Tests.Durability;

/// <summary>Locks where the system does not release them: the file that one process creates is the lock.</summary>
public sealed class LockTests : IDisposable
{
    private readonly Workplace _place = Workplace.Make(10_000);

    public LockTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, every file system has locks.");

    private string LockPath => Path.Combine(_place.Folder, ".names.dxl.lock");

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_command_respects_the_lock_of_a_living_process_without_file_locks(bool otherHasLocks)
    {
        using Child owner = Child.StartWithoutLocks("hold", CopyWay.Hashed, _place.FilePath);
        owner.ReadUntil('L');
        using Child other = otherHasLocks
            ? Child.Start("once", CopyWay.Hashed, _place.FilePath)
            : Child.StartWithoutLocks("once", CopyWay.Hashed, _place.FilePath);
        (string output, string error, _) = other.ReadToEnd();
        Assert.Equal("FileLocked", output);
        Assert.Contains($"The lock file '{LockPath}' is that of process {owner.Id} of ", error);
        Assert.Contains("delete the lock file", error);
        Assert.Equal(_place.Original, File.ReadAllBytes(_place.FilePath));
        owner.Kill();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_lock_of_a_process_that_was_killed_is_taken_over(bool otherHasLocks)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells when a process started.");
        LeaveLock();
        using Child other = otherHasLocks
            ? Child.Start("once", CopyWay.Hashed, _place.FilePath)
            : Child.StartWithoutLocks("once", CopyWay.Hashed, _place.FilePath);
        Assert.Equal("done", other.ReadToEnd().Output);
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
        _place.AssertAgrees(_place.History());
    }

    [Fact]
    public void A_command_with_file_locks_that_takes_over_a_lock_is_respected_by_those_without()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells when a process started.");
        LeaveLock();
        using Child owner = Child.Start("hold", CopyWay.Hashed, _place.FilePath);
        owner.ReadUntil('L');
        using Child other = Child.StartWithoutLocks("once", CopyWay.Hashed, _place.FilePath);
        Assert.Equal("FileLocked", other.ReadToEnd().Output);
        Assert.Equal(_place.Original, File.ReadAllBytes(_place.FilePath));
        owner.Kill();
    }

    [Theory]
    [InlineData("?link,linkat", "claim")]
    [InlineData("?unlink,unlinkat", "lock")]
    [InlineData("?unlink,unlinkat", "claim")]
    public void A_command_that_is_killed_while_it_takes_over_a_lock_does_not_block_the_next_one(
        string call, string file)
    {
        Tracer.Require();
        string ended = LeaveLock().Key;
        string path = file == "lock" ? LockPath : FileReplacement.TemporaryName(_place.FilePath, ended);
        for (int kills = 0; kills < 2; kills++) // The second command finds what the first one left.
        {
            using Child killed = Child.StartWithoutLocksUntil(call, path, "once", CopyWay.Hashed, _place.FilePath);
            Assert.Equal("", killed.ReadToEnd().Output);
        }
        using Child next = Child.StartWithoutLocks("once", CopyWay.Hashed, _place.FilePath);
        Assert.Equal("done", next.ReadToEnd().Output);
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
        _place.AssertAgrees(_place.History());
    }

    [Theory]
    [InlineData("CoexTools lock\nother-machine\nada\n1\nboot 1 2\n", "is that of process 1 of ada on other-machine.")]
    [InlineData("", "The system does not release locks in this folder.")]
    [InlineData("CoexTools lock\nother", "The system does not release locks in this folder.")]
    public void A_lock_whose_process_may_be_alive_stays_and_is_named(string content, string message)
    {
        File.WriteAllText(LockPath, content);
        using Child other = Child.StartWithoutLocks("once", CopyWay.Hashed, _place.FilePath);
        (string output, string error, _) = other.ReadToEnd();
        Assert.Equal("FileLocked", output);
        Assert.Contains(message, error);
        Assert.Contains(LockPath, error);
        Assert.Equal(content, File.ReadAllText(LockPath));
        Assert.Equal(_place.Original, File.ReadAllBytes(_place.FilePath));
        File.Delete(LockPath);
        _place.AssertNextCommandWorks();
    }

    [Theory]
    [InlineData("fstat", 1)]
    [InlineData("fstat", 2)]
    [InlineData("statx", 1)]
    [InlineData("statx", 2)]
    [InlineData("statx", 5)]
    [InlineData("?unlink,unlinkat", 1)]
    public void An_error_of_the_lock_is_an_error_of_the_command_only_if_the_change_was_not_made(string call, int at)
    {
        Tracer.Require();
        using Child child = Child.StartWithFault(
            call, "EIO", "once", CopyWay.Hashed, [_place.FilePath], onlyPath: LockPath, at);
        bool isDone = child.ReadToEnd().Output == "done";
        Assert.Equal(isDone, !_place.Original.AsSpan().SequenceEqual(File.ReadAllBytes(_place.FilePath)));
        _place.AssertNextCommandWorks();
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
    }

    [Fact]
    public void Processes_without_file_locks_lose_no_change_of_each_other()
    {
        const int Rounds = 5;
        if (OperatingSystem.IsLinux())
            LeaveLock(); // All of them find the lock of a process that has ended.
        Child.Race(
            [
                .. Enumerable.Range(1, 3).Select(number => Child.StartWithoutLocks(
                    "rival", CopyWay.Hashed, _place.FilePath, Texts.UniversalId(number), $"{Rounds}")),
            ],
            said => Assert.Contains($"{Rounds} done", said));
        IReadOnlyList<JournalEntry> entries = _place.History();
        Assert.Equal(3 * Rounds, entries.Count);
        _place.AssertAgrees(entries);
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
    }

    // The lock of a process that was killed.
    private LockHolder LeaveLock()
    {
        using (Child owner = Child.StartWithoutLocks("hold", CopyWay.Hashed, _place.FilePath))
        {
            owner.ReadUntil('L');
            owner.Kill();
        }
        using FileStream file = File.OpenRead(LockPath);
        LockHolder? holder = LockHolder.Read(file);
        Assert.NotNull(holder);
        return holder;
    }

    [Theory]
    [InlineData("0:52", "nfs4 server:/export rw,vers=4.2,hard,local_lock=none,addr=192.0.2.1", false)]
    [InlineData("0:52", "nfs server:/export rw,vers=3,hard,local_lock=flock,addr=192.0.2.1", true)]
    [InlineData("0:52", "nfs server:/export rw,vers=3,nolock,local_lock=all,addr=192.0.2.1", true)]
    [InlineData("0:52", "nfs server:/export rw,vers=3,local_lock=posix,addr=192.0.2.1", false)]
    [InlineData("0:52", "cifs //server/share rw,vers=3.1.1,nobrl,actimeo=1", true)]
    [InlineData("0:52", "cifs //server/share rw,vers=3.1.1,actimeo=1", false)]
    [InlineData("0:52", "fuse.sshfs ada@server:/ rw,user_id=0", true)]
    [InlineData("0:53", "cifs //server/share rw,nobrl", false)]
    [InlineData("0:52", "", false)]
    public void The_mount_options_tell_whether_locks_apply_to_this_computer_only(
        string device, string mount, bool areLocal)
    {
        const string Root = "21 1 8:1 / / rw - ext4 /dev/root rw";
        Assert.Equal(areLocal, LocalLocks.AreUsed([Root, $"36 35 {device} / /mnt rw,relatime - {mount}"], 52));
        Assert.Equal(
            areLocal, LocalLocks.AreUsed([Root, $"36 35 {device} / /mnt rw,relatime shared:1 master:2 - {mount}"], 52));
    }

    [Theory]
    [InlineData("/proc/self/status")]
    [InlineData("/proc/kmsg")]
    [InlineData("/sys/kernel/uevent_seqnum")]
    public void A_special_file_of_the_system_is_refused(string path)
    {
        Assert.SkipUnless(File.Exists(path), "The system does not have the file.");
        IOException error = Assert.Throws<IOException>(() => FilePlace.RefuseDevice(path));
        Assert.Equal($"'{path}' is a special file of the operating system.", error.Message);
        Assert.Throws<IOException>(() => FilePlace.OpenRead(path));

        string link = Path.Combine(_place.Folder, "link.dxl");
        File.CreateSymbolicLink(link, path);
        Assert.Throws<IOException>(() => FilePlace.OpenRead(link));
        CoexException refused = Assert.Throws<CoexException>(() => FileUpdate.Create(
            link, stream => stream.WriteByte(1), new ReplaceOptions { Force = true },
            TestContext.Current.CancellationToken));
        Assert.Equal("WriteFailed", refused.ErrorId);
    }
}
