using CoexTools.CrashChild;
using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Tests.Durability;

/// <summary>A command is interrupted: the file is the old one or the new one, and nothing is left behind.</summary>
public class InterruptTests(ITestOutputHelper output)
{
    [Fact]
    public void An_interrupt_at_each_step_leaves_the_old_file_or_the_new()
    {
        foreach (FileStep at in Enum.GetValues<FileStep>())
        {
            using Workplace place = Workplace.Make(500_000);
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
        using Workplace place = Workplace.Make(8_000_000);
        place.AssertNextCommandWorks();
        var random = new Random();
        int done = 0;
        const int Count = 100;
        for (int i = 0; i < Count; i++)
        {
            double wait = random.NextDouble() * 40;
            done += Interrupted(place, (cancel, step) =>
            {
                if (step == FileStep.Lock)
                    cancel.CancelAfter(TimeSpan.FromMilliseconds(wait));
            }) ? 1 : 0;
        }
        output.WriteLine($"{Count - done} of {Count} changes were interrupted.");
        place.AssertNextCommandWorks();
    }

    [Fact]
    public void An_interrupt_ends_the_waiting_for_a_lock()
    {
        using Workplace place = Workplace.Make(10_000);
        place.AssertNextCommandWorks();
        DirectorySnapshot directory = place.Read();
        using var cancel = new CancellationTokenSource();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using (FileLock.Take(place.FilePath, CancellationToken.None))
        {
            cancel.CancelAfter(100);
            Assert.ThrowsAny<OperationCanceledException>(() => FileChanger.Change(directory, FileChanger.Turn(directory), cancel: cancel.Token));
        }
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), "The interrupt waited for the lock.");
        place.AssertAgrees(place.History());
        Assert.Equal(["names.dxl", "names.dxl.journal"], place.Content);
    }

    // Carries out a change, and gives whether it was.
    private static bool Interrupted(Workplace place, Action<CancellationTokenSource, FileStep> reaching)
    {
        byte[] file = File.ReadAllBytes(place.FilePath), journal = File.ReadAllBytes(place.JournalPath);
        int before = place.Announced().Count;
        DirectorySnapshot directory = place.Read();
        using var cancel = new CancellationTokenSource();
        bool isDone;
        try
        {
            FileChanger.Change(directory, FileChanger.Turn(directory), step => reaching(cancel, step), cancel: cancel.Token);
            isDone = true;
            Assert.Equal(before + 1, place.Announced().Count);
        }
        catch (OperationCanceledException)
        {
            isDone = false;
            Assert.True(file.AsSpan().SequenceEqual(File.ReadAllBytes(place.FilePath)), "The file is no longer the old one.");
            Assert.Equal(journal, File.ReadAllBytes(place.JournalPath));
        }
        place.AssertAgrees(place.Announced());
        Assert.Equal(["names.dxl", "names.dxl.journal"], place.Content);
        return isDone;
    }
}
