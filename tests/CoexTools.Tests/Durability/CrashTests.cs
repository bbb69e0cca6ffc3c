using System.Globalization;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Tests.Durability;

/// <summary>
/// If a process is killed while it changes a file, the file is the old one or the new one, and the journal is correct.
/// </summary>
public abstract class CrashTests(ITestOutputHelper output, CopyWay way)
{
    private static readonly int Kills =
        int.TryParse(
            Environment.GetEnvironmentVariable("COEXTOOLS_CRASHES"), CultureInfo.InvariantCulture, out int kills)
            ? Math.Max(kills / 3, 1) : Repetitions.Of(72, divisor: 12);

    [Fact]
    public void A_process_killed_at_a_random_moment_leaves_the_old_file_or_the_new()
    {
        var run = new KillRun(way);
        int left = Kills;
        // Several at once, each with its own file: one on the disk, and the others in memory if possible, which is
        // faster. A kill has the same effect on both.
        Parallel.For(0, 3, new ParallelOptions { MaxDegreeOfParallelism = 3 }, lane =>
        {
            int seed = Environment.TickCount + lane;
            output.WriteLine($"Seed of lane {lane}: {seed}");
            var random = new Random(seed);
            Workplace place = Make(lane);
            try
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    if (place.Announced().Count > 100) // Checking all of a long history would take its time.
                    {
                        place.AssertNextCommandWorks();
                        place.Dispose();
                        place = Make(lane);
                    }
                    run.KillOnce(place, random);
                }
                place.AssertNextCommandWorks();
            }
            finally
            {
                place.Dispose();
            }
        });

        foreach (string figure in run.Figures)
            output.WriteLine(figure);
        Assert.Equal(Kills, run.Steps.Count);
        // A change is mostly the writing of 20 MB: so many moments cannot all have missed it.
        Assert.True(Kills < 50 || run.LeftOver > 0, "No kill came while the new file was written.");
        Assert.True(Kills < 50 || run.CarriedOut > 0, "No kill came after a second change.");

        Workplace Make(int lane)
        {
            const string Memory = "/dev/shm";
            bool inMemory = lane > 0 && OperatingSystem.IsLinux() && System.IO.Directory.Exists(Memory)
                && new DriveInfo(Memory).AvailableFreeSpace > 400_000_000;
            string folder = $"{Memory}/coextools-{Guid.NewGuid():N}";
            return Workplace.Make(
                20_000_000, way, inMemory ? System.IO.Directory.CreateDirectory(folder).FullName : null);
        }
    }

    public static TheoryData<string, int, string> Moments
    {
        get
        {
            var moments = new TheoryData<string, int, string>();
            foreach (FileStep step in Enum.GetValues<FileStep>())
                moments.Add(step.ToString(), 1, "kill");
            // The process does not come further than with a kill: two steps stand for all.
            moments.Add(nameof(FileStep.Flush), 1, "exit");
            moments.Add(nameof(FileStep.Rename), 1, "exit");
            foreach (int block in new[] { 2, 5, 9 })
                moments.Add(nameof(FileStep.Write), block, "kill");
            return moments;
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void An_end_at_each_step_leaves_the_old_file_or_the_new(string reached, int count, string how)
    {
        FileStep step = Enum.Parse<FileStep>(reached);
        using Workplace place = Workplace.Make(count > 1 ? 8_000_000 : 1_000_000, way);
        place.AssertNextCommandWorks(); // So that there is a journal.
        string hash = place.Hash();
        byte[] journal = File.ReadAllBytes(place.JournalPath);
        using (Child child = Child.Start(
            "die", way, place.FilePath, reached, count.ToString(CultureInfo.InvariantCulture), how))
        {
            (string said, string error, int exitCode) = child.ReadToEnd();
            Assert.True(said == "D", error);
            Assert.NotEqual(0, exitCode);
        }

        bool isNew = step > FileStep.Rename;
        bool isAnnounced = step >= FileStep.Rename;
        Assert.Equal(!isNew, place.Hash() == hash);
        Assert.Equal(isAnnounced ? 2 : 1, place.Announced().Count);
        Assert.Equal(isNew || !isAnnounced, place.IsLastCarriedOut(place.Announced()));
        Assert.Equal(
            step is > FileStep.CreateTemporary and <= FileStep.Rename ? 1 : 0,
            place.Content.Count(name => name.EndsWith(".tmp", StringComparison.Ordinal)));

        var reports = new List<string>();
        IReadOnlyList<JournalEntry> entries = place.History(reports);
        Assert.Equal(isNew ? 2 : 1, entries.Count);
        Assert.Equal(step == FileStep.Rename ? 1 : 0, reports.Count);
        if (!isAnnounced)
            Assert.Equal(journal, File.ReadAllBytes(place.JournalPath));
        place.AssertAgrees(entries);
        place.AssertNextCommandWorks();
    }

    [Fact]
    public void The_very_first_change_may_end_suddenly_too()
    {
        // The way to copy does not matter to a small file, except while it is written.
        foreach (FileStep step in Enum.GetValues<FileStep>()
            .Where(step => Repetitions.AreFull || way == CopyWay.Hashed || step == FileStep.Write))
        {
            using Workplace place = Workplace.Make(10_000, way);
            using (Child child = Child.Start("die", way, place.FilePath, step.ToString(), "1", "kill"))
                Assert.Equal("D", child.ReadToEnd().Output);
            IReadOnlyList<JournalEntry> entries = place.History();
            Assert.Equal(step > FileStep.Rename ? 1 : 0, entries.Count);
            place.AssertAgrees(entries);
            place.AssertNextCommandWorks();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_journal_torn_at_any_byte_is_repaired(int changes)
    {
        using Workplace place = Workplace.Make(2_000, way);
        for (int i = 0; i < changes; i++)
            place.AssertNextCommandWorks();
        byte[] whole = changes == 0 ? [] : File.ReadAllBytes(place.JournalPath);
        byte[] file = File.ReadAllBytes(place.FilePath);
        DirectorySnapshot directory = place.Read();
        FileChanger.Change(directory, FileChanger.Turn(directory), way: way);
        byte[] announced = File.ReadAllBytes(place.JournalPath);
        Assert.True(announced.AsSpan().StartsWith(whole));

        // The system ended while the line was written: some first bytes of it are there, and the file is the old one.
        File.WriteAllBytes(place.FilePath, file);
        // The journal does not depend on the way to copy.
        int stride = Repetitions.AreFull ? 7 : way == CopyWay.Hashed ? 29 : 211;
        for (int length = whole.Length; length <= announced.Length;
            length += length > announced.Length - stride || length < whole.Length + 3 ? 1 : stride)
        {
            File.WriteAllBytes(place.JournalPath, announced[..length]);
            var reports = new List<string>();
            IReadOnlyList<JournalEntry> entries = place.History(reports);
            Assert.Equal(changes, entries.Count);
            Assert.Equal(length > whole.Length ? 1 : 0, reports.Count);
            place.AssertAgrees(entries);
            // A complete entry stays, although the file does not contain its change.
            Assert.Equal(
                length == announced.Length ? announced : whole, File.Exists(place.JournalPath)
                    ? File.ReadAllBytes(place.JournalPath) : []);
        }

        // A command that changes the file repairs the journal, like a command that lists it.
        File.WriteAllBytes(place.JournalPath, announced[..((whole.Length + announced.Length) / 2)]);
        directory = place.Read();
        FileChanger.Change(directory, FileChanger.Turn(directory), way: way);
        Assert.Equal(changes + 1, place.Announced().Count);
        place.AssertAgrees(place.History());
    }

    [Fact]
    public void A_journal_left_by_a_killed_process_has_the_permissions_of_the_file()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("On Windows, a new file inherits the permissions of its folder.");
        else
            Check();

        [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
        void Check()
        {
            const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            foreach (string left in new[] { "", "<change id='1' " })
            {
                using Workplace place = Workplace.Make(2_000, way);
                File.SetUnixFileMode(place.FilePath, Private);
                File.WriteAllText(place.JournalPath, left); // With the default permissions of new files.
                place.AssertNextCommandWorks();
                Assert.Equal(Private, File.GetUnixFileMode(place.FilePath));
                Assert.Equal(Private, File.GetUnixFileMode(place.JournalPath));
            }
        }
    }
}

/// <summary>With the hash of the file.</summary>
public sealed class CrashTestsByHash(ITestOutputHelper output) : CrashTests(output, CopyWay.Hashed);

/// <summary>With the identity of the file.</summary>
public sealed class CrashTestsByIdentity(ITestOutputHelper output) : CrashTests(output, CopyWay.Portable);

/// <summary>With the identity of the file, copied by the system.</summary>
public sealed class CrashTestsBySystem(ITestOutputHelper output) : CrashTests(output, CopyWay.System);
