using System.Globalization;
using CoexTools.Audit;

namespace CoexTools.Scheduling;

/// <summary>
/// Represents a schedule: the output of <c>Register-CoexistenceSchedule</c> and <c>Get-CoexistenceSchedule</c>.
/// </summary>
public sealed class CoexistenceSchedule : CoexObject
{
    private readonly ScheduleDefinition _definition;

    [Rehydrates]
    internal CoexistenceSchedule(
        string name, Scheduler scheduler, bool user, bool enabled, IReadOnlyList<string> path, string content,
        DateTimeOffset? nextRun = null, CoexistenceRunState? lastState = null)
    {
        Name = name;
        Scheduler = scheduler;
        User = user;
        Enabled = enabled;
        Path = OutputList.Of(path);
        Content = content;
        NextRun = nextRun;
        LastState = lastState;
        _definition = ScheduleDefinition.Read(scheduler, content);
        Source = OutputList.Of(_definition.Script.Source);
    }

    /// <summary>Gets the name of the schedule.</summary>
    public string Name { get; }

    /// <summary>
    /// Gets what the schedule repairs: the paths of the files, or the server with its directory.
    /// </summary>
    public IReadOnlyList<string> Source { get; }

    /// <summary>
    /// Gets the local time at which it runs every day, for example <c>02:30</c>; null if its files do not specify a
    /// daily time.
    /// </summary>
    public string? At => _definition.At?.ToString(ScheduleTime.Format, CultureInfo.InvariantCulture);

    /// <summary>
    /// Gets the time of the next run, in local time; null if the schedule is not enabled, or the time is unknown.
    /// </summary>
    public DateTimeOffset? NextRun { get; }

    /// <summary>
    /// Gets the state of the last run in the log; null if the schedule has not run, or if the log cannot be read.
    /// </summary>
    public CoexistenceRunState? LastState { get; }

    /// <summary>Gets the scheduler that runs it.</summary>
    public Scheduler Scheduler { get; }

    /// <summary>Gets a value that indicates whether the schedule runs as a user instead of as the system.</summary>
    public bool User { get; }

    /// <summary>
    /// Gets a value that indicates whether the schedule is enabled. It is not if only its files were written.
    /// </summary>
    public bool Enabled { get; }

    /// <summary>Gets the path of the log that the script writes; null if the files do not specify it.</summary>
    public string? LogPath => _definition.Script["LogPath"];

    /// <summary>Gets the paths of its files.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>Gets the content of its files.</summary>
    public string Content { get; }

    /// <summary>Gets whether the schedule uses the credential that is stored under its name.</summary>
    internal bool UsesCredential => _definition.UsesCredential(Name);

    /// <summary>Returns a copy with the time of the next run.</summary>
    internal CoexistenceSchedule WithNextRun(DateTimeOffset now, TimeZoneInfo zone) =>
        Enabled && _definition.At is { } at
            ? new CoexistenceSchedule(
                Name, Scheduler, User, Enabled, Path, Content, ScheduleTime.Next(at, now, zone), LastState)
            : this;

    /// <summary>Returns a copy with the state of the last run in the log.</summary>
    /// <param name="warn">Receives what is wrong with the log.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="CoexException">The log cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    internal CoexistenceSchedule WithLastState(Action<string> warn, CancellationToken cancel)
    {
        // A user's schedule without a log is from another system, and uses the default log of the script.
        if ((LogPath ?? (User ? RunLog.DefaultPath : null)) is not { } log)
            return this;
        // Several schedules can share a log. The log names the files that a pattern matches.
        bool isPattern = Source.Any(source => source.IndexOfAny(['*', '?', '[']) >= 0);
        IReadOnlyList<CoexistenceRun>? last = RunLog.Read(log, warn, cancel).LastOrDefault(
            run => isPattern || run.Any(IsOwn));
        return last is null ? this : new CoexistenceSchedule(
            Name, Scheduler, User, Enabled, Path, Content, NextRun, last.Max(one => one.State));

        // A run can end before it logged a source, or fail after it logged all.
        bool IsOwn(CoexistenceRun run) => run.RunSource.Count > 0
            ? run.RunSource.Any(Source.Contains)
            : run.Source is null || Source.Contains(run.Source);
    }

    /// <summary>Returns the name of the schedule.</summary>
    public override string ToString() => Name;
}
