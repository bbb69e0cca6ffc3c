using CoexTools.Scheduling;

namespace CoexTools.Completion;

/// <summary>Completes the names of the schedules that were set up on this machine: with -User, those of the user.</summary>
public sealed class ScheduleNameCompleter : LineCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<CompletionResult> Complete(LineWord word)
    {
        bool[] scopes = word.Bound?.Contains("User") == true ? [true] : word.Command.StartsWith("Get-", StringComparison.OrdinalIgnoreCase) ? [false, true] : [false];
        return Fitting(word, scopes.SelectMany(isUser => ScheduleStore.Of(isUser).List())
            .Select(schedule => new NameChoice(schedule.Name, $"{schedule.Scheduler} schedule{(schedule.User ? " of yours" : "")}, {(schedule.Enabled ? "enabled" : "not enabled")}")));
    }
}
