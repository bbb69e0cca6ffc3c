namespace CoexTools.Scheduling;

/// <summary>The schedulers that systems have.</summary>
public enum Scheduler
{
    /// <summary>A systemd service with a timer, on Linux.</summary>
    Systemd,

    /// <summary>A property list for launchd, on macOS.</summary>
    Launchd,

    /// <summary>A scheduled task, on Windows.</summary>
    TaskScheduler,
}

/// <summary>What is to run every day.</summary>
/// <param name="Name">The name of the schedule: letters, digits, dots, hyphens and underscores.</param>
/// <param name="Program">The full path of the program.</param>
/// <param name="Arguments">Its arguments, as the program is to get them.</param>
/// <param name="At">When, in local time since midnight; whole minutes.</param>
/// <param name="IsUser">Whether it runs as the user who set it up, not as the system.</param>
internal sealed record ScheduledRun(string Name, string Program, IReadOnlyList<string> Arguments, TimeSpan At, bool IsUser)
{
    /// <summary>Marks the files that CoexTools wrote.</summary>
    public const string Mark = "CoexTools schedule";

    public const string Description = "Repair of the Foreign Domain documents (CoexTools)";
}

/// <summary>A file of a schedule.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its text.</param>
/// <param name="Encoding">The encoding that the scheduler wants.</param>
internal sealed record ScheduleFile(string Name, string Text, System.Text.Encoding Encoding);

/// <summary>A schedule: the output of <c>Register-</c> and <c>Get-CoexistenceSchedule</c>.</summary>
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

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What runs it.</summary>
    public Scheduler Scheduler { get; }

    /// <summary>Whether it runs as a user, not as the system.</summary>
    public bool User { get; }

    /// <summary>Whether it is in force; not where its files were only written.</summary>
    public bool Enabled { get; }

    /// <summary>Its files.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>The text of its files.</summary>
    public string Content { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
