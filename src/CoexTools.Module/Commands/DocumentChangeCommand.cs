using CoexTools.Changes;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>A command that changes Foreign Domain documents: all documents of one directory in one change.</summary>
public abstract class DocumentChangeCommand : DocumentSourceCommand
{
    private readonly List<ForeignDomainDocument> _given = [];

    /// <summary>Saves newer documents of the same domain again, so that the order of priority stays (ED4).</summary>
    [Parameter]
    public SwitchParameter PreserveOrder { get; set; }

    /// <summary>Returns the documents as they are afterwards; with -WhatIf, as they would be.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Changes a file that is marked as read-only too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the change out of the journal that is kept beside a file.</summary>
    [Parameter]
    public SwitchParameter NoJournal { get; set; }

    /// <summary>Whether a change that ends requests is refused without -Force.</summary>
    private protected virtual bool RefusesLoss => false;

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

    /// <summary>What to do to a document; null if there is nothing to do.</summary>
    private protected abstract PlannedEdit? EditOf(ForeignDomainDocument document);

    /// <summary>What a save does, for <c>-WhatIf</c> and <c>-Confirm</c>.</summary>
    private protected abstract string Describe(PlannedSave save, AccessChange access);

    /// <summary>Writes what users should know about a plan that will be, or would be, carried out.</summary>
    private protected virtual void Announce(ChangePlan plan)
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
        List<PlannedEdit> edits = [.. documents.Select(EditOf).OfType<PlannedEdit>()];
        var execution = new PlanExecution(this, now, Force, !NoJournal);
        ExecutedChange? done = execution.Run(
            new ProposedChange(
                refused => ChangePlan.Make(directory, edits.Where(edit => !refused.Contains(edit.Document.Document.Key)), PreserveOrder, now),
                plan => ProposedChange.ForEachDocument(plan, (save, access) =>
                    save.IsSavedAgain ? $"Save {Named(save.Before)} again, so that the order of priority stays" : Describe(save, access)))
            {
                Announce = plan =>
                {
                    WarnOfOrder(plan);
                    Announce(plan);
                },
                RefusesLoss = RefusesLoss,
            },
            CancelToken);
        if (done is null || !PassThru)
            return;
        HashSet<int> keys = [.. documents.Select(document => document.Document.Key), .. done.Plan.Saves.Select(save => save.Before.Document.Key)];
        WriteObject(done.State.InOrder(OrderBy.Modified).Where(document => keys.Contains(document.Document.Key)), enumerateCollection: true);
    }

    private void WarnOfOrder(ChangePlan plan)
    {
        foreach (TurnedOrder turned in plan.Turned)
        {
            bool stays = turned.OldPrimary.Document.Key == turned.NewPrimary.Document.Key;
            WriteWarning($"The order of priority of '{turned.Domain}' changes, because newer documents are not part of the change: "
                + $"the primary was {Named(turned.OldPrimary)}, and {(stays ? "stays" : $"becomes {Named(turned.NewPrimary)}")}. "
                + "-PreserveOrder keeps the order.");
        }
    }
}
