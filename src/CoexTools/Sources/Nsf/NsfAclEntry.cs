using CoexTools.Model;

namespace CoexTools.Sources.Nsf;

/// <summary>An entry of an access control list.</summary>
/// <param name="Name">The name of the entry.</param>
/// <param name="Level">The level of access.</param>
/// <param name="Roles">The names of its roles, with brackets, as they are stored.</param>
/// <param name="Flags">The type of the entry, and denied operations.</param>
internal sealed record NsfAclEntry(string Name, AccessLevel Level, IReadOnlyList<string> Roles, NsfAclFlags Flags)
{
    /// <summary>The type of the entry.</summary>
    public AclEntryType Type => (Flags & (NsfAclFlags.Server | NsfAclFlags.Person | NsfAclFlags.Group)) switch
    {
        NsfAclFlags.None => AclEntryType.Unspecified,
        NsfAclFlags.Server => AclEntryType.Server,
        NsfAclFlags.Person => AclEntryType.Person,
        NsfAclFlags.Group | NsfAclFlags.Server => AclEntryType.ServerGroup,
        NsfAclFlags.Group | NsfAclFlags.Person => AclEntryType.PersonGroup,
        NsfAclFlags.Server | NsfAclFlags.Person => AclEntryType.Unspecified, // No type has both.
        _ => AclEntryType.MixedGroup,
    };
}
