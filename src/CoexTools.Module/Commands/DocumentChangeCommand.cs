using CoexTools.Access;
using CoexTools.Changes;
using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>A command that changes Foreign Domain documents: all documents of one directory in one change.</summary>
public abstract class DocumentChangeCommand : DocumentSourceCommand
{
    private readonly List<ForeignDomainDocument> _given = [];

    /// <summary>Saves newer documents of the same domain again, so that the order of priority stays (ED4).</summary>
    [Parameter]
    public SwitchParameter PreserveOrder { get; set; }

    /// <summary>Gives the documents as they are afterwards; with -WhatIf, as they would be.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Changes a file that is marked as read-only too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the change out of the journal that is kept beside a file.</summary>
    [Parameter]
    public SwitchParameter NoJournal { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        // All documents of a file go into one replacement. Those that were read from another state of it fail, as they must.
        foreach (IGrouping<object, ForeignDomainDocument> directory in _given.GroupBy(document =>
            (object?)document.Directory.Content.Owner ?? (document.Directory.Path, document.Directory.Content.Stamp)))
        {
            Attempt(() => Change(directory.First().Directory, [.. directory]));
        }
    }

    /// <summary>What to do to a document; null where there is nothing to do.</summary>
    private protected abstract DocumentEdit? EditOf(ForeignDomainDocument document);

    /// <summary>What a save does, for <c>-WhatIf</c> and <c>-Confirm</c>.</summary>
    private protected abstract string Describe(PlannedSave save, AccessChange access);

    /// <summary>Says what users should know about a save that will be, or would be, carried out.</summary>
    private protected virtual void Announce(PlannedSave save)
    {
    }

    /// <summary>A document as people name it: <c>'BTEx' (DominoB/Acme)</c>.</summary>
    private protected static string Named(ForeignDomainDocument document) => $"'{document.Domain}' ({string.Join(", ", document.NamedServers)})";

    /// <inheritdoc/>
    private protected sealed override void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents) =>
        _given.AddRange(Select(documents, Domain, NameOf(directory)));

    private void Change(DirectorySnapshot given, List<ForeignDomainDocument> documents)
    {
        DirectorySnapshot directory = given.Content.Owner?.State ?? given;
        DateTimeOffset now = DateTimeOffset.UtcNow;
        List<DocumentEdit> edits = [.. documents.Select(EditOf).OfType<DocumentEdit>()];
        ChangePlan plan = ChangePlan.Make(directory, edits, PreserveOrder, now);

        HashSet<int> refused = Ask(plan, out bool isWhatIf);
        if (edits.RemoveAll(edit => refused.Contains(edit.Document.Document.Key)) > 0)
            plan = ChangePlan.Make(directory, edits, PreserveOrder, now);
        foreach (TurnedOrder turned in plan.Turned)
        {
            WriteWarning($"The order of priority of '{turned.Domain}' turns, because newer documents are not part of the change: the primary was {Named(turned.OldPrimary)}, "
                + $"and {(turned.OldPrimary.Document.Key == turned.NewPrimary.Document.Key ? "stays" : $"becomes {Named(turned.NewPrimary)}")}. -PreserveOrder keeps the order.");
        }

        foreach (PlannedSave save in plan.Saves)
            Announce(save);

        DirectorySnapshot result = plan.After;
        if (!isWhatIf && plan.Saves.Count > 0)
            result = PlanWriter.Write(plan, () => Options(plan, now), CancelToken);
        if (PassThru)
        {
            HashSet<int> keys = [.. documents.Select(document => document.Document.Key), .. plan.Saves.Select(save => save.Before.Document.Key)];
            WriteObject(result.InOrder(OrderBy.Modified).Where(document => keys.Contains(document.Document.Key)), enumerateCollection: true);
        }
    }

    private ReplaceOptions Options(ChangePlan plan, DateTimeOffset now) => new()
    {
        OverwriteReadOnly = Force,
        Log = NoJournal ? null : new ChangeJournal(MyInvocation.MyCommand.Name, ChangeJournal.CurrentUser, ChangeJournal.Record(plan.Saves), now, undoes: null, WriteWarning),
    };

    // Asks for each document, and gives those that the user does not want changed.
    private HashSet<int> Ask(ChangePlan plan, out bool isWhatIf)
    {
        isWhatIf = false;
        var refused = new HashSet<int>();
        var before = new AccessEvaluator(plan.Before);
        var after = new AccessEvaluator(plan.After);
        foreach (PlannedSave save in plan.Saves)
        {
            string text = save.IsSavedAgain ? $"Save {Named(save.Before)} again, so that the order of priority stays" : Describe(save, AccessChange.Of(save, before, after));
            if (ShouldProcess(text, text + "?", "Confirm", out ShouldProcessReason reason))
                continue;
            if (reason == ShouldProcessReason.WhatIf)
                isWhatIf = true;
            else if (!save.IsSavedAgain)
                refused.Add(save.Before.Document.Key);
        }
        return refused;
    }
}
