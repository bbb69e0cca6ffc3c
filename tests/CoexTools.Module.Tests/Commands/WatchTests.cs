using System.Diagnostics;
using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Watch-ForeignDomainDocument while its files change. Each test has its own files.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_change_is_reported_and_the_count_ends_the_command()
    {
        List<PSObject> events = Watch(
            "Watch-ForeignDomainDocument security-on-field-removed.dxl -Count 2 -TimeoutSeconds 600",
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
        string[] kinds = WatchUntil(
            "Watch-ForeignDomainDocument security-on-field-removed.dxl -IntervalSeconds 0.05", seen =>
            {
                File.Copy(_session.PathOf("security-on.dxl"), path + ".new");
                File.Move(path, path + ".away");
                Thread.Sleep(200);
                File.Move(path + ".new", path);
                WaitFor(() => seen("FieldBack") == 2);
                File.Move(path + ".away", path, overwrite: true); // An older file, with its old time.
                WaitFor(() => seen("FieldRemoved") == 2);
                Thread.Sleep(200); // Time for an event too many.
            });
        Assert.Equal(2, kinds.Count(kind => kind == "FieldBack"));
        Assert.Equal(2, kinds.Count(kind => kind == "FieldRemoved"));
        Assert.DoesNotContain("FileMissing", kinds);
    }

    [Fact]
    public void Repair_mends_at_once_and_does_not_tell_its_own_change()
    {
        string[] kinds = WatchUntil(
            "Watch-ForeignDomainDocument security-on.dxl -Repair -IntervalSeconds 0.1", seen =>
            {
                WaitFor(() => seen("Repaired") == 2);
                Thread.Sleep(300);
                Put("security-on-then-edited.dxl", "security-on.dxl");
                WaitFor(() => seen("Repaired") == 3);
                Thread.Sleep(300); // Time for an event too many.
            });
        Assert.Equal(["Repaired", "Repaired"], kinds[..2]);
        Assert.Equal("Repaired", kinds[^1]);
        Assert.Single(kinds, kind => kind == "FieldBack");
        Assert.DoesNotContain("FieldRemoved", kinds);
        Assert.Equal(["False", "False"], _session.Run(
            "(Get-ForeignDomainDocument security-on.dxl).HasDocumentAccess").Lines);
    }

    [Fact]
    public void A_repair_that_could_not_be_written_is_tried_again_and_reported_once()
    {
        string journal = _session.PathOf("security-on.dxl.journal");
        Directory.CreateDirectory(journal);
        string[] kinds = WatchUntil(
            "Watch-ForeignDomainDocument security-on.dxl -Repair -IntervalSeconds 0.05", seen =>
            {
                WaitFor(() => seen("RepairFailed") > 0);
                Thread.Sleep(300); // Time for an event too many.
                Directory.Delete(journal);
                WaitFor(() => seen("Repaired") == 2);
            });
        Assert.Equal(["RepairFailed", "Repaired", "Repaired"], kinds);
    }

    [Fact]
    public void A_group_that_does_not_exist_is_not_the_domain_of_the_event()
    {
        PSObject failed = Assert.Single(
            _session.Run(
                "Watch-ForeignDomainDocument no-security.dxl -Repair -ServerGroup Nobody -TimeoutSeconds 0").Output);
        Assert.Equal("RepairFailed", failed.Get("Kind")!.ToString());
        Assert.Null(failed.Get("Domain"));
        Assert.Contains("'Nobody'", (string)failed.Get("Reason")!);
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
        Assert.True(watching.Wait(Waiting.Limit, TestContext.Current.CancellationToken));
        Thread.Sleep(100);
        IAsyncResult stop = shell.BeginStop(callback: null, state: null);
        Assert.True(stop.AsyncWaitHandle.WaitOne(Waiting.Limit));
        shell.EndStop(stop);
        Assert.True(((IAsyncResult)run).AsyncWaitHandle.WaitOne(Waiting.Limit));
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error() =>
        _session.Try("Watch-ForeignDomainDocument -LiteralPath none.dxl")
        .TheError(
            "PathNotFound", "Watch-ForeignDomainDocument", ErrorCategory.ObjectNotFound, _session.PathOf("none.dxl"));

    // Returns the kinds of the events, and stops the command after the change, which can count the events so far.
    private string[] WatchUntil(string script, Action<Func<string, int>> change)
    {
        var events = new PSDataCollection<PSObject>();
        Watch(script, events, shell =>
        {
            change(kind => Kinds().Count(one => one == kind));
            shell.BeginStop(callback: null, state: null);
        });
        return Kinds();

        string[] Kinds() => [.. events.Select(one => one.Get("Kind")!.ToString()!)];
    }

    private List<PSObject> Watch(string script, Action change)
    {
        var events = new List<PSObject>();
        Watch(script, events, _ => change());
        return events;
    }

    // Runs the command, and changes files once it watches.
    private void Watch(string script, IList<PSObject> output, Action<PowerShell> change)
    {
        using PowerShell shell = _session.Create(script + " -Verbose");
        using var watching = new ManualResetEventSlim();
        shell.Streams.Verbose.DataAdded += (sender, e) =>
        {
            if (((PSDataCollection<VerboseRecord>)sender!)[e.Index].Message.StartsWith("Watching"))
                watching.Set();
        };
        Task changing = Task.Run(() =>
        {
            Assert.True(watching.Wait(Waiting.Limit));
            change(shell);
        }, TestContext.Current.CancellationToken);
        try
        {
            shell.Invoke(input: null, output);
        }
        catch (PipelineStoppedException)
        {
        }
        Assert.True(((IAsyncResult)changing).AsyncWaitHandle.WaitOne(Waiting.Limit));
        Assert.Null(changing.Exception);
        Assert.Empty(shell.Streams.Error);
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
            Assert.True(waited.Elapsed < Waiting.Limit);
            Thread.Sleep(20);
        }
    }
}
