using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>
/// Determines what the names in a directory stand for: servers, groups, and the groups and persons that administer it.
/// Nothing states who these are: the field of the documents and the ACL are asked.
/// </summary>
internal sealed class DirectoryNames
{
    private const string LocalAdmin = "LocalAdmin";
    private const string Owner = "Owner";

    private readonly DirectorySnapshot _directory;
    private readonly Lazy<AuditedGroups> _groups;
    private readonly Lazy<HashSet<NotesName>> _servers;
    private readonly Lazy<HashSet<NotesName>> _known;
    private readonly Lazy<HashSet<string>> _groupsOfOthers;
    private readonly Lazy<IReadOnlyList<NotesName>> _administrators;

    /// <param name="directory">The directory.</param>
    /// <param name="former">The names in the state before a change; null if no such state is known. The groups are
    /// taken from it if they did not change.</param>
    public DirectoryNames(DirectorySnapshot directory, DirectoryNames? former = null)
    {
        _directory = directory;
        _groups = former is not null
            && ReferenceEquals(directory.Content.GroupsOnDemand, former._directory.Content.GroupsOnDemand)
            ? former._groups : new Lazy<AuditedGroups>(() => new AuditedGroups(directory.Content.Groups));
        _servers = new Lazy<HashSet<NotesName>>(() => [.. directory.Servers]);
        _known = new Lazy<HashSet<NotesName>>(FindKnown);
        _groupsOfOthers = new Lazy<HashSet<string>>(FindGroupsOfOthers);
        _administrators = new Lazy<IReadOnlyList<NotesName>>(() =>
            [.. AdministratorsIn(directory.Unordered).Concat(AdministratorsInAccessControlList()).Distinct()]);
    }

    /// <summary>Gets the fields in which a document names its administrators and owners.</summary>
    public static IReadOnlyList<string> AdministratorFields { get; } = [LocalAdmin, Owner];

    /// <summary>
    /// Gets the groups and persons that administer the directory, as far as the directory contains them: those of the
    /// documents' field, and the editors and above of the ACL.
    /// </summary>
    public IReadOnlyList<NotesName> Administrators => _administrators.Value;

    public bool IsServer(NotesName name) => _servers.Value.Contains(name);

    /// <summary>
    /// Returns whether the directory knows a name: as a server or its common name, in the access control list, or as a
    /// group or a member of one.
    /// </summary>
    public bool IsKnown(NotesName name) => _known.Value.Contains(name) || _groups.Value.Mention(name);

    /// <summary>Returns the first group with a name; null if there is none.</summary>
    public DominoGroup? Group(NotesName name) => Groups(name) is { Count: > 0 } groups ? groups[0] : null;

    /// <summary>Returns the groups with a name, in the order of the directory.</summary>
    public IReadOnlyList<DominoGroup> Groups(NotesName name) => _groups.Value.Named(name);

    /// <summary>Gets the names of the groups that hold anything but servers, however deep.</summary>
    public HashSet<string> GroupsOfOthers => _groupsOfOthers.Value;

    /// <summary>Determines whether a group holds servers only, as far as its members are known.</summary>
    public bool IsOfServers(DominoGroup group) =>
        group.Type == GroupType.ServersOnly || (group.Member.Count > 0 && group.Member.All(IsServer));

    /// <summary>
    /// Determines whether a name may be that of a person or of a group of persons: no server, and no group that holds
    /// one.
    /// </summary>
    public bool IsForPeople(NotesName name)
    {
        if (name.IsRole || name.Abbreviated.Length == 0 || name.Abbreviated[0] == '*' || IsServer(name))
            return false;
        if (Group(name) is { } group && (!group.CountsForAccess || group.Type == GroupType.ServersOnly))
            return false;
        if (string.Equals(name.Abbreviated, "Anonymous", StringComparison.OrdinalIgnoreCase)
            || (!name.IsHierarchical && Group(name) is null
                && name.Abbreviated.IndexOf("Server", StringComparison.OrdinalIgnoreCase) >= 0))
        {
            return false;
        }
        AccessEvaluator access = AccessEvaluator.Of(_directory);
        return _directory.Servers.All(server => access.Find(server, name) is null);
    }

    /// <summary>Returns the groups and persons that documents name as their administrators.</summary>
    public IEnumerable<NotesName> AdministratorsIn(IEnumerable<ForeignDomainDocument> documents) =>
        documents.SelectMany(document => document.Document.Values(LocalAdmin)).Select(value => new NotesName(value))
            .Where(IsForPeople).Distinct();

    /// <summary>Returns the groups and persons that may edit the directory.</summary>
    public IEnumerable<NotesName> AdministratorsInAccessControlList() =>
        _directory.AccessControlList.Entry
            .Where(entry => !entry.IsDefault && entry.Level >= AccessLevel.Editor)
            .Select(entry => entry.NotesName)
            .Where(IsForPeople);

    /// <summary>Determines whether a document has the item for its administrators.</summary>
    public static bool HasAdministratorField(ForeignDomainDocument document) =>
        document.Document.ItemsNamed(LocalAdmin).Any();

    private HashSet<NotesName> FindKnown() =>
    [
        .. _directory.Servers, .. _directory.Servers.Select(server => new NotesName(server.CommonName)),
        .. _directory.AccessControlList.Entry.Select(entry => entry.NotesName),
        .. _directory.AccessControlList.Entry.SelectMany(entry => entry.Role).Select(role => new NotesName(role)),
        new NotesName(DirectorySnapshot.LocalDomainServers),
    ];

    // First the groups that hold anything but servers themselves, and then, again and again, those that hold them.
    private HashSet<string> FindGroupsOfOthers()
    {
        var found = new HashSet<string>();
        var waiting = new Queue<string>();
        var holders = new Dictionary<string, List<string>>();
        foreach (DominoGroup group in _directory.Content.Groups)
        {
            bool isFound = !group.CountsForAccess;
            foreach (NotesName member in group.Member)
            {
                if (IsServer(member) || member.Abbreviated.StartsWith("*/", StringComparison.Ordinal))
                    continue;
                if (Group(member) is not { } inner)
                    isFound = true;
                else if (holders.TryGetValue(inner.Name, out List<string>? known))
                    known.Add(group.Name);
                else
                    holders.Add(inner.Name, [group.Name]);
            }
            if (isFound && found.Add(group.Name))
                waiting.Enqueue(group.Name);
        }
        while (waiting.Count > 0)
        {
            if (!holders.TryGetValue(waiting.Dequeue(), out List<string>? above))
                continue;
            foreach (string name in above.Where(found.Add))
                waiting.Enqueue(name);
        }
        return found;
    }
}
