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
    private readonly AccessEvaluator _access;
    private readonly Lazy<HashSet<NotesName>> _servers;
    private readonly Lazy<Dictionary<NotesName, DominoGroup>> _groups;
    private readonly Lazy<IReadOnlyList<NotesName>> _administrators;

    /// <param name="directory">The directory.</param>
    /// <param name="access">The access control of the directory.</param>
    public DirectoryNames(DirectorySnapshot directory, AccessEvaluator access)
    {
        _directory = directory;
        _access = access;
        _servers = new Lazy<HashSet<NotesName>>(() => [.. directory.Servers]);
        _groups = new Lazy<Dictionary<NotesName, DominoGroup>>(() =>
            directory.Content.Groups.GroupBy(group => group.NotesName)
                .ToDictionary(same => same.Key, same => same.First()));
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

    public DominoGroup? Group(NotesName name) =>
        _groups.Value.TryGetValue(name, out DominoGroup? group) ? group : null;

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
        return _directory.Servers.All(server => _access.Find(server, name) is null);
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
}
