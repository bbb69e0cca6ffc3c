using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents what was observed of a network. What was not observed is assumed to be up.</summary>
/// <param name="servers">The servers that were probed.</param>
/// <param name="http">The connection to Exchange over HTTP.</param>
/// <param name="smtp">The connection to Exchange over SMTP.</param>
internal sealed class Observations(
    IReadOnlyDictionary<NotesName, Observation> servers, LegObservation http, LegObservation smtp)
{
    private const string NotProbed = nameof(NotProbed);
    private const string MayBeBusy = nameof(MayBeBusy);

    /// <summary>Gets the observations of a network that was not probed.</summary>
    public static Observations None { get; } = new(
        new Dictionary<NotesName, Observation>(), LegObservation.None, LegObservation.None);

    /// <summary>Gets the connection to Exchange over HTTP.</summary>
    public LegObservation Http => http;

    /// <summary>Gets the connection to Exchange over SMTP.</summary>
    public LegObservation Smtp => smtp;

    /// <summary>Gets the servers that were down.</summary>
    public IEnumerable<NotesName> ServersDown =>
        servers.Where(server => server.Value.IsDown).Select(server => server.Key);

    /// <summary>Returns when a component was probed and found down; null if it was not down, or not probed.</summary>
    public DateTimeOffset? OutageOf(Component component) => component.Kind switch
    {
        ComponentKind.Server => servers.TryGetValue(component.Server, out Observation? server) && server.IsDown
            ? server.Time : null,
        ComponentKind.HttpLeg => http.Outage,
        ComponentKind.SmtpLeg => smtp.Outage,
        _ => null,
    };

    /// <summary>
    /// Returns what the outcome of a request assumes although the network was probed; nothing if it was not.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="network">The network in which it ran.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="consulted">The servers that made their tables.</param>
    public IEnumerable<string> AssumptionsOf(
        Request request, INetwork network, Outcome outcome, IEnumerable<NotesName> consulted)
    {
        if (ReferenceEquals(this, None))
            return [];
        // The servers that had the request. Those that could not be reached are down, or the user said so.
        List<NotesName> involved =
            [.. consulted.Prepend(request.Origin).Append(outcome.Server).Distinct()
                .Where(server => !network.IsDown(server))];
        IEnumerable<string> assumptions =
        [
            .. involved.Where(server => !servers.ContainsKey(server)).Select(server => $"{NotProbed}: {server}"),
            .. involved.Where(
                server => servers.ContainsKey(server) && server != request.Origin && !network.IsBusy(server))
                .Select(server => $"{MayBeBusy}: {server}"),
        ];
        if (!outcome.Status.IsAtExchange)
            return assumptions;
        bool usesHttp = request.Service == CoexistenceService.FreeBusy;
        LegObservation leg = usesHttp ? http : smtp;
        var component = new Component(usesHttp ? ComponentKind.HttpLeg : ComponentKind.SmtpLeg, outcome.Server);
        bool isSpecified = !leg.IsDown
            && (usesHttp ? network.IsHttpDown(outcome.Server) : network.IsSmtpDown(outcome.Server));
        return isSpecified ? assumptions : assumptions.Concat(leg.Remarks)
            .Concat(leg.IsProbed ? [] : [$"{NotProbed}: {component}"]);
    }
}
