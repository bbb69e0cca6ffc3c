using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// All that a server counts as for access (AC4): its name, its common name, the wildcards above it, its groups however deep, and its roles;
/// each with the way that leads there.
/// </summary>
internal sealed class NamesList
{
    private readonly Dictionary<NotesName, Membership> _names = [];
    private readonly Dictionary<NotesName, Membership> _roles = [];

    private NamesList(NotesName server) => Server = server;

    /// <summary>Whose names they are.</summary>
    public NotesName Server { get; }

    /// <summary>How the server comes under an allowed entry; null where it does not (AC5).</summary>
    public Membership? Find(NotesName entry) =>
        _names.TryGetValue(entry, out Membership? found) || _roles.TryGetValue(entry, out found) ? found : null;

    /// <summary>The wildcards above a server (NM2).</summary>
    public static IEnumerable<NotesName> Wildcards(NotesName server) =>
        server.Ancestors.Select(ancestor => new NotesName("*/" + ancestor)).Append(new NotesName("*"));

    /// <summary>Gathers a server's names.</summary>
    /// <param name="server">The server.</param>
    /// <param name="groups">The groups that count for access, by member.</param>
    /// <param name="accessControlList">What gives the roles.</param>
    public static NamesList Of(NotesName server, IReadOnlyDictionary<NotesName, List<NotesName>> groups, AccessControlList accessControlList)
    {
        var list = new NamesList(server);
        list.AddNames(groups);
        list.AddRoles(accessControlList);
        return list;
    }

    // AC4: a breadth first walk, so that the chain told is a shortest one; each name is visited once, so that cycles end.
    private void AddNames(IReadOnlyDictionary<NotesName, List<NotesName>> groups)
    {
        var waiting = new Queue<Membership>();
        var itself = new Membership(Server, MembershipKind.Itself, Parent: null);
        Add(itself);
        Add(new Membership(new NotesName(Server.CommonName), MembershipKind.CommonName, itself));
        foreach (NotesName wildcard in Wildcards(Server))
            Add(new Membership(wildcard, MembershipKind.Wildcard, itself));
        while (waiting.Count > 0)
        {
            Membership member = waiting.Dequeue();
            if (!groups.TryGetValue(member.Name, out List<NotesName>? holders))
                continue;
            foreach (NotesName group in holders)
                Add(new Membership(group, MembershipKind.Group, member));
        }

        void Add(Membership membership)
        {
            if (_names.ContainsKey(membership.Name))
                return;
            _names.Add(membership.Name, membership);
            waiting.Enqueue(membership);
        }
    }

    private void AddRoles(AccessControlList accessControlList)
    {
        foreach (AccessControlEntry entry in accessControlList.EntriesFor(_names.ContainsKey))
        {
            Membership match = entry.IsDefault ? new Membership(entry.NotesName, MembershipKind.Itself, Parent: null) : _names[entry.NotesName];
            foreach (NotesName role in entry.Roles)
            {
                if (!_roles.ContainsKey(role))
                    _roles.Add(role, new Membership(role, MembershipKind.Role, match));
            }
        }
    }
}

/// <summary>What makes a server count as a name.</summary>
internal enum MembershipKind
{
    Itself,
    CommonName,
    Wildcard,
    Group,
    Role,
}

/// <summary>A name that a server counts as, and the name through which it does.</summary>
internal sealed record Membership(NotesName Name, MembershipKind Kind, Membership? Parent)
{
    /// <summary>The chain in words: <c>DominoB/Acme in Mail Servers in Servers Only</c>; null for the name itself.</summary>
    public string? Chain => Kind switch
    {
        MembershipKind.Itself => null,
        MembershipKind.CommonName or MembershipKind.Wildcard => $"{Parent!.Told} as {Name}",
        MembershipKind.Role => $"{Parent!.Told} with {Name}",
        _ => $"{Parent!.Told} in {Name}",
    };

    /// <summary>Whether the way leads over a common name or a wildcard, which no source documents (AC4).</summary>
    public bool IsInferred => Kind is MembershipKind.CommonName or MembershipKind.Wildcard || Parent is { IsInferred: true };

    private string Told => Chain ?? Name.Abbreviated;

    /// <summary>The names from the server to this one.</summary>
    public override string ToString() => Told;
}
