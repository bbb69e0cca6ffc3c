using CoexTools.Audit.Repair;
using CoexTools.Changes;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Dxl.Storage;

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

/// <summary>What the commands do to a file.</summary>
public enum ChangeKind
{
    /// <summary>Removes the field that protects documents; restores it if it was removed.</summary>
    Turn,

    /// <summary>Writes the readers of documents.</summary>
    Protect,

    /// <summary>Writes a field of the form, with another value each time.</summary>
    Edit,

    /// <summary>Repairs what the audit finds.</summary>
    Repair,

    /// <summary>Undoes the last change in effect.</summary>
    Undo,

    /// <summary>Exports the directory to another file, which it replaces.</summary>
    Export,

    /// <summary>Exports the directory over the file itself.</summary>
    Overwrite,
}

/// <summary>Changes files as the cmdlets do, including the journal.</summary>
internal static class FileChanger
{
    public static DirectorySnapshot Read(string path) =>
        new(new DxlReader(path).Read(FieldMap.Default, problem => throw problem, CancellationToken.None));

    /// <summary>Returns the layout of the DXL file that a directory was read from.</summary>
    public static DxlLayout Layout(this DirectoryContent content) =>
        DxlLayout.Of(content) ?? throw new InvalidOperationException("The directory was not read from a DXL file.");

    /// <summary>
    /// Returns edits that remove the field if every document has it, and otherwise restore it as the form does.
    /// </summary>
    public static List<PlannedEdit> Turn(DirectorySnapshot directory, Func<ForeignDomainDocument, bool>? which = null)
    {
        List<ForeignDomainDocument> documents =
            [.. directory.Unordered.Where(document => which is null || which(document))];
        return documents.All(document => document.HasDocumentAccess)
            ? [
                .. documents.Select(
                    document => ForeignDomainEdits.RemoveField(document, ForeignDomainDocument.DocumentAccessName))]
            : [.. documents.Select(document => ForeignDomainEdits.EditForm(document, new FormFields()))];
    }

    /// <summary>The file that an export writes.</summary>
    public static string ExportPath(string path) => path + ".export";

    /// <summary>Does what a command does to a file.</summary>
    /// <returns>The new state; null if there was nothing to do, or if the command wrote another file.</returns>
    public static DirectorySnapshot? Do(
        ChangeKind kind, string path, DirectorySnapshot directory, Action<FileStep>? reaching = null,
        CopyWay way = CopyWay.Hashed, Action<string, string, string>? replaceFile = null)
    {
        if (kind is ChangeKind.Export or ChangeKind.Overwrite)
        {
            DirectoryContent complete = DirectoryImport.WithFrame(directory.Content, CancellationToken.None);
            PlanWriter.WriteExport(
                kind == ChangeKind.Export ? ExportPath(path) : path,
                stream => DirectoryExport.Write(new DirectorySnapshot(complete), stream, CancellationToken.None),
                new WriteOptions($"{kind}", DateTimeOffset.UtcNow),
                Options(way) with
                {
                    Force = true,
                    Reaching = reaching,
                    ReplaceFile = replaceFile,
                },
                CancellationToken.None);
            return null;
        }
        DateTimeOffset now = DateTimeOffset.UtcNow;
        ChangePlan? plan = kind switch
        {
            ChangeKind.Turn => ChangePlan.Make(directory, Turn(directory), preserveOrder: false, now),
            ChangeKind.Protect => ChangePlan.Make(
                directory,
                directory.Unordered.Select(document => ForeignDomainEdits.SetReaders(
                    document, [now.Ticks % 2 == 0 ? "Servers Only" : "CN=App1/O=Acme"], append: false,
                    removeDocumentAccess: true)),
                preserveOrder: true, now),
            ChangeKind.Edit => ChangePlan.Make(
                directory,
                directory.Unordered.Select(
                    document => ForeignDomainEdits.EditForm(
                        document, new FormFields(MailFile: $"mail{now.Ticks}.box"))),
                preserveOrder: false, now),
            ChangeKind.Repair => RepairPlan.Make(
                directory,
                new RepairOptions
                {
                    Now = now,
                    MayLose = true,
                    ServerGroups = ["Servers Only"],
                    AdminGroups = [
                    "LocalDomainAdmins"]
                },
                CancellationToken.None).Change,
            _ => ChangeHistory.LastInEffect(ChangeHistory.Read(path, _ => { }, CancellationToken.None)) is { } last
                ? ChangeHistory.PlanUndo(directory, [last])
                : null,
        };
        return plan is null || plan.Saves.Count == 0
            ? null : Change(plan, new WriteOptions($"{kind}", now), Options(way) with
            {
                Reaching = reaching,
                ReplaceFile = replaceFile,
            }, CancellationToken.None);
    }

    /// <summary>Applies edits as one command.</summary>
    public static DirectorySnapshot Change(
        DirectorySnapshot directory, IEnumerable<PlannedEdit> edits, Action<FileStep>? reaching = null,
        CopyWay way = CopyWay.Hashed,
        bool preserveOrder = false, bool force = false, bool trustsRecentFiles = true, DateTimeOffset? now = null,
        Action<string, string, string>? replaceFile = null, bool journal = true, Action<string>? report = null,
        CancellationToken cancel = default)
    {
        DateTimeOffset time = now ?? DateTimeOffset.UtcNow;
        var options = new WriteOptions("Test", time) { KeepJournal = journal, Warn = report ?? (_ => { }) };
        return Change(
            ChangePlan.Make(directory, edits, preserveOrder, time), options, Options(way, trustsRecentFiles) with
            {
                Reaching = reaching,
                Force = force,
                ReplaceFile = replaceFile,
            }, cancel);
    }

    private static DirectorySnapshot Change(
        ChangePlan plan, WriteOptions options, ReplaceOptions ways, CancellationToken cancel) =>
            PlanWriter.WriteFile(
                plan, ways, cancel, new FileChangeRecord(options, JournalDocument.Of(plan.Saves), plan.Undoes));

    /// <summary>Replaces a file in the steps of Windows.</summary>
    public static void ReplaceInSteps(string temporary, string target, string backup)
    {
        File.Move(target, backup, overwrite: true);
        File.Move(temporary, target, overwrite: true);
    }

    /// <summary>The options of a way.</summary>
    public static ReplaceOptions Options(CopyWay way, bool trustsRecentFiles = true) =>
        new()
        {
            UsesIdentity = way != CopyWay.Hashed,
            CopiesInSystem = way == CopyWay.System,
            TrustsRecentFiles =
            trustsRecentFiles
        };

    /// <summary>Undoes changes as one command.</summary>
    public static void Undo(string path, IReadOnlyList<JournalEntry> changes)
    {
        var directory = new DirectorySnapshot(
            new DxlReader(path).Read(FieldMap.Default, _ => { }, CancellationToken.None));
        PlanWriter.Write(
            ChangeHistory.PlanUndo(directory, changes), new WriteOptions(
                "Undo-DirectoryChange", DateTimeOffset.UtcNow), CancellationToken.None);
    }
}
