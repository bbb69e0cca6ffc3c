using System.Collections;
using CoexTools.Analysis;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Serialization;
using CoexTools.Simulation;
using CoexTools.Views;

namespace CoexTools.Commands;

/// <summary>
/// Looks at every combination of failures of the coexistence servers: which of them stop a service, which single ones
/// do, and how much downtime that means in a year.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "CoexistenceAvailability", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CoexistenceAvailability))]
public sealed class MeasureCoexistenceAvailabilityCommand : SourceCommand
{
    private RequestInput _requests = null!;

    /// <inheritdoc cref="RequestOptions.From"/>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? From { get; set; }

    /// <inheritdoc cref="RequestOptions.OrderBy"/>
    [Parameter]
    public OrderBy OrderBy { get; set; }

    /// <inheritdoc cref="RequestOptions.WhatIfEdited"/>
    [Parameter, ValidateNotNull, Rehydrated]
    public ForeignDomainDocument[] WhatIfEdited { get; set; } = [];

    /// <inheritdoc cref="RequestOptions.Replica"/>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(ReplicaCompleter))]
    public Hashtable? Replica { get; set; }

    /// <summary>Specifies the services to measure. Without it, all.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public CoexistenceService[] Service { get; set; } =
        [CoexistenceService.FreeBusy, CoexistenceService.Mail, CoexistenceService.Calendar];

    /// <summary>Lets the SMTP and HTTP legs of the coexistence servers to Exchange fail as well.</summary>
    [Parameter]
    public SwitchParameter IncludeLeg { get; set; }

    /// <summary>Lets the links between the origin and the coexistence servers, and among these, fail as well.</summary>
    [Parameter]
    public SwitchParameter IncludeLink { get; set; }

    /// <summary>Lets coexistence servers be busy as well: reached, and not accepting work.</summary>
    [Parameter]
    public SwitchParameter IncludeBusy { get; set; }

    /// <summary>
    /// Specifies the most members of a cut set. Larger ones are left out, and IsComplete says whether there are any.
    /// </summary>
    [Parameter, ValidateRange(0, int.MaxValue)]
    public int MaximumOrder { get; set; } = 3;

    /// <summary>
    /// Specifies the probability that a server is not down: a number from 0 to 1 (by default 0.999), or a table by
    /// server.
    /// </summary>
    [Parameter, ValidateNotNull]
    public object? ServerAvailability { get; set; }

    /// <summary>
    /// Specifies the probability that a leg to Exchange works: a number from 0 to 1 (by default 0.999), or a table by
    /// server.
    /// </summary>
    [Parameter, ValidateNotNull]
    public object? LegAvailability { get; set; }

    /// <summary>
    /// Specifies the probability that a link works: a number from 0 to 1 (by default 0.999), or a table by link,
    /// <c>'DominoA/Acme|DominoB/Acme'</c>.
    /// </summary>
    [Parameter, ValidateNotNull]
    public object? LinkAvailability { get; set; }

    /// <summary>
    /// Specifies the probability that a server which is not down is busy: a number from 0 to 1 (by default 0), or a
    /// table by server.
    /// </summary>
    [Parameter, ValidateNotNull]
    public object? BusyProbability { get; set; }

    /// <summary>
    /// Specifies the most states to follow in one search. Without it: all for up to 20 components; for more, as many as
    /// take some seconds.
    /// </summary>
    [Parameter, ValidateRange(1L, long.MaxValue)]
    public long? MaximumState { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Require(() => ReadOdds(new ServerNames(this))); // Errors in the numbers are reported before any file is read.
        base.BeginProcessing();
        _requests = new RequestInput(this, Reader, new RequestOptions(From, OrderBy, WhatIfEdited, Replica));
    }

    private protected override void Finish() => _requests.ReportNotEdited();

    private protected override void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        DirectoryScenario scenario = _requests.Scenario(directory, documents);
        IReadOnlyList<NotesName> origins = _requests.Origins(scenario);
        var scope = new OutageScope(IncludeLeg, IncludeLink, IncludeBusy);
        ComponentOdds odds = ReadOdds(scenario.Names);
        scenario.Names.Check();
        var measurement = new AvailabilityMeasurement(scope, odds, MaximumOrder, MaximumState);
        var progress = new WorkProgress(this, "Measuring availability");
        foreach (string domain in scenario.Domains)
        {
            DomainVisibility view = scenario.View(domain);
            foreach (NotesName origin in origins)
            {
                foreach (CoexistenceService service in Service.Distinct())
                {
                    string doing = $"{service} for '{domain}' from {origin}";
                    WriteObject(measurement.Measure(
                        new Request(view, service, origin),
                        (states, share) => progress.Report(
                            doing, () => $"{states:N0} states, {share:P3} of the total probability", share),
                        WriteVerbose, CancelToken));
                }
            }
        }
        progress.End();
    }

    private ComponentOdds ReadOdds(ServerNames names) => new()
    {
        Server = AvailabilityArguments.ByServer(
            ServerAvailability, ComponentOdds.DefaultAvailability, nameof(ServerAvailability), names),
        Leg = AvailabilityArguments.ByServer(
            LegAvailability, ComponentOdds.DefaultAvailability, nameof(LegAvailability), names),
        Link = AvailabilityArguments.ByLink(
            LinkAvailability, ComponentOdds.DefaultAvailability, nameof(LinkAvailability), names),
        Busy = AvailabilityArguments.ByServer(BusyProbability, 0, nameof(BusyProbability), names),
    };
}
