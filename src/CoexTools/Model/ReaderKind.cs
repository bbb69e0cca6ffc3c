namespace CoexTools.Model;

/// <summary>Specifies what a name that asks for access stands for (AC8).</summary>
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
