namespace CoexTools.Model;

/// <summary>Specifies what a group may be used for; the numbers are those of the item <c>GroupType</c>.</summary>
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
