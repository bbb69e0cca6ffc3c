namespace CoexTools.Changes;

/// <summary>How to carry a plan out.</summary>
/// <param name="Command">The command, for the journal.</param>
/// <param name="Now">The time of the change, for the journal.</param>
internal sealed record WriteOptions(string Command, DateTimeOffset Now)
{
    /// <summary>Whether a file that is marked as read-only may be changed.</summary>
    public bool OverwriteReadOnly { get; init; }

    /// <summary>Whether the change of a file is recorded in its journal.</summary>
    public bool KeepJournal { get; init; } = true;

    /// <summary>Receives what was repaired in the journal, and other warnings.</summary>
    public Action<string> Report { get; init; } = _ => { };

    /// <summary>Receives errors that affect only one document of a server.</summary>
    public Action<CoexException> Fail { get; init; } = failure => throw failure;

    /// <summary>Receives a line for each request to a server.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
