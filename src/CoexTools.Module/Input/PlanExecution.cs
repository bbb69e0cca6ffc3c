using CoexTools.Analysis;
using CoexTools.Changes;

namespace CoexTools.Input;

/// <summary>
/// Carries out the changes that commands propose: plans, asks for each document, looks for requests that would be lost,
/// and writes. All documents of a directory that one command changes are one plan.
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
    /// <returns>What became of it; null, with an error for each domain, if requests would be lost that must not
    /// be.</returns>
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
                command.WriteError(
                    CoexException.AnswerLost(
                        domain.Key, DirectoryScenario.NameOf(plan.Before), LostAnswerSummary.Of(domain)));
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
