using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>
/// Follows a request in every combination of failures that can make a difference. The search is the network that the
/// simulation queries: a component that is queried for the first time works, and is recorded. Then the last recorded
/// component fails, and the simulation runs again. Each run stands for all states that differ from it only in
/// components that were not queried, so that most combinations do not require a run of their own.
/// </summary>
/// <remarks>
/// A run in which a set of components fails follows the runs of all its subsets: at the first difference, the component
/// of the subset works, which is tried first. A set that stops the service is therefore minimal if no smaller set was
/// found before it.
/// </remarks>
internal sealed class OutageSearch : INetwork
{
    private const sbyte NotQueried = -1;
    private const sbyte Works = 0;
    private const sbyte Down = 1;
    private const sbyte Busy = 2;
    private const int Nowhere = int.MaxValue;

    private readonly IReadOnlyList<Component> _components;
    private readonly Func<INetwork, bool> _simulate;
    private readonly StateOdds[] _odds;
    private readonly bool _canBeBusy;
    private readonly Dictionary<NotesName, int> _servers = [];
    private readonly Dictionary<NotesName, int> _httpLegs = [];
    private readonly Dictionary<NotesName, int> _smtpLegs = [];
    private readonly Dictionary<(NotesName, NotesName), int>? _links; // Null if no link can fail.

    // The state of each component, the queried components in their order, and the probability of the states up to each.
    private readonly sbyte[] _states;
    private readonly int[] _queried;
    private readonly int[] _positions;
    private readonly double[] _probabilities;
    private int _depth;
    private int _failed;

    // Sets of failures as bits, two for each component: down, busy.
    private readonly int _words;
    private readonly ulong[] _failures;
    private readonly ulong[] _possible; // Those that fail, and those that were not queried.
    private readonly List<ulong> _cutBits = [];
    private readonly List<int[]> _cuts = [];

    private OutageSearch(
        Func<INetwork, bool> simulate, IReadOnlyList<Component> components, OutageScope scope, ComponentOdds odds)
    {
        _components = components;
        _simulate = simulate;
        _canBeBusy = scope.IncludeBusy;
        _odds = [.. components.Select(component => odds.Of(component, scope))];
        for (int i = 0; i < components.Count; i++)
        {
            Component component = components[i];
            switch (component.Kind)
            {
                case ComponentKind.Server:
                    _servers[component.Server] = i;
                    break;
                case ComponentKind.HttpLeg:
                    _httpLegs[component.Server] = i;
                    break;
                case ComponentKind.SmtpLeg:
                    _smtpLegs[component.Server] = i;
                    break;
                default:
                    _links ??= [];
                    _links[(component.Server, component.Other!)] = i;
                    _links[(component.Other!, component.Server)] = i;
                    break;
            }
        }
        _states = new sbyte[components.Count];
        _queried = new int[components.Count];
        _positions = new int[components.Count];
        _probabilities = new double[components.Count + 1];
        _words = ((2 * components.Count) + 63) / 64;
        _failures = new ulong[_words];
        _possible = new ulong[_words];
    }

