using System.Collections.Concurrent;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Decides which server, or another reader, can read which document of a directory, and why (AC1 to AC6, AC8).
/// </summary>
internal sealed class AccessEvaluator
{
    /// <summary>
    /// The directory does not contain an ACL. The default ACL of a Domino Directory is assumed (AC1).
    /// </summary>
    public const string DefaultAcl = "DefaultAcl";

    /// <summary>
    /// The directory does not contain the group LocalDomainServers. A group of all known servers is assumed (AC4).
    /// </summary>
    public const string DefaultLocalDomainServers = "DefaultLocalDomainServers";

    /// <summary>The directory does not know an entry that might admit the server (AC5).</summary>
    public const string UnknownEntry = "UnknownEntry";

    /// <summary>Several Group documents have the same name. Their members are united (GR1).</summary>
    public const string DuplicateGroup = "DuplicateGroup";

    private readonly DirectorySnapshot _directory;
    private readonly GroupMembers _groups;
    private readonly AccessReaders _readers;
    private readonly Lazy<HashSet<NotesName>> _knownNames;
    private readonly string[] _assumptions;
    private readonly Dictionary<NotesName, string> _uncertainGroups;
    private readonly ConcurrentDictionary<ForeignDomainDocument, string[]> _uncertain = new();
    private readonly ConcurrentDictionary<ForeignDomainDocument, string[]> _unknown = new();

    private AccessEvaluator(DirectorySnapshot directory, AccessEvaluator? former)
    {
        _directory = directory;
        Dictionary<NotesName, int> names = NamesThatMatter(directory);
        if (former?.HasSameNames(directory) == true)
        {
            _groups = former._groups;
            _knownNames = former._knownNames;
            _assumptions = former._assumptions;
            _uncertainGroups = former._uncertainGroups;
            _readers = former._readers.Memberships.CoversOnly(names)
                ? former._readers
                : new AccessReaders(new Memberships(names, _groups), directory.AccessControlList);
            return;
        }
        bool hasServersGroup = directory.Content.Groups.Any(IsLocalDomainServers);
        _groups = new GroupMembers();
        foreach (DominoGroup group in directory.Content.Groups)
        {
            if (group.CountsForAccess)
                _groups.Add(group.NotesName, group.Member);
        }
        if (!hasServersGroup) // AC4
            _groups.Add(new NotesName(DirectorySnapshot.LocalDomainServers), directory.Servers);
        _readers = new AccessReaders(new Memberships(names, _groups), directory.AccessControlList);

        _knownNames = new Lazy<HashSet<NotesName>>(() =>
        [
            .. directory.Content.Groups.Select(group => group.NotesName),
            .. directory.Servers.Select(server => new NotesName(server.CommonName)),
            .. directory.AccessControlList.Entry.Select(entry => entry.NotesName),
            .. hasServersGroup ? Array.Empty<NotesName>() : [new NotesName(DirectorySnapshot.LocalDomainServers)],
        ]);

        var assumptions = new List<string>();
        if (directory.AccessControlList.IsAssumed)
            assumptions.Add(DefaultAcl);
        if (!hasServersGroup)
            assumptions.Add(DefaultLocalDomainServers);
        _assumptions = [.. assumptions, .. directory.Content.Assumptions];
        _uncertainGroups = UncertainGroups(directory.Content.Groups);
    }

    /// <summary>
    /// Returns the access control of a directory. All parts of a command share it, so that what is known of a server is
    /// determined once for each state of the directory. A state shares what it has in common with the state before a
    /// change.
    /// </summary>
    public static AccessEvaluator Of(DirectorySnapshot directory) =>
        directory.Derived<AccessEvaluator>(static (state, former) => new AccessEvaluator(state, former));

    /// <summary>Gets the directory.</summary>
    public DirectorySnapshot Directory => _directory;

    /// <summary>Gets the servers of the directory.</summary>
    public IReadOnlyList<NotesName> Servers => _directory.Servers;

