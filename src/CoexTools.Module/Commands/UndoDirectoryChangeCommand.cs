using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Sources.Files;
using CoexTools.Sources.Rest;

namespace CoexTools.Commands;

/// <summary>Undoes changes of a file, as a new change: its documents get the very text that they had before.</summary>
[Cmdlet(VerbsCommon.Undo, "DirectoryChange", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(DirectoryChange))]
public sealed class UndoDirectoryChangeCommand : FileCommand
{
    private readonly List<(string Path, int Id)> _piped = [];

    /// <summary>Specifies changes that <c>Get-DirectoryChange</c> returned.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DocumentSet),
        ValidateNotNull, Rehydrated]
    public DirectoryChange[] InputObject { get; set; } = [];

    /// <summary>
    /// Specifies the ids of the changes. By default, the latest change that is in effect and is not itself an undo.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ChangeIdCompleter))]
    public int[]? Id { get; set; }

    /// <summary>Specifies all changes at this time or later.</summary>
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
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
        else
            ForEachFile(file => Undo(file, entries => Pick(file, entries)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (IGrouping<string, int> file in _piped.GroupBy(change => change.Path, change => change.Id))
            Attempt(() => Undo(file.Key, entries => WithIds(file.Key, entries, file.Distinct())));
    }

    private List<JournalEntry> Pick(string file, IReadOnlyList<JournalEntry> entries)
    {
        if (Id is not null)
            return WithIds(file, entries, Id.Distinct());
        if (Since is not null)
            return [.. entries.Where(entry => entry.Time >= Since)];
        return ChangeHistory.LastInEffect(entries) is { } last ? [last] : [];
    }

    private static List<JournalEntry> WithIds(string file, IReadOnlyList<JournalEntry> entries, IEnumerable<int> ids) =>
        [.. ids.Select(
            id => entries.FirstOrDefault(entry => entry.Id == id) ?? throw CoexException.ChangeNotFound(id, file))];

    private void Undo(string file, Func<IReadOnlyList<JournalEntry>, IReadOnlyList<JournalEntry>> pick)
    {
        if (ServerAddress.IsAddress(file))
            throw CoexException.ServerReadOnly(file);
        if (DirectoryFile.IsNsf(file))
            throw CoexException.NsfReadOnly(file);
        ILookup<bool, JournalEntry> picked =
            pick(ChangeHistory.Read(file, WriteWarning, CancelToken)).ToLookup(entry => entry.IsInFile);
        if (picked[false].Any() && picked[true].Any())
        {
            string ids = ChangeHistory.Text(picked[false].Select(entry => entry.Id));
            WriteWarning($"'{file}' no longer contains these changes, so they were not undone: {ids}.");
        }
        List<JournalEntry> changes = [.. picked[true]];
        if (changes.Count == 0)
        {
            WriteWarning($"There is nothing to undo in '{file}'.");
            return;
        }
        DirectoryContent content = DirectoryFile.Of(file).Read(Model.FieldMap.Default, WriteError, CancelToken);
        ChangePlan undo = ChangeHistory.PlanUndo(new DirectorySnapshot(content), changes);
        if (undo.Saves.Count == 0) // A change and its undo.
        {
            WriteWarning($"There is nothing to undo in '{file}'.");
            return;
        }
        var execution = new PlanExecution(this, DateTimeOffset.UtcNow, Force, !NoJournal);
        string saves = string.Join(
            "; ", AccessChange.OfEach(undo).Select(one => ChangeHistory.Describe(one.Save, one.Access)));
        // One question for all: changes are undone whole.
        if (!execution.Ask($"Undo change {ChangeHistory.Text(undo.Undoes)} of '{file}': {saves}")
            || !execution.Accept(undo, undo.FindLostAnswers(CancelToken)))
            return;
        execution.Save(undo, CancelToken);
        if (!execution.IsWritten)
            return;
        if (PassThru && !NoJournal)
        {
            // Another command can have changed the file since.
            IEnumerable<JournalEntry> entries = ChangeHistory.Read(file, WriteWarning, CancelToken)
                .Where(entry => entry.Undoes.SequenceEqual(undo.Undoes));
            WriteObject(ChangeHistory.Describe(file, [entries.Last()]), enumerateCollection: true);
        }
    }
}
