using System.Collections.Concurrent;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Decides which server, or another reader, may read which document of a directory (AC1 to AC6, AC8). A reader's
/// profile is found once, and decides; its names list only explains what was decided.
/// </summary>
internal sealed class AccessEvaluator
{
    /// <summary>The directory has no ACL: the default one of a Domino Directory was taken (AC1).</summary>
    public const string DefaultAcl = "DefaultAcl";

    /// <summary>The directory has no group LocalDomainServers: one with every known server was taken (AC4).</summary>
    public const string DefaultLocalDomainServers = "DefaultLocalDomainServers";

    /// <summary>An allowed entry is unknown to the directory, and might have admitted the server (AC5).</summary>
    public const string UnknownEntry = "UnknownEntry";

    /// <summary>Several Group documents have the same name: their members were united (GR1).</summary>
    public const string DuplicateGroup = "DuplicateGroup";

    private readonly DirectorySnapshot _directory;
    private readonly Dictionary<NotesName, List<NotesName>> _members = [];
    private readonly Lazy<Dictionary<NotesName, List<NotesName>>> _groupsByMember;
    private readonly Memberships _memberships;
    private readonly Lazy<HashSet<NotesName>> _knownNames;
    private readonly string[] _assumptions;
    private readonly ConcurrentDictionary<(NotesName, ReaderKind), NamesList> _namesLists = new();
    private readonly ConcurrentDictionary<NotesName, AccessProfile> _profiles = new();
    private readonly ConcurrentDictionary<(NotesName, ReaderKind), AccessProfile> _otherProfiles = new();
    private readonly ConcurrentDictionary<NotesName, Memberships> _otherMemberships = new();
    private readonly ConcurrentDictionary<AccessProfile, AccessProfile> _distinctProfiles = new();
    private readonly Dictionary<NotesName, string> _uncertainGroups;
    private readonly ConcurrentDictionary<ForeignDomainDocument, string[]> _uncertain = new();

    public AccessEvaluator(DirectorySnapshot directory)
    {
        _directory = directory;
        bool hasServersGroup = directory.Content.Groups.Any(IsLocalDomainServers);
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
        _assumptions = [.. assumptions, .. directory.Content.Assumptions];
        _uncertainGroups = UncertainGroups(directory.Content.Groups);
    }

    /// <summary>The directory.</summary>
    public DirectorySnapshot Directory => _directory;

    /// <summary>The servers of the directory.</summary>
    public IReadOnlyList<NotesName> Servers => _directory.Servers;

    /// <summary>What every decision in this directory has to assume.</summary>
    public IReadOnlyList<string> Assumptions => _assumptions;

    /// <summary>Whether a server, or another reader, may read a document, and why.</summary>
    public AccessDecision Decide(NotesName name, ForeignDomainDocument document, ReaderKind reader = ReaderKind.Server)
    {
        AccessProfile profile = ProfileOf(name, reader);
        if (profile.Level < AccessLevel.Reader) // AC1
            return new AccessDecision
            {
                CanRead = false,
                Rule = Rule.AC1,
                Level = profile.Level,
                Assumptions = _assumptions
            };
        if (!document.IsRestricted) // AC2, AC6
            return new AccessDecision
            {
                CanRead = true,
                Rule = Rule.AC2,
                Level = profile.Level,
                Assumptions = _assumptions
            };

        string[] assumptions = [.. _assumptions, .. UncertainOf(document)];
        IReadOnlyList<NotesName> allowed = document.AllowedEntries; // AC3
        if (!CanRead(name, document, reader))
        {
            IEnumerable<string> unknown = allowed.Where(IsUnknown).Distinct()
                .Select(entry => $"{UnknownEntry}: {entry}");
            return new AccessDecision
            {
                CanRead = false,
                Rule = Rule.AC5,
                Level = profile.Level,
                Assumptions = [.. assumptions, .. unknown],
            };
        }
        NotesName admitting = allowed.First(entry => ComesUnder(name, entry, reader)); // AC5
        Membership membership = NamesOf(name, reader).Find(admitting)!;
        return new AccessDecision
        {
            CanRead = true,
            Rule = membership.IsInferred ? Rule.AC5.As(Basis.Inferred) : Rule.AC5,
            Level = profile.Level,
            Entry = admitting,
            Via = membership.Chain,
            Assumptions = assumptions,
        };
    }

