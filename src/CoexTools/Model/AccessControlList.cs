using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>The levels of access to a database, lowest first.</summary>
public enum AccessLevel
{
    /// <summary>Nothing at all.</summary>
    NoAccess,

    /// <summary>Can create documents, but not read any.</summary>
    Depositor,

    /// <summary>Can read documents.</summary>
    Reader,

    /// <summary>Can read documents, and create and edit its own.</summary>
    Author,

    /// <summary>Can edit every document.</summary>
    Editor,

    /// <summary>Can also change the design.</summary>
    Designer,

    /// <summary>May do everything.</summary>
    Manager,
}

/// <summary>What an entry of an access control list stands for (AC8); the words are those of DXL.</summary>
public enum AclEntryType
{
    /// <summary>No type: the entry is a name and a group.</summary>
    Unspecified,

    /// <summary>A person.</summary>
    Person,

    /// <summary>A server.</summary>
    Server,

    /// <summary>A group of persons.</summary>
    PersonGroup,

    /// <summary>A group of servers.</summary>
    ServerGroup,

    /// <summary>A group of persons and servers.</summary>
    MixedGroup,
}

/// <summary>What a name that asks for access stands for (AC8).</summary>
internal enum ReaderKind
{
    /// <summary>A server.</summary>
    Server,

    /// <summary>A person, or another name that is not a server's.</summary>
    Person,

    /// <summary>The members of a group of servers.</summary>
    ServersOfGroup,

    /// <summary>The members of another group.</summary>
    PersonsOfGroup,
}

/// <summary>One entry of an access control list.</summary>
public sealed class AccessControlEntry : CoexObject
{
    /// <summary>The name of the entry for everybody else.</summary>
    public const string DefaultName = "-Default-";

    [Rehydrates]
    internal AccessControlEntry(
        string name, AccessLevel level, IReadOnlyList<string> role, bool isDefault, AclEntryType type = AclEntryType.Unspecified)
    {
        NotesName = new NotesName(name);
        Level = level;
        Role = OutputList.Of(role);
        Type = type;
        IsDefault = isDefault || string.Equals(NotesName.Abbreviated, DefaultName, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whom the entry is for: a server, a person, a group or a wildcard, abbreviated; or <c>-Default-</c>.</summary>
    public string Name => NotesName.Abbreviated;

    /// <summary>The level of access.</summary>
    public AccessLevel Level { get; }

    /// <summary>The roles, in brackets: <c>[NetModifier]</c>.</summary>
    public IReadOnlyList<string> Role { get; }

    /// <summary>What the entry stands for (AC8).</summary>
    public AclEntryType Type { get; }

    /// <summary>Whether this is the entry for everybody whom no other entry matches.</summary>
    public bool IsDefault { get; }

    internal NotesName NotesName { get; }

    internal IEnumerable<NotesName> Roles => Role.Select(role => new NotesName(role));

    /// <summary>Whether the entry counts for a reader of that kind whose own name, common name or wildcard it is (AC8).</summary>
    internal bool CountsAsName(ReaderKind reader) => Type switch
    {
        AclEntryType.Unspecified => true,
        AclEntryType.Server => IsServer(reader),
        AclEntryType.Person => !IsServer(reader),
        _ => false,
    };

    /// <summary>Whether the entry counts for a reader of that kind who is in the group of its name (AC8).</summary>
    internal bool CountsAsGroup(ReaderKind reader) => Type switch
    {
        AclEntryType.Unspecified or AclEntryType.MixedGroup => true,
        AclEntryType.ServerGroup => IsServer(reader),
        AclEntryType.PersonGroup => !IsServer(reader),
        _ => false,
    };

    /// <summary>The name and the level.</summary>
    public override string ToString() => $"{Name}: {Level}";

    private static bool IsServer(ReaderKind reader) => reader is ReaderKind.Server or ReaderKind.ServersOfGroup;
}

/// <summary>The access control list of a directory.</summary>
public sealed class AccessControlList : CoexObject
{
    private static readonly string[] DefaultServerRoles =
    [
        "[DenyAccessRead]", "[GroupCreator]", "[GroupModifier]", "[NetCreator]", "[NetModifier]",
        "[PolicyReader]", "[ServerCreator]", "[ServerModifier]", "[UserCreator]", "[UserModifier]",
    ];

    [Rehydrates]
    internal AccessControlList(IReadOnlyList<AccessControlEntry> entry, bool isAssumed = false)
    {
        Entry = OutputList.Of(entry);
        IsAssumed = isAssumed;
    }

    /// <summary>All entries, in their order.</summary>
    public IReadOnlyList<AccessControlEntry> Entry { get; }

    /// <summary>Whether the directory does not contain a list, so that this one is assumed (AC1, assumption <c>DefaultAcl</c>).</summary>
    public bool IsAssumed { get; }

    /// <summary>The entries that count for a reader: those that match it; -Default- only if no other entry matches (AC4).</summary>
    internal IEnumerable<AccessControlEntry> EntriesFor(Func<AccessControlEntry, bool> matches)
    {
        bool isNamed = Entry.Any(entry => !entry.IsDefault && matches(entry));
        return Entry.Where(entry => isNamed ? !entry.IsDefault && matches(entry) : entry.IsDefault);
    }

    /// <summary>
    /// The level that entries give a reader: that of the entry that names the reader itself, else the highest among those of its groups and
    /// wildcards (AC1). The common name names it too, but less surely than the whole name does.
    /// </summary>
    internal static AccessLevel LevelOf(NotesName name, IEnumerable<AccessControlEntry> entries, ReaderKind reader = ReaderKind.Server)
    {
        var commonName = new NotesName(name.CommonName);
        AccessLevel level = default;
        int nearest = int.MaxValue;
        foreach (AccessControlEntry entry in entries)
        {
            bool isName = entry.CountsAsName(reader);
            int distance = entry.IsDefault || (isName && entry.NotesName == name) ? 0 : isName && entry.NotesName == commonName ? 1 : 2;
            if (distance < nearest || (distance == nearest && entry.Level > level))
                (nearest, level) = (distance, entry.Level);
        }
        return level;
    }

    /// <summary>The list that a Domino Directory has by default; it is assumed where an export holds none (AC1).</summary>
    internal static AccessControlList Assumed() => new(
        [
            new AccessControlEntry(AccessControlEntry.DefaultName, AccessLevel.Author, [], isDefault: true),
            new AccessControlEntry(
                DirectorySnapshot.LocalDomainServers, AccessLevel.Manager, DefaultServerRoles, isDefault: false, AclEntryType.ServerGroup),
        ],
        isAssumed: true);

    /// <summary>How many entries there are.</summary>
    public override string ToString() => IsAssumed ? "default ACL (assumed)" : $"{Entry.Count} entries";
}
