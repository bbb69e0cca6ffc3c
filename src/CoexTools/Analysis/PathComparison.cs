using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>Asks two directories the same questions, and finds those that they answer differently.</summary>
internal static class PathComparison
{
    /// <summary>
    /// The questions that have different answers: the worst change first, then the fewest failures. It keeps no answers: each kind of change is a
    /// pass over all questions, and a kind that there is not needs none.
    /// </summary>
    /// <param name="pairs">The questions, as each of the directories has them.</param>
    /// <param name="scope">Which components fail.</param>
    /// <param name="maximumOrder">How many fail at once at most.</param>
    /// <param name="report">Is told from time to time how many questions were asked, and of how many.</param>
    /// <param name="decided">Is told in words what was found, and which passes are not needed.</param>
    /// <param name="cancel">Ends the comparison.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IEnumerable<CoexistencePathDifference> Compare(
        IReadOnlyList<(Question Before, Question After)> pairs, OutageScope scope, int maximumOrder, Action<long, double>? report, Action<string>? decided, CancellationToken cancel)
    {
        double all = pairs.Sum(pair => CountOf(FailuresOf(pair, scope), maximumOrder));
        long asked = 0;
        int[] counts = new int[Enum.GetValues(typeof(PathChange)).Length];
        foreach (PathChange? wanted in new PathChange?[] { null, PathChange.Lost, PathChange.EndsElsewhere, PathChange.Moved, PathChange.Warned, PathChange.Gained })
        {
            if (wanted is { } kind)
            {
                decided?.Invoke(FormattableString.Invariant($"{kind}: {counts[(int)kind]:N0} of {all:N0} questions."));
                if (counts[(int)kind] == 0)
                    continue;
            }
            for (int order = 0; order <= maximumOrder; order++)
            {
                foreach ((Question Before, Question After) pair in pairs)
                {
                    foreach (IReadOnlyList<Failure> failures in Sets(FailuresOf(pair, scope), order))
                    {
                        if ((asked++ & 0xFF) == 0)
                        {
                            cancel.ThrowIfCancellationRequested();
                            report?.Invoke(asked, all);
                        }
                        if (ChangeOf(pair, Failure.Network([.. failures])) is not { } change)
                            continue;
                        if (wanted is null)
                            counts[(int)change]++;
                        else if (change == wanted)
                            yield return new CoexistencePathDifference(pair.Before, pair.After, [.. failures], change);
                    }
                }
            }
        }
    }

    private static List<Failure> FailuresOf((Question Before, Question After) pair, OutageScope scope) =>
    [
        .. Component.Of(pair.Before.Domain.NamedServers.Concat(pair.After.Domain.NamedServers), pair.Before.Origin, scope)
            .SelectMany(component => scope.IncludeBusy && component.Kind == ComponentKind.Server
                ? new[] { new Failure(component, IsBusy: false), new Failure(component, IsBusy: true) } : [new Failure(component, IsBusy: false)]),
    ];

    // What users notice: how the request ends, where, and what the consoles warn of.
    private static PathChange? ChangeOf((Question Before, Question After) pair, NetworkState network)
    {
        (int Status, NotesName Server) before = pair.Before.End(network);
        (int Status, NotesName Server) after = pair.After.End(network);
        if (before == after)
            return pair.Before.WarnedAt(before).SequenceEqual(pair.After.WarnedAt(after)) ? null : PathChange.Warned;
        return (pair.Before.IsReached(before), pair.After.IsReached(after)) switch
        {
            (true, false) => PathChange.Lost,
            (false, true) => PathChange.Gained,
            (true, true) => PathChange.Moved,
            _ => PathChange.EndsElsewhere,
        };
    }

    // All sets of so many failures, of different components.
    private static IEnumerable<IReadOnlyList<Failure>> Sets(List<Failure> failures, int order)
    {
        int[] places = [.. Enumerable.Range(0, order)];
        while (order <= failures.Count)
        {
            List<Failure> set = [.. places.Select(place => failures[place])];
            if (set.Select(failure => failure.Component).Distinct().Count() == order)
                yield return set;
            int last = order - 1;
            while (last >= 0 && places[last] == failures.Count - order + last)
                last--;
            if (last < 0)
                yield break;
            places[last]++;
            for (int i = last + 1; i < order; i++)
                places[i] = places[i - 1] + 1;
        }
    }

    private static double CountOf(List<Failure> failures, int maximumOrder)
    {
        double sets = 1;
        double all = 1;
        for (int order = 1; order <= Math.Min(maximumOrder, failures.Count); order++)
        {
            sets = sets * (failures.Count - order + 1) / order;
            all += sets;
        }
        return all;
    }
}
