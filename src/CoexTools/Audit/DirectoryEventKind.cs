namespace CoexTools.Audit;

/// <summary>Specifies what can happen to the documents of a watched directory.</summary>
public enum DirectoryEventKind
{
    /// <summary>The field <c>DocumentAccess</c> is back, or has come.</summary>
    FieldBack,

    /// <summary>The field <c>DocumentAccess</c> was removed.</summary>
    FieldRemoved,

    /// <summary>The order of priority changed.</summary>
    OrderTurned,

    /// <summary>The readers of a document changed.</summary>
    ReadersChanged,

    /// <summary>A document names other servers, mail files or another domain.</summary>
    DocumentChanged,

    /// <summary>A document was added.</summary>
    DocumentAdded,

    /// <summary>A document was removed.</summary>
    DocumentRemoved,

    /// <summary>A request ends otherwise, with everything up or with a server down.</summary>
    AnswerChanged,

    /// <summary>The file does not exist.</summary>
    FileMissing,

    /// <summary>The file cannot be read.</summary>
    FileUnreadable,

    /// <summary>The file exists again and can be read.</summary>
    FileBack,

    /// <summary>The directory of the server cannot be read.</summary>
    ServerUnavailable,

    /// <summary>The directory of the server can be read again.</summary>
    ServerBack,

    /// <summary>The documents were repaired.</summary>
    Repaired,

    /// <summary>The documents could not be repaired.</summary>
    RepairFailed,
}
