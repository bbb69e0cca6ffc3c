using CoexTools.Analysis;
using CoexTools.Changes;
using CoexTools.Model;

namespace CoexTools.Work;

/// <summary>
/// Carries out a plan of a command: asks about each document, refuses lost requests, and saves. All documents
/// of a directory that one command changes are one plan.
/// </summary>
internal sealed class PlanExecution(CoexCommand command, DateTimeOffset now, bool force, bool keepJournal)
{
    private readonly HashSet<int> _refused = [];
    private readonly HashSet<string> _refusedDomains = new(DomainName.Comparer);
    private readonly HashSet<(int Key, bool IsAgain)> _asked = [];
    private bool _isWhatIf;

    /// <summary>Gets the keys of the documents that the user does not want to edit.</summary>
    public IReadOnlyCollection<int> Refused => _refused;

    /// <summary>
    /// Gets the domains whose documents the user does not want to change: without another save of a document, their
    /// order of priority would change.
    /// </summary>
    public IReadOnlyCollection<string> RefusedDomains => _refusedDomains;

    /// <summary>Gets whether <see cref="Save"/> has changed anything.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Asks about each save of a plan about which the user was not asked yet.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="describe">Returns the text about a save.</param>
    /// <returns>
    /// False if the user refused a save. A new plan without <see cref="Refused"/> and <see cref="RefusedDomains"/>
    /// takes the place of this one, and can contain other saves to ask about.
    /// </returns>
    public bool Ask(ChangePlan plan, Func<PlannedSave, AccessChange, string> describe)
    {
        bool isAccepted = true;
        foreach ((PlannedSave save, AccessChange access) in AccessChange.OfEach(plan))
        {
            if (!_asked.Add((save.Before.Key, save.IsSavedAgain)) || Ask(describe(save, access)))
                continue;
            isAccepted = false;
            if (!save.IsSavedAgain)
            {
                _refused.Add(save.Before.Key);
            }
            else if (_refusedDomains.Add(save.Before.Domain))
            {
                command.WriteWarning($"No document of '{save.Before.Domain}' is changed, because the order of priority "
                    + $"would change if {save.Before} is not saved again.");
            }
        }
        return isAccepted;
    }

    /// <summary>Asks a question about saves that belong together.</summary>
    /// <returns>True if the user agrees, or would be asked without <c>-WhatIf</c>.</returns>
    public bool Ask(string text)
    {
        Consent consent = command.Ask(text);
        _isWhatIf |= consent == Consent.WhatIf;
        return consent != Consent.No;
    }

    /// <summary>
    /// Returns whether a plan can be carried out, although it loses requests. Writes an error for each domain if not,
    /// and warnings otherwise. A request that succeeds with everything up is never lost without -Force (VD7).
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="lost">The requests that it loses.</param>
    /// <param name="refusesLossInOutages">
    /// Specifies whether a plan is also refused if it loses a request only while something fails.
    /// </param>
    public bool Accept(ChangePlan plan, IReadOnlyList<ChangedRequest> lost, bool refusesLossInOutages = false)
    {
        if (force || !lost.Any(request => refusesLossInOutages || request.IsWithEverythingUp)) // VD7
        {
            command.WarnOfLostRequests(lost);
            return true;
        }
        foreach (IGrouping<string, ChangedRequest> domain in lost.GroupBy(request => request.Domain))
        {
            command.WriteError(
                LostRequestSummary.Refusal(domain.Key, plan.Before.DisplayName, [.. domain]));
        }
        return false;
    }

    /// <summary>Writes documents as a plan leaves them, in order of priority, to the pipeline.</summary>
    /// <param name="done">The plan.</param>
    /// <param name="others">Documents to write in addition to those that the plan saves.</param>
    public void Return(ChangePlan done, IEnumerable<ForeignDomainDocument>? others = null)
    {
        HashSet<int> keys =
            [.. done.Saves.Select(save => save.Before).Concat(others ?? []).Select(document => document.Key)];
        command.WriteObject(
            done.After.InOrder(OrderBy.Modified)
                .Where(document => keys.Contains(document.Key)), enumerateCollection: true);
    }

    /// <summary>Saves the documents of a plan.</summary>
    /// <returns>The plan, with the directory as it is then. With <c>-WhatIf</c>, the plan.</returns>
    /// <exception cref="CoexException">The plan could not be carried out. Nothing is changed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public ChangePlan Save(ChangePlan plan, CancellationToken cancel)
    {
        if (plan.Saves.Count == 0 || _isWhatIf)
            return plan;
        var options = new WriteOptions(command.MyInvocation.MyCommand.Name, now)
        {
            Force = force,
            KeepJournal = keepJournal,
            Warn = command.WriteWarning,
            Fail = command.WriteError,
            Log = command.WriteVerbose,
        };
        ChangePlan done = PlanWriter.Write(plan, options, cancel);
        // A server can refuse all changes.
        IsWritten = !done.After.Content.Documents.SequenceEqual(done.Before.Content.Documents);
        return done;
    }
}