    /// <summary>Decides whether a server, or another reader, can read a document.</summary>
    public AccessDecision Decide(NotesName name, ForeignDomainDocument document, ReaderKind kind = ReaderKind.Server)
    {
        AccessReader reader = ReaderOf(name, kind);
        var decision = new AccessDecision
        {
            CanRead = reader.Profile.CanRead(document, reader.ComesUnder, out Rule rule, out NotesName? admitting),
            Rule = rule,
            Level = reader.Profile.Level,
            Assumptions = _assumptions,
        };
        if (rule != Rule.AC5) // The entries do not matter.
            return decision;

        string[] uncertain = UncertainOf(document);
        string[] assumptions = uncertain.Length == 0 ? _assumptions : [.. _assumptions, .. uncertain];
        if (admitting is null)
        {
            return decision with { Assumptions = [.. assumptions, .. UnknownOf(document)] };
        }
        Membership membership = reader.Find(name, admitting)!;
        return decision with
        {
            Rule = membership.IsInferred ? Rule.AC5.As(Basis.Inferred) : Rule.AC5,
            Entry = admitting,
            Via = membership.Chain,
            Assumptions = assumptions,
        };
    }

    /// <summary>
    /// Returns whether a server can read a document, without the reason. Simulations call it often.
    /// </summary>
    public bool CanRead(NotesName server, ForeignDomainDocument document)
    {
        AccessReader reader = ReaderOf(server, ReaderKind.Server);
        return IsOfDirectory(document)
            ? reader.Profile.CanRead(document) : reader.Profile.CanRead(document, reader.ComesUnder, out _, out _);
    }

    /// <summary>
    /// Returns what determines which documents of the directory a server can read. Servers of equal profile see the
    /// same.
    /// </summary>
    public AccessProfile ProfileOf(NotesName server) => ReaderOf(server, ReaderKind.Server).Profile;

    /// <summary>
    /// Returns what a name stands for (AC8). Servers are those that the directory knows, those that a typed ACL entry
    /// names, and the members of LocalDomainServers and of groups of the type Servers only. A group stands for its
    /// members. Any other name is that of a person.
    /// </summary>
    public ReaderKind KindOf(NotesName name)
    {
        IReadOnlyList<DominoGroup> groups = _directory.Content.Groups;
        if (_directory.Servers.Contains(name))
            return ReaderKind.Server;
        if (_groups.IsGroup(name))
        {
            bool ofServers = groups.Any(group => IsOfServers(group) && group.NotesName == name);
            return ofServers ? ReaderKind.ServersOfGroup : ReaderKind.PersonsOfGroup;
        }
        bool isServer = _directory.AccessControlList.Entry.Any(
            entry => entry.Type == AclEntryType.Server && entry.NotesName == name)
            || groups.Any(group => IsOfServers(group) && group.Member.Contains(name));
        return isServer ? ReaderKind.Server : ReaderKind.Person;

        static bool IsOfServers(DominoGroup group) =>
            group.Type == GroupType.ServersOnly || IsLocalDomainServers(group);
    }

    /// <summary>Returns whether servers have the same profiles as in another state of the directory.</summary>
    public bool HasReadersOf(AccessEvaluator other) => ReferenceEquals(_readers, other._readers);

    /// <summary>Returns whether the directory contains a document, so that profiles determine its readers.</summary>
    public bool IsOfDirectory(ForeignDomainDocument document) => ReferenceEquals(document.Directory, _directory);

    /// <summary>Returns the servers of the directory that can read a document.</summary>
    public IEnumerable<NotesName> ReadersOf(ForeignDomainDocument document) =>
        _directory.Servers.Where(server => CanRead(server, document));

    /// <summary>
    /// Returns how a server comes under an entry, whichever document contains it; null if it does not (AC5).
    /// </summary>
    public Membership? Find(NotesName server, NotesName entry) =>
        ReaderOf(server, ReaderKind.Server).Find(server, entry);

    /// <summary>Returns whether a server is in a group, however deep (AC4).</summary>
    public bool IsIn(NotesName server, NotesName group) => Find(server, group) is not null;

