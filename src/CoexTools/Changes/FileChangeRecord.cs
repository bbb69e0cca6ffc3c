using System.Text;
using CoexTools.Files;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Changes;

/// <summary>
/// Keeps the journal of a file while a command changes the file. The hashes in the journal show which changes the file
/// contains. A change that is not recorded ends that, so the last entry is compared with the file before it.
/// </summary>
/// <param name="options">The command, and whether its change is recorded.</param>
/// <param name="documents">The documents of the change.</param>
/// <param name="undoes">The changes that it undoes.</param>
internal sealed class FileChangeRecord(
    WriteOptions options, IReadOnlyList<JournalDocument> documents, IReadOnlyList<int> undoes)
{
    private ChangeJournal? _journal;

    /// <summary>
    /// Repairs what an interrupted command left in the journal. Called under the lock of the file, before the change is
    /// announced or, if it is not recorded, made.
    /// </summary>
    /// <param name="target">The file.</param>
    public void Repair(string target)
    {
        _journal = ChangeJournal.Of(target);
        try
        {
            _journal.Repair(options.Warn);
            if (!options.KeepJournal)
                Settle(target, _journal);
        }
        catch (Exception e)
            when (!options.KeepJournal && e is CoexException or IOException or UnauthorizedAccessException)
        {
            options.Warn($"The journal of '{target}' cannot be compared with the file before this change. {e.Message}");
        }
    }

    /// <summary>Records the change when the new file is on the disk, before it replaces the old file.</summary>
    /// <param name="before">The old file.</param>
    /// <param name="after">The new file.</param>
    /// <param name="permissions">The permissions of the file, which the journal has too; null on Windows.</param>
    public void Record(FileStamp before, FileStamp after, FilePermissions? permissions)
    {
        if (options.KeepJournal)
        {
            _journal!.Append(
                id => options.NewEntry(id, before.Hash, after.Hash, undoes, AsWritten(after.Encoding)), permissions);
        }
    }

    /// <summary>Removes the record of a change that could not be made.</summary>
    public void Retract() => _journal!.Retract();

    private void Settle(string target, ChangeJournal journal)
    {
        if (journal.Last() is not { IsNote: false } last)
            return;
        Func<string, string> hashLike = ChangeHistory.HashOf(target, CancellationToken.None);
        string now = hashLike(last.StateAfter);
        if (now == last.StateAfter)
            return;
        List<int> missing = ChangeHistory.Missing(ChangeHistory.Mark(journal.Read(out _), hashLike));
        if (missing.Count > 0)
            journal.Append(id => options.NewEntry(id, now, now, missing, []));
    }

    // What the encoding of the file does not have is written as a reference, and that is how the next command finds it.
    private List<JournalDocument> AsWritten(Encoding encoding) =>
    [
        .. documents.Select(document =>
            document with { After = encoding.GetString(DxlEncoding.GetBytes(encoding, document.After)) }),
    ];
}
