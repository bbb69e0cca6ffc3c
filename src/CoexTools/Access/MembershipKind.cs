namespace CoexTools.Access;

/// <summary>Specifies what makes a reader count as a name.</summary>
internal enum MembershipKind
{
    Itself,
    CommonName,
    Wildcard,
    Group,
    Role,
}
