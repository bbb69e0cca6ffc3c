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
