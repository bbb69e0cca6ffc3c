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

    /// <summary>Specifies whether documents on a server can be changed in this way.</summary>
    public bool IsForServers { get; init; }

    /// <summary>Specifies whether a plan is also refused if it loses a request only while something fails.</summary>
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
        var execution = new PlanExecution(command, now, options.Force, !options.NoJournal);
        List<PlannedEdit> edits = [.. documents.Select(editOf).OfType<PlannedEdit>()];
        ChangePlan plan = ChangePlan.Make(directory, edits, options.PreserveOrder, now);
        PlanExecution.RequireWritable(plan.Before, IsForServers);
        while (!execution.Ask(plan, Describe))
        {
            edits.RemoveAll(edit => execution.Refused.Contains(edit.Document.Document.Key)
                || execution.RefusesDomain(edit.Document.Domain));
            plan = ChangePlan.Make(directory, edits, options.PreserveOrder, now);
        }
        WarnOfOrder(plan);
        Announce(plan);
        if (!execution.Accept(plan, plan.FindLostAnswers(command.CancelToken), RefusesLossInOutages))
            return;
        ChangePlan done = execution.Save(plan, command.CancelToken);
        if (options.PassThru)
            Return(done, documents);
    }

    private string Describe(PlannedSave save, AccessChange access) => save.IsSavedAgain
        ? $"Save {Named(save.Before)} again to keep the order of priority"
        : describe(save, access);

    private void Return(ChangePlan done, IEnumerable<ForeignDomainDocument> documents)
    {
        HashSet<int> keys =
            [.. documents.Select(document => document.Document.Key),
                .. done.Saves.Select(save => save.Before.Document.Key)];
        command.WriteObject(
            done.After.InOrder(OrderBy.Modified)
                .Where(document => keys.Contains(document.Document.Key)), enumerateCollection: true);
    }

    private static string NameIn(PriorityChange change, ForeignDomainDocument document) =>
        change.NameOf(document, Named(document));

    private void WarnOfOrder(ChangePlan plan)
    {
        foreach (PriorityChange change in plan.PriorityChanges)
        {
            bool stays = change.OldPrimary.Document.Key == change.NewPrimary.Document.Key;
            command
                .WriteWarning($"The order of priority of '{change.Domain}' changes, because newer documents are not "
                    + "part of the change. The primary document "
                    + (stays ? $"remains {NameIn(change, change.OldPrimary)}"
                        : $"changes from {NameIn(change, change.OldPrimary)} to {NameIn(change, change.NewPrimary)}")
                    + ". To keep the order, use -PreserveOrder.");
        }
    }
}
