using System.Diagnostics;
using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Watch-ForeignDomainDocument while its files change. Each test has its own files.</summary>
public sealed class WatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_change_is_reported_and_the_count_ends_the_command()
    {
        List<PSObject> events = Watch(
            "Watch-ForeignDomainDocument security-on-field-removed.dxl -Count 2 -TimeoutSeconds 30",
            () => Put("security-on-then-edited.dxl", "security-on-field-removed.dxl"));
        Assert.Equal(["FieldBack", "ReadersChanged"], events.Select(one => one.Get("Kind")!.ToString()));
        Assert.Equal("000000000000000000000000000000A1", events[0].Get("Document"));
    }

    [Fact]
    public void It_ends_at_the_timeout_without_events()
    {
        // Without an end, the command would not return. Only the shortest time is certain on a busy computer.
        var time = Stopwatch.StartNew();
        Assert.Empty(
            _session.Run("Watch-ForeignDomainDocument security-on.dxl, no-security.dxl -TimeoutSeconds 0.5").Output);
        Assert.True(time.Elapsed >= TimeSpan.FromSeconds(0.4));
    }

    [Fact]
    public void Missing_and_replaced_files_are_survived_and_nothing_is_missed()
    {
        string path = _session.PathOf("security-on-field-removed.dxl");
        List<PSObject> events = Watch(
            "Watch-ForeignDomainDocument security-on-field-removed.dxl -IntervalSeconds 0.05 -TimeoutSeconds 3", () =>
            {
                File.Move(path, path + ".away");
                Thread.Sleep(200);
                File.Copy(_session.PathOf("security-on.dxl"), path + ".new");
                File.Move(path + ".new", path);
                Thread.Sleep(500);
                File.Move(path + ".away", path, overwrite: true); // An older file, with its old time.
            });
        string[] kinds = [.. events.Select(one => one.Get("Kind")!.ToString()!)];
        Assert.Equal(2, kinds.Count(kind => kind == "FieldBack"));
        Assert.Equal(2, kinds.Count(kind => kind == "FieldRemoved"));
        Assert.DoesNotContain("FileMissing", kinds);
    }

    [Fact]
    public void Repair_mends_at_once_and_does_not_tell_its_own_change()
    {
        List<PSObject> events = Watch(
            "Watch-ForeignDomainDocument security-on.dxl -Repair -IntervalSeconds 0.1 -TimeoutSeconds 3", () =>
            {
                WaitFor(() => !File.ReadAllText(_session.PathOf("security-on.dxl"))
                    .Contains("<text>[NetModifier]</text>"));
                Thread.Sleep(300);
                Put("security-on-then-edited.dxl", "security-on.dxl");
            });
        string[] kinds = [.. events.Select(one => one.Get("Kind")!.ToString()!)];
        Assert.Equal(["Repaired", "Repaired"], kinds[..2]);
        Assert.Equal("Repaired", kinds[^1]);
        Assert.Single(kinds, kind => kind == "FieldBack");
        Assert.DoesNotContain("FieldRemoved", kinds);
        Assert.Equal(["False", "False"], _session.Run(
            "(Get-ForeignDomainDocument security-on.dxl).HasDocumentAccess").Lines);
    }

    [Fact]
    public void It_can_be_stopped_while_it_waits()
    {
        using var watching = new ManualResetEventSlim();
        using PowerShell shell = _session.Create(
            "Watch-ForeignDomainDocument security-on.dxl -IntervalSeconds 3600 -Verbose");
        shell.Streams.Verbose.DataAdded += (sender, e) =>
        {
            if (((PSDataCollection<VerboseRecord>)sender!)[e.Index].Message.StartsWith("Watching"))
                watching.Set();
        };
        Task run = Task.Run(() => shell.Invoke(), TestContext.Current.CancellationToken);
        Assert.True(watching.Wait(Patience, TestContext.Current.CancellationToken));
        Thread.Sleep(100);
        IAsyncResult stop = shell.BeginStop(callback: null, state: null);
        Assert.True(stop.AsyncWaitHandle.WaitOne(Patience));
        shell.EndStop(stop);
        Assert.True(((IAsyncResult)run).AsyncWaitHandle.WaitOne(Patience));
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error() =>
        _session.Try("Watch-ForeignDomainDocument -LiteralPath none.dxl")
        .TheError(
            "PathNotFound", "Watch-ForeignDomainDocument", ErrorCategory.ObjectNotFound, _session.PathOf("none.dxl"));

    // Runs the command, and changes files once it watches.
    private List<PSObject> Watch(string script, Action change)
    {
        using PowerShell shell = _session.Create(script + " -Verbose");
        using var watching = new ManualResetEventSlim();
        shell.Streams.Verbose.DataAdded += (sender, e) =>
        {
            if (((PSDataCollection<VerboseRecord>)sender!)[e.Index].Message.StartsWith("Watching"))
                watching.Set();
        };
        var output = new List<PSObject>();
        Task changing = Task.Run(() =>
        {
            Assert.True(watching.Wait(Patience));
            change();
        }, TestContext.Current.CancellationToken);
        shell.Invoke(input: null, output);
        Assert.True(((IAsyncResult)changing).AsyncWaitHandle.WaitOne(Patience));
        Assert.Null(changing.Exception);
        Assert.Empty(shell.Streams.Error);
        return output;
    }

    // Again, while the command reads the file.
    private void Put(string from, string to) => WaitFor(() =>
    {
        try
        {
            File.Copy(Path.Combine(ModuleSession.Scenarios, from), _session.PathOf(to), overwrite: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    });

    private static void WaitFor(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < Patience);
            Thread.Sleep(20);
        }
    }
}
