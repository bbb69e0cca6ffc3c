using CoexTools.Changes;
using CoexTools.Model;

namespace CoexTools.Input;

/// <summary>Changes the documents that a command was given: all documents of one directory in one change.</summary>
/// <param name="command">The command.</param>
/// <param name="options">Its parameters.</param>
/// <param name="editOf">Returns what to do to a document; null if there is nothing to do.</param>
/// <param name="describe">Returns what a save does, for <c>-WhatIf</c> and <c>-Confirm</c>.</param>
internal sealed class DocumentChange(
    CoexCommand command, ChangeOptions options, Func<ForeignDomainDocument, PlannedEdit?> editOf,
    Func<PlannedSave, AccessChange, string> describe)
{
    /// <summary>Writes what users should know about a plan that will be, or would be, carried out.</summary>
    public Action<ChangePlan> Announce { get; init; } = _ => { };

    /// <inheritdoc cref="ProposedChange.IsForServers"/>
    public bool IsForServers { get; init; }

    /// <inheritdoc cref="ProposedChange.RefusesLossInOutages"/>
    public bool RefusesLossInOutages { get; init; }

    /// <summary>Returns the name of a document in messages: <c>'BTEx' (DominoB/Acme)</c>.</summary>
    public static string Named(ForeignDomainDocument document) =>
        $"'{document.Domain}' ({string.Join(", ", document.NamedServers)})";

    /// <summary>Changes the documents. After an error, it continues with the next directory.</summary>
    public void Run(GivenDocuments given)
    {
        foreach ((DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents) in given.ByDirectory())
        {
            if (documents.Count > 0)
                command.Attempt(() => Change(directory, documents));
        }
    }

    private void Change(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        List<PlannedEdit> edits = [.. documents.Select(editOf).OfType<PlannedEdit>()];
        var execution = new PlanExecution(command, now, options.Force, !options.NoJournal);
        ExecutedChange? done = execution.Run(
            new ProposedChange(
                refused => ChangePlan.Make(
                    directory, edits.Where(edit => !refused.Contains(edit.Document.Document.Key)),
                    options.PreserveOrder, now),
                plan => ProposedChange.ForEachDocument(plan, (save, access) =>
                    save.IsSavedAgain ? $"Save {Named(save.Before)} again, so that the order of priority stays"
                        : describe(save, access)))
            {
                Announce = plan =>
                {
                    WarnOfOrder(plan);
                    Announce(plan);
                },
                RefusesLossInOutages = RefusesLossInOutages,
                IsForServers = IsForServers,
            },
            command.CancelToken);
        if (done is null || !options.PassThru)
            return;
        HashSet<int> keys =
            [.. documents.Select(document => document.Document.Key),
                .. done.Plan.Saves.Select(save => save.Before.Document.Key)];
        command.WriteObject(
            done.State.InOrder(OrderBy.Modified)
                .Where(document => keys.Contains(document.Document.Key)), enumerateCollection: true);
    }

    private void WarnOfOrder(ChangePlan plan)
    {
        foreach (TurnedOrder turned in plan.Turned)
        {
            bool stays = turned.OldPrimary.Document.Key == turned.NewPrimary.Document.Key;
            command
                .WriteWarning($"The order of priority of '{turned.Domain}' changes, because newer documents are not "
                    + "part of the change. The primary "
                    + $"document {(stays ? "is still" : "was")} {Named(turned.OldPrimary)}"
                    + $"{(stays ? "" : $", and becomes {Named(turned.NewPrimary)}")}. To keep the order, use "
                    + "-PreserveOrder.");
        }
    }
}
