namespace CoexTools.Changes;

/// <summary>Options for carrying out a plan.</summary>
/// <param name="Command">The command, for the journal.</param>
/// <param name="Now">The time of the change, for the journal.</param>
internal sealed record WriteOptions(string Command, DateTimeOffset Now)
{
    /// <summary>Specifies whether a file that is marked as read-only may be changed.</summary>
    public bool Force { get; init; }

    /// <summary>Specifies whether the change of a file is recorded in its journal.</summary>
    public bool KeepJournal { get; init; } = true;

    /// <summary>Receives what was repaired in the journal, and other warnings.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>Receives errors that affect only one document of a server.</summary>
    public Action<CoexException> Fail { get; init; } = failure => throw failure;

    /// <summary>Receives a line for each request to a server.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>Returns an entry of the journal for the change of the command.</summary>
    /// <param name="id">The id.</param>
    /// <param name="before">The hash of the file, or the revision of the document, before the change.</param>
    /// <param name="after">The hash of the file after the change; empty for a server.</param>
    /// <param name="others">The recorded changes that it undoes, or that a note says were not made.</param>
    /// <param name="documents">The documents; none for a note.</param>
    public JournalEntry NewEntry(
        int id, string before, string after, IReadOnlyList<int> others, IReadOnlyList<JournalDocument> documents) =>
        new(id, Now, JournalEntry.CurrentUser, Command, before, after, others, documents);
}
