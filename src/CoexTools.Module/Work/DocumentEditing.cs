using CoexTools.Changes;
using CoexTools.Input;
using CoexTools.Model;

namespace CoexTools.Work;

/// <summary>Edits the documents that a command was given: all documents of one directory in one change.</summary>
/// <param name="command">The command.</param>
/// <param name="options">Its parameters.</param>
/// <param name="editOf">Returns what to do to a document; null if there is nothing to do.</param>
/// <param name="describe">Returns what a save does, for <c>-WhatIf</c> and <c>-Confirm</c>.</param>
internal sealed class DocumentEditing(
    CoexCommand command, ChangeOptions options, Func<ForeignDomainDocument, PlannedEdit?> editOf,
    Func<PlannedSave, AccessChange, string> describe)
{
    /// <summary>Writes what users should know about a plan that will be, or would be, carried out.</summary>
    public Action<ChangePlan> WarnAbout { get; init; } = _ => { };

    /// <summary>Specifies whether documents on a server can be changed in this way.</summary>
    public bool IsForServers { get; init; }

    /// <summary>Specifies whether a plan is also refused if it loses a request only while something fails.</summary>
    public bool RefusesLossInOutages { get; init; }

    /// <summary>Edits the documents. After an error, it continues with the next directory.</summary>
    public void Run(GivenDocuments given)
    {
        foreach (DirectoryDocuments one in given.ByDirectory().Where(one => one.Documents.Count > 0))
            command.Attempt(() => Change(one.Directory, one.Documents));
    }

    private void Change(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        PlanWriter.RequireWritable(directory, IsForServers);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var execution = new PlanExecution(command, now, options.Force, !options.NoJournal);
        List<PlannedEdit> edits = [.. documents.Select(editOf).OfType<PlannedEdit>()];
        ChangePlan plan = Plan();
        while (!execution.Ask(plan, Describe))
        {
            edits.RemoveAll(edit => execution.Refused.Contains(edit.Document.Key)
                || execution.RefusedDomains.Contains(edit.Document.Domain, DomainName.Comparer)); // NM4
            plan = Plan();
        }
        WarnOfOrder(plan);
        WarnAbout(plan);
        if (!execution.Accept(plan, plan.FindLostRequests(command.CancelToken), RefusesLossInOutages))
            return;
        ChangePlan done = execution.Save(plan, command.CancelToken);
        if (options.PassThru)
            execution.Return(done, documents);

        ChangePlan Plan() => ChangePlan.Make(directory, edits, options.PreserveOrder, now).ForPresentState();
    }

    private string Describe(PlannedSave save, AccessChange access) => save.IsSavedAgain
        ? $"Save {save.Before} again to keep the order of priority"
        : describe(save, access);

    private void WarnOfOrder(ChangePlan plan)
    {
        foreach (PriorityChange change in plan.PriorityChanges)
        {
            bool stays = change.OldPrimary.Key == change.NewPrimary.Key;
            command.WriteWarning(
                $"The order of priority of '{change.Domain}' changes, because newer documents are not "
                    + "part of the change. The primary document "
                    + (stays ? $"remains {change.NameOf(change.OldPrimary)}"
                        : $"changes from {change.NameOf(change.OldPrimary)} to {change.NameOf(change.NewPrimary)}")
                    + ". To keep the order, use -PreserveOrder.");
        }
    }
}
