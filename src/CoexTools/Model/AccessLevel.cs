namespace CoexTools.Model;

/// <summary>Specifies the levels of access to a database, lowest first.</summary>
public enum AccessLevel
{
    /// <summary>Nothing at all.</summary>
    NoAccess,

    /// <summary>Can create documents, but not read any.</summary>
    Depositor,

    /// <summary>Can read documents.</summary>
    Reader,

    /// <summary>Can read documents, and create and edit its own.</summary>
    Author,

    /// <summary>Can edit every document.</summary>
    Editor,

    /// <summary>Can also change the design.</summary>
    Designer,

    /// <summary>May do everything.</summary>
    Manager,
}
