using CoexTools.Analysis;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Sources.Rest;

namespace CoexTools.Input;

/// <summary>
/// Carries out a plan of a command: asks about each document, proves that no request is lost, and saves. All documents
/// of a directory that one command changes are one plan.
/// </summary>
internal sealed class PlanExecution(CoexCommand command, DateTimeOffset now, bool force, bool keepJournal)
{
    private readonly HashSet<int> _refused = [];
    private bool _isWhatIf;

    /// <summary>The keys of the documents that the user does not want to change.</summary>
    public IReadOnlyCollection<int> Refused => _refused;

    /// <summary>Gets whether <see cref="Save"/> has changed anything.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Checks that commands can change the documents of a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="isForServers">Specifies whether the command can change documents on a server.</param>
    /// <exception cref="CoexException">The directory is that of an NSF file or of a server.</exception>
    public static void RequireWritable(DirectorySnapshot directory, bool isForServers)
    {
        if (directory.Content is { IsNsf: true, Owner: null })
            throw CoexException.NsfReadOnly(directory.Path!);
        if (!isForServers && ServerAddress.IsServer(directory.Content))
            throw CoexException.ServerReadOnly(directory.Path!);
    }

    /// <summary>Asks about a save of a plan.</summary>
    /// <returns>True if the user agrees, or would be asked without <c>-WhatIf</c>.</returns>
    public bool Ask(PlannedSave save, string text) =>
        Ask(save.IsSavedAgain ? [] : [save], text); // What is saved again goes with the edits.

    /// <summary>Asks about saves of a plan that belong together.</summary>
    /// <inheritdoc cref="Ask(PlannedSave, string)"/>
    public bool Ask(IEnumerable<PlannedSave> saves, string text)
    {
        Consent consent = command.Ask(text);
        _isWhatIf |= consent == Consent.WhatIf;
        if (consent == Consent.No)
            _refused.UnionWith(saves.Select(save => save.Before.Document.Key));
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
    public bool Prove(ChangePlan plan, IReadOnlyList<ChangedAnswer> lost, bool refusesLossInOutages = false)
    {
        if (force || !lost.Any(answer => refusesLossInOutages || answer.IsWithEverythingUp)) // VD7
        {
            command.WarnOfLostAnswers(lost);
            return true;
        }
        foreach (IGrouping<string, ChangedAnswer> domain in lost.GroupBy(answer => answer.Domain))
        {
            command.WriteError(
                LostAnswerSummary.Refusal(domain.Key, DirectoryScenario.NameOf(plan.Before), [.. domain]));
        }
        return false;
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
            OverwriteReadOnly = force,
            KeepJournal = keepJournal,
            Report = command.WriteWarning,
            Fail = command.WriteError,
            Log = command.WriteVerbose,
        };
        ChangePlan done = PlanWriter.Write(plan, options, cancel);
        IsWritten = !ReferenceEquals(done.After, plan.Before); // A server can refuse all changes.
        return done;
    }
}
