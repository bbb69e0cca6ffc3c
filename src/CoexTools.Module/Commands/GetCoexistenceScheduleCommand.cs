using CoexTools.Completion;
using CoexTools.Scheduling;
using CoexTools.Text;

namespace CoexTools.Commands;

/// <summary>Gets the schedules that <c>Register-CoexistenceSchedule</c> registered.</summary>
[Cmdlet(VerbsCommon.Get, "CoexistenceSchedule")]
[OutputType(typeof(CoexistenceSchedule))]
public sealed class GetCoexistenceScheduleCommand : CoexCommand
{
    private readonly List<CoexistenceSchedule> _found = [];

    /// <summary>Specifies the names. Wildcards are allowed. By default, all schedules are returned.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Returns only the schedules of the current user, not those of the system.</summary>
    [Parameter]
    public SwitchParameter User { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(() =>
    {
        bool[] scopes = User ? [true] : [false, true];
        List<CoexistenceSchedule> all = [.. scopes.SelectMany(isUser => ScheduleStore.Of(isUser).List())];
        foreach (string? name in Name ?? [null!])
        {
            WildcardPattern? pattern = name is null
                ? null : WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            List<CoexistenceSchedule> found =
                [.. all.Where(schedule => pattern is null || pattern.IsMatch(schedule.Name))];
            if (found.Count == 0 && name is not null && !WildcardPattern.ContainsWildcardCharacters(name))
                WriteError(CoexException.ScheduleNotFound(name));
            _found.AddRange(found);
            WriteObject(found.Select(WithLastState), enumerateCollection: true);
        }
    });

    private CoexistenceSchedule WithLastState(CoexistenceSchedule schedule)
    {
        try
        {
            return schedule.WithLastState(WriteWarning, CancelToken);
        }
        catch (CoexException e)
        {
            // Before its first run, a schedule has no log.
            if (e.ErrorId != nameof(CoexException.RunLogNotFound))
                WriteWarning($"The last state of the schedule '{schedule.Name}' is unknown. {e.Message}");
            return schedule;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteTotals(
        $"{Plural.Of(_found.Count, "schedule")}, {_found.Count(schedule => schedule.Enabled)} enabled");
}
