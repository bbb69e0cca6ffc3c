using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>Measures the availability of services. Origins that see the same of a domain share one search.</summary>
/// <param name="scope">Which components are looked at.</param>
/// <param name="odds">How likely they work.</param>
/// <param name="maximumOrder">The most members of a cut set that is given.</param>
/// <param name="limit">How many states to follow at most in one search; null for as many as fit into some
/// seconds.</param>
internal sealed class AvailabilityMeasurement(
    OutageScope scope, ComponentOdds odds, int maximumOrder, long? limit = null)
{
    /// <summary>So many components are measured exactly, whatever the directory.</summary>
    public const int ExactComponents = 20;

    // Twice 2^20: with two states a component, or with three of which one ends the request. The rest is for comparing
    // sets.
    private const long ExactLimit = 1L << 24;
    private const long OtherLimit = 250_000;

    // Many exact searches would take minutes.
    private const int ManyOrigins = 8;
    private const int ManyServers = 12;
    private const long StatesForMany = 20_000;

    // By what the origin sees.
    private readonly Dictionary<DomainVisibility, Dictionary<string, OutageOutcome>> _outcomes = [];

    /// <summary>
    /// Returns the measurement for all requests of a domain. If there are many, each search follows fewer states.
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="origins">The number of origins that do not see the same.</param>
    /// <param name="scope">Which components are looked at.</param>
    /// <param name="odds">How likely they work.</param>
    /// <param name="maximumOrder">The most members of a cut set that is given.</param>
    public static AvailabilityMeasurement For(
        DomainVisibility domain, int origins, OutageScope scope, ComponentOdds odds, int maximumOrder)
    {
        bool isLarge = origins > ManyOrigins && domain.NamedServers.Skip(ManyServers).Any();
        return new AvailabilityMeasurement(scope, odds, maximumOrder, isLarge ? StatesForMany : null);
    }

    /// <summary>Measures the availability of a service for requests that start at a server.</summary>
    /// <param name="request">The domain, the service and the server.</param>
    /// <param name="report">Receives the number of followed states from time to time, and which share of all
    /// probability they hold.</param>
    /// <param name="decided">Receives a description of what was evaluated and what was not.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public CoexistenceAvailability Measure(
        Request request, Action<long, double>? report, Action<string>? decided, CancellationToken cancel)
    {
        IReadOnlyList<Component> components = scope.Components(request.Domain.NamedServers, request.Origin);
        string? seen = SeenFrom(request);
        if (!_outcomes.TryGetValue(request.Domain, out Dictionary<string, OutageOutcome>? known))
            _outcomes.Add(request.Domain, known = []);
        OutageOutcome? outcome = null;
        bool isKnown = seen is not null && known.TryGetValue(seen, out outcome);
        if (outcome is null || !isKnown)
        {
            outcome = OutageSearch.Run(
                request.IsReached, components, scope, odds, maximumOrder,
                limit ?? (components.Count <= ExactComponents ? ExactLimit : OtherLimit), report, cancel);
            if (seen is not null)
                known[seen] = outcome;
        }
        decided?.Invoke(Describe(request, components, outcome, isKnown));
        return new CoexistenceAvailability(request, components, scope, odds, outcome, maximumOrder);
    }

    // Origins of the same sight share a search, unless their own links can fail. For the service, only the servers in
    // the table matter.
    private string? SeenFrom(Request request) => scope.IncludeLink
        || request.Domain.SightOf(request.Origin) is not ServerTable table
        ? null
        : $"{request.Service}\n"
            + string.Join("\n", table.EntriesFor(request.Service).Select(entry => entry.Server.Abbreviated));

    private string Describe(Request request, IReadOnlyList<Component> components, OutageOutcome outcome, bool isKnown)
    {
        string what = $"{request.Service} for '{request.Domain.Name}' from {request.Origin}: {components.Count} "
            + "components, ";
        if (isKnown)
            return what + "answered by the search for another origin that sees the same documents.";
        int servers = scope.IncludeBusy ? components.Count(component => component.Kind == ComponentKind.Server) : 0;
        double all = Math.Pow(2, components.Count - servers) * Math.Pow(3, servers);
        string pruned = outcome.SearchedOrder is { } order
            ? $"those of more than {order} failures at once were left out, with a probability of "
                + $"{Math.Max(0, 1 - outcome.Reached - outcome.Failed):0.0E+0}"
            : "the others differ from one of them only in what nobody asks about";
        return what + FormattableString.Invariant($"{outcome.StateCount:N0} of {all:N0} states followed; {pruned}.");
    }
}
