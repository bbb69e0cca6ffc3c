using System.Collections;
using System.Diagnostics;
using CoexTools.Audit;
using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Sources.Files;
using CoexTools.Text;
using CoexTools.Views;

namespace CoexTools.Commands;

/// <summary>
/// Watches files and returns an event for each relevant change of their Foreign Domain documents. Press Ctrl+C to stop.
/// </summary>
[Cmdlet(VerbsCommon.Watch, "ForeignDomainDocument", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DirectoryEvent))]
public sealed class WatchForeignDomainDocumentCommand : FileCommand
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private readonly List<string> _files = [];
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private FieldMap _map = Model.FieldMap.Default;
    private readonly Tally _tally = new();
    private int _events;

    /// <summary>Specifies the item names for each property, in place of the default ones.</summary>
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNull, ArgumentCompleter(typeof(FieldMapCompleter))]
    public Hashtable? FieldMap { get; set; }

    /// <summary>Parses every byte of the files as XML, so that every syntax error is found. This is slower.</summary>
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Strict { get; set; }

    /// <summary>Specifies the domains. Wildcards are allowed. By default, all domains are watched.</summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>
    /// Specifies how often each file is checked, in seconds. The system usually reports a change earlier.
    /// </summary>
    [Parameter, ValidateRange(0.05, 86400)]
    public double IntervalSeconds { get; set; } = 2;

    /// <summary>Repairs the documents immediately, as <c>Repair-CoexistenceConfiguration</c> does.</summary>
    [Parameter]
    public SwitchParameter Repair { get; set; }

    /// <summary>
    /// Specifies the groups for -Repair that contain every mail and application server but no coexistence server.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(GroupCompleter))]
    public string[] ServerGroup { get; set; } = [];

    /// <summary>Specifies the groups of administrators for -Repair.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(GroupCompleter))]
    public string[] AdminGroup { get; set; } = [];

    /// <summary>Specifies the number of events after which the command ends.</summary>
    [Parameter, ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>Specifies the time after which the command ends, in seconds.</summary>
    [Parameter, ValidateRange(0.0, 31536000)]
    public double? TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _map = new DirectoryReader(this, FieldMap, Strict).Map;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachFile(file =>
    {
        if (Repair && DirectoryFile.IsNsf(file))
            throw CoexException.NsfReadOnly(file);
        _files.Add(file);
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        List<FileWatch> watches = [.. _files.Distinct().Select(file => new FileWatch(file, _map, Strict, IsWanted))];
        if (watches.Count == 0)
            return;
        using var hints = new FileHints(watches.Select(watch => watch.Path));
        Attempt(() =>
        {
            while (true)
            {
                foreach (FileWatch watch in watches)
                    Look(watch);
                TimeSpan left = TimeoutSeconds is { } timeout
                    ? TimeSpan.FromSeconds(timeout) - _time.Elapsed : TimeSpan.MaxValue;
                if (_events >= Count || left <= TimeSpan.Zero)
                    return;
                TimeSpan interval = TimeSpan.FromSeconds(IntervalSeconds);
                TimeSpan pause = watches.Any(watch => watch.IsTroubled) && interval > Soon ? Soon : interval;
                hints.Wait(pause < left ? pause : left, CancelToken);
            }
        });
        WriteTotals(_tally.Count == 0 ? "No events" : $"{Plural.Of(_tally.Count, "event")}: {_tally}");
    }

    private bool IsWanted(string domain) =>
        Domain is null || Domain.Any(wanted => DomainName.Same(wanted, domain)
            || WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)
                .IsMatch(domain));

    private void Look(FileWatch watch)
    {
        DirectorySnapshot? before = watch.Known;
        foreach (DirectoryEvent happened in watch.Look(DateTimeOffset.UtcNow, WriteError, CancelToken))
            Give(happened);
        if (before is null && watch.Known is { } first)
        {
            if (Domain is not null)
                // Reports domains that do not exist.
                DomainSelection.Of(first.Unordered, Domain, $"'{watch.Path}'", WriteError);
            WriteVerbose($"Watching '{watch.Path}'.");
        }
        if (Repair && watch.Known is { } current && !ReferenceEquals(before, current))
            RepairAtOnce(watch, current);
    }

    private void RepairAtOnce(FileWatch watch, DirectorySnapshot current)
    {
        var options = new RepairOptions
        {
            ServerGroups = ServerGroup,
            AdminGroups = AdminGroup,
            IsWanted = document => IsWanted(document.Domain),
            Now = DateTimeOffset.UtcNow,
        };
        try
        {
            RepairPlan plan = RepairPlan.Make(current, options, CancelToken);
            if (plan.Change.Saves.Count > 0)
            {
                var write = new WriteOptions(MyInvocation.MyCommand.Name, options.Now) { Report = WriteWarning };
                watch.Accept(PlanWriter.Write(plan.Change, write, CancelToken).After);
                foreach (PlannedSave save in plan.Change.Saves)
                    Give(Event(DirectoryEventKind.Repaired, $"Repaired {new RepairAction(save)}.", save.After));
            }
            foreach (CoexException problem in plan.Problems)
                Give(Event(DirectoryEventKind.RepairFailed, problem.FullMessage, domain: problem.Target.ToString()));
        }
        catch (CoexException e) when (e.ErrorId == nameof(CoexException.FileChanged))
        {
            WriteVerbose(e.Message); // The file has changed in the meantime. The next check repairs its new state.
        }
        catch (CoexException e)
        {
            Give(Event(DirectoryEventKind.RepairFailed, e.Message));
        }

        DirectoryEvent Event(
            DirectoryEventKind kind, string reason, ForeignDomainDocument? document = null, string? domain = null) =>
                new(kind, watch.Path, DateTimeOffset.UtcNow, reason, domain, document);
    }

    private void Give(DirectoryEvent happened)
    {
        if (_events++ >= Count)
            return;
        _tally.Add(happened.Kind);
        WriteObject(happened);
    }
}
