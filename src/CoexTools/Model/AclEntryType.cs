namespace CoexTools.Model;

/// <summary>Specifies what an entry of an access control list stands for (AC8); the words are those of DXL.</summary>
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
