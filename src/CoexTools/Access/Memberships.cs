using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Which of some names are groups that each name is in, however deep (AC4). Groups are followed once for all readers.
/// </summary>
internal sealed class Memberships
{
    private readonly Dictionary<NotesName, int> _places = [];
    private readonly Dictionary<NotesName, NameSet> _above = [];

    /// <param name="names">The names that matter.</param>
    /// <param name="members">The members of groups, by the group's name; groups may hold each other.</param>
    public Memberships(IEnumerable<NotesName> names, IReadOnlyDictionary<NotesName, List<NotesName>> members)
    {
        foreach (NotesName name in names)
        {
            if (!_places.ContainsKey(name))
                _places.Add(name, _places.Count);
        }

        // From each name that matters down to its members, and theirs, until nobody learns of another: so cycles end.
        var waiting = new Queue<NotesName>(_places.Keys);
        HashSet<NotesName> isWaiting = [.. waiting];
        while (waiting.Count > 0)
        {
            NotesName group = waiting.Dequeue();
            isWaiting.Remove(group);
            if (!members.TryGetValue(group, out List<NotesName>? held))
                continue;
            NameSet above = Above(group);
            foreach (NotesName member in held)
            {
                NameSet known = Above(member);
                bool isNew = known.Add(group);
                if ((known.Add(above) || isNew) && isWaiting.Add(member))
                    waiting.Enqueue(member);
            }
        }
    }

    /// <summary>Whether a name is one of those that matter.</summary>
    public bool Covers(NotesName name) => _places.ContainsKey(name);

    /// <summary>An empty set of the names that matter.</summary>
    public NameSet NewSet() => new(_places);

    /// <summary>Those of the names that matter that are groups which one of some names is in.</summary>
    public NameSet GroupsOf(IEnumerable<NotesName> names)
    {
        NameSet groups = NewSet();
        foreach (NotesName name in names)
        {
            if (_above.TryGetValue(name, out NameSet? above))
                groups.Add(above);
        }
        return groups;
    }

    private NameSet Above(NotesName name)
    {
        if (!_above.TryGetValue(name, out NameSet? above))
            _above.Add(name, above = NewSet());
        return above;
    }
}
