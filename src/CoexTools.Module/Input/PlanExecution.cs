using CoexTools.Access;
using CoexTools.Analysis;
using CoexTools.Changes;
using CoexTools.Model;

namespace CoexTools.Input;

/// <summary>A change that a command proposes.</summary>
/// <param name="Plan">Plans the change without the documents of the given keys, which the user refuses.</param>
/// <param name="Questions">What to ask the user before the plan is carried out.</param>
internal sealed record ProposedChange(Func<IReadOnlyCollection<int>, ChangePlan> Plan, Func<ChangePlan, IEnumerable<ChangeQuestion>> Questions)
{
    /// <summary>Writes what users should know about a plan that will be, or would be, carried out.</summary>
    public Action<ChangePlan> Announce { get; init; } = _ => { };

    /// <summary>The requests that a plan loses.</summary>
    public Func<ChangePlan, CancellationToken, IReadOnlyList<LostAnswer>> Lost { get; init; } = (plan, cancel) => plan.FindLostAnswers(cancel);

    /// <summary>Whether documents on a server can be changed in this way.</summary>
    public bool IsForServers { get; init; }

    /// <summary>
    /// Whether a plan is also refused if it loses a request only while something fails, unless the user insists. A
    /// request that succeeds with everything up is never lost without -Force (VD7).
    /// </summary>
    public bool RefusesLossInOutages { get; init; }

    /// <summary>A question for each document: what its save does.</summary>
    public static IEnumerable<ChangeQuestion> ForEachDocument(ChangePlan plan, Func<PlannedSave, AccessChange, string> describe)
    {
        var before = new AccessEvaluator(plan.Before);
        var after = new AccessEvaluator(plan.After);
        return plan.Saves.Select(save => new ChangeQuestion(
            describe(save, AccessChange.Of(save, before, after)),
            save.IsSavedAgain ? [] : [save.Before.Document.Key])); // What is saved again goes with the edits.
    }
}

/// <summary>What a user is asked, and what -WhatIf shows.</summary>
/// <param name="Text">What would be done.</param>
/// <param name="Keys">The documents that are left as they are if the answer is no.</param>
internal sealed record ChangeQuestion(string Text, IReadOnlyCollection<int> Keys);

/// <summary>What became of a proposed change.</summary>
/// <param name="Plan">The plan, without what the user refused.</param>
/// <param name="State">The directory as it is then; with -WhatIf, as it would be.</param>
/// <param name="IsWritten">Whether anything was changed.</param>
internal sealed record ExecutedChange(ChangePlan Plan, DirectorySnapshot State, bool IsWritten);

/// <summary>
/// Carries out the changes that commands propose: plans, asks for each document, looks for requests that would be lost, and writes. All documents
/// of a directory that one command changes are one plan.
/// </summary>
internal sealed class PlanExecution(CoexCommand command, DateTimeOffset now, bool force, bool keepJournal)
{
    private readonly WriteOptions _options = new(command.MyInvocation.MyCommand.Name, now)
    {
        OverwriteReadOnly = force,
        KeepJournal = keepJournal,
        Report = command.WriteWarning,
        Fail = command.WriteError,
        Log = command.WriteVerbose,
    };

    /// <summary>Carries a change out.</summary>
    /// <returns>What became of it; null, with an error for each domain, if requests would be lost that must not be.</returns>
    /// <exception cref="CoexException">The change could not be planned or written. Nothing is changed.</exception>
    public ExecutedChange? Run(ProposedChange change, CancellationToken cancel)
    {
        ChangePlan plan = change.Plan([]);
        if (plan.Before.Content is { IsNsf: true, Owner: null })
            throw CoexException.NsfReadOnly(plan.Before.Path!);
        bool isServer = ServerPlanWriter.IsServer(plan.Before.Content);
        if (isServer && !change.IsForServers)
            throw CoexException.ServerReadOnly(plan.Before.Path!);
        HashSet<int> refused = Ask(change.Questions(plan), out bool isWhatIf);
        if (refused.Count > 0)
            plan = change.Plan(refused);
        change.Announce(plan);
        IReadOnlyList<LostAnswer> lost = plan.Saves.Count > 0 ? change.Lost(plan, cancel) : [];
        if (!force && lost.Any(answer => change.RefusesLossInOutages || answer.IsWithEverythingUp)) // VD7
        {
            foreach (IGrouping<string, LostAnswer> domain in lost.GroupBy(answer => answer.Domain))
                command.WriteError(CoexException.AnswerLost(domain.Key, DirectoryScenario.NameOf(plan.Before), LostAnswerSummary.Of(domain)));
            return null;
        }
        command.WarnOfLostAnswers(lost);
        bool isWritten = plan.Saves.Count > 0 && !isWhatIf;
        if (isWritten && isServer)
        {
            ChangePlan done = ServerPlanWriter.Write(plan, _options, cancel);
            return new ExecutedChange(done, done.After, !ReferenceEquals(done.After, plan.Before));
        }
        return new ExecutedChange(plan, isWritten ? PlanWriter.Write(plan, _options, cancel) : plan.After, isWritten);
    }

    // Returns the documents that the user does not want changed.
    private HashSet<int> Ask(IEnumerable<ChangeQuestion> questions, out bool isWhatIf)
    {
        isWhatIf = false;
        var refused = new HashSet<int>();
        foreach (ChangeQuestion question in questions)
        {
            Consent consent = command.Ask(question.Text);
            isWhatIf |= consent == Consent.WhatIf;
            if (consent == Consent.No)
                refused.UnionWith(question.Keys);
        }
        return refused;
    }
}
