using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>What a group may be used for; the numbers are those of the item <c>GroupType</c>.</summary>
public enum GroupType
{
    /// <summary>Mail and access.</summary>
    MultiPurpose = 0,

    /// <summary>Mail only: does not count for access (AC4).</summary>
    MailOnly = 1,

    /// <summary>Access control lists only.</summary>
    AccessControlListOnly = 2,

    /// <summary>Lists of those who are denied: does not count for access (AC4).</summary>
    DenyListOnly = 3,

    /// <summary>Servers only.</summary>
    ServersOnly = 4,
}

/// <summary>A group of the directory.</summary>
public sealed class DominoGroup : CoexObject
{
    [Rehydrates]
    internal DominoGroup(string name, GroupType type, IReadOnlyList<NotesName> member)
    {
        Name = name;
        Type = type;
        Member = OutputList.Of(member);
    }

    /// <summary>The group's name.</summary>
    public string Name { get; }

    /// <summary>What the group may be used for.</summary>
    public GroupType Type { get; }

    /// <summary>The members: names, wildcards and other groups.</summary>
    public IReadOnlyList<NotesName> Member { get; }

    /// <summary>Whether the group counts for access: mail only and deny list only do not (AC4).</summary>
    public bool CountsForAccess => Type is not (GroupType.MailOnly or GroupType.DenyListOnly);

    /// <summary>The group's name.</summary>
    public override string ToString() => Name;
}
