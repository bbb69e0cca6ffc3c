using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>Represents a group of the directory.</summary>
public sealed class DominoGroup : CoexObject
{
    [Rehydrates]
    internal DominoGroup(
        string name, GroupType type, IReadOnlyList<NotesName> member, DateTimeOffset? modified = null,
        bool isComputed = false)
    {
        Modified = modified;
        IsComputed = isComputed;
        Name = name;
        NotesName = new NotesName(name);
        Type = type;
        Member = OutputList.Of(member);
    }

    /// <summary>Gets the group's name.</summary>
    public string Name { get; }

    /// <summary>Gets what the group may be used for.</summary>
    public GroupType Type { get; }

    /// <summary>Gets the members: names, wildcards and other groups.</summary>
    public IReadOnlyList<NotesName> Member { get; }

    /// <summary>
    /// Gets when the group was last written in this file; null if the file does not contain a valid time.
    /// </summary>
    public DateTimeOffset? Modified { get; }

    /// <summary>Gets whether Domino computes the members, and the file contains none of them.</summary>
    public bool IsComputed { get; }

    /// <summary>Gets whether the group counts for access: mail only and deny list only do not (AC4).</summary>
    public bool CountsForAccess => Counts(Type);

    /// <summary>Gets the name, which is compared like an entry.</summary>
    internal NotesName NotesName { get; }

    /// <summary>Returns whether groups of a type count for access (AC4).</summary>
    internal static bool Counts(GroupType type) => type is not (GroupType.MailOnly or GroupType.DenyListOnly);

    /// <summary>Returns the group's name.</summary>
    public override string ToString() => Name;
}