    /// <summary>
    /// Whether a server, or another reader, may read a document, without the reason: what simulations ask over and
    /// over.
    /// </summary>
    public bool CanRead(NotesName name, ForeignDomainDocument document, ReaderKind reader = ReaderKind.Server)
    {
        AccessProfile profile = ProfileOf(name, reader);
        return IsOfDirectory(document)
            ? profile.CanRead(document) : profile.CanRead(document, entry => ComesUnder(name, entry, reader));
    }

    /// <summary>
    /// What decides which documents of the directory a reader may read. Readers of equal profile have the same object.
    /// </summary>
    public AccessProfile ProfileOf(NotesName name, ReaderKind reader = ReaderKind.Server)
    {
        if (reader != ReaderKind.Server)
            return _otherProfiles.GetOrAdd((name, reader), _ => MakeProfile(name, reader));
        return _profiles.TryGetValue(name, out AccessProfile? known)
            ? known : _profiles.GetOrAdd(name, MakeProfile(name, reader));
    }

    /// <summary>
    /// What a name stands for if AC8 has to know. A server is one that the directory knows, one that a typed ACL entry
    /// names, and a member of a group of servers only or of LocalDomainServers; a group stands for its members; any
    /// other name is a person's.
    /// </summary>
    public ReaderKind KindOf(NotesName name)
    {
        IReadOnlyList<DominoGroup> groups = _directory.Content.Groups;
        if (_directory.Servers.Contains(name))
            return ReaderKind.Server;
        if (_members.ContainsKey(name))
        {
            bool ofServers = groups.Any(group => IsOfServers(group) && new NotesName(group.Name) == name);
            return ofServers ? ReaderKind.ServersOfGroup : ReaderKind.PersonsOfGroup;
        }
        bool isServer = _directory.AccessControlList.Entry.Any(
            entry => entry.Type == AclEntryType.Server && entry.NotesName == name)
            || groups.Any(group => IsOfServers(group) && group.Member.Contains(name));
        return isServer ? ReaderKind.Server : ReaderKind.Person;

        static bool IsOfServers(DominoGroup group) =>
            group.Type == GroupType.ServersOnly || IsLocalDomainServers(group);
    }

    /// <summary>
    /// Whether the directory contains the document unchanged, so that a profile determines its readers.
    /// </summary>
    public bool IsOfDirectory(ForeignDomainDocument document) => ReferenceEquals(document.Directory, _directory);

    /// <summary>The servers of the directory that may read a document.</summary>
    public IEnumerable<NotesName> ReadersOf(ForeignDomainDocument document) =>
        _directory.Servers.Where(server => CanRead(server, document));

    /// <summary>How a server comes under an entry, whatever document has it; null if it does not (AC5).</summary>
    public Membership? Find(NotesName server, NotesName entry) =>
        ComesUnder(server, entry, ReaderKind.Server) ? NamesOf(server, ReaderKind.Server).Find(entry) : null;

    /// <summary>
    /// Whether a server is in a group, however deep (AC4). The same as <see cref="Find"/>, but for many groups and few
    /// servers: all groups of a server are found once, instead of all members of each group.
    /// </summary>
    public bool IsIn(NotesName server, NotesName group) => NamesOf(server, ReaderKind.Server).Find(group) is not null;

    /// <summary>The groups that admit to a document, however deep, and that were modified after the document.</summary>
    public IEnumerable<DominoGroup> LaterGroups(ForeignDomainDocument document)
    {
        if (!document.IsRestricted)
            return [];
        List<DominoGroup> later =
            [.. _directory.Content.Groups.Where(group => group.CountsForAccess && group.Modified > document.Modified)];
        if (later.Count == 0)
            return [];
        HashSet<NotesName> names = NamesIn(document);
        return later.Where(group => names.Contains(new NotesName(group.Name)));
    }

