using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Tests.Durability;

/// <summary>A command is interrupted: the file is the old one or the new one, and nothing is left behind.</summary>
public abstract class InterruptTests(ITestOutputHelper output, CopyWay way)
{
    [Fact]
    public void An_interrupt_at_each_step_leaves_the_old_file_or_the_new()
    {
        foreach (FileStep at in Enum.GetValues<FileStep>())
        {
            using Workplace place = Workplace.Make(500_000, way);
            place.AssertNextCommandWorks();
            bool isDone = Interrupted(place, (cancel, step) =>
            {
                if (step == at)
                    cancel.Cancel();
            });
            // From the announcement on, the change is carried out.
            Assert.Equal(at >= FileStep.Announce, isDone);
        }
    }

    [Fact]
    public void An_interrupt_at_a_random_moment_leaves_the_old_file_or_the_new()
    {
        using Workplace place = Workplace.Make(8_000_000, way);
        place.AssertNextCommandWorks();
        int seed = Environment.TickCount;
        output.WriteLine($"Seed: {seed}");
        var random = new Random(seed);
        int done = 0;
        int count = Repetitions.Of(100, divisor: 8);
        for (int i = 0; i < count; i++)
        {
            double wait = random.NextDouble() * 40;
            done += Interrupted(place, (cancel, step) =>
            {
                if (step == FileStep.Lock)
                    cancel.CancelAfter(TimeSpan.FromMilliseconds(wait));
            }) ? 1 : 0;
        }
        output.WriteLine($"{count - done} of {count} changes were interrupted.");
        place.AssertNextCommandWorks();
    }

    [Fact]
    public void An_interrupt_while_the_file_is_copied_ends_the_copy_after_a_block()
    {
        using Workplace place = Workplace.Make(8_000_000, way);
        place.AssertNextCommandWorks();
        int blocks = 0;
        Assert.False(Interrupted(place, (cancel, step) =>
        {
            if (step == FileStep.Write && ++blocks == 2)
                cancel.Cancel();
        }));
        Assert.InRange(blocks, 2, 3); // The whole file has at least eight.
    }

    [Fact]
    public void An_interrupt_ends_the_waiting_for_a_lock()
    {
        using Workplace place = Workplace.Make(10_000, way);
        place.AssertNextCommandWorks();
        DirectorySnapshot directory = place.Read();
        using var cancel = new CancellationTokenSource();
        using (FileLock.Take(place.FilePath, CancellationToken.None))
        {
            cancel.CancelAfter(100);
            Assert.ThrowsAny<OperationCanceledException>(
                () => FileChanger.Change(directory, FileChanger.Turn(directory), way: way, cancel: cancel.Token));
        }
        place.AssertAgrees(place.History());
        Assert.Equal(["names.dxl", "names.dxl.journal"], place.Content);
    }

    // Carries out a change, and gives whether it was.
    private bool Interrupted(Workplace place, Action<CancellationTokenSource, FileStep> reaching)
    {
        byte[] file = File.ReadAllBytes(place.FilePath), journal = File.ReadAllBytes(place.JournalPath);
        int before = place.Announced().Count;
        DirectorySnapshot directory = place.Read();
        using var cancel = new CancellationTokenSource();
        bool isDone;
        try
        {
            FileChanger.Change(
                directory, FileChanger.Turn(directory), step => reaching(cancel, step), way, cancel: cancel.Token);
            isDone = true;
            Assert.Equal(before + 1, place.Announced().Count);
        }
        catch (OperationCanceledException)
        {
            isDone = false;
            Assert.True(
                file.AsSpan().SequenceEqual(File.ReadAllBytes(place.FilePath)), "The file is no longer the old one.");
            Assert.Equal(journal, File.ReadAllBytes(place.JournalPath));
        }
        place.AssertAgrees(place.Announced());
        Assert.Equal(["names.dxl", "names.dxl.journal"], place.Content);
        return isDone;
    }
}

/// <summary>With the hash of the file.</summary>
public sealed class InterruptTestsByHash(ITestOutputHelper output) : InterruptTests(output, CopyWay.Hashed);

/// <summary>With the identity of the file.</summary>
public sealed class InterruptTestsByIdentity(ITestOutputHelper output) : InterruptTests(output, CopyWay.Portable);

/// <summary>With the identity of the file, copied by the system.</summary>
public sealed class InterruptTestsBySystem(ITestOutputHelper output) : InterruptTests(output, CopyWay.System);
