namespace CoexTools.Simulation;

/// <summary>Specifies the consoles on which a request makes a server task print a warning.</summary>
[Flags]
internal enum WarnedConsoles : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>That of the server where the request starts.</summary>
    Origin = 1,

    /// <summary>That of the server where the request ends.</summary>
    End = 2,
}
