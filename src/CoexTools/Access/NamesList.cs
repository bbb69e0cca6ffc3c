using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// All that a reader counts as for access (AC4): its name, its common name, the wildcards above it, its groups however
/// deep, and its roles; each with the way that leads there.
/// </summary>
internal sealed class NamesList
{
    private readonly Dictionary<NotesName, Membership> _own = [];
    private readonly Dictionary<NotesName, Membership> _groups = [];
    private readonly Dictionary<NotesName, Membership> _roles = [];

    private NamesList()
    {
    }

    /// <summary>How the reader comes under an allowed entry; null if it does not (AC5).</summary>
    public Membership? Find(NotesName entry) =>
        _own.TryGetValue(entry, out Membership? found) || _groups.TryGetValue(entry, out found)
            || _roles.TryGetValue(entry, out found)
            ? found
            : null;

    /// <summary>The wildcards above a name (NM2).</summary>
    public static IEnumerable<NotesName> Wildcards(NotesName name) =>
        name.Ancestors.Select(ancestor => new NotesName("*/" + ancestor)).Append(new NotesName("*"));

    /// <summary>Returns the names of a reader.</summary>
    /// <param name="name">The reader.</param>
    /// <param name="groupsByMember">The groups that count for access, by member.</param>
    /// <param name="accessControlList">The access control list, which assigns the roles.</param>
    /// <param name="reader">What the name stands for (AC8).</param>
    /// <param name="isGroup">Whether it is a group, so that its members are meant.</param>
    public static NamesList Of(
        NotesName name, IReadOnlyDictionary<NotesName, List<NotesName>> groupsByMember,
        AccessControlList accessControlList, ReaderKind reader,
        bool isGroup)
    {
        var list = new NamesList();
        list.AddNames(name, groupsByMember, isGroup);
        list.AddRoles(accessControlList, reader);
        return list;
    }

    // AC4: a breadth first walk, so that the reported chain is a shortest one. Each group is visited once, so that
    // cycles end.
    private void AddNames(NotesName name, IReadOnlyDictionary<NotesName, List<NotesName>> groupsByMember, bool isGroup)
    {
        var waiting = new Queue<Membership>();
        var itself = new Membership(name, MembershipKind.Itself, Parent: null);
        Add(_own, itself);
        if (isGroup)
            _groups.Add(name, itself);
        Add(_own, new Membership(new NotesName(name.CommonName), MembershipKind.CommonName, itself));
        foreach (NotesName wildcard in Wildcards(name))
            Add(_own, new Membership(wildcard, MembershipKind.Wildcard, itself));
        while (waiting.Count > 0)
        {
            Membership member = waiting.Dequeue();
            if (!groupsByMember.TryGetValue(member.Name, out List<NotesName>? holders))
                continue;
            foreach (NotesName group in holders)
                Add(_groups, new Membership(group, MembershipKind.Group, member));
        }

        void Add(Dictionary<NotesName, Membership> names, Membership membership)
        {
            if (names.ContainsKey(membership.Name))
                return;
            names.Add(membership.Name, membership);
            waiting.Enqueue(membership);
        }
    }

    private void AddRoles(AccessControlList accessControlList, ReaderKind reader)
    {
        foreach (AccessControlEntry entry in accessControlList.EntriesFor(entry => Match(entry, reader) is not null))
        {
            Membership match = entry.IsDefault
                ? new Membership(entry.NotesName, MembershipKind.Itself, Parent: null) : Match(entry, reader)!;
            foreach (NotesName role in entry.Roles)
            {
                if (!_roles.ContainsKey(role))
                    _roles.Add(role, new Membership(role, MembershipKind.Role, match));
            }
        }
    }

    // AC8: an entry matches as a name or as a group, by its type.
    private Membership? Match(AccessControlEntry entry, ReaderKind reader) =>
        entry.CountsAsName(reader) && _own.TryGetValue(entry.NotesName, out Membership? match) ? match
        : entry.CountsAsGroup(reader) && _groups.TryGetValue(entry.NotesName, out match) ? match
        : null;
}
