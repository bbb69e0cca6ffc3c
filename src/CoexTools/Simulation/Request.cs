using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>A request for a service, from a server.</summary>
/// <param name="Domain">The domain, and who sees what of it.</param>
/// <param name="Service">The service.</param>
/// <param name="Origin">The server where the request starts.</param>
internal sealed record Request(DomainVisibility Domain, CoexistenceService Service, NotesName Origin)
{
    /// <summary>Follows the request.</summary>
    /// <param name="network">The state of the network.</param>
    /// <param name="trace">Records the steps and their reason; null if only the outcome matters.</param>
    public Outcome Run(INetwork network, Trace? trace = null) => Service == CoexistenceService.FreeBusy
        ? CalendarConnector.Run(Domain, Origin, network, trace)
        : Router.Run(Domain, Service, Origin, network, trace);

    /// <summary>Whether the request reaches Exchange.</summary>
    public bool IsReached(INetwork network) => Run(network).IsReached;

    /// <summary>
    /// Follows the request. The result runs it again with a trace when somebody asks for more than the outcome.
    /// </summary>
    public PathResult Test(NetworkState network) =>
        Service == CoexistenceService.FreeBusy
            ? new FreeBusyPathResult(this, network) : new MailRouteResult(this, network);

    /// <summary>The warnings that appear on consoles when the request ends so.</summary>
    public IEnumerable<ConsoleMessage> Warnings(Outcome outcome)
    {
        if ((outcome.Warned & WarnedConsoles.Origin) != 0)
            yield return Warning(Origin, outcome);
        if ((outcome.Warned & WarnedConsoles.End) != 0)
            yield return Warning(outcome.Server, outcome);
    }

    private ConsoleMessage Warning(NotesName server, Outcome outcome) => Service == CoexistenceService.FreeBusy
        ? new ConsoleMessage(server.Abbreviated, CalendarConnector.Task, Domain.SeveralDocuments)
        : new ConsoleMessage(server.Abbreviated, Router.Task, Router.Message(outcome.MailStatus, Domain, server));
}
