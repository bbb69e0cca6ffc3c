using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>Carries a plan out, on the file or the directory in memory that it was made for.</summary>
internal static class PlanWriter
{
    /// <summary>Carries out what was planned: on its file, or on the state that its directory in memory has by now.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">How to change a file; asked for only where there is one.</param>
    /// <param name="cancel">Ends the command before anything is changed.</param>
    /// <returns>The state of the directory as it is then.</returns>
    /// <exception cref="CoexException">It could not be carried out, and nothing is changed.</exception>
    public static DirectorySnapshot Write(ChangePlan plan, Func<ReplaceOptions> options, CancellationToken cancel) =>
        plan.Before.Content.Owner is { } owner
            ? owner.Change(content => plan.For(content).After.Content)
            : WriteFile(plan, options(), cancel);

    /// <summary>Writes all documents of a plan into its file, in one replacement.</summary>
    /// <returns>The state of the directory as it is then.</returns>
    /// <exception cref="CoexException">The file is another one by now, is locked, or cannot be written. It is as it was.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled. The file is as it was.</exception>
    public static DirectorySnapshot WriteFile(ChangePlan plan, ReplaceOptions options, CancellationToken cancel)
    {
        DirectoryContent content = plan.Before.Content;
        FileStamp stamp = DxlFile.Replace(
            content.Path!, content.Stamp!, plan.Saves.Select(save => new DocumentReplacement(save.Before.Document, save.After.Document.Text)), options, cancel);

        // The documents behind a change have moved.
        long moved = 0;
        var positions = new Dictionary<int, FilePosition>();
        foreach (DominoDocument document in plan.After.Content.Documents.OrderBy(document => document.Position!.Value.Offset))
        {
            long length = DxlEncoding.GetBytes(stamp.Encoding, document.Text).Length;
            positions[document.Key] = new FilePosition(document.Position!.Value.Offset + moved, length);
            moved += length - document.Position.Value.Length;
        }
        return new DirectorySnapshot(plan.After.Content with
        {
            Stamp = stamp,
            Documents = [.. plan.After.Content.Documents.Select(document => document.At(positions[document.Key]))],
        });
    }
}
