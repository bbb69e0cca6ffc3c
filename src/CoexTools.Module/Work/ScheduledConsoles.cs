using System.Collections;
using System.Globalization;
using CoexTools.Input;
using CoexTools.Names;
using CoexTools.Scheduling;
using CoexTools.Serialization;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Work;

/// <summary>
/// The console logs of a schedule. The script receives them as a list of servers and files, because the command line of
/// a scheduler contains only text.
/// </summary>
/// <param name="paths">Resolves the paths.</param>
internal sealed class ScheduledConsoles(TargetPaths paths)
{
    private const string LogParameter = "ConsoleLog";
    private const string ZoneParameter = "ConsoleTimeZone";

    private readonly List<string> _logs = [];
    private readonly List<string> _zones = [];
    private readonly HashSet<NotesName> _servers = [];

    /// <summary>Gets the console logs without wildcards that do not exist.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Gets the time from which lines count; null for every time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Gets the number of days before each run from which lines count; null for every time.</summary>
    public int? Days { get; init; }

    /// <summary>Adds the files by server, and the time zones.</summary>
    /// <param name="logs">The files by server; null if the user specified none.</param>
    /// <param name="zone">A time zone, or a hashtable of them by server; null if they are not known.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="CoexException">A value is not valid, or cannot be passed to the script.</exception>
    public void Add(Hashtable? logs, object? zone, DateTimeOffset now)
    {
        if (logs is { Count: 0 })
            throw CoexException.ConsoleLogInvalid(LogParameter, "-ConsoleLog does not contain a server.");
        foreach (DictionaryEntry entry in logs ?? [])
        {
            string server = ServerOf(entry.Key, CoexException.ConsoleLogInvalid);
            if (!_servers.Add(new NotesName(server)))
                throw ConsoleLogFiles.Twice(server, new NotesName(server));
            AddLogs(server, entry.Value);
        }
        switch (Rehydrator.Unwrap(zone))
        {
            case IDictionary table:
                var zoned = new HashSet<NotesName>();
                foreach (DictionaryEntry entry in table)
                {
                    string server = ServerOf(entry.Key, CoexException.TimeZoneInvalid);
                    var name = new NotesName(server);
                    if (!zoned.Add(name))
                    {
                        throw CoexException.TimeZoneInvalid(
                            server, $"The hashtable contains the server {server} twice.");
                    }
                    if (_servers.Count > 0 && !_servers.Any(one => MayBe(one, name)))
                    {
                        throw CoexException.TimeZoneInvalid(
                            entry.Key, $"-ConsoleTimeZone contains {server}, but -ConsoleLog does not.");
                    }
                    _zones.Add($"{server}={ZoneOf(entry.Value)}");
                }
                break;
            case { } one:
                _zones.Add(ZoneOf(one));
                break;
        }
        if (Since > now)
        {
            throw CoexException.ScheduleInvalid(
                "ConsoleSince", "The time of -ConsoleSince is in the future. Until then, no line would count.");
        }
        if (_logs.Count == 0 && (_zones.Count > 0 || Since is not null || Days is not null))
        {
            throw CoexException.ScheduleInvalid(
                LogParameter, "-ConsoleTimeZone, -ConsoleSince, and -ConsoleDay apply only to console logs. Use "
                    + "-ConsoleLog too.");
        }
    }

    /// <summary>Adds the parameters of the script.</summary>
    public void AddTo(ScriptArguments options)
    {
        options.AddList(LogParameter, _logs);
        options.AddList(ZoneParameter, _zones);
        options.Add("ConsoleSince", Since?.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));
        options.Add("ConsoleDay", Days?.ToString(CultureInfo.InvariantCulture));
    }

    private void AddLogs(string server, object? value)
    {
        int count = _logs.Count;
        foreach ((string path, bool isLiteral) in ConsoleLogFiles.PathsOf(server, value, failure => throw failure))
        {
            string full = paths.Full(path, LogParameter);
            RequireSeparable(full, "file");
            if (!paths.IsForeign && Directory.Exists(full))
                throw CoexException.ConsoleLogInvalid(server, $"'{full}' is a folder. Specify a file for {server}.");
            if (!paths.IsForeign && (isLiteral || !WildcardPattern.ContainsWildcardCharacters(path))
                && !File.Exists(full))
            {
                Missing.Add(full);
            }
            _logs.Add($"{server}={(isLiteral ? WildcardPattern.Escape(full) : full)}");
        }
        if (_logs.Count == count)
            throw ConsoleLogFiles.NoFile(server);
    }

    // A directory shows which servers these names stand for.
    private static bool MayBe(NotesName one, NotesName other) =>
        string.Equals(one.CommonName, other.CommonName, StringComparison.OrdinalIgnoreCase)
        || NamePattern.Of(one.Abbreviated) is not null || NamePattern.Of(other.Abbreviated) is not null;

    // The script separates a server from its value at the first equals sign, which a canonical name contains.
    private static string ServerOf(object key, Func<object, string, CoexException> invalid)
    {
        string server = key.ToString() ?? "";
        if (string.IsNullOrWhiteSpace(server))
            throw invalid(key, "A key of the hashtable does not name a server.");
        server = new NotesName(server).Abbreviated;
        RequireSeparable(server, "server");
        if (server.IndexOf('=') >= 0 || server[0] is '-' or '\u2013' or '\u2014' or '\u2015')
        {
            throw CoexException.ScheduleInvalid(
                server, $"The server '{server}' cannot be specified for a schedule, because its name contains an "
                    + "equals sign or starts with a hyphen.");
        }
        return server;
    }

    // The time zones of another system are not known.
    private string ZoneOf(object? value)
    {
        value = Rehydrator.Unwrap(value);
        string text = value is TimeZoneInfo known ? known.Id : (value as string)?.Trim() ?? "";
        if (text.Length == 0 || (!paths.IsForeign && ConsoleZone.Parse(text) is null))
            throw CoexException.TimeZoneInvalid(value ?? "", $"'{value}' is not a time zone of this computer.");
        RequireSeparable(text, "time zone");
        return text;
    }

    private static void RequireSeparable(string text, string kind)
    {
        if (text.IndexOf(';') >= 0)
        {
            throw CoexException.ScheduleInvalid(
                text, $"The {kind} '{text}' cannot be specified for a schedule, because its name contains a "
                    + "semicolon.");
        }
    }
}
