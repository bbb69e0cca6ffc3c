namespace CoexTools.Access;

/// <summary>What makes a reader count as a name.</summary>
internal enum MembershipKind
{
    Itself,
    CommonName,
    Wildcard,
    Group,
    Role,
}
