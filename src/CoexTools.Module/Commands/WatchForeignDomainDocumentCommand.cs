using System.Collections;
using System.Diagnostics;
using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Audit.Watch;
using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Text;
using CoexTools.Views;

namespace CoexTools.Commands;

/// <summary>
/// Watches files or servers, and returns an event for each relevant change of their Foreign Domain documents. Press
/// Ctrl+C to stop.
/// </summary>
[Cmdlet(VerbsCommon.Watch, "ForeignDomainDocument", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DirectoryEvent))]
public sealed class WatchForeignDomainDocumentCommand : FileCommand
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private const double FileInterval = 2;
    private const double ServerInterval = 300;
    private const double ShortestServerInterval = 60;

    private readonly List<string> _files = [];
    private readonly List<IDirectoryWatch> _servers = [];
    private readonly HashSet<(IDirectoryWatch Watch, string Reason)> _failures = [];
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private FieldMap _map = Model.FieldMap.Default;
    private readonly Tally _tally = new();
    private int _events;

    /// <summary>Specifies directories that <c>Connect-DominoDirectory</c> returned.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectorySet),
        ValidateNotNull, Rehydrated]
    public DominoDirectory[] Directory { get; set; } = [];

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
    /// Specifies how often each file or server is checked, in seconds: by default, every 2 seconds for files and every
    /// 300 seconds for servers. The system usually reports a change of a file earlier. A server is checked at most once
    /// in 60 seconds.
    /// </summary>
    [Parameter, ValidateRange(0.05, 86400)]
    public double IntervalSeconds { get; set; } = FileInterval;

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
    protected override void ProcessRecord()
    {
        if (ParameterSetName != DirectorySet)
        {
            ForEachFile(file =>
            {
                if (Repair)
                    DirectoryFile.RefuseNsf(file);
                _files.Add(file);
            });
            return;
        }
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(IntervalSeconds)))
            IntervalSeconds = ServerInterval;
        foreach (DominoDirectory directory in Directory)
            Attempt(() => _servers.Add(ServerWatch.Of(directory, IsWanted, WriteVerbose)));
        // The limit protects a server. A directory in memory cannot be watched at any interval.
        if (_servers.Count > 0)
        {
            Require(() => IntervalSeconds >= ShortestServerInterval
                ? true : throw CoexException.IntervalTooShort(IntervalSeconds, ShortestServerInterval));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        List<IDirectoryWatch> watches =
            [.. _files.Distinct().Select(file => new FileWatch(file, _map, Strict, IsWanted)), .. _servers];
        if (watches.Count == 0)
            return;
        using var hints = new FileHints(_files.Distinct());
        TimeSpan interval = TimeSpan.FromSeconds(IntervalSeconds);
        Attempt(() =>
        {
            while (true)
            {
                foreach (IDirectoryWatch watch in watches)
                    Look(watch);
                TimeSpan left = TimeoutSeconds is { } timeout
                    ? TimeSpan.FromSeconds(timeout) - _time.Elapsed : TimeSpan.MaxValue;
                if (left <= TimeSpan.Zero)
                {
                    foreach (DirectoryEvent one in watches.SelectMany(watch => watch.End(DateTimeOffset.UtcNow)))
                        Give(one);
                }
                if (_events >= Count || left <= TimeSpan.Zero)
                    return;
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

    private void Look(IDirectoryWatch watch)
    {
        DirectorySnapshot? before = watch.Known;
        IReadOnlyList<DirectoryEvent> events = watch.Look(DateTimeOffset.UtcNow, WriteError, CancelToken);
        if (events.Count > 0)
            Forget(watch);
        foreach (DirectoryEvent happened in events)
            Give(happened);
        if (before is null && watch.Known is { } first)
        {
            if (Domain is not null)
            {
                // Reports domains that do not exist.
                DomainSelection.Of(first.Unordered, Domain, $"'{watch.Path}'", WriteError);
                foreach (string pattern in DomainSelection.PatternsWithoutMatch(first.Unordered, Domain))
                    WarnOnce($"The pattern '{pattern}' matches no domain in '{watch.Path}' yet.");
            }
            WriteVerbose($"Watching '{watch.Path}'.");
        }
        if (Repair && watch.Known is { } current && !ReferenceEquals(before, current))
            RepairAtOnce(watch, current);
    }

    private void RepairAtOnce(IDirectoryWatch watch, DirectorySnapshot current)
    {
        var failures = new List<CoexException>();
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
                var write = new WriteOptions(MyInvocation.MyCommand.Name, options.Now)
                {
                    Warn = WriteWarning, Fail = failures.Add, Log = WriteVerbose,
                };
                ChangePlan done = PlanWriter.Write(plan.Change, write, CancelToken);
                watch.Accept(done.After);
                foreach (PlannedSave save in done.Saves)
                    Give(Event(DirectoryEventKind.Repaired, $"Repaired {new RepairAction(save)}.", save.After));
            }
            foreach (RepairProblem problem in plan.Problems)
                Fail(problem.Error, problem.Domain);
            foreach (CoexException failure in failures)
                Fail(failure, null);
            if (plan.Problems.Count + failures.Count == 0)
                Forget(watch);
        }
        catch (CoexException e) when (e.ErrorId == nameof(CoexException.FileChanged))
        {
            WriteVerbose(e.Message); // The file has changed in the meantime. The next check repairs its new state.
        }
        catch (CoexException e)
        {
            failures.Add(e);
            Fail(e, null);
        }
        if (failures.Count > 0)
            watch.Retry();

        // A repair that could not be written is tried again at each interval. The same failure is one event.
        void Fail(CoexException problem, string? domain)
        {
            if (_failures.Add((watch, problem.FullMessage)))
                Give(Event(DirectoryEventKind.RepairFailed, problem.FullMessage, domain: domain));
        }

        DirectoryEvent Event(
            DirectoryEventKind kind, string reason, ForeignDomainDocument? document = null, string? domain = null) =>
                new(kind, watch.Path, DateTimeOffset.UtcNow, reason, domain, document);
    }

    // After a change or a repair, a failure is reported again.
    private void Forget(IDirectoryWatch watch) => _failures.RemoveWhere(failure => failure.Watch == watch);

    private void Give(DirectoryEvent happened)
    {
        if (_events++ >= Count)
            return;
        _tally.Add(happened.Kind);
        WriteObject(happened);
    }
}
