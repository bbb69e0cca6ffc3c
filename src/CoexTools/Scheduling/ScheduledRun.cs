namespace CoexTools.Scheduling;

/// <summary>Specifies a scheduler.</summary>
public enum Scheduler
{
    /// <summary>systemd on Linux: a service unit and a timer unit.</summary>
    Systemd,

    /// <summary>launchd on macOS: a property list.</summary>
    Launchd,

    /// <summary>Task Scheduler on Windows: a task.</summary>
    TaskScheduler,
}

/// <summary>Represents a command that runs every day.</summary>
/// <param name="Name">The name of the schedule, which consists of letters, digits, periods, hyphens and underscores.</param>
/// <param name="Program">The full path of the program.</param>
/// <param name="Arguments">The arguments of the program, without quoting.</param>
/// <param name="At">The local time of day, in whole minutes.</param>
/// <param name="IsUser">Specifies whether the command runs as the user who registered it instead of as the system.</param>
internal sealed record ScheduledRun(string Name, string Program, IReadOnlyList<string> Arguments, TimeSpan At, bool IsUser)
{
    /// <summary>The text that identifies files that CoexTools wrote.</summary>
    public const string Mark = "CoexTools schedule";

    public const string Description = "Repair of the Foreign Domain documents (CoexTools)";
}

/// <summary>Represents a file of a schedule.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Text">The content of the file.</param>
/// <param name="Encoding">The encoding that the scheduler requires.</param>
internal sealed record ScheduleFile(string Name, string Text, System.Text.Encoding Encoding);

/// <summary>Represents a schedule: the output of <c>Register-CoexistenceSchedule</c> and <c>Get-CoexistenceSchedule</c>.</summary>
public sealed class CoexistenceSchedule : CoexObject
{
    [Rehydrates]
    internal CoexistenceSchedule(string name, Scheduler scheduler, bool user, bool enabled, IReadOnlyList<string> path, string content)
    {
        Name = name;
        Scheduler = scheduler;
        User = user;
        Enabled = enabled;
        Path = OutputList.Of(path);
        Content = content;
    }

    /// <summary>Gets the name of the schedule.</summary>
    public string Name { get; }

    /// <summary>Gets the scheduler that runs it.</summary>
    public Scheduler Scheduler { get; }

    /// <summary>Gets a value that indicates whether the schedule runs as a user instead of as the system.</summary>
    public bool User { get; }

    /// <summary>Gets a value that indicates whether the schedule is enabled. It is not if only its files were written.</summary>
    public bool Enabled { get; }

    /// <summary>Gets the paths of its files.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>Gets the content of its files.</summary>
    public string Content { get; }

    /// <summary>Returns the name of the schedule.</summary>
    public override string ToString() => Name;
}
