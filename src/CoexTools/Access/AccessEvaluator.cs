using System.Collections.Concurrent;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>Decides which server may read which document of a directory (AC1 to AC6). A server's profile is found once.</summary>
internal sealed class AccessEvaluator
{
    /// <summary>The directory has no ACL: the default one of a Domino Directory was taken (AC1).</summary>
    public const string DefaultAcl = "DefaultAcl";

    /// <summary>The directory has no group LocalDomainServers: one with every known server was taken (AC4).</summary>
    public const string DefaultLocalDomainServers = "DefaultLocalDomainServers";

    /// <summary>An allowed entry is unknown to the directory, and might have admitted the server (AC5).</summary>
    public const string UnknownEntry = "UnknownEntry";

    private readonly DirectorySnapshot _directory;
    private readonly Dictionary<NotesName, List<NotesName>> _members = [];
    private readonly Lazy<Dictionary<NotesName, List<NotesName>>> _groupsByMember;
    private readonly Memberships _memberships;
    private readonly Lazy<HashSet<NotesName>> _knownNames;
    private readonly string[] _assumptions;
    private readonly ConcurrentDictionary<NotesName, NamesList> _namesLists = new();
    private readonly ConcurrentDictionary<NotesName, AccessProfile> _profiles = new();
    private readonly ConcurrentDictionary<AccessProfile, AccessProfile> _distinctProfiles = new();

    public AccessEvaluator(DirectorySnapshot directory)
    {
        _directory = directory;
        bool hasServersGroup = directory.Content.Groups.Any(group =>
            string.Equals(group.Name, DirectorySnapshot.LocalDomainServers, StringComparison.OrdinalIgnoreCase));
        foreach (DominoGroup group in directory.Content.Groups.Where(group => group.CountsForAccess)) // AC4
            AddTo(_members, new NotesName(group.Name), group.Member);
        if (!hasServersGroup)
            AddTo(_members, new NotesName(DirectorySnapshot.LocalDomainServers), directory.Servers);
        _groupsByMember = new Lazy<Dictionary<NotesName, List<NotesName>>>(ReadGroupsByMember);
        _memberships = new Memberships(
            directory.Unordered.SelectMany(document => document.AllowedEntries)
                .Concat(directory.AccessControlList.Entry.SelectMany(entry => entry.Roles.Prepend(entry.NotesName))),
            _members);

        _knownNames = new Lazy<HashSet<NotesName>>(() =>
        [
            .. directory.Content.Groups.Select(group => new NotesName(group.Name)),
            .. directory.Servers.Select(server => new NotesName(server.CommonName)),
            .. directory.AccessControlList.Entry.Select(entry => entry.NotesName),
            .. hasServersGroup ? Array.Empty<NotesName>() : [new NotesName(DirectorySnapshot.LocalDomainServers)],
        ]);

        var assumptions = new List<string>();
        if (directory.AccessControlList.IsAssumed)
            assumptions.Add(DefaultAcl);
        if (!hasServersGroup)
            assumptions.Add(DefaultLocalDomainServers);
        _assumptions = [.. assumptions];
    }

    /// <summary>What every decision in this directory has to assume.</summary>
    public IReadOnlyList<string> Assumptions => _assumptions;

    /// <summary>Whether a server may read a document.</summary>
    public AccessDecision Decide(NotesName server, ForeignDomainDocument document)
    {
        AccessLevel level = LevelOf(server);
        if (level < AccessLevel.Reader) // AC1
            return new AccessDecision { CanRead = false, Rule = Rule.AC1, Level = level, Assumptions = _assumptions };
        if (!document.IsRestricted) // AC2, AC6
            return new AccessDecision { CanRead = true, Rule = Rule.AC2, Level = level, Assumptions = _assumptions };

        List<NotesName> allowed = [.. document.AllowedEntries]; // AC3
        foreach (NotesName entry in allowed)
        {
            if (Find(server, entry) is { } membership) // AC5
            {
                Rule rule = membership.IsInferred ? Rule.AC5.As(Basis.Inferred) : Rule.AC5;
                return new AccessDecision { CanRead = true, Rule = rule, Level = level, Entry = entry, Via = membership.Chain, Assumptions = _assumptions };
            }
        }
        IEnumerable<string> unknown = allowed.Where(IsUnknown).Distinct().Select(entry => $"{UnknownEntry}: {entry}");
        return new AccessDecision { CanRead = false, Rule = Rule.AC5, Level = level, Assumptions = [.. _assumptions, .. unknown] };
    }

    /// <summary>Whether a server may read a document, without the reason: what simulations ask over and over.</summary>
    public bool CanRead(NotesName server, ForeignDomainDocument document) =>
        IsOfDirectory(document) ? ProfileOf(server).CanRead(document) : Decide(server, document).CanRead;

    /// <summary>What decides which documents of the directory a server may read. Servers of equal profile give the same object.</summary>
    public AccessProfile ProfileOf(NotesName server)
    {
        if (_profiles.TryGetValue(server, out AccessProfile? known))
            return known;
        var commonName = new NotesName(server.CommonName);
        NameSet names = _memberships.Of(server, commonName);
        List<AccessControlEntry> entries = [.. _directory.AccessControlList.EntriesFor(names.Contains)];
        foreach (NotesName role in entries.SelectMany(entry => entry.Roles)) // AC4
            names.Add(role);
        var profile = new AccessProfile(AccessControlList.LevelOf(server, commonName, entries), names);
        return _profiles.GetOrAdd(server, _distinctProfiles.GetOrAdd(profile, profile));
    }

    /// <summary>Whether a document stands in the directory as it is, so that a profile decides about it.</summary>
    public bool IsOfDirectory(ForeignDomainDocument document) => ReferenceEquals(document.Directory, _directory);

    /// <summary>The servers of the directory that may read a document.</summary>
    public IEnumerable<NotesName> ReadersOf(ForeignDomainDocument document) => _directory.Servers.Where(server => CanRead(server, document));

    /// <summary>How a server comes under an entry, whatever document has it; null where it does not (AC5).</summary>
    public Membership? Find(NotesName server, NotesName entry) => NamesOf(server).Find(entry);

    /// <summary>A server's level in the access control list (AC1).</summary>
    public AccessLevel LevelOf(NotesName server) => ProfileOf(server).Level;

    private NamesList NamesOf(NotesName server) =>
        _namesLists.GetOrAdd(server, name => NamesList.Of(name, _groupsByMember.Value, _directory.AccessControlList));

    private Dictionary<NotesName, List<NotesName>> ReadGroupsByMember()
    {
        var groups = new Dictionary<NotesName, List<NotesName>>();
        foreach (KeyValuePair<NotesName, List<NotesName>> group in _members)
        {
            foreach (NotesName member in group.Value)
                AddTo(groups, member, [group.Key]);
        }
        return groups;
    }

    private static void AddTo(Dictionary<NotesName, List<NotesName>> lists, NotesName key, IReadOnlyList<NotesName> names)
    {
        if (lists.TryGetValue(key, out List<NotesName>? list))
            list.AddRange(names);
        else
            lists.Add(key, [.. names]);
    }

    // AC5: a flat entry that nothing in the directory knows.
    private bool IsUnknown(NotesName entry) =>
        !entry.IsHierarchical && !entry.IsRole && entry.Abbreviated != "*" && !_knownNames.Value.Contains(entry);
}
