using System.Diagnostics;
using CoexTools.Audit;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Follows files, and gives an event whenever their Foreign Domain documents change in a way that matters. Ctrl+C ends it.</summary>
[Cmdlet(VerbsCommon.Watch, "ForeignDomainDocument", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DirectoryEvent))]
public sealed class WatchForeignDomainDocumentCommand : DxlPathCommand
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private readonly List<string> _files = [];
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private int _events;

    /// <summary>The domains to follow; wildcards are allowed. Without it, all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>How often each file is looked at, in seconds, beside the system's own signs.</summary>
    [Parameter]
    [ValidateRange(0.05, 86400)]
    public double IntervalSeconds { get; set; } = 2;

    /// <summary>Repairs the documents at once, as <c>Repair-CoexistenceConfiguration</c> does.</summary>
    [Parameter]
    public SwitchParameter Repair { get; set; }

    /// <summary>With -Repair, the groups that hold every mail and application server, and no coexistence server.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[] ServerGroup { get; set; } = [];

    /// <summary>With -Repair, the groups of the administrators.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[] AdminGroup { get; set; } = [];

    /// <summary>Ends after so many events.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>Ends after this time, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.0, 31536000)]
    public double? TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachFile(_files.Add);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        List<FileWatch> watches = [.. _files.Distinct().Select(file => new FileWatch(file, Reader.Map, Strict, IsWanted))];
        if (watches.Count == 0)
            return;
        using var hints = new FileHints(watches.Select(watch => watch.Path));
        Attempt(() =>
        {
            while (true)
            {
                foreach (FileWatch watch in watches)
                    Look(watch);
                TimeSpan left = TimeoutSeconds is { } timeout ? TimeSpan.FromSeconds(timeout) - _time.Elapsed : TimeSpan.MaxValue;
                if (_events >= Count || left <= TimeSpan.Zero)
                    return;
                TimeSpan interval = TimeSpan.FromSeconds(IntervalSeconds);
                TimeSpan pause = watches.Any(watch => watch.IsTroubled) && interval > Soon ? Soon : interval;
                hints.Wait(pause < left ? pause : left, CancelToken);
            }
        });
    }

    private bool IsWanted(string domain) =>
        Domain is null || Domain.Any(wanted => string.Equals(wanted, domain, StringComparison.OrdinalIgnoreCase) // NM4
            || WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(domain));

    private void Look(FileWatch watch)
    {
        DirectorySnapshot? before = watch.Known;
        foreach (DirectoryEvent happened in watch.Look(DateTimeOffset.UtcNow, WriteError, CancelToken))
            Give(happened);
        if (before is null && watch.Known is { } first)
        {
            if (Domain is not null)
                DomainSelection.Of(first.Unordered, Domain, $"'{watch.Path}'", WriteError); // Reports domains that do not exist.
            WriteVerbose($"Watching '{watch.Path}'.");
        }
        if (Repair && watch.Known is { } current && !ReferenceEquals(before, current))
            Mend(watch, current);
    }

    private void Mend(FileWatch watch, DirectorySnapshot current)
    {
        var options = new RepairOptions { ServerGroups = ServerGroup, AdminGroups = AdminGroup, IsWanted = document => IsWanted(document.Domain), Now = DateTimeOffset.UtcNow };
        try
        {
            RepairPlan plan = RepairPlan.Make(current, options, CancelToken);
            if (plan.Change.Saves.Count > 0)
            {
                watch.Accept(DirectoryRepair.Write(plan, options, MyInvocation.MyCommand.Name, overwriteReadOnly: false, keepJournal: true, WriteWarning, CancelToken));
                foreach (var save in plan.Change.Saves)
                    Give(new DirectoryEvent(DirectoryEventKind.Repaired, watch.Path, DateTimeOffset.UtcNow, $"Repaired {new RepairAction(save)}.", document: save.After));
            }
            foreach (CoexException problem in plan.Problems)
                Give(new DirectoryEvent(DirectoryEventKind.RepairFailed, watch.Path, DateTimeOffset.UtcNow, problem.Message, problem.Target.ToString()));
        }
        catch (CoexException e) when (e.ErrorId == nameof(CoexException.FileChanged))
        {
            WriteVerbose(e.Message); // Somebody was faster: the next look sees what it is now, and repairs that.
        }
        catch (CoexException e)
        {
            Give(new DirectoryEvent(DirectoryEventKind.RepairFailed, watch.Path, DateTimeOffset.UtcNow, e.Message));
        }
    }

    private void Give(DirectoryEvent happened)
    {
        if (_events++ < Count)
            WriteObject(happened);
    }
}
