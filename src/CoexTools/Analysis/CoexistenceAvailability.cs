using System.Globalization;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>
/// Represents what can fail without stopping a service, what cannot, and how much downtime that means: the output of
/// <c>Measure-CoexistenceAvailability</c> for one domain, service and origin.
/// </summary>
public sealed class CoexistenceAvailability : CoexObject
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    internal CoexistenceAvailability(
        Request request, IReadOnlyList<Component> components, OutageScope scope, ComponentOdds odds,
        OutageOutcome outcome, int maximumOrder)
    {
        Path = request.Domain.Directory.Path;
        ShortName = request.Domain.Directory.ShortName;
        Domain = request.Domain.Name;
        Service = request.Service;
        From = request.Origin.Abbreviated;
        Component = OutputList.Of(components.Select(component => component.ToString()));
        CutSet = OutputList.Of(outcome.CutSets
            .Where(cut => cut.Count <= maximumOrder)
            .Select(
                cut => new CoexistenceCutSet(
                    request, cut, OddsOf(cut)))
            .OrderBy(cut => cut, Comparer<CoexistenceCutSet>.Create(InOrder)));
        SinglePointOfFailure = OutputList.Of(CutSet.Where(cut => cut.Order == 1).Select(cut => cut.Member[0]));
        int largest = 0;
        foreach (IReadOnlyList<Failure> cut in outcome.CutSets)
            largest = Math.Max(largest, cut.Count);
        bool knowsSingle = outcome.SearchedOrder is null or >= 1;
        // VD5: a request from the server that serves it says nothing about the failure of this server.
        SurvivesAnySingleFailure = outcome.CutSets.Any(cut => cut.Count <= 1) ? false
            : knowsSingle && (request.Domain.KnowsOrigins || !request.Domain.NamedServers.Contains(request.Origin))
                ? true
                : null;
        IsComplete = outcome.SearchedOrder is null && largest <= maximumOrder;
        IsMonotone = outcome.Repairs is { } repairs ? !repairs : null;
        AvailabilityLow = Math.Min(outcome.Reached, 1);
        AvailabilityHigh = outcome.SearchedOrder is null
            ? AvailabilityLow : Math.Max(AvailabilityLow, Math.Min(1, 1 - outcome.Failed));
        Availability = AvailabilityLow;
        // If all states were examined, the sum of those that fail is more precise for a small downtime than 1 minus the
        // rest.
        double downtime = outcome.SearchedOrder is null ? Math.Min(outcome.Failed, 1) : 1 - AvailabilityLow;
        DowntimePerYear = TimeSpan.FromTicks((long)Math.Round(downtime * Year.Ticks));
        StateCount = outcome.StateCount;
        IEnumerable<string> names = request.Domain.AssumptionsOf(odds.Specified.Prepend(request.Origin))
            .Select(assumption => // VD2
                $"{assumption}: the directory contains no Server documents, so the name cannot be checked.");
        Remark = string.Join(" ", Remarks(request, outcome, largest, maximumOrder, scope, odds).Concat(names));

        double OddsOf(IReadOnlyList<Failure> cut)
        {
            double product = 1;
            foreach (Failure failure in cut)
            {
                (_, double down, double busy) = odds.Of(failure.Component, scope);
                product *= failure.IsBusy ? busy : down;
            }
            return product;
        }
    }

    [Rehydrates]
    internal CoexistenceAvailability(
        string domain, CoexistenceService service, string from, bool? survivesAnySingleFailure,
        IReadOnlyList<string> singlePointOfFailure,
        IReadOnlyList<CoexistenceCutSet> cutSet, bool? isMonotone, double availability, double availabilityLow,
        double availabilityHigh,
        TimeSpan downtimePerYear, long stateCount, bool isComplete, IReadOnlyList<string> component, string remark,
        string? path = null)
    {
        Domain = domain;
        Service = service;
        From = from;
        SurvivesAnySingleFailure = survivesAnySingleFailure;
        SinglePointOfFailure = OutputList.Of(singlePointOfFailure);
        CutSet = OutputList.Of(cutSet);
        IsMonotone = isMonotone;
        Availability = availability;
        AvailabilityLow = availabilityLow;
        AvailabilityHigh = availabilityHigh;
        DowntimePerYear = downtimePerYear;
        StateCount = stateCount;
        IsComplete = isComplete;
        Component = OutputList.Of(component);
        Remark = remark;
        Path = path;
    }

    /// <summary>Gets the domain that the requests are for.</summary>
    public string Domain { get; }

    /// <summary>Gets the service.</summary>
    public CoexistenceService Service { get; }

    /// <summary>Gets the server where the requests begin, abbreviated. It is taken to be up.</summary>
    public string From { get; }

    /// <summary>
    /// Gets whether the service is there when nothing fails, and when any one component fails. Null if this is not
    /// known, because the search ended before it, or because the directory does not contain a server that is not a
    /// coexistence server of the domain.
    /// </summary>
    public bool? SurvivesAnySingleFailure { get; }

    /// <summary>Gets the components that stop the service when they alone fail.</summary>
    public IReadOnlyList<string> SinglePointOfFailure { get; }

    /// <summary>
    /// Gets the minimal sets of failures that stop the service, fewest members first; one without members where nothing
    /// need fail.
    /// </summary>
    public IReadOnlyList<CoexistenceCutSet> CutSet { get; }

    /// <summary>
    /// Gets whether every further failure leaves a stopped service stopped; false where a failure repairs it, so that
    /// not all sets which hold a cut set stop the service. Null if the search ended before this was known.
    /// </summary>
    public bool? IsMonotone { get; }

    /// <summary>
    /// Gets the probability, from 0 to 1, that a request is reached, where components fail independently. It is exact
    /// unless <see cref="AvailabilityHigh"/> is another number: then it is the lower bound.
    /// </summary>
    public double Availability { get; }

    /// <summary>Gets the lower bound of the availability, from 0 to 1.</summary>
    public double AvailabilityLow { get; }

    /// <summary>Gets the upper bound of the availability, from 0 to 1.</summary>
    public double AvailabilityHigh { get; }

    /// <summary>
    /// Gets how long in a year of 365 days the service is not reached; at most, if the availability has bounds.
    /// </summary>
    public TimeSpan DowntimePerYear { get; }

    /// <summary>
    /// Gets how many states of the network were followed. Each stands for all that differ from it in what nobody asks
    /// about.
    /// </summary>
    public long StateCount { get; }

    /// <summary>
    /// Gets whether nothing was left out: neither combinations of failures, nor cut sets of more members than were
    /// asked for.
    /// </summary>
    public bool IsComplete { get; }

    /// <summary>Gets what can fail.</summary>
    public IReadOnlyList<string> Component { get; }

    /// <summary>Gets remarks about the answer; empty if there are none.</summary>
    public string Remark { get; }

    /// <summary>Gets the file of the directory; null for a directory that is only in memory.</summary>
    public string? Path { get; }

    /// <summary>
    /// Gets whether the figures leave out the failure of the server that matters most, because the request starts at
    /// it and it is taken to be up: then they are not shown (VD5).
    /// </summary>
    internal bool IsOnlyFromCoexistenceServer =>
        SurvivesAnySingleFailure is null && AvailabilityLow == AvailabilityHigh;

    /// <summary>Returns the answer in one line.</summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, "{0} for {1} from {2}: {3}", Service, Domain, From,
        IsOnlyFromCoexistenceServer
            ? "not known" : Availability.ToString("0.######", CultureInfo.InvariantCulture));

    // By their number of members, and then by name.
    private static int InOrder(CoexistenceCutSet one, CoexistenceCutSet other) => one.Order != other.Order
        ? one.Order.CompareTo(other.Order)
        : StringComparer.OrdinalIgnoreCase.Compare(string.Join("\n", one.Member), string.Join("\n", other.Member));

    private static IEnumerable<string> Remarks(
        Request request, OutageOutcome outcome, int largest, int maximumOrder, OutageScope scope, ComponentOdds odds)
    {
        if (outcome.CutSets.Any(cut => cut.Count == 0))
            yield return "The service is not reached even if nothing fails.";
        if (outcome.Repairs is true)
        {
            yield return "Some outages are harmless in combination: a further failure can restore the service. "
                + "Each cut set stops the service, but not every larger set does.";
        }
        if (!request.Domain.KnowsOrigins && request.Domain.NamedServers.Contains(request.Origin))
        {
            yield return "The directory does not contain a server that is not a coexistence server of this domain. "
                + "The request starts at a coexistence server, which is assumed to be up.";
        }
        if (outcome.SearchedOrder is { } order)
        {
            yield return "There are too many combinations of failures to look at all: "
                + $"those of at most {order} failures at once were, and the availability has bounds.";
        }
        else if (largest > maximumOrder)
        {
            yield return $"Cut sets of more than {maximumOrder} members were left out, of up to {largest}; the "
                + "availability counts them.";
        }
        if (scope.IncludeBusy && odds.Busy is { Default: 0, ByServer.Count: 0 })
            yield return "The availability takes no server to be busy: -BusyProbability says how often one is.";
    }
}
