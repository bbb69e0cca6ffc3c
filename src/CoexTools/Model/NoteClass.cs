namespace CoexTools.Model;

/// <summary>
/// Specifies the class of a note: what the note is used for. Only documents contain the data of a directory.
/// </summary>
public enum NoteClass
{
    /// <summary>A document.</summary>
    Document,

    /// <summary>The About document of the database.</summary>
    Info,

    /// <summary>A form, or another design element that is stored like a form.</summary>
    Form,

    /// <summary>A view or a folder.</summary>
    View,

    /// <summary>The icon of the database, with its title.</summary>
    Icon,

    /// <summary>The design collection.</summary>
    Design,

    /// <summary>The access control list.</summary>
    Acl,

    /// <summary>The help index.</summary>
    HelpIndex,

    /// <summary>The Using document of the database.</summary>
    Help,

    /// <summary>An agent or a script library.</summary>
    Agent,

    /// <summary>A shared field.</summary>
    Field,

    /// <summary>A replication formula.</summary>
    ReplicationFormula,
}
