using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Names;
using CoexTools.Scheduling;
using CoexTools.Text;

namespace CoexTools.Commands;

/// <summary>Gets what the runs of the nightly repair did, from their logs.</summary>
[Cmdlet(VerbsCommon.Get, "CoexistenceRun")]
[OutputType(typeof(CoexistenceRun))]
public sealed class GetCoexistenceRunCommand : CoexCommand
{
    private readonly List<CoexistenceRun> _found = [];
    private readonly HashSet<string> _read = new(
        Path.DirectorySeparatorChar == '\\' ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Specifies the names of schedules. The command reads their logs.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Specifies the logs. Wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP"), PathText, ValidateNotNullOrEmpty, SupportsWildcards]
    public string[] LogPath { get; set; } = [];

    /// <summary>Specifies the number of runs of each log. The last ones are returned.</summary>
    [Parameter, ValidateRange(1, int.MaxValue)]
    public int Last { get; set; } = int.MaxValue;

    /// <summary>Returns only the runs that started at this time or later.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in LogPath)
        {
            IReadOnlyList<string> logs = FilePaths.Resolve(this, path, isLiteral: false, WriteError);
            foreach (string log in logs.Where(log => logs.Count == 1 || IsMain(log, logs)))
                Attempt(() => Read(log));
            if (logs.Count == 0 && WildcardPattern.ContainsWildcardCharacters(path))
                WriteError(CoexException.RunLogNotFound(path)); // VD1
        }
        if (Name.Length > 0 || LogPath.Length == 0)
            Attempt(ReadSchedules);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        IEnumerable<string> states =
            from run in _found
            group run by run.State into same
            orderby same.Key
            select $"{same.Count()} {same.Key}";
        int runs = _found.Select(run => run.Run).Distinct(StringComparer.Ordinal).Count();
        WriteTotals($"{Plural.Of(runs, "run")}{(runs == 0 ? "" : ": ")}{string.Join(", ", states)}");
    }

    private void ReadSchedules()
    {
        List<CoexistenceSchedule> all =
            [.. ScheduleStore.Of(isUser: false).List(), .. ScheduleStore.Of(isUser: true).List()];
        var chosen = new List<CoexistenceSchedule>(Name.Length == 0 ? all : []);
        foreach (string name in Name)
        {
            var pattern = WildcardPattern.Get(
                name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            List<CoexistenceSchedule> found = [.. all.Where(schedule => pattern.IsMatch(schedule.Name))];
            if (found.Count == 0)
                WriteError(CoexException.ScheduleNotFound(name));
            chosen.AddRange(found);
        }
        foreach (CoexistenceSchedule schedule in chosen)
            Attempt(() => Read(schedule));
        if (Name.Length > 0)
            return;
        // Also a run without a schedule writes to this log.
        if (chosen.Count == 0 || File.Exists(RunLog.DefaultPath))
            Attempt(() => Read(RunLog.DefaultPath));
    }

    private void Read(CoexistenceSchedule schedule)
    {
        string log = schedule.LogPath ?? RunLog.DefaultPath;
        try
        {
            Read(log);
        }
        catch (CoexException e) when (e.ErrorId == nameof(CoexException.RunLogNotFound))
        {
            _read.Remove(log); // Another schedule can have the same log.
            WriteWarning($"The schedule '{schedule.Name}' has not run yet: its log '{log}' does not exist.");
        }
    }

    private void Read(string log)
    {
        if (!_read.Add(log))
            return;
        var last = new Queue<IReadOnlyList<CoexistenceRun>>();
        DateTimeOffset? newest = null;
        foreach (IReadOnlyList<CoexistenceRun> run in RunLog.Read(log, WriteWarning, CancelToken))
        {
            newest = run[0].Time;
            if (Since is not null && newest < Since)
                continue;
            last.Enqueue(run);
            if (last.Count > Last)
                last.Dequeue();
        }
        if (last.Count == 0)
        {
            WriteWarning(newest is { } time
                ? $"The log '{log}' does not contain a run since the specified time. The last run was at "
                    + $"{UtcText.Seconds(time)}."
                : $"The log '{log}' does not contain a run."); // VD1
        }
        Func<string, string> shortName = ShortNames.Unique(
            last.SelectMany(run => run).SelectMany(source => source.Changed));
        foreach (CoexistenceRun source in last.SelectMany(run => run))
        {
            source.ShortName = shortName;
            _found.Add(source);
            WriteObject(source);
        }
    }

    // A pattern such as *.log* also matches the renamed logs, which belong to the log, and the lock file.
    private static bool IsMain(string log, IReadOnlyList<string> all)
    {
        string extension = Path.GetExtension(log);
        string rest = log.Substring(0, log.Length - extension.Length);
        bool isPart = extension == ".lock" || (extension.Length > 1 && extension.Skip(1).All(char.IsDigit));
        return !isPart || !all.Contains(rest);
    }
}