    /// <summary>A server's level in the access control list (AC1).</summary>
    public AccessLevel LevelOf(NotesName server) => ProfileOf(server).Level;

    // AC5. A name that is in no document of the directory and not in its ACL is not a role of an entry. It can only be
    // the name of the reader or of a group.
    private bool ComesUnder(NotesName name, NotesName entry, ReaderKind reader)
    {
        if (_memberships.Covers(entry))
            return ProfileOf(name, reader).ComesUnder(entry);
        List<NotesName> own = [.. OwnNames(name)];
        return own.Contains(entry)
            || _otherMemberships.GetOrAdd(entry, one => new Memberships([one], _members)).GroupsOf(own).Contains(entry);
    }

    private AccessProfile MakeProfile(NotesName name, ReaderKind reader)
    {
        List<NotesName> own = [.. OwnNames(name)];
        NameSet names = _memberships.NewSet();
        foreach (NotesName one in own)
            names.Add(one);
        NameSet groups = _memberships.GroupsOf(own);
        if (IsOfGroup(reader))
            groups.Add(name);
        List<AccessControlEntry> entries =
        [
            .. _directory.AccessControlList.EntriesFor(entry => // AC8
                (entry.CountsAsName(reader) && names.Contains(entry.NotesName))
                    || (entry.CountsAsGroup(reader) && groups.Contains(entry.NotesName))),
        ];
        names.Add(groups);
        foreach (NotesName role in entries.SelectMany(entry => entry.Roles)) // AC4
            names.Add(role);
        var profile = new AccessProfile(AccessControlList.LevelOf(name, entries, reader), names);
        return _distinctProfiles.GetOrAdd(profile, profile);
    }

    private NamesList NamesOf(NotesName name, ReaderKind reader) =>
        _namesLists.GetOrAdd((name, reader), _ => NamesList.Of(
            name, _groupsByMember.Value, _directory.AccessControlList, reader, IsOfGroup(reader)));

    // AC4: the names that a reader has without any group.
    private static IEnumerable<NotesName> OwnNames(NotesName name) =>
        NamesList.Wildcards(name).Prepend(new NotesName(name.CommonName)).Prepend(name);

    private static bool IsOfGroup(ReaderKind reader) =>
        reader is ReaderKind.ServersOfGroup or ReaderKind.PersonsOfGroup;

    // The groups whose members are not known exactly, and what is assumed about them.
    private static Dictionary<NotesName, string> UncertainGroups(IReadOnlyList<DominoGroup> groups)
    {
        var uncertain = new Dictionary<NotesName, string>();
        var known = new HashSet<NotesName>();
        foreach (DominoGroup group in groups)
        {
            var name = new NotesName(group.Name);
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
            foreach (NotesName name in NamesIn(one))
            {
                if (_uncertainGroups.TryGetValue(name, out string? assumption))
                    found.Add(assumption);
            }
            return [.. found];
        });

    // The allowed entries of a document, and the members of the groups among them, however deep (AC4).
    private HashSet<NotesName> NamesIn(ForeignDomainDocument document)
    {
        HashSet<NotesName> known = [.. document.AllowedEntries];
        var waiting = new Queue<NotesName>(known);
        while (waiting.Count > 0)
        {
            if (!_members.TryGetValue(waiting.Dequeue(), out List<NotesName>? members))
                continue;
            foreach (NotesName member in members.Where(known.Add))
                waiting.Enqueue(member);
        }
        return known;
    }

    private static bool IsLocalDomainServers(DominoGroup group) =>
        string.Equals(group.Name, DirectorySnapshot.LocalDomainServers, StringComparison.OrdinalIgnoreCase);

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

    private static void AddTo(
        Dictionary<NotesName, List<NotesName>> lists, NotesName key, IReadOnlyList<NotesName> names)
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
