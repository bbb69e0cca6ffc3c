using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents a request for a service, from a server.</summary>
/// <param name="Domain">The domain, and what each server sees of it.</param>
/// <param name="Service">The service.</param>
/// <param name="Origin">The server where the request starts.</param>
internal sealed record Request(DomainVisibility Domain, CoexistenceService Service, NotesName Origin)
{
    /// <summary>Follows the request, and returns its outcome.</summary>
    /// <param name="network">The state of the network.</param>
    /// <param name="trace">Records the steps and their reason; null if only the outcome matters.</param>
    public Outcome Run(INetwork network, Trace? trace = null) => Service == CoexistenceService.FreeBusy
        ? CalendarConnector.Run(Domain, Origin, network, trace)
        : Router.Run(Domain, Service, Origin, network, trace);

    /// <summary>Returns whether the request reaches Exchange.</summary>
    public bool IsReached(INetwork network) => Run(network).IsReached;

    /// <summary>
    /// Follows the request, and returns its outcome and its trace. The trace requires a second run, on demand: it takes
    /// many times as long, and of the results for thousands of origins, most are only counted or filtered.
    /// </summary>
    public PathResult Test(NetworkState network)
    {
        Outcome outcome = Run(network);
        var trace = new Lazy<PathTrace>(() => Explain(network), LazyThreadSafetyMode.PublicationOnly);
        IEnumerable<ConsoleMessage> warnings = outcome.Warned == WarnedConsoles.None ? [] : Warnings(outcome);
        return Service == CoexistenceService.FreeBusy
            ? new FreeBusyPathResult(Domain.Name, Origin, outcome, warnings, trace, network, Domain.Directory)
            : new MailRouteResult(
                Domain.Name, Origin, Service == CoexistenceService.Mail ? MailKind.Mail : MailKind.Calendar, outcome,
                warnings, trace, network, Domain.Directory);
    }

    private PathTrace Explain(NetworkState network)
    {
        var trace = new Trace(Domain, network.Observed);
        Outcome outcome = Run(network, trace);
        trace.Add(ReplicaDifference.Of(this, network, outcome, trace.Consulted));
        trace.Assume(Domain.AssumptionsOf(network.Specified.Prepend(Origin)));
        trace.Assume(network.Observed.AssumptionsOf(this, network, outcome, trace.Consulted));
        trace.Assume(trace.Consulted.Prepend(Origin).Append(outcome.Server).Distinct() // VD3
            .Select(Domain.AssumptionOn).OfType<string>());
        return trace.Finish(general => Domain.Advisor is { } advisor && outcome.Status.DependsOnDirectory // VD4
            ? advisor(this, network, general) : general);
    }

    private IEnumerable<ConsoleMessage> Warnings(Outcome outcome)
    {
        if ((outcome.Warned & WarnedConsoles.Origin) != 0)
            yield return Warning(Origin, outcome);
        if ((outcome.Warned & WarnedConsoles.End) != 0)
            yield return Warning(outcome.Server, outcome);
    }

    private ConsoleMessage Warning(NotesName server, Outcome outcome) => Service == CoexistenceService.FreeBusy
        ? new ConsoleMessage(server.Abbreviated, CalendarConnector.Task, Domain.SeveralDocuments)
        : new ConsoleMessage(
            server.Abbreviated, Router.Task, Router.Message((MailStatus)outcome.Status.Value, Domain, server));
}
