using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>
/// Represents the requests for a service of one domain in one state of the network, which differ only in their origins.
/// Their results share it, because there can be one for each of thousands of servers.
/// </summary>
/// <param name="domain">The domain, and what each server sees of it.</param>
/// <param name="service">The service.</param>
/// <param name="network">The state of the network.</param>
internal sealed class RequestSeries(DomainVisibility domain, CoexistenceService service, NetworkState network)
{
    /// <summary>Gets the domain, and what each server sees of it.</summary>
    public DomainVisibility Domain => domain;

    /// <summary>Gets the service.</summary>
    public CoexistenceService Service => service;

    /// <summary>Gets the state of the network.</summary>
    public NetworkState Network => network;

    /// <summary>Follows the request from a server, and returns its outcome.</summary>
    public Outcome Run(NotesName origin) => Request.Run(domain, service, origin, network);

    /// <summary>
    /// Returns the result of the request from a server. Its trace requires a second run, on demand: it takes many times
    /// as long, and of the results for thousands of origins, most are only counted or filtered.
    /// </summary>
    /// <param name="origin">The server.</param>
    /// <param name="outcome">The outcome of the request.</param>
    public PathResult ResultOf(NotesName origin, Outcome outcome) => service == CoexistenceService.FreeBusy
        ? new FreeBusyPathResult(this, origin, outcome) : new MailRouteResult(this, origin, outcome);

    /// <summary>Follows the request from a server again, and returns its trace.</summary>
    public PathTrace Explain(NotesName origin)
    {
        var trace = new TraceRecorder(domain, network.Observed);
        var request = new Request(domain, service, origin);
        Outcome outcome = request.Run(network, trace);
        trace.Add(ReplicaDifference.Of(request, network, outcome, trace.Consulted));
        trace.Assume(domain.AssumptionsOf(network.Specified.Prepend(origin)));
        trace.Assume(network.Observed.AssumptionsOf(request, network, outcome, trace.Consulted));
        if (domain.Consoles is { } consoles)
        {
            trace.Assume(trace.Consulted.Distinct().Where(consoles.Contradicts)
                .Select(server => $"{DomainVisibility.ConsoleDiffers}: {server}"));
        }
        trace.Assume(trace.Consulted.Prepend(origin).Append(outcome.Server).Distinct() // VD3
            .Select(domain.AssumptionOn).OfType<string>());
        return trace.Finish(general => domain.Advisor is { } advisor && outcome.Status.DependsOnDirectory // VD4
            ? advisor.Recommend(request, network, general) : general);
    }

    /// <summary>Returns the warning on the console of a server where a request starts or ends.</summary>
    /// <param name="server">The server.</param>
    /// <param name="status">How the request ended.</param>
    public ConsoleMessage WarningAt(NotesName server, PathStatus status) => domain.MessageAt(
        server, service == CoexistenceService.FreeBusy ? CalendarConnector.Task : Router.Task,
        WarningTextAt(server, status));

    /// <summary>Returns the text of the warning on the console of a server where a request starts or ends.</summary>
    /// <param name="server">The server.</param>
    /// <param name="status">How the request ended.</param>
    public string WarningTextAt(NotesName server, PathStatus status) => service == CoexistenceService.FreeBusy
        ? domain.SeveralDocuments : Router.Message((MailStatus)status.Value, domain, server);
}
