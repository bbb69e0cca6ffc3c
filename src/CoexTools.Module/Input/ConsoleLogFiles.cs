using System.Collections;
using CoexTools.Consoles;
using CoexTools.Names;
using CoexTools.Serialization;
using CoexTools.Simulation;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Input;

/// <summary>
/// The console logs that a user specifies, by server. They are read when an audit needs them, once for each directory,
/// because only the lines after the last change of its documents count.
/// </summary>
internal sealed class ConsoleLogFiles
{
    private readonly CoexCommand _command;
    private readonly DateTimeOffset? _since;
    private readonly List<(string Server, IReadOnlyList<string> Files)> _logs = [];
    private readonly List<(string Server, ConsoleZone Zone)> _zones = [];
    private readonly bool _isSpecified;
    private ConsoleZone _zone = ConsoleZone.Unknown;

    private ConsoleLogFiles(CoexCommand command, DateTimeOffset? since, bool isSpecified) =>
        (_command, _since, _isSpecified) = (command, since, isSpecified);

    /// <summary>Finds the files; an error for each value that is neither a path nor an existing file.</summary>
    /// <param name="command">The command.</param>
    /// <param name="logs">The files by server; null if the user specified none.</param>
    /// <param name="zone">A time zone, or a table of time zones by server; null if they are not known.</param>
    /// <param name="since">The time before which no line counts; null for every line.</param>
    /// <param name="report">Receives the errors.</param>
    public static ConsoleLogFiles Of(
        CoexCommand command, Hashtable? logs, object? zone, DateTimeOffset? since, Action<CoexException> report)
    {
        var files = new ConsoleLogFiles(command, since, logs is not null);
        foreach (DictionaryEntry entry in logs ?? [])
        {
            string server = entry.Key.ToString() ?? "";
            if (string.IsNullOrWhiteSpace(server))
                report(CoexException.ConsoleLogInvalid(entry.Key, "A key of -ConsoleLog does not name a server."));
            else
                files._logs.Add((server, files.Find(server, entry.Value, report)));
        }
        files.AddZones(Rehydrator.Unwrap(zone), report);
        if (logs is null && (zone is not null || since is not null))
        {
            command.WarnOnce(
                $"{(zone is null ? "-Since" : since is null ? "-ConsoleTimeZone" : "-ConsoleTimeZone and -Since")} "
                    + $"{(zone is null || since is null ? "has" : "have")} no effect without -ConsoleLog.");
        }
        else if (since > DateTimeOffset.Now)
            command.WarnOnce("The time of -Since is in the future, so no line of a console log counts.");
        return files;
    }

    /// <summary>Gets the files.</summary>
    public IEnumerable<string> Paths => _logs.SelectMany(log => log.Files);

    /// <summary>Returns what reads the logs for domains of a directory; null if none were specified (NM3).</summary>
    /// <exception cref="CoexException">A name stands for several servers, or a server was named twice.</exception>
    public Func<IReadOnlyList<DomainVisibility>, IReadOnlyDictionary<NotesName, ServerConsole>>? For(
        ServerNames names)
    {
        if (!_isSpecified)
            return null;
        Dictionary<NotesName, IReadOnlyList<string>> logs = names.Table(_logs, Twice);
        Dictionary<NotesName, ConsoleZone> zones = names.Table(
            _zones, (server, name) => CoexException.TimeZoneInvalid(
                server, $"The hashtable contains the server {name} twice."));
        foreach (NotesName server in zones.Keys.Where(server => !logs.ContainsKey(server)).OrderBy(server => server))
        {
            _command.WarnOnce(
                $"-ConsoleTimeZone contains {server}, but -ConsoleLog does not. The time zone has no effect.");
        }
        return domains => Read(domains, logs, zones);
    }

