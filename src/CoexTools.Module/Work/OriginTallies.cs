using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Work;

/// <summary>Counts the origins of the requests for a domain by outcome.</summary>
/// <param name="domain">The domain.</param>
internal sealed class OriginTallies(DomainVisibility domain)
{
    private readonly List<OriginTally> _all = [];
    private OriginTally? _last; // Neighbors in a directory often have the same outcome.

    /// <summary>Gets the tallies, in the order of their first origins.</summary>
    public IReadOnlyList<OriginTally> All => _all;

    /// <summary>Counts an origin.</summary>
    public void Add(NotesName origin, Outcome outcome)
    {
        NotesName? end = outcome.Server == origin ? null : outcome.Server;
        if (_last is null || !_last.Is(outcome.Status, end))
            _last = Find(outcome.Status, end);
        _last.Add(origin);
    }

    // The servers that documents name limit the number of outcomes.
    private OriginTally Find(PathStatus status, NotesName? end)
    {
        for (int i = 0; i < _all.Count; i++)
        {
            if (_all[i].Is(status, end))
                return _all[i];
        }
        var tally = new OriginTally(domain, status, end);
        _all.Add(tally);
        return tally;
    }
}
