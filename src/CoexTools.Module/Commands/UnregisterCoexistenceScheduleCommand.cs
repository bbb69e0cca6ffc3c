using CoexTools.Completion;
using CoexTools.Scheduling;

namespace CoexTools.Commands;

/// <summary>Removes schedules that <c>Register-CoexistenceSchedule</c> registered.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "CoexistenceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class UnregisterCoexistenceScheduleCommand : CoexCommand
{
    /// <summary>Specifies the names.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true), ValidateNotNullOrEmpty,
        ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = ["CoexTools-Repair"];

    /// <summary>Removes the schedule of the current user, not that of the system.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter User { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var store = ScheduleStore.Of(User);
        foreach (string name in Name)
        {
            Attempt(() =>
            {
                List<CoexistenceSchedule> all = [.. store.List()];
                CoexistenceSchedule schedule = all.Find(other => string.Equals(other.Name, name, store.NameComparison))
                    ?? throw CoexException.ScheduleNotFound(name, [.. all.Select(other => other.Name)
                        .Where(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase))]);
                if (ShouldProcess($"{schedule.Name} ({string.Join(", ", schedule.Path)})", "Remove the schedule"))
                    store.Unregister(schedule);
            });
        }
    }
}
