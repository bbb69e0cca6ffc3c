namespace CoexTools.Audit;

/// <summary>Specifies what a step of a recommendation changes.</summary>
internal enum RemedyKind
{
    /// <summary>Removes a field from documents (<c>Remove-DocumentAccessField</c>).</summary>
    RemoveField,

    /// <summary>Adds names to the readers of documents.</summary>
    AddReaders,

    /// <summary>Removes an entry from an item of documents.</summary>
    RemoveEntry,

    /// <summary>Divides a value of an item at its commas.</summary>
    DivideEntry,

    /// <summary>Writes the names in an item in canonical form.</summary>
    WriteCanonical,

    /// <summary>
    /// Sets a property of documents (<c>Set-ForeignDomainDocument</c>). The form adds <c>DocumentAccess</c> again
    /// (ED2).
    /// </summary>
    SetProperty,

    /// <summary>Sets an item of documents by program (ED3).</summary>
    SetItem,

    /// <summary>Deletes documents.</summary>
    Delete,

    /// <summary>Makes a replication or save conflict an ordinary document.</summary>
    ResolveConflict,

    /// <summary>Saves the documents of a domain again, in their order.</summary>
    SaveAgain,

    /// <summary>
    /// Saves the documents of a domain again, in their order, on a server whose clock is correct: the new times are
    /// not in the future.
    /// </summary>
    CorrectClock,

    /// <summary>Adds names to a group.</summary>
    AddMember,

    /// <summary>Removes names from a group.</summary>
    RemoveMember,

    /// <summary>Divides a member of a group at its commas.</summary>
    DivideMember,

    /// <summary>Makes one group of all groups of a name, with the members of all.</summary>
    MergeGroups,

    /// <summary>Changes the type of a group so that it counts for access.</summary>
    SetGroupType,

    /// <summary>Gives a server Reader access in the access control list.</summary>
    GrantAccess,

    /// <summary>Sets a value in notes.ini.</summary>
    SetNotesIni,

    /// <summary>Adds a line break at the end of notes.ini.</summary>
    EndLastLine,

    /// <summary>Reads the properties of documents from other items (<c>-FieldMap</c>).</summary>
    UseFieldMap,

    /// <summary>Runs <c>Repair-CoexistenceConfiguration</c>.</summary>
    Repair,
}
