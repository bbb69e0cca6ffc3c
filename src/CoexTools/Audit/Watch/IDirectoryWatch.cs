using CoexTools.Model;

namespace CoexTools.Audit.Watch;

/// <summary>Follows the directory of a file or of a server.</summary>
internal interface IDirectoryWatch
{
    /// <summary>Gets the full path of the file, or the address of the server.</summary>
    string Path { get; }

    /// <summary>Gets the state that was read last; null if none could be read yet.</summary>
    DirectorySnapshot? Known { get; }

    /// <summary>Gets whether the last look failed, and the next one should come soon.</summary>
    bool IsTroubled { get; }

    /// <summary>Looks at the directory.</summary>
    /// <param name="now">The time.</param>
    /// <param name="report">Receives problems that affect only one document.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <returns>What happened since the last look.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    IReadOnlyList<DirectoryEvent> Look(DateTimeOffset now, Action<CoexException> report, CancellationToken cancel);

    /// <summary>Ends the watch, and reports what no look has reported yet (VD1).</summary>
    /// <param name="now">The time.</param>
    /// <returns>A file that was never read.</returns>
    IReadOnlyList<DirectoryEvent> End(DateTimeOffset now);

    /// <summary>Takes a state as known that was just written, so that the next look does not report it.</summary>
    void Accept(DirectorySnapshot state);

    /// <summary>Makes the next look take what it reads for a new state, so that a repair is tried again.</summary>
    void Retry();
}
