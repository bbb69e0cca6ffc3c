namespace CoexTools.Sources.Nsf;

/// <summary>
/// The flags of an access control list entry as they are stored: the type of the entry, and denied operations.
/// </summary>
[Flags]
internal enum NsfAclFlags
{
    /// <summary>Unspecified.</summary>
    None = 0,

    /// <summary>An author cannot create documents.</summary>
    AuthorMayNotCreate = 0x1,

    /// <summary>A server.</summary>
    Server = 0x2,

    /// <summary>Cannot delete documents.</summary>
    NoDelete = 0x4,

    /// <summary>A person.</summary>
    Person = 0x20,

    /// <summary>A group.</summary>
    Group = 0x40,

    /// <summary>The administration server.</summary>
    AdministrationServer = 0x8000,
}
