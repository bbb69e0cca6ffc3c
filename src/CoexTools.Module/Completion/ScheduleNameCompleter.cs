using CoexTools.Scheduling;

namespace CoexTools.Completion;

/// <summary>
/// Completes the names of the registered schedules; with -User, those of the user. A command that changes a schedule
/// requires -User for these.
/// </summary>
public sealed class ScheduleNameCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word)
    {
        bool[] scopes = word.Bound?.Contains("User") == true ? [true]
            : word.Command.EndsWith("register-CoexistenceSchedule", StringComparison.OrdinalIgnoreCase) ? [false]
            : [false, true];
        return Fitting(
            word,
            from schedule in scopes.SelectMany(isUser => ScheduleStore.Of(isUser).List())
            let owner = schedule.User ? "user schedule" : "schedule"
            select new NameChoice(
                schedule.Name, $"{schedule.Scheduler} {owner}, {(schedule.Enabled ? "enabled" : "disabled")}"));
    }
}
