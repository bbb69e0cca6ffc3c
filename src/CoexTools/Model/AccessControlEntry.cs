using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>Represents one entry of an access control list.</summary>
public sealed class AccessControlEntry : CoexObject
{
    /// <summary>The name of the entry for everybody else.</summary>
    public const string DefaultName = "-Default-";

    [Rehydrates]
    internal AccessControlEntry(
        string name, AccessLevel level, IReadOnlyList<string> role, bool isDefault,
        AclEntryType type = AclEntryType.Unspecified)
    {
        NotesName = new NotesName(name);
        Level = level;
        Role = OutputList.Of(role);
        Roles = [.. Role.Select(one => new NotesName(one))];
        Type = type;
        IsDefault = isDefault || string.Equals(NotesName.Abbreviated, DefaultName, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Gets whom the entry is for: a server, a person, a group or a wildcard, abbreviated; or <c>-Default-</c>.
    /// </summary>
    public string Name => NotesName.Abbreviated;

    /// <summary>Gets the level of access.</summary>
    public AccessLevel Level { get; }

    /// <summary>Gets the roles, in brackets: <c>[NetModifier]</c>.</summary>
    public IReadOnlyList<string> Role { get; }

    /// <summary>Gets what the entry stands for (AC8).</summary>
    public AclEntryType Type { get; }

    /// <summary>Gets whether this is the entry for everybody whom no other entry matches.</summary>
    public bool IsDefault { get; }

    internal NotesName NotesName { get; }

    internal NotesName[] Roles { get; }

    /// <summary>
    /// Returns whether the entry counts for a reader of that kind whose own name, common name or wildcard it is (AC8).
    /// </summary>
    internal bool CountsAsName(ReaderKind reader) => Type switch
    {
        AclEntryType.Unspecified => true,
        AclEntryType.Server => IsServer(reader),
        AclEntryType.Person => !IsServer(reader),
        _ => false,
    };

    /// <summary>
    /// Returns whether the entry counts for a reader of that kind who is in the group of its name (AC8).
    /// </summary>
    internal bool CountsAsGroup(ReaderKind reader) => Type switch
    {
        AclEntryType.Unspecified or AclEntryType.MixedGroup => true,
        AclEntryType.ServerGroup => IsServer(reader),
        AclEntryType.PersonGroup => !IsServer(reader),
        _ => false,
    };

    /// <summary>Returns the name and the level.</summary>
    public override string ToString() => $"{Name}: {Level}";

    private static bool IsServer(ReaderKind reader) => reader is ReaderKind.Server or ReaderKind.ServersOfGroup;
}
