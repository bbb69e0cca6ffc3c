using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;

namespace CoexTools.Tests.Changes;

/// <summary>What has changed in a file since Domino exported it, by its journal.</summary>
public sealed class DocumentHistoryTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    // The primary, A, stands first.
    public DocumentHistoryTests() =>
        _path = _folder.Write(
            DomainText.File(Document('A', 3), Document('B', 2), Document('C', 1) with { Domain = "Other" }));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_change_nothing_has_changed() => Assert.Empty(DocumentHistory.ChangedSinceExport(State));

    [Fact]
    public void Recorded_changes_are_found_and_those_that_were_undone_are_not()
    {
        Remove(document => document.UniversalId[0] is 'A' or 'B');
        Assert.Equal([0, 1], DocumentHistory.ChangedSinceExport(State).Order());
        Edit(document => document.UniversalId[0] == 'A');
        Assert.Equal([0, 1], DocumentHistory.ChangedSinceExport(State).Order());
        IReadOnlyList<JournalEntry> entries = ChangeHistory.Read(_path, _ => { }, CancellationToken.None);
        PlanWriter.Write(
            ChangeHistory.PlanUndo(State, entries), new WriteOptions(
                "Undo-DirectoryChange", Now), CancellationToken.None);
        Assert.Empty(DocumentHistory.ChangedSinceExport(State));
    }

    [Fact]
    public void A_file_that_was_exported_anew_has_not_changed()
    {
        Remove(_ => true);
        File.WriteAllText(_path, File.ReadAllText(_path).Replace(" sequence='8'", " sequence='9'"));
        Assert.Empty(DocumentHistory.ChangedSinceExport(State));
    }

    [Fact]
    public void A_journal_that_cannot_be_read_tells_nothing()
    {
        Remove(_ => true);
        File.WriteAllText(_path + ".journal", "nonsense\n");
        Assert.Empty(DocumentHistory.ChangedSinceExport(State));
    }

    [Fact]
    public void A_directory_in_memory_is_compared_with_what_was_imported()
    {
        var directory = new DominoDirectory(
            DirectoryImport.WithFrame(TemporaryFolder.Read(_path), CancellationToken.None));
        Assert.Empty(DocumentHistory.ChangedSinceExport(directory.State));
        PlanWriter.Write(
            ChangePlan.Make(
                directory.State, [ForeignDomainEdits.RemoveField(directory.State.Unordered[1], "DocumentAccess")],
                preserveOrder: true, Now),
            new WriteOptions("Test", Now), CancellationToken.None);
        Assert.Equal([0, 1], DocumentHistory.ChangedSinceExport(directory.State).Order());
    }

    private DirectorySnapshot State => TemporaryFolder.Snapshot(_path);

    private void Remove(Func<ForeignDomainDocument, bool> which) =>
        Change(which, document => ForeignDomainEdits.RemoveField(document, "DocumentAccess"));

    private void Edit(Func<ForeignDomainDocument, bool> which) =>
        Change(which, document => ForeignDomainEdits.EditForm(document, new FormFields()));

    private void Change(Func<ForeignDomainDocument, bool> which, Func<ForeignDomainDocument, PlannedEdit> edit)
    {
        DirectorySnapshot state = State;
        PlanWriter.Write(
            ChangePlan.Make(state, state.Unordered.Where(which).Select(edit), preserveOrder: false, Now),
            new WriteOptions("Test", Now),
            CancellationToken.None);
    }

    private static DomainText Document(char letter, int day) =>
        new()
        {
            Unid = new string(
            letter, 32),
            Modified = $"2025060{day}T000000,00+00",
            Server = $"CN=Domino{letter}/O=Acme"
        };
}
