using CoexTools.Access;
using CoexTools.Analysis;
using CoexTools.Changes;

namespace CoexTools.Input;

/// <summary>A change that a command proposes.</summary>
/// <param name="Plan">Plans the change without the documents of the given keys, which the user refuses.</param>
/// <param name="Questions">Specifies what to ask the user before the plan is carried out.</param>
internal sealed record ProposedChange(
    Func<IReadOnlyCollection<int>, ChangePlan> Plan, Func<ChangePlan, IEnumerable<ChangeQuestion>> Questions)
{
    /// <summary>Writes what users should know about a plan that will be, or would be, carried out.</summary>
    public Action<ChangePlan> Announce { get; init; } = _ => { };

    /// <summary>Gets the requests that a plan loses.</summary>
    public Func<ChangePlan, CancellationToken, IReadOnlyList<LostAnswer>> Lost { get; init; } =
        (plan, cancel) => plan.FindLostAnswers(cancel);

    /// <summary>Specifies whether documents on a server can be changed in this way.</summary>
    public bool IsForServers { get; init; }

    /// <summary>
    /// Specifies whether a plan is also refused if it loses a request only while something fails, unless the user
    /// insists. A request that succeeds with everything up is never lost without -Force (VD7).
    /// </summary>
    public bool RefusesLossInOutages { get; init; }

    /// <summary>Returns a question for each document: what its save does.</summary>
    public static IEnumerable<ChangeQuestion> ForEachDocument(
        ChangePlan plan, Func<PlannedSave, AccessChange, string> describe)
    {
        var before = new AccessEvaluator(plan.Before);
        var after = new AccessEvaluator(plan.After);
        return plan.Saves.Select(save => new ChangeQuestion(
            describe(save, AccessChange.Of(save, before, after)),
            save.IsSavedAgain ? [] : [save.Before.Document.Key])); // What is saved again goes with the edits.
    }
}
