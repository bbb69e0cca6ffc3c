using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>Which of some names each name comes under, through groups however deep (AC4). Groups are followed once for all servers.</summary>
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
        var waiting = new Queue<NotesName>();
        foreach (NotesName name in _places.Keys)
        {
            Above(name).Add(name);
            waiting.Enqueue(name);
        }
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
                if (Above(member).Add(above) && isWaiting.Add(member))
                    waiting.Enqueue(member);
            }
        }
    }

    /// <summary>Those of the names that matter that a server comes under: by its own name, its common name, or the wildcards above it.</summary>
    public NameSet Of(NotesName server, NotesName commonName)
    {
        var names = new NameSet(_places);
        Take(server);
        Take(commonName);
        foreach (NotesName wildcard in NamesList.Wildcards(server))
            Take(wildcard);
        return names;

        void Take(NotesName name)
        {
            if (_above.TryGetValue(name, out NameSet? above))
                names.Add(above);
        }
    }

    private NameSet Above(NotesName name)
    {
        if (!_above.TryGetValue(name, out NameSet? above))
            _above.Add(name, above = new NameSet(_places));
        return above;
    }
}
