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
    public Outcome Run(INetwork network, TraceRecorder? trace = null) => Run(Domain, Service, Origin, network, trace);

    /// <summary>Follows a request that has no object, because only its outcome matters.</summary>
    public static Outcome Run(
        DomainVisibility domain, CoexistenceService service, NotesName origin, INetwork network,
        TraceRecorder? trace = null) =>
        service == CoexistenceService.FreeBusy
            ? CalendarConnector.Run(domain, origin, network, trace)
            : Router.Run(domain, service, origin, network, trace);

    /// <summary>Returns whether the request reaches Exchange.</summary>
    public bool IsReached(INetwork network) => Run(network).IsReached;

    /// <summary>Follows the request, and returns its outcome and its trace, which is determined on demand.</summary>
    public PathResult Test(NetworkState network) =>
        new RequestSeries(Domain, Service, network).ResultOf(Origin, Run(network));
}
