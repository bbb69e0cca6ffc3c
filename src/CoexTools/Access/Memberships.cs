using System.Collections.Concurrent;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Represents the groups that names are in, however deep (AC4). For the names that matter, groups are followed once for
/// all readers.
/// </summary>
internal sealed class Memberships
{
    private readonly GroupMembers _groups;
    private readonly Dictionary<NotesName, int> _places;
    private readonly Dictionary<NotesName, NameSet> _above = [];
    private readonly ConcurrentDictionary<string, NotesName[]> _wildcards = new();

    /// <param name="places">The names that matter, each with its number.</param>
    /// <param name="groups">The groups with their members.</param>
    public Memberships(Dictionary<NotesName, int> places, GroupMembers groups)
    {
        _places = places;
        _groups = groups;

        // From each name that matters down to its members, and theirs, until none of them learns of another group.
        var waiting = new Queue<NotesName>(_places.Keys);
        HashSet<NotesName> isWaiting = [.. waiting];
        while (waiting.Count > 0)
        {
            NotesName group = waiting.Dequeue();
            isWaiting.Remove(group);
            if (_groups.Of(group) is not { } members)
                continue;
            NameSet above = Above(group);
            foreach (NotesName member in members)
            {
                NameSet known = Above(member);
                bool isNew = known.Add(group);
                if ((known.Add(above) || isNew) && isWaiting.Add(member))
                    waiting.Enqueue(member);
            }
        }
    }

    /// <summary>Returns whether a name is one of those that matter.</summary>
    public bool Covers(NotesName name) => _places.ContainsKey(name);

    /// <summary>Returns whether names are exactly those that matter.</summary>
    public bool CoversOnly(Dictionary<NotesName, int> places)
    {
        if (places.Count != _places.Count)
            return false;
        foreach (NotesName name in places.Keys)
        {
            if (!_places.ContainsKey(name))
                return false;
        }
        return true;
    }

    /// <summary>Returns the wildcards that a name matches, nearest first (NM2).</summary>
    public static IEnumerable<NotesName> WildcardsOf(NotesName name) =>
        name.Ancestors.Select(ancestor => new NotesName("*/" + ancestor)).Append(new NotesName("*"));

    /// <summary>
    /// Returns the wildcards that a name matches, which it shares with the other names of its organizational unit.
    /// Their spelling can be that of another name.
    /// </summary>
    public NotesName[] WildcardsFor(NotesName name)
    {
        string unit = name.Abbreviated.Substring(name.CommonName.Length);
        return _wildcards.TryGetValue(unit, out NotesName[]? known) ? known
            : _wildcards.GetOrAdd(unit, [.. WildcardsOf(name)]);
    }

    /// <summary>Returns an empty set of the names that matter.</summary>
    public NameSet NewSet() => new(_places);

    /// <summary>Returns the groups, among the names that matter, that one of some names is in.</summary>
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

    /// <summary>
    /// Returns the groups that one of some names is in, the nearest first, each with a shortest chain to it (AC4).
    /// </summary>
    /// <param name="names">The names.</param>
    /// <param name="target">The group to which the groups must lead, one of the names that matter; null for all
    /// groups.</param>
    public IEnumerable<Membership> Follow(IEnumerable<Membership> names, NotesName? target = null)
    {
        var waiting = new Queue<Membership>(names);
        var known = new HashSet<NotesName>();
        while (waiting.Count > 0)
        {
            Membership member = waiting.Dequeue();
            if (_groups.GroupsWith(member.Name) is not { } holders)
                continue;
            foreach (NotesName group in holders)
            {
                if (!LeadsTo(group, target) || !known.Add(group))
                    continue;
                var membership = new Membership(group, MembershipKind.Group, member);
                waiting.Enqueue(membership);
                yield return membership;
            }
        }
    }

    private bool LeadsTo(NotesName group, NotesName? target) =>
        target is null || group == target
        || (_above.TryGetValue(group, out NameSet? above) && above.Contains(target));

    private NameSet Above(NotesName name)
    {
        if (!_above.TryGetValue(name, out NameSet? above))
            _above.Add(name, above = NewSet());
        return above;
    }
}