    /// <summary>
    /// Returns the groups that admit to a document, however deep, also through a role (AC4), and that were modified
    /// after the document.
    /// </summary>
    public IEnumerable<DominoGroup> GroupsModifiedAfter(ForeignDomainDocument document)
    {
        if (!document.IsRestricted)
            return [];
        List<DominoGroup> later =
            [.. _directory.Content.Groups.Where(group => group.CountsForAccess && group.Modified > document.Modified)];
        if (later.Count == 0)
            return [];
        IEnumerable<NotesName> holders =
            from entry in _directory.AccessControlList.Entry
            where entry.Roles.Any(document.AllowedEntries.Contains)
            select entry.NotesName;
        HashSet<NotesName> names = _groups.WithMembers(document.AllowedEntries.Concat(holders));
        return later.Where(group => names.Contains(group.NotesName));
    }

    /// <summary>Returns the level of a server in the access control list (AC1).</summary>
    public AccessLevel LevelOf(NotesName server) => ProfileOf(server).Level;

    private AccessReader ReaderOf(NotesName name, ReaderKind kind) => _readers.Of(name, kind);

    // Returns whether another state has the same groups, servers, and access control list. Then only the entries of
    // its documents can differ.
    private bool HasSameNames(DirectorySnapshot other) =>
        ReferenceEquals(_directory.Content.GroupsOnDemand, other.Content.GroupsOnDemand)
        && ReferenceEquals(_directory.Content.AssumptionsOnDemand, other.Content.AssumptionsOnDemand)
        && ReferenceEquals(_directory.Content.AccessControlList, other.Content.AccessControlList)
        && (ReferenceEquals(_directory.Servers, other.Servers) || _directory.Servers.SequenceEqual(other.Servers));

    // The entries of the documents, and those of the access control list with their roles, each with a number.
    private static Dictionary<NotesName, int> NamesThatMatter(DirectorySnapshot directory)
    {
        var places = new Dictionary<NotesName, int>();
        foreach (ForeignDomainDocument document in directory.Unordered)
        {
            foreach (NotesName name in document.AllowedEntries)
                Add(name);
        }
        foreach (AccessControlEntry entry in directory.AccessControlList.Entry)
        {
            Add(entry.NotesName);
            foreach (NotesName role in entry.Roles)
                Add(role);
        }
        return places;

        void Add(NotesName name)
        {
            if (!places.ContainsKey(name))
                places.Add(name, places.Count);
        }
    }

    // The groups whose members are not known exactly, and what is assumed about them.
    private static Dictionary<NotesName, string> UncertainGroups(IReadOnlyList<DominoGroup> groups)
    {
        var uncertain = new Dictionary<NotesName, string>();
        var known = new HashSet<NotesName>();
        foreach (DominoGroup group in groups)
        {
            var name = group.NotesName;
            if (!known.Add(name))
                uncertain[name] = $"{DuplicateGroup}: {name}"; // GR1
            else if (group.IsComputed)
                uncertain[name] = $"{ForeignDomainDocument.MissingItem}: Group {name}";
        }
        return uncertain;
    }

    // What is assumed about the groups among the allowed entries of a document, and about the groups in them.
    private string[] UncertainOf(ForeignDomainDocument document) => _uncertainGroups.Count == 0
        ? []
        : _uncertain.GetOrAdd(document, one =>
        {
            var found = new List<string>();
            foreach (NotesName name in _groups.WithMembers(one.AllowedEntries))
            {
                if (_uncertainGroups.TryGetValue(name, out string? assumption))
                    found.Add(assumption);
            }
            return [.. found];
        });

    private string[] UnknownOf(ForeignDomainDocument document) => _unknown.GetOrAdd(document, one =>
        [.. one.AllowedEntries.Where(IsUnknown).Distinct().Select(entry => $"{UnknownEntry}: {entry}")]);

    private static bool IsLocalDomainServers(DominoGroup group) =>
        string.Equals(group.Name, DirectorySnapshot.LocalDomainServers, StringComparison.OrdinalIgnoreCase);

    // AC5: a flat entry that nothing in the directory knows.
    private bool IsUnknown(NotesName entry) =>
        !entry.IsHierarchical && !entry.IsRole && entry.Abbreviated != "*" && !_knownNames.Value.Contains(entry);
}
