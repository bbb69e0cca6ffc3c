using CoexTools.Changes;
using CoexTools.Dxl.Reading;
using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.CrashChild;

/// <summary>Changes files as the cmdlets do, including the journal.</summary>
internal static class FileChanger
{
    public static DirectorySnapshot Read(string path) =>
        new(DxlReader.ReadDirectory(path, FieldMap.Default, problem => throw problem, CancellationToken.None));

    /// <summary>Returns edits that remove the field if every document has it, and otherwise restore it as the form does.</summary>
    public static List<PlannedEdit> Turn(DirectorySnapshot directory, Func<ForeignDomainDocument, bool>? which = null)
    {
        List<ForeignDomainDocument> documents = [.. directory.Unordered.Where(document => which is null || which(document))];
        return documents.All(document => document.HasDocumentAccess)
            ? [.. documents.Select(document => ForeignDomainEdits.RemoveField(document, ForeignDomainDocument.DocumentAccessName))]
            : [.. documents.Select(document => ForeignDomainEdits.EditForm(document, new FormFields()))];
    }

    /// <summary>Applies edits as one command.</summary>
    public static DirectorySnapshot Change(
        DirectorySnapshot directory, IEnumerable<PlannedEdit> edits, Action<FileStep>? reaching = null,
        bool preserveOrder = false, bool force = false, DateTimeOffset? now = null, CancellationToken cancel = default)
    {
        DateTimeOffset time = now ?? DateTimeOffset.UtcNow;
        ChangePlan plan = ChangePlan.Make(directory, edits, preserveOrder, time);
        var journal = new ChangeJournal("Test", ChangeJournal.CurrentUser, ChangeJournal.Record(plan.Saves), time, undoes: null, _ => { });
        return PlanWriter.WriteFile(plan, new ReplaceOptions { Log = journal, Reaching = reaching, OverwriteReadOnly = force }, cancel);
    }

    /// <summary>Undoes changes as one command.</summary>
    public static void Undo(string path, IReadOnlyList<JournalEntry> changes)
    {
        var directory = new DirectorySnapshot(DxlReader.ReadDirectory(path, FieldMap.Default, _ => { }, CancellationToken.None));
        PlanWriter.Write(ChangeHistory.PlanUndo(directory, changes), new WriteOptions("Undo-DirectoryChange", DateTimeOffset.UtcNow), CancellationToken.None);
    }
}
