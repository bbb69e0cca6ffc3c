namespace CoexTools.Scheduling;

/// <summary>
/// Represents a schedule: the output of <c>Register-CoexistenceSchedule</c> and <c>Get-CoexistenceSchedule</c>.
/// </summary>
public sealed class CoexistenceSchedule : CoexObject
{
    [Rehydrates]
    internal CoexistenceSchedule(
        string name, Scheduler scheduler, bool user, bool enabled, IReadOnlyList<string> path, string content)
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

    /// <summary>
    /// Gets a value that indicates whether the schedule is enabled. It is not if only its files were written.
    /// </summary>
    public bool Enabled { get; }

    /// <summary>Gets the paths of its files.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>Gets the content of its files.</summary>
    public string Content { get; }

    /// <summary>Returns the name of the schedule.</summary>
    public override string ToString() => Name;
}
