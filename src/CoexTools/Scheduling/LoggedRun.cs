using System.Globalization;
using CoexTools.Audit;
using CoexTools.Json;
using CoexTools.Text;

namespace CoexTools.Scheduling;

/// <summary>Collects the records of a run while the log is read.</summary>
/// <param name="id">The identifier of the run.</param>
/// <param name="time">The time of the first record.</param>
/// <param name="log">The path of the log.</param>
internal sealed class LoggedRun(string id, DateTimeOffset time, string log)
{
    private const string NoEnd =
        "The log does not contain the end of the run. The run is still in progress, or it was interrupted.";

    private readonly List<JsonValue> _sources = [];
    private readonly List<string> _paths = [];
    private readonly List<string> _changed = [];
    private readonly List<string> _documents = [];
    private readonly Dictionary<FindingSeverity, int> _left = [];
    private string? _user;
    private string? _machine;
    private string? _failure;
    private JsonValue? _end;

    /// <summary>Gets when the run started.</summary>
    public DateTimeOffset Time => time;

    /// <summary>Adds a record. Returns whether it is the last one.</summary>
    public bool Add(string kind, JsonValue record)
    {
        switch (kind)
        {
            case "start":
                _user = record.StringAt("user");
                _machine = record.StringAt("machine");
                _paths.AddRange(Texts(record["paths"]));
                break;
            case "source": // It contains the changes of the source.
                _sources.Add(record);
                _changed.Clear();
                _documents.Clear();
                break;
            case "error" when record.StringAt("path") is null || _sources.Count == 0:
                _failure ??= record.StringAt("message");
                break;
            case "action":
                _changed.Add(record.StringAt("name") ?? "");
                _documents.Add(record.StringAt("document") ?? "");
                break;
            case "finding" when record.StringAt("outcome") == nameof(FindingOutcome.Fail)
                && Enum.TryParse(record.StringAt("severity"), out FindingSeverity severity):
                _left[severity] = _left.TryGetValue(severity, out int count) ? count + 1 : 1;
                break;
            case "end":
                _end = record;
                return true;
        }
        return false;
    }

    /// <summary>Returns the run, source by source.</summary>
    public IEnumerable<CoexistenceRun> Sources()
    {
        foreach (JsonValue source in _sources)
            yield return Of(source);
        CoexistenceRunState? state = StateOf(_end);
        bool isExplained = _sources.Exists(source => StateOf(source) >= state);
        if (_end is null)
            yield return Other(CoexistenceRunState.Unknown, NoEnd);
        else if (_end["state"] is null && _sources.Count == 0)
            yield return Former();
        else if (!isExplained || _sources.Count == 0) // For example, the metrics could not be written.
            yield return Other(state ?? CoexistenceRunState.Unknown, _failure);
    }

    private CoexistenceRun Of(JsonValue source)
    {
        IReadOnlyList<JsonValue> changed = source["changed"]?.Items ?? [];
        var before = RunCounts.Of(source["before"]);
        var after = RunCounts.Of(source["after"]);
        return new CoexistenceRun(
            id, time, source.StringAt("source"), StateOf(source) ?? CoexistenceRunState.Unknown,
            source.StringAt("reason"), before.Error, before.Warning, before.Information, after.Error, after.Warning,
            after.Information, All("name"), All("document"), All("editor"),
            RunCounts.Number(source["milliseconds"]) is { } duration ? TimeSpan.FromMilliseconds(duration) : null,
            Texts(source["next"]), RunCounts.Number(_end?["exitCode"]), _user, _machine, log);

        IReadOnlyList<string> All(string name) => [.. changed.Select(one => one.StringAt(name) ?? "")];
    }

    // The run apart from its sources. A run that was interrupted may have changed documents of the next source.
    private CoexistenceRun Other(CoexistenceRunState state, string? reason) => new(
        id, time, _sources.Count == 0 && _paths.Count > 0 ? NameList.Of(_paths, 3) : null, state, reason, null, null,
        null, null, null, null, _changed, _documents, [.. _changed.Select(_ => "")], null, [],
        RunCounts.Number(_end?["exitCode"]), _user, _machine, log) { RunSource = _paths };

    // Version 0.2.0 did not log states. Its exit codes do not show them either: they have another meaning for Nagios.
    private CoexistenceRun Former() => new(
        id, time, _paths.Count > 0 ? NameList.Of(_paths, 3) : null, CoexistenceRunState.Unknown,
        _failure ?? "An earlier version of the script ran, which did not log the state.", null, null, null,
        Left(FindingSeverity.Error), Left(FindingSeverity.Warning), Left(FindingSeverity.Information), _changed,
        _documents, [.. _changed.Select(_ => "")], TimeOf(_end!) - time, [], RunCounts.Number(_end!["exitCode"]),
        _user, _machine, log) { RunSource = _paths };

    // A run that failed may have ended before it logged the findings.
    private int? Left(FindingSeverity severity) =>
        _left.TryGetValue(severity, out int count) ? count : _failure is null ? 0 : null;

    /// <summary>Returns the time of a record; null if it does not contain one.</summary>
    public static DateTimeOffset? TimeOf(JsonValue record) => DateTimeOffset.TryParse(
        record.StringAt("time"), CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;

    private static CoexistenceRunState? StateOf(JsonValue? record) =>
        Enum.TryParse(record?.StringAt("state"), out CoexistenceRunState state)
            && Enum.IsDefined(typeof(CoexistenceRunState), state) ? state : null;

    private static IReadOnlyList<string> Texts(JsonValue? list) =>
        [.. (list?.Items ?? []).Where(item => item.Kind == JsonKind.String).Select(item => item.Text!)];
}
