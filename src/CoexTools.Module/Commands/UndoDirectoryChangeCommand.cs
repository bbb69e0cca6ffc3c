using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Sources.Rest;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>
/// Undoes changes, as a new change: the documents of a file get the very text that they had before, and the fields of
/// documents on a server get the values that they had.
/// </summary>
[Cmdlet(VerbsCommon.Undo, "DirectoryChange", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(DirectoryChange))]
public sealed class UndoDirectoryChangeCommand : FileCommand
{
    private readonly List<(string Path, int Id)> _piped = [];

    /// <summary>Specifies changes that <c>Get-DirectoryChange</c> returned.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DocumentSet),
        ValidateNotNull, Rehydrated]
    public DirectoryChange[] InputObject { get; set; } = [];

    /// <summary>Specifies directories that <c>Connect-DominoDirectory</c> returned.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectorySet),
        ValidateNotNull, Rehydrated]
    public DominoDirectory[] Directory { get; set; } = [];

    /// <summary>
    /// Specifies the ids of the changes. By default, the latest change that is in effect and is not itself an undo; on
    /// a server, all changes of the latest command.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(Position = 1, ParameterSetName = DirectorySet)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ChangeIdCompleter))]
    public int[]? Id { get; set; }

    /// <summary>Specifies all changes at this time or later.</summary>
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = DirectorySet)]
    public DateTimeOffset? Since { get; set; }

    /// <summary>
    /// Undoes changes even if requests fail afterwards that succeed today with everything up, and changes a read-only
    /// file too.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the change out of the journal.</summary>
    [Parameter]
    public SwitchParameter NoJournal { get; set; }

    /// <summary>Returns the new change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == DocumentSet)
            _piped.AddRange(InputObject.Select(change => (change.Path, change.Id)));
        else if (ParameterSetName == DirectorySet)
            Array.ForEach(Directory, directory => Attempt(() => Undo(directory)));
        else
            ForEachFile(file => Undo(file, Id));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (IGrouping<string, int> file in _piped.GroupBy(change => change.Path, change => change.Id))
            Attempt(() => Undo(file.Key, file));
    }

    private void Undo(string file, IEnumerable<int>? ids)
    {
        if (DirectoryContent.IsAddress(file))
            throw CoexException.ServerReadOnly(file);
        DirectoryFile.RefuseNsf(file);
        IReadOnlyList<JournalEntry> entries = Read();
        List<JournalEntry> changes = Pick(file, entries, ids);
        if (changes.Count == 0)
            return;
        var directory = new DirectorySnapshot(new DirectoryReader(this, fieldMap: null, isStrict: false).Read(file));
        ChangePlan undo = ChangeHistory.PlanUndo(directory, changes);
        if (Save(file, undo) && IsReturned)
            Return(file, undo, entries, Read());

        IReadOnlyList<JournalEntry> Read() => ChangeHistory.Read(file, WriteWarning, CancelToken);
    }

    private void Undo(DominoDirectory directory)
    {
        string server = directory.Path ?? directory.Name;
        IReadOnlyList<JournalEntry> entries = Read();
        List<JournalEntry> changes = Pick(server, entries, Id);
        if (changes.Count == 0)
            return;
        ChangePlan undo = ChangeHistory.PlanServerUndo(directory.State, changes, DateTimeOffset.UtcNow);
        if (Save(server, undo) && IsReturned)
            Return(server, undo, entries, Read());

        IReadOnlyList<JournalEntry> Read() =>
            ChangeHistory.Read(directory.State.Content, WriteWarning, new RestCall(WriteVerbose, CancelToken));
    }

    private bool IsReturned => PassThru && !NoJournal;

    // Returns the changes to undo. The user is told if there are none, and of those that are not in effect any more.
    private List<JournalEntry> Pick(string path, IReadOnlyList<JournalEntry> entries, IEnumerable<int>? ids)
    {
        IEnumerable<JournalEntry> picked =
            ids is not null ? [.. ids.Distinct().Select(EntryOf)]
            : Since is not null ? entries.Where(entry => entry.Time >= Since)
            : ParameterSetName == DirectorySet ? ChangeHistory.LastCommandInEffect(entries)
            : ChangeHistory.LastInEffect(entries) is { } last ? [last]
            : [];
        ILookup<bool, JournalEntry> byIsInFile = picked.ToLookup(entry => entry.IsInFile);
        if (byIsInFile[false].Any() && byIsInFile[true].Any())
        {
            string missing = ChangeHistory.Text(byIsInFile[false].Select(entry => entry.Id));
            WriteWarning($"'{path}' no longer contains these changes, so they were not undone: {missing}.");
        }
        if (!byIsInFile[true].Any())
            WarnNothing(path);
        return [.. byIsInFile[true]];

        JournalEntry EntryOf(int id) =>
            entries.FirstOrDefault(entry => entry.Id == id) ?? throw CoexException.ChangeNotFound(id, path);
    }

    // Returns whether the undo was saved.
    private bool Save(string path, ChangePlan undo)
    {
        if (undo.Saves.Count == 0) // A change and its undo.
        {
            WarnNothing(path);
            return false;
        }
        var execution = new PlanExecution(this, DateTimeOffset.UtcNow, Force, !NoJournal);
        string saves = string.Join(
            "; ", AccessChange.OfEach(undo).Select(one => ChangeHistory.DescribeUndo(one.Save, one.Access)));
        // One question for all: changes are undone whole.
        if (!execution.Ask($"Undo change {ChangeHistory.Text(undo.Undoes)} of '{path}': {saves}")
            || !execution.Accept(undo, undo.FindLostRequests(CancelToken)))
            return false;
        execution.Save(undo, CancelToken);
        return execution.IsWritten;
    }

    // Another command can have changed the file since.
    private void Return(
        string path, ChangePlan undo, IReadOnlyList<JournalEntry> before, IReadOnlyList<JournalEntry> after)
    {
        int last = before.Max(entry => entry.Id);
        IEnumerable<JournalEntry> made = after.Where(
            entry => entry.Id > last && entry.Undoes.Count > 0 && entry.Undoes.All(undo.Undoes.Contains));
        WriteObject(ChangeHistory.FieldsOf(path, made), enumerateCollection: true);
    }

    private void WarnNothing(string path) => WriteWarning($"There is nothing to undo in '{path}'.");
}
