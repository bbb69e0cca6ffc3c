using System.Management.Automation;
using System.Text;

namespace CoexTools.Module.Tests.Commands;

/// <summary>That Ctrl+C ends a command while it reads a big file.</summary>
public sealed class StopTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const int Megabytes = 300;

    // Many documents, and one that is as large as all of these: both kinds of file come up.
    public static TheoryData<string, int> Files =>
        new() { { "Memo", 1024 }, { "Memo", Megabytes * 1024 }, { "Domain", Megabytes * 1024 } };

    [Theory, MemberData(nameof(Files))]
    public void Reading_a_big_file_stops_at_once(string form, int kilobytes)
    {
        string path = session.PathOf("big.dxl");
        WriteBig(path, form, kilobytes);
        // On a busy computer, this thread can wait for a processor until the command has read the file.
        for (int delay = 100; !IsStopped(delay); delay /= 2)
            Assert.True(delay > 0, "The command always came to its end.");
        File.Delete(path);
    }

    // Stops the command, and returns whether it was still reading.
    private bool IsStopped(int delay)
    {
        using var reading = new ManualResetEventSlim();
        using PowerShell shell = session.Create("Get-ForeignDomainDocument big.dxl -Verbose");
        shell.Streams.Verbose.DataAdded += (_, _) => reading.Set();
        Task run = Task.Run(() => shell.Invoke(), TestContext.Current.CancellationToken);
        Assert.True(
            reading.Wait(Waiting.Limit, TestContext.Current.CancellationToken),
            "The command did not begin to read.");
        Thread.Sleep(delay); // Well into the file.
        bool isReading = shell.InvocationStateInfo.State == PSInvocationState.Running;
        IAsyncResult stop = shell.BeginStop(callback: null, state: null);
        Assert.True(stop.AsyncWaitHandle.WaitOne(Waiting.Limit), "The command did not stop.");
        shell.EndStop(stop);

        Assert.True(((IAsyncResult)run).AsyncWaitHandle.WaitOne(Waiting.Limit), "The command did not come back.");
        Assert.Empty(shell.Streams.Error);
        return isReading && shell.InvocationStateInfo.State == PSInvocationState.Stopped;
    }

    private static void WriteBig(string path, string form, int kilobytes)
    {
        byte[] line = Encoding.UTF8.GetBytes("<item name='Body'><text>" + new string('x', 980) + "</text></item>\n\n");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        file.Write("<database>\n"u8);
        for (int written = 0; written < Megabytes * 1024; written += kilobytes)
        {
            file.Write(Encoding.UTF8.GetBytes($"<document form='{form}'>\n"));
            for (int i = 0; i < kilobytes; i++)
                file.Write(line);
            file.Write("</document>\n"u8);
        }
        file.Write("</database>\n"u8);
    }
}
