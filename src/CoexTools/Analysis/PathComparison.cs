using CoexTools.Model;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>Runs the same requests in two directories, and finds those that end differently.</summary>
internal static class PathComparison
{
    // The first pass counts.
    private static readonly PathChange?[] Passes =
        [null, PathChange.Lost, PathChange.EndsElsewhere, PathChange.Moved, PathChange.Warned, PathChange.Gained];

    /// <summary>
    /// Returns the requests that end differently: the worst change first, then the fewest failures. It keeps no
    /// outcomes: each kind of change is a pass over all requests, and a kind that does not occur needs none.
    /// </summary>
    /// <param name="pairs">The requests, as each of the directories has them.</param>
    /// <param name="scope">Which components fail.</param>
    /// <param name="maximumOrder">How many fail at once at most.</param>
    /// <param name="report">Called from time to time with the number of requests that were run, and the number in each
    /// pass.</param>
    /// <param name="decided">Is called with what was found, in words.</param>
    /// <param name="cancel">Ends the comparison.</param>
    /// <param name="observed">What was observed: what was down then is down in every outage.</param>
    /// <param name="assumed">The documents whose edit is assumed, so that nobody saved them.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IEnumerable<CoexistencePathDifference> Compare(
        IReadOnlyList<(Request Before, Request After)> pairs, OutageScope scope, int maximumOrder,
        Action<long, double>? report,
        Action<string>? decided, CancellationToken cancel, Observations? observed = null,
        IReadOnlyCollection<ForeignDomainDocument>? assumed = null)
    {
        double all = pairs.Sum(pair => CountOf(FailuresOf(pair, scope, observed).Count, maximumOrder));
        long asked = 0;
        int[] counts = new int[Enum.GetValues(typeof(PathChange)).Length];
        foreach (PathChange? wanted in Passes)
        {
            if (wanted is { } kind)
            {
                decided?.Invoke(FormattableString.Invariant($"{kind}: {counts[(int)kind]:N0} of {all:N0} requests."));
                if (counts[(int)kind] == 0)
                    continue;
            }
            for (int order = 0; order <= maximumOrder; order++)
            {
                foreach ((Request Before, Request After) pair in pairs)
                {
                    foreach (Outage outage in Outages(FailuresOf(pair, scope, observed), order, observed))
                    {
                        if ((asked++ & 0xFF) == 0)
                        {
                            cancel.ThrowIfCancellationRequested();
                            report?.Invoke(asked, all);
                        }
                        if (ChangeOf(
                            pair.Before.Run(outage.Network), pair.After.Run(outage.Network)) is not { } change)
                            continue;
                        if (wanted is null)
                            counts[(int)change]++;
                        else if (change == wanted)
                            yield return new CoexistencePathDifference(
                                pair.Before, pair.After, outage, change, assumed ?? []);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Returns what users notice of a change: where and how the request ends, and the warnings on consoles; null if
    /// they notice nothing.
    /// </summary>
    public static PathChange? ChangeOf(Outcome before, Outcome after) => (before.IsReached, after.IsReached) switch
    {
        _ when before.EndsLike(after) => before.Warned == after.Warned ? null : PathChange.Warned,
        (true, false) => PathChange.Lost,
        (false, true) => PathChange.Gained,
        (true, true) => PathChange.Moved,
        _ => PathChange.EndsElsewhere,
    };

    // What is down already cannot fail in addition.
    private static IReadOnlyList<Failure> FailuresOf(
        (Request Before, Request After) pair, OutageScope scope, Observations? observed)
    {
        IReadOnlyList<Failure> failures = scope.Failures(
            pair.Before.Domain.NamedServers.Concat(pair.After.Domain.NamedServers), pair.Before.Origin);
        return observed is null
            ? failures : [.. failures.Where(failure => observed.OutageOf(failure.Component) is null)];
    }

    // The failures of an outage are those of different components: a server is down or busy, not both.
    private static IEnumerable<Outage> Outages(IReadOnlyList<Failure> failures, int order, Observations? observed) =>
        Failure.Combinations(failures, order)
            .Where(set => set.Select(failure => failure.Component).Distinct().Count() == order)
            .Select(set => new Outage(set, observed));

    private static double CountOf(int failures, int maximumOrder)
    {
        double sets = 1;
        double all = 1;
        for (int order = 1; order <= Math.Min(maximumOrder, failures); order++)
        {
            sets = sets * (failures - order + 1) / order;
            all += sets;
        }
        return all;
    }
}
