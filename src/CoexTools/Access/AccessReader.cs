using System.Collections.Concurrent;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Represents a server, or another reader of a directory. The constructor determines what admits the reader; how it
/// comes under an entry is determined on demand, because most simulations do not ask for it.
/// </summary>
internal sealed class AccessReader
{
    private readonly NotesName _name;
    private readonly ReaderKind _kind;
    private readonly Memberships _memberships;
    private readonly AccessControlList _accessControlList;
    private readonly object _explaining = new();
    private Dictionary<NotesName, Membership?>? _found; // Most readers are never explained.
    private Membership[]? _own;
    private NotesName? _spelling;
    private bool _hasAllGroups;

    /// <param name="name">The name of the reader.</param>
    /// <param name="kind">What the name stands for (AC8). The name of a group stands for its members.</param>
    /// <param name="memberships">The groups of the directory. The names that matter include the entries of the access
    /// control list and their roles.</param>
    /// <param name="accessControlList">The access control list, which assigns the level and the roles.</param>
    /// <param name="profiles">The profiles of other readers. Readers with equal profiles share one.</param>
    public AccessReader(
        NotesName name, ReaderKind kind, Memberships memberships, AccessControlList accessControlList,
        ConcurrentDictionary<AccessProfile, AccessProfile> profiles)
    {
        _name = name;
        _kind = kind;
        _memberships = memberships;
        _accessControlList = accessControlList;
        var commonName = new NotesName(name.CommonName);
        List<NotesName> own = [name, commonName, .. memberships.WildcardsFor(name)];
        NameSet names = memberships.NewSet();
        foreach (NotesName one in own)
            names.Add(one);
        NameSet groups = FindGroups(own);
        List<AccessControlEntry> entries =
            accessControlList.EntriesFor(entry => Counts(entry, names.Contains, groups));
        names.Add(groups);
        foreach (AccessControlEntry entry in entries) // AC4
        {
            foreach (NotesName role in entry.Roles)
                names.Add(role);
        }
        var profile = new AccessProfile(AccessControlList.LevelOf(name, commonName, entries, kind), names);
        Profile = profiles.TryGetValue(profile, out AccessProfile? known) ? known : profiles.GetOrAdd(profile, profile);
    }

    /// <summary>Gets what admits the reader. Readers of equal profile can read the same documents.</summary>
    public AccessProfile Profile { get; }

    private bool IsGroup => _kind is ReaderKind.ServersOfGroup or ReaderKind.PersonsOfGroup;

    // AC4: the names that the reader has without any group.
    private Membership[] Own
    {
        get
        {
            if (_own is null)
            {
                var itself = new Membership(_spelling ?? _name, MembershipKind.Itself, Parent: null);
                _own =
                [
                    itself, new Membership(new NotesName(itself.Name.CommonName), MembershipKind.CommonName, itself),
                    .. Memberships.WildcardsOf(itself.Name)
                        .Select(wildcard => new Membership(wildcard, MembershipKind.Wildcard, itself)),
                ];
            }
            return _own;
        }
    }

    /// <summary>Returns whether the reader comes under an entry (AC5).</summary>
    public bool ComesUnder(NotesName entry) =>
        _memberships.Covers(entry) ? Profile.ComesUnder(entry) : Find(_name, entry) is not null;

    /// <summary>Returns how the reader comes under an entry; null if it does not (AC5).</summary>
    /// <param name="name">The name of the reader. Its first spelling is that of all chains.</param>
    /// <param name="entry">The entry.</param>
    public Membership? Find(NotesName name, NotesName entry)
    {
        lock (_explaining)
        {
            _spelling ??= name;
            _found ??= [];
            if (_found.TryGetValue(entry, out Membership? found))
                return found;
            if (!_memberships.Covers(entry))
                return FindAmongAll(entry, _found);
            found = Profile.ComesUnder(entry) ? FindOwn(entry) ?? FindGroup(entry) ?? FindRole(entry) : null;
            _found.Add(entry, found);
            return found;
        }
    }

    // A name that is in no document of the directory and not in its ACL is not a role of an entry. It can only be the
    // name of the reader or of a group.
    private Membership? FindAmongAll(NotesName entry, Dictionary<NotesName, Membership?> known)
    {
        if (!_hasAllGroups)
        {
            foreach (Membership one in Own.Concat(_memberships.Follow(Own)))
            {
                if (!known.ContainsKey(one.Name))
                    known.Add(one.Name, one);
            }
            _hasAllGroups = true;
        }
        return known.TryGetValue(entry, out Membership? found) ? found : null;
    }

    private NameSet FindGroups(IEnumerable<NotesName> own)
    {
        NameSet groups = _memberships.GroupsOf(own);
        if (IsGroup)
            groups.Add(_name);
        return groups;
    }

    private Membership? FindOwn(NotesName entry) => Array.Find(Own, one => one.Name == entry);

    private Membership? FindGroup(NotesName entry) => IsGroup && entry == _name
        ? Own[0] : _memberships.Follow(Own, entry).FirstOrDefault(one => one.Name == entry);

    private Membership? FindRole(NotesName role)
    {
        NameSet groups = FindGroups(Own.Select(one => one.Name));
        foreach (AccessControlEntry entry in
            _accessControlList.EntriesFor(entry => Counts(entry, name => FindOwn(name) is not null, groups)))
        {
            foreach (NotesName assigned in entry.Roles)
            {
                if (assigned == role)
                    return RoleOf(entry, assigned);
            }
        }
        return null;
    }

    private Membership RoleOf(AccessControlEntry assigning, NotesName assigned)
    {
        Membership? match = assigning.IsDefault
            ? new Membership(assigning.NotesName, MembershipKind.Itself, Parent: null)
            : (assigning.CountsAsName(_kind) ? FindOwn(assigning.NotesName) : null)
                ?? FindGroup(assigning.NotesName);
        return new Membership(assigned, MembershipKind.Role, match); // As the access control list spells it.
    }

    // AC8: an entry matches as a name or as a group, by its type.
    private bool Counts(AccessControlEntry entry, Func<NotesName, bool> isOwn, NameSet groups) =>
        (entry.CountsAsName(_kind) && isOwn(entry.NotesName))
        || (entry.CountsAsGroup(_kind) && groups.Contains(entry.NotesName));
}
