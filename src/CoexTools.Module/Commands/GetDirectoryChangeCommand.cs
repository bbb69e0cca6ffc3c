using CoexTools.Changes;

namespace CoexTools.Commands;

/// <summary>Lists what commands changed in a file, oldest first, from the journal beside it.</summary>
[Cmdlet(VerbsCommon.Get, "DirectoryChange", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DirectoryChange))]
public sealed class GetDirectoryChangeCommand : FileCommand
{
    /// <summary>Only changes at this time or later.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachFile(file =>
    {
        IEnumerable<JournalEntry> entries = ChangeHistory.Read(file, WriteWarning, CancelToken).Where(entry => Since is null || entry.Time >= Since);
        foreach (DirectoryChange change in ChangeHistory.Describe(file, entries))
            WriteObject(change);
    });
}
