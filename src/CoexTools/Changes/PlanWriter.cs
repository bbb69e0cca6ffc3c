using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Changes;

/// <summary>Carries plans out on a file, on a server, or on a directory in memory.</summary>
internal static class PlanWriter
{
    /// <summary>
    /// Carries out what was planned: on its file, on its server, or on the current state of its directory in memory.
    /// </summary>
    /// <returns>The plan, with the new state of the directory.</returns>
    /// <exception cref="CoexException">The plan could not be carried out. Nothing is changed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled. Nothing is changed, except
    /// on a server.</exception>
    public static ChangePlan Write(ChangePlan plan, WriteOptions options, CancellationToken cancel)
    {
        RequireWritable(plan.Before, isForServers: true);
        switch (plan.Before.Content.Kind)
        {
            case DirectoryKind.Server:
                return ServerPlanWriter.Write(plan, options, cancel);
            case DirectoryKind.Memory:
                return ChangeInMemory(plan, plan.Before.Content.Owner!);
        }
        var log = new FileChangeRecord(options, JournalDocument.Of(plan.Saves), plan.Undoes);
        var replace = new ReplaceOptions { Force = options.Force };
        return plan.CarriedOut(WriteFile(plan, replace, cancel, log), plan.Saves);
    }

    // The directory keeps its own field map.
    private static ChangePlan ChangeInMemory(ChangePlan plan, DominoDirectory owner)
    {
        ChangePlan made = plan;
        DirectorySnapshot state = owner.Change(content =>
        {
            made = plan.For(content);
            return made.After.Content with { FieldMap = content.FieldMap };
        });
        return made.CarriedOut(state.ReadWith(made.Before.Content.FieldMap), made.Saves);
    }

    /// <summary>Checks that a directory can be changed.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="isForServers">Specifies whether the documents of a server can be changed in this way.</param>
    /// <exception cref="CoexException">The directory is that of an NSF file or of a server.</exception>
    public static void RequireWritable(DirectorySnapshot directory, bool isForServers)
    {
        if (directory.Content.Kind == DirectoryKind.NsfFile)
            throw CoexException.NsfReadOnly(directory.Path!);
        if (directory.Content.Kind == DirectoryKind.Server && !isForServers)
            throw CoexException.ServerReadOnly(directory.Path!);
    }

    /// <summary>
    /// Writes all documents of a plan into its file, in one replacement. Tests call it with other ways to copy the
    /// file.
    /// </summary>
    /// <returns>The state of the directory as it is then.</returns>
    /// <exception cref="CoexException">The file has changed, is locked, or cannot be written. It is
    /// unchanged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled. The file is
    /// unchanged.</exception>
    public static DirectorySnapshot WriteFile(
        ChangePlan plan, ReplaceOptions options, CancellationToken cancel, FileChangeRecord? log = null)
    {
        if (plan.Before.Content.Origin is not DxlLayout layout)
            throw new InvalidOperationException("Only a directory of a DXL file can be written.");
        try
        {
            using DxlUpdate update = DxlUpdate.Begin(
                layout, plan.Saves.Select(save => (save.Before.Document, save.After.Document)), options, cancel);
            log?.Repair(update.Target);
            update.Flush();
            log?.Record(update.Before, update.After, update.Permissions);
            try
            {
                update.Commit();
            }
            catch
            {
                log?.Retract();
                throw;
            }
            update.FlushFolder();
            return new DirectorySnapshot(plan.After.Content with { Origin = update.Layout });
        }
        catch (Exception e) when (FileUpdate.ErrorOf(layout.Path, e) is { } error)
        {
            throw error;
        }
    }

    /// <summary>
    /// Writes a new DXL file, or replaces all of an existing one. The journal of the file does not record this, and is
    /// compared with the file before it.
    /// </summary>
    /// <param name="path">The full path. A symbolic link is followed and kept.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="options">The command.</param>
    /// <param name="replace">The options for replacing the file.</param>
    /// <param name="cancel">Cancels the command before the file is written. An existing file is then intact.</param>
    /// <exception cref="CoexException">The file is locked or cannot be written. An existing file is intact.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static void WriteExport(
        string path, Action<Stream> write, WriteOptions options, ReplaceOptions replace, CancellationToken cancel)
    {
        var log = new FileChangeRecord(options with { KeepJournal = false }, [], []);
        FileUpdate.Create(
            path,
            stream =>
            {
                write(stream);
                log.Repair(FilePlace.FinalTarget(path));
            },
            replace, cancel);
    }
}
