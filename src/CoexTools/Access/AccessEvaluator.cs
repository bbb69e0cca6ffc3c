using System.Collections.Concurrent;
using CoexTools.Directory;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>Decides which server may read which document of a directory (AC1 to AC6). A server's names are gathered once.</summary>
internal sealed class AccessEvaluator
{
    /// <summary>The directory has no ACL: the default one of a Domino Directory was taken (AC1).</summary>
    public const string DefaultAcl = "DefaultAcl";

    /// <summary>The directory has no group LocalDomainServers: one with every known server was taken (AC4).</summary>
    public const string DefaultLocalDomainServers = "DefaultLocalDomainServers";

    /// <summary>An allowed entry is unknown to the directory, and might have admitted the server (AC5).</summary>
    public const string UnknownEntry = "UnknownEntry";

    private readonly DirectorySnapshot _directory;
    private readonly ILookup<NotesName, NotesName> _groupsByMember;
    private readonly HashSet<NotesName> _knownNames;
    private readonly string[] _assumptions;
    private readonly ConcurrentDictionary<NotesName, NamesList> _namesLists = new();

    public AccessEvaluator(DirectorySnapshot directory)
    {
        _directory = directory;
        bool hasServersGroup = directory.Content.Groups.Any(group =>
            string.Equals(group.Name, DirectorySnapshot.LocalDomainServers, StringComparison.OrdinalIgnoreCase));
        IEnumerable<(NotesName Member, NotesName Group)> members = directory.Content.Groups
            .Where(group => group.CountsForAccess) // AC4
            .SelectMany(group => group.Member.Select(member => (member, new NotesName(group.Name))));
        if (!hasServersGroup)
            members = members.Concat(directory.Servers.Select(server => (server, new NotesName(DirectorySnapshot.LocalDomainServers))));
        _groupsByMember = members.ToLookup(pair => pair.Member, pair => pair.Group);

        _knownNames =
        [
            .. directory.Content.Groups.Select(group => new NotesName(group.Name)),
            .. directory.Servers.Select(server => new NotesName(server.CommonName)),
            .. directory.AccessControlList.Entry.Select(entry => entry.NotesName),
        ];
        if (!hasServersGroup)
            _knownNames.Add(new NotesName(DirectorySnapshot.LocalDomainServers));

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
        NamesList names = NamesOf(server);
        if (names.Level < AccessLevel.Reader) // AC1
            return new AccessDecision { CanRead = false, Rule = Rule.AC1, Level = names.Level, Assumptions = _assumptions };
        if (!document.IsRestricted) // AC2, AC6
            return new AccessDecision { CanRead = true, Rule = Rule.AC2, Level = names.Level, Assumptions = _assumptions };

        List<NotesName> allowed = [.. document.AllowedEntries]; // AC3
        foreach (NotesName entry in allowed)
        {
            if (names.Find(entry) is { } membership) // AC5
            {
                Rule rule = membership.IsInferred ? Rule.AC5.As(Basis.Inferred) : Rule.AC5;
                return new AccessDecision { CanRead = true, Rule = rule, Level = names.Level, Entry = entry, Via = membership.Chain, Assumptions = _assumptions };
            }
        }
        IEnumerable<string> unknown = allowed.Where(IsUnknown).Distinct().Select(entry => $"{UnknownEntry}: {entry}");
        return new AccessDecision { CanRead = false, Rule = Rule.AC5, Level = names.Level, Assumptions = [.. _assumptions, .. unknown] };
    }

    /// <summary>Whether a server may read a document, without the reason: what simulations ask over and over.</summary>
    public bool CanRead(NotesName server, ForeignDomainDocument document)
    {
        NamesList names = NamesOf(server);
        return names.Level >= AccessLevel.Reader && (!document.IsRestricted || document.AllowedEntries.Any(entry => names.Find(entry) is not null));
    }

    /// <summary>The servers of the directory that may read a document.</summary>
    public IEnumerable<NotesName> ReadersOf(ForeignDomainDocument document) => _directory.Servers.Where(server => CanRead(server, document));

    /// <summary>How a server comes under an entry, whatever document has it; null where it does not (AC5).</summary>
    public Membership? Find(NotesName server, NotesName entry) => NamesOf(server).Find(entry);

    /// <summary>A server's level in the access control list (AC1).</summary>
    public AccessLevel LevelOf(NotesName server) => NamesOf(server).Level;

    private NamesList NamesOf(NotesName server) =>
        _namesLists.GetOrAdd(server, name => NamesList.Of(name, _groupsByMember, _directory.AccessControlList));

    // AC5: a flat entry that nothing in the directory knows.
    private bool IsUnknown(NotesName entry) =>
        !entry.IsHierarchical && !entry.IsRole && entry.Abbreviated != "*" && !_knownNames.Contains(entry);
}
