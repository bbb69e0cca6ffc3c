using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>How to carry a plan out.</summary>
/// <param name="Command">The command, for the journal.</param>
/// <param name="Now">The time of the change, for the journal.</param>
internal sealed record WriteOptions(string Command, DateTimeOffset Now)
{
    /// <summary>Whether a file that is marked as read-only may be changed.</summary>
    public bool OverwriteReadOnly { get; init; }

    /// <summary>Whether the change of a file is recorded in its journal.</summary>
    public bool KeepJournal { get; init; } = true;

    /// <summary>Receives what was repaired in the journal.</summary>
    public Action<string> Report { get; init; } = _ => { };
}

/// <summary>Carries plans out: the one way by which documents of a file or of a directory in memory change.</summary>
internal static class PlanWriter
{
    /// <summary>Carries out what was planned: on its file, or on the current state of its directory in memory.</summary>
    /// <returns>The new state of the directory.</returns>
    /// <exception cref="CoexException">The plan could not be carried out. Nothing is changed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled. Nothing is changed.</exception>
    public static DirectorySnapshot Write(ChangePlan plan, WriteOptions options, CancellationToken cancel)
    {
        if (plan.Before.Content.Owner is { } owner)
            return owner.Change(content => plan.For(content).After.Content);
        if (plan.Before.Content.IsNsf)
            throw CoexException.NsfReadOnly(plan.Before.Path!);
        IChangeLog? log = options.KeepJournal
            ? new ChangeJournal(
                options.Command, ChangeJournal.CurrentUser, ChangeJournal.Record(plan.Saves), options.Now, plan.Undoes, options.Report)
            : null;
        return WriteFile(plan, new ReplaceOptions { OverwriteReadOnly = options.OverwriteReadOnly, Log = log }, cancel);
    }

    /// <summary>Writes all documents of a plan into its file, in one replacement.</summary>
    /// <returns>The state of the directory as it is then.</returns>
    /// <exception cref="CoexException">The file has changed, is locked, or cannot be written. It is unchanged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled. The file is unchanged.</exception>
    public static DirectorySnapshot WriteFile(ChangePlan plan, ReplaceOptions options, CancellationToken cancel)
    {
        DirectoryContent content = plan.Before.Content;
        FileStamp stamp = DxlFile.Replace(
            content.Path!, content.Stamp!, plan.Saves.Select(save => new DocumentReplacement(save.Before.Document, save.After.Document.Text)),
            options, cancel);

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
            Outline = content.Outline! with
            {
                AccessControlListStart = Moved(content.Outline.AccessControlListStart),
                End = Moved(content.Outline.End),
            },
            Documents = [.. plan.After.Content.Documents.Select(document => document.At(positions[document.Key]))],
        });

        long Moved(long offset) => offset + content.Documents.Where(document => document.Position!.Value.Offset < offset)
            .Sum(document => positions[document.Key].Length - document.Position!.Value.Length);
    }
}