    private Dictionary<NotesName, ServerConsole> Read(
        IReadOnlyList<DomainVisibility> domains, Dictionary<NotesName, IReadOnlyList<string>> logs,
        Dictionary<NotesName, ConsoleZone> zones)
    {
        var consoles = new Dictionary<NotesName, ServerConsole>();
        foreach (KeyValuePair<NotesName, IReadOnlyList<string>> server in logs.OrderBy(entry => entry.Key))
        {
            ConsoleZone zone = zones.TryGetValue(server.Key, out ConsoleZone? own) ? own : _zone;
            var survey = new ConsoleSurvey(
                server.Key, zone, ConsoleWindow.Of(domains, server.Key, _since), DateTimeOffset.UtcNow);
            foreach (string file in server.Value)
                _command.Attempt(() => survey.Read(file, _command.CancelToken), file);
            foreach (ConsoleLogPart part in survey.Result.Parts.Where(part => part.Summary.Last is null))
            {
                _command.WarnOnce(part.Summary.Lines == 0
                    ? $"The console log {part.Path} of {server.Key} is empty, so it was not checked."
                    : $"No line of the console log {part.Path} of {server.Key} starts with a time that could be read, "
                        + "so the log was not checked.");
            }
            if (survey.Result is { Parts.Count: > 0 } or { Unread.Count: > 0 })
                consoles.Add(server.Key, survey.Result);
        }
        return consoles;
    }

    /// <summary>
    /// Returns the paths in the value of a server, which can be one or several; an error for each value that is not a
    /// path. A literal path does not contain wildcards.
    /// </summary>
    public static IEnumerable<(string Path, bool IsLiteral)> PathsOf(
        string server, object? value, Action<CoexException> report)
    {
        value = Rehydrator.Unwrap(value);
        IEnumerable values = value is IEnumerable several and not string ? several : new[] { value };
        foreach (object? one in values)
        {
            object? plain = Rehydrator.Unwrap(one);
            string? path = plain as string ?? (plain as FileInfo)?.FullName;
            if (string.IsNullOrWhiteSpace(path))
                report(NoFile(server));
            else
                yield return (path!, plain is FileInfo);
        }
    }

    /// <summary>Returns the error that the value of a server does not name a file.</summary>
    public static CoexException NoFile(string server) =>
        CoexException.ConsoleLogInvalid(server, $"-ConsoleLog does not name a file for {server}.");

    /// <summary>Returns the error that a server was specified twice.</summary>
    public static CoexException Twice(string server, NotesName name) =>
        CoexException.ConsoleLogInvalid(server, $"-ConsoleLog contains the server {name} twice.");

    private List<string> Find(string server, object? value, Action<CoexException> report)
    {
        var files = new List<string>();
        foreach ((string path, bool isLiteral) in PathsOf(server, value, report))
        {
            bool isReported = false;
            IReadOnlyList<string> found = FilePaths.Resolve(_command, path, isLiteral, failure =>
            {
                isReported = true;
                report(failure);
            });
            if (found.Count == 0 && !isReported)
                report(CoexException.PathNotFound(path));
            files.AddRange(found);
        }
        return [.. files.Distinct().OrderBy(file => file, StringComparer.Ordinal)];
    }

    private void AddZones(object? value, Action<CoexException> report)
    {
        if (value is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
            {
                if (string.IsNullOrWhiteSpace(entry.Key.ToString()))
                    report(CoexException.TimeZoneInvalid(entry.Key, "A key does not name a server."));
                else if (ZoneOf(entry.Value, report) is { } zone)
                    _zones.Add((entry.Key.ToString()!, zone));
            }
        }
        else if (value is not null && ZoneOf(value, report) is { } zone)
        {
            _zone = zone;
        }
    }

    private static ConsoleZone? ZoneOf(object? value, Action<CoexException> report)
    {
        value = Rehydrator.Unwrap(value);
        ConsoleZone? zone = value switch
        {
            TimeZoneInfo known => ConsoleZone.Of(known),
            string text => ConsoleZone.Parse(text),
            _ => null,
        };
        if (zone is null)
            report(CoexException.TimeZoneInvalid(value ?? "", $"'{value}' is not a time zone of this computer."));
        return zone;
    }
}
