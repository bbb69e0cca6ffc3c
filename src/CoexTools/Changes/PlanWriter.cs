using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;
using CoexTools.Sources.Rest;

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
        if (ServerAddress.IsServer(plan.Before.Content))
            return ServerPlanWriter.Write(plan, options, cancel);
        if (plan.Before.Content.Owner is { } owner)
        {
            DirectorySnapshot state = owner.Change(content => plan.For(content).After.Content);
            return plan.CarriedOut(state, plan.Saves);
        }
        if (plan.Before.Content.IsNsf)
            throw CoexException.NsfReadOnly(plan.Before.Path!);
        var log = new FileChangeLog(options, JournalDocument.Of(plan.Saves), plan.Undoes);
        var replace = new ReplaceOptions { OverwriteReadOnly = options.OverwriteReadOnly };
        return plan.CarriedOut(WriteFile(plan, replace, cancel, log), plan.Saves);
    }

    /// <summary>Writes all documents of a plan into its file, in one replacement.</summary>
    /// <returns>The state of the directory as it is then.</returns>
    /// <exception cref="CoexException">The file has changed, is locked, or cannot be written. It is
    /// unchanged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled. The file is
    /// unchanged.</exception>
    public static DirectorySnapshot WriteFile(
        ChangePlan plan, ReplaceOptions options, CancellationToken cancel, FileChangeLog? log = null)
    {
        if (plan.Before.Content.Source is not DxlLayout layout)
            throw new InvalidOperationException("Only a directory of a DXL file can be written.");
        try
        {
            using DxlUpdate update = DxlUpdate.Begin(
                layout, plan.Saves.Select(save => (save.Before.Document, save.After.Document)), options, cancel);
            log?.Repair(update.Target);
            update.Flush();
            log?.Announce(update.Before, update.After, update.Permissions);
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
            return new DirectorySnapshot(plan.After.Content with { Source = update.Layout });
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
        var log = new FileChangeLog(options with { KeepJournal = false }, [], []);
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
