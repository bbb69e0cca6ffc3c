namespace CoexTools.Sources.Nsf;

/// <summary>The classes of notes.</summary>
[Flags]
internal enum NsfNoteClasses
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A document.</summary>
    Document = 0x1,

    /// <summary>The notes about the database.</summary>
    Info = 0x2,

    /// <summary>A form.</summary>
    Form = 0x4,

    /// <summary>A view.</summary>
    View = 0x8,

    /// <summary>The icon, with the title.</summary>
    Icon = 0x10,

    /// <summary>The design collection.</summary>
    Design = 0x20,

    /// <summary>The access control list.</summary>
    Acl = 0x40,

    /// <summary>The index of the help.</summary>
    HelpIndex = 0x80,

    /// <summary>The help about using the database.</summary>
    Help = 0x100,

    /// <summary>An agent.</summary>
    Agent = 0x200,

    /// <summary>A shared field.</summary>
    Field = 0x400,

    /// <summary>A replication formula.</summary>
    ReplicationFormula = 0x800,

    /// <summary>A private view.</summary>
    Private = 0x1000,

    /// <summary>Every class.</summary>
    All = 0x1FFF,

    /// <summary>The default note of its class.</summary>
    Default = 0x8000,
}
