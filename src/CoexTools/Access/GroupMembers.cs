using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Represents the groups of a directory with their members. States of a directory with the same groups share it.
/// </summary>
internal sealed class GroupMembers
{
    private readonly Dictionary<NotesName, List<NotesName>> _members = [];
    private readonly Lazy<Dictionary<NotesName, List<NotesName>>> _groupsByMember;

    /// <summary>Creates an empty set of groups.</summary>
    public GroupMembers() =>
        _groupsByMember = new Lazy<Dictionary<NotesName, List<NotesName>>>(FindGroupsByMember);

    /// <summary>
    /// Adds a group. Groups can contain each other, and groups of the same name are united (GR1). No group is added
    /// after the first query.
    /// </summary>
    public void Add(NotesName group, IReadOnlyList<NotesName> members) => ListOf(_members, group).AddRange(members);

    /// <summary>Returns whether a name is that of a group.</summary>
    public bool IsGroup(NotesName name) => _members.ContainsKey(name);

    /// <summary>Returns the members of a group; null if no group has the name.</summary>
    public List<NotesName>? Of(NotesName group) =>
        _members.TryGetValue(group, out List<NotesName>? members) ? members : null;

    /// <summary>Returns the groups that contain a name; null if none does.</summary>
    public List<NotesName>? GroupsWith(NotesName member) =>
        _groupsByMember.Value.TryGetValue(member, out List<NotesName>? groups) ? groups : null;

    /// <summary>Returns names, and the members of the groups among them, however deep (AC4).</summary>
    public HashSet<NotesName> WithMembers(IEnumerable<NotesName> names)
    {
        HashSet<NotesName> known = [.. names];
        var waiting = new Queue<NotesName>(known);
        while (waiting.Count > 0)
        {
            if (!_members.TryGetValue(waiting.Dequeue(), out List<NotesName>? members))
                continue;
            foreach (NotesName member in members)
            {
                if (known.Add(member))
                    waiting.Enqueue(member);
            }
        }
        return known;
    }

    private Dictionary<NotesName, List<NotesName>> FindGroupsByMember()
    {
        var groups = new Dictionary<NotesName, List<NotesName>>();
        foreach (KeyValuePair<NotesName, List<NotesName>> group in _members)
        {
            foreach (NotesName member in group.Value)
                ListOf(groups, member).Add(group.Key);
        }
        return groups;
    }

    private static List<NotesName> ListOf(Dictionary<NotesName, List<NotesName>> lists, NotesName key)
    {
        if (!lists.TryGetValue(key, out List<NotesName>? list))
            lists.Add(key, list = []);
        return list;
    }
}