    /// <summary>
    /// Looks at all combinations of failures; where those are too many, at those of at most
    /// <paramref name="maximumOrder"/> failures, or as many as the limit of states allows.
    /// </summary>
    /// <param name="simulate">Follows the request in a network, and returns whether it is reached.</param>
    /// <param name="components">What can fail.</param>
    /// <param name="scope">Specifies whether servers can be busy.</param>
    /// <param name="odds">How likely that is.</param>
    /// <param name="maximumOrder">How many failures at once are looked at where not all combinations can be.</param>
    /// <param name="limit">How many states to follow at most in a search. The cost of comparing sets of failures counts
    /// as well.</param>
    /// <param name="report">Receives the number of followed states from time to time, and which share of all
    /// probability they hold.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static OutageOutcome Run(
        Func<INetwork, bool> simulate, IReadOnlyList<Component> components, OutageScope scope, ComponentOdds odds,
        int maximumOrder, long limit, Action<long, double>? report, CancellationToken cancel)
    {
        var search = new OutageSearch(simulate, components, scope, odds);
        long states = 0;
        OutageOutcome? outcome = search.Search(components.Count, limit, report, cancel, ref states);
        if (outcome is null)
        {
            // One failure more each time, as far as the limit goes: what a smaller search found is kept, and costs
            // little beside the larger one.
            OutageOutcome? larger = search.Search(0, limit, report, cancel, ref states);
            for (int order = 1; larger is not null; order++)
            {
                outcome = larger;
                larger = order <= maximumOrder && outcome.SearchedOrder is not null
                    ? search.Search(order, limit, report, cancel, ref states) : null;
            }
        }
        return outcome! with { StateCount = states };
    }

    /// <inheritdoc/>
    public bool IsDown(NotesName server) =>
        _servers.TryGetValue(server, out int component) && StateOf(component) == Down;

    /// <inheritdoc/>
    public bool IsBusy(NotesName server) =>
        _canBeBusy && _servers.TryGetValue(server, out int component) && StateOf(component) == Busy;

    /// <inheritdoc/>
    public Observations Observed => Observations.None;

    /// <inheritdoc/>
    public IEnumerable<NotesName> Specified => []; // The search finds out itself what fails.

    /// <inheritdoc/>
    public bool IsHttpDown(NotesName server) =>
        _httpLegs.TryGetValue(server, out int component) && StateOf(component) == Down;

    /// <inheritdoc/>
    public bool IsSmtpDown(NotesName server) =>
        _smtpLegs.TryGetValue(server, out int component) && StateOf(component) == Down;

    /// <inheritdoc/>
    /// <remarks>
    /// The link is queried before the server behind it, whose state does not matter if the link is down.
    /// </remarks>
    public bool Reaches(NotesName from, NotesName to) =>
        from == to
            || (
                !IsDown(from)
                    && !(_links is not null && _links.TryGetValue((from, to), out int link) && StateOf(link) == Down)
                    && !IsDown(to));

    private sbyte StateOf(int component)
    {
        if (_states[component] == NotQueried)
        {
            _states[component] = Works;
            _queried[_depth] = component;
            _positions[component] = _depth;
            _probabilities[_depth + 1] = _probabilities[_depth] * _odds[component].Works;
            _depth++;
            _possible[component >> 5] &= ~(3UL << ((component & 31) * 2));
        }
        return _states[component];
    }

    // One search with at most so many failures; null where it came to the limit.
    private OutageOutcome? Search(
        int maximumOrder, long limit, Action<long, double>? report, CancellationToken cancel, ref long states)
    {
        Begin();
        Sum reached = default;
        Sum failed = default;
        bool? repairs = null;
        bool isCut = false;
        // The last place of a known failing set: a set that differs only after it is not minimal.
        int dominated = Nowhere;
        long work = 0;
        while (true)
        {
            if ((states++ & 0xFF) == 0)
            {
                cancel.ThrowIfCancellationRequested();
                report?.Invoke(states, reached.Value + failed.Value);
            }
            work += 1 + (_cuts.Count >> 6);
            if (work > limit && maximumOrder > 0)
                return null;
            if (_simulate(this))
            {
                reached.Add(_probabilities[_depth]);
                if (repairs is not true && FindWithin(_possible) >= 0)
                    repairs = true;
            }
            else
            {
                failed.Add(_probabilities[_depth]);
                if (dominated == Nowhere)
                    dominated = LastPlace(_cuts[FindWithin(_failures) is var known && known >= 0 ? known : AddCut()]);
            }
            if (!Next(maximumOrder, ref isCut))
                break;
            if (dominated != Nowhere && _depth - 1 <= dominated)
                dominated = Nowhere;
        }
        return new OutageOutcome(
            [.. _cuts.Select(
                FailuresOf)],
            repairs ?? (isCut ? null : false), reached.Value, failed.Value, isCut ? maximumOrder : null, states);
    }

    private IReadOnlyList<Failure> FailuresOf(int[] cut)
    {
        var failures = new Failure[cut.Length];
        for (int i = 0; i < cut.Length; i++)
            failures[i] = new Failure(_components[cut[i] >> 1], (cut[i] & 1) == 1);
        return failures;
    }

    private void Begin()
    {
        for (int i = 0; i < _states.Length; i++)
            _states[i] = NotQueried;
        for (int i = 0; i < _words; i++)
        {
            _failures[i] = 0;
            _possible[i] = ulong.MaxValue;
        }
        _probabilities[0] = 1;
        _depth = 0;
        _failed = 0;
        _cuts.Clear();
        _cutBits.Clear();
    }

    // Advances to the next combination; false after the last one.
    private bool Next(int maximumOrder, ref bool isCut)
    {
        for (; _depth > 0; _depth--)
        {
            int component = _queried[_depth - 1];
            sbyte state = _states[component];
            sbyte last = _canBeBusy && _components[component].Kind == ComponentKind.Server ? Busy : Down;
            if (state < last && (state != Works || _failed < maximumOrder))
            {
                if (state == Works)
                    _failed++;
                else
                    Mark(component, state, isFailed: false);
                Mark(component, ++state, isFailed: true);
                _states[component] = state;
                _probabilities[_depth] = _probabilities[_depth - 1]
                    * (state == Down ? _odds[component].Down : _odds[component].Busy);
                return true;
            }
            if (state == Works)
            {
                isCut = true;
            }
            else
            {
                Mark(component, state, isFailed: false);
                _failed--;
            }
            _states[component] = NotQueried;
            _possible[component >> 5] |= 3UL << ((component & 31) * 2);
        }
        return false;
    }

    private void Mark(int component, sbyte state, bool isFailed)
    {
        ulong bit = 1UL << (((component & 31) * 2) + state - 1);
        if (isFailed)
        {
            _failures[component >> 5] |= bit;
            _possible[component >> 5] |= bit;
        }
        else
        {
            _failures[component >> 5] &= ~bit;
            _possible[component >> 5] &= ~bit;
        }
    }

    // The first minimal set that lies within these failures; -1 where none does.
    private int FindWithin(ulong[] failures)
    {
        for (int cut = 0, at = 0; cut < _cuts.Count; cut++, at += _words)
        {
            int word = 0;
            while (word < _words && (_cutBits[at + word] & ~failures[word]) == 0)
                word++;
            if (word == _words)
                return cut;
        }
        return -1;
    }

    private int AddCut()
    {
        _cutBits.AddRange(_failures);
        int[] cut = new int[_failed];
        int count = 0;
        for (int component = 0; component < _states.Length; component++)
        {
            if (_states[component] > Works)
                cut[count++] = (component * 2) + _states[component] - 1;
        }
        _cuts.Add(cut);
        return _cuts.Count - 1;
    }

    private int LastPlace(int[] cut)
    {
        int last = -1;
        foreach (int failure in cut)
            last = Math.Max(last, _positions[failure >> 1]);
        return last;
    }

    // A sum of many small numbers that keeps what a plain one would lose.
    private struct Sum
    {
        private double _sum;
        private double _lost;

        public readonly double Value => _sum + _lost;

        public void Add(double value)
        {
            double sum = _sum + value;
            _lost += Math.Abs(_sum) >= Math.Abs(value) ? _sum - sum + value : value - sum + _sum;
            _sum = sum;
        }
    }
}
