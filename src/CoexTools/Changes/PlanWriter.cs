using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Changes;

/// <summary>Carries plans out: the one way by which documents of a file or of a directory in memory change.</summary>
internal static class PlanWriter
{
    /// <summary>
    /// Carries out what was planned: on its file, or on the current state of its directory in memory.
    /// </summary>
    /// <returns>The new state of the directory.</returns>
    /// <exception cref="CoexException">The plan could not be carried out. Nothing is changed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled. Nothing is
    /// changed.</exception>
    public static DirectorySnapshot Write(ChangePlan plan, WriteOptions options, CancellationToken cancel)
    {
        if (plan.Before.Content.Owner is { } owner)
            return owner.Change(content => plan.For(content).After.Content);
        if (plan.Before.Content.IsNsf)
            throw CoexException.NsfReadOnly(plan.Before.Path!);
        var log = new FileChangeLog(options, JournalDocument.Of(plan.Saves), plan.Undoes);
        return WriteFile(plan, new ReplaceOptions { OverwriteReadOnly = options.OverwriteReadOnly, Log = log }, cancel);
    }

    /// <summary>Writes all documents of a plan into its file, in one replacement.</summary>
    /// <returns>The state of the directory as it is then.</returns>
    /// <exception cref="CoexException">The file has changed, is locked, or cannot be written. It is
    /// unchanged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled. The file is
    /// unchanged.</exception>
    public static DirectorySnapshot WriteFile(ChangePlan plan, ReplaceOptions options, CancellationToken cancel)
    {
        if (plan.Before.Content.Source is not DxlLayout layout)
            throw new InvalidOperationException("Only a directory of a DXL file can be written.");
        return new DirectorySnapshot(plan.After.Content with
        {
            Source = DxlFile.Replace(
                layout, plan.Saves.Select(
                    save => new DocumentReplacement(save.Before.Document, save.After.Document.Text)), options, cancel),
        });
    }
}
