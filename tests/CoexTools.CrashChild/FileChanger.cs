using CoexTools.Changes;
using CoexTools.Dxl.Reading;
using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.CrashChild;

/// <summary>The ways to copy what stays of a file.</summary>
public enum CopyWay
{
    /// <summary>All bytes are read, and their hash proves that the file is the one that was read.</summary>
    Hashed,

    /// <summary>The identity of the file proves it; this process copies the bytes.</summary>
    Portable,

    /// <summary>The identity of the file proves it; the system copies the bytes.</summary>
    System,
}

/// <summary>Changes files as the cmdlets do, including the journal.</summary>
internal static class FileChanger
{
    public static DirectorySnapshot Read(string path) =>
        new(DxlReader.ReadDirectory(path, FieldMap.Default, problem => throw problem, CancellationToken.None));

    /// <summary>Returns the layout of the DXL file that a directory was read from.</summary>
    public static DxlLayout Layout(this DirectoryContent content) =>
        DxlLayout.Of(content) ?? throw new InvalidOperationException("The directory was not read from a DXL file.");

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
        DirectorySnapshot directory, IEnumerable<PlannedEdit> edits, Action<FileStep>? reaching = null, CopyWay way = CopyWay.Hashed,
        bool preserveOrder = false, bool force = false, bool trustsRecentFiles = true, DateTimeOffset? now = null, CancellationToken cancel = default)
    {
        DateTimeOffset time = now ?? DateTimeOffset.UtcNow;
        ChangePlan plan = ChangePlan.Make(directory, edits, preserveOrder, time);
        var journal = new ChangeJournal("Test", ChangeJournal.CurrentUser, ChangeJournal.Record(plan.Saves), time, undoes: [], _ => { });
        return PlanWriter.WriteFile(
            plan, Options(way, trustsRecentFiles) with { Log = journal, Reaching = reaching, OverwriteReadOnly = force }, cancel);
    }

    /// <summary>The options of a way.</summary>
    public static ReplaceOptions Options(CopyWay way, bool trustsRecentFiles = true) =>
        new() { UsesIdentity = way != CopyWay.Hashed, CopiesInSystem = way == CopyWay.System, TrustsRecentFiles = trustsRecentFiles };

    /// <summary>Undoes changes as one command.</summary>
    public static void Undo(string path, IReadOnlyList<JournalEntry> changes)
    {
        var directory = new DirectorySnapshot(DxlReader.ReadDirectory(path, FieldMap.Default, _ => { }, CancellationToken.None));
        PlanWriter.Write(
            ChangeHistory.PlanUndo(directory, changes), new WriteOptions("Undo-DirectoryChange", DateTimeOffset.UtcNow), CancellationToken.None);
    }
}
