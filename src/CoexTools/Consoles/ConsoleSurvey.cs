using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Consoles;

/// <summary>
/// Counts the messages in the console logs of a server, by domain. Its size does not depend on the logs.
/// </summary>
internal sealed class ConsoleSurvey
{
    private const int MostUnknownDomains = 100;

    // The clock of a server can be wrong by less than this.
    private static readonly TimeSpan Tolerance = TimeSpan.FromDays(1);

    // Messages that other tasks print too, with the name of the task that the line then contains.
    private static readonly Dictionary<ConsoleMessageKind, string[]> TasksByGeneralKind = new()
    {
        [ConsoleMessageKind.NoPath] = ["CalConn", "Calendar Connector"],
        [ConsoleMessageKind.NotResponding] = ["Router"],
    };

    private readonly NotesName _server;
    private readonly ConsoleZone _zone;
    private readonly IReadOnlyList<ConsoleWindow> _windows;
    private readonly ConsoleWindow _anyDomain;
    private readonly DateTimeOffset _now;
    private readonly Dictionary<(ConsoleMessageKind, string?), ConsoleTally> _tallies = [];
    private readonly Dictionary<string, ConsoleWindow?> _byRawName = new(StringComparer.Ordinal);
    private readonly List<ConsoleLogPart> _parts = [];
    private readonly List<string> _unread = [];

    /// <param name="server">The server.</param>
    /// <param name="zone">The time zone of the server.</param>
    /// <param name="windows">The domains, each with the time from which lines count.</param>
    /// <param name="now">The current time.</param>
    public ConsoleSurvey(
        NotesName server, ConsoleZone zone, IReadOnlyList<ConsoleWindow> windows, DateTimeOffset now)
    {
        (_server, _zone, _windows, _now) = (server, zone, windows, now);
        // A message that does not name its domain counts if it is later than the changes of all domains.
        _anyDomain = new ConsoleWindow(
            "", [], null, windows.Any(window => window.Start is null) ? null : windows.Max(window => window.Start));
    }

    /// <summary>Gets what the logs show that were read.</summary>
    public ServerConsole Result => new(_server, _zone, _windows, _parts, _unread, _tallies);

    /// <summary>Reads a log.</summary>
    /// <exception cref="CoexException">The log cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public void Read(string path, CancellationToken cancel) =>
        Take(path, (latest, found) => ConsoleLogFile.Read(path, latest, found, cancel));

    /// <summary>Reads a log that is already open.</summary>
    public void Read(string path, Stream log, bool vectors, CancellationToken cancel) =>
        Take(path, (latest, found) => new ConsoleLogReader(log, latest, found, vectors).Read(cancel));

    private void Take(string path, Func<DateTime, Action<ConsoleLine>, ConsoleLogSummary> read)
    {
        // Both readings of dates, until the end of the file shows which one is right.
        var byOrder = new[] { NewTallies(), NewTallies() };
        ConsoleLogSummary summary;
        try
        {
            summary = read(ConsoleZone.LatestLocal(_now), line => Count(line, path, byOrder));
        }
        catch (CoexException)
        {
            _unread.Add(path);
            throw;
        }
        _parts.Add(new ConsoleLogPart(path, summary, summary.Last is { } last && Enum.GetValues(typeof(DateOrder))
            .Cast<DateOrder>().Where(order => order == (summary.Order ?? order))
            .All(order => IsFuture(_zone.ToUtc(last.In(order), last.Slack).Earliest))));
        foreach (var key in byOrder[0].Keys.Union(byOrder[1].Keys))
        {
            int first = (int)(summary.Order ?? DateOrder.DayFirst);
            int second = (int)(summary.Order ?? DateOrder.MonthFirst);
            TallyOf(_tallies, key).Add(TallyOf(byOrder[first], key), TallyOf(byOrder[second], key));
        }
    }

    private void Count(ConsoleLine line, string path, Dictionary<(ConsoleMessageKind, string?), ConsoleTally>[] byOrder)
    {
        switch (line.Kind)
        {
            case ConsoleMessageKind.SeveralDocuments or ConsoleMessageKind.NoRoute:
                if (line.RawDomain is { } raw && WindowOf(raw) is { } named)
                    Count(line, path, named, byOrder);
                break;
            case ConsoleMessageKind.Other:
                foreach (ConsoleWindow window in DomainsIn(line.RawText))
                    Count(line, path, window, byOrder);
                break;
            case var kind when IsOfAnotherTask(kind, line.Prefix):
                break;
            default:
                Count(line, path, DomainOfServerIn(line.RawText) ?? _anyDomain, byOrder);
                break;
        }
    }

    private void Count(
        ConsoleLine line, string path, ConsoleWindow window,
        Dictionary<(ConsoleMessageKind, string?), ConsoleTally>[] byOrder)
    {
        (ConsoleMessageKind, string?) key = (line.Kind, window.Domain.Length == 0 ? null : window.Domain);
        for (int order = 0; order < byOrder.Length; order++)
        {
            bool isPossible = true, isCertain = false, isFuture = false;
            DateTime local = default;
            if (line.Time is { } time && window.Start is { } start)
            {
                local = time.In((DateOrder)order);
                (DateTime earliest, DateTime latest) = _zone.ToUtc(local, time.Slack);
                isFuture = IsFuture(earliest);
                isCertain = earliest >= start.UtcDateTime && !isFuture;
                // A line without a time is not earlier than the last one with a time.
                isPossible = !line.IsOwnTime || latest >= start.UtcDateTime;
            }
            if (!isPossible)
                continue;
            ConsoleTally tally = TallyOf(byOrder[order], key);
            tally.Add(new ConsoleSighting(path, line.Number, local), isCertain, isFuture);
            if (isCertain && line.Kind == ConsoleMessageKind.NotResponding && TargetIn(line.Prefix) is { } target)
                tally.Named.Add(target);
        }
    }

    private bool IsFuture(DateTime utc) => utc > _now.UtcDateTime + Tolerance;

    // The domain with a name; the encoding of the log is not known. A line about a domain that the directory does not
    // contain counts if it is later than the changes of all domains.
    private ConsoleWindow? WindowOf(string raw)
    {
        if (_byRawName.TryGetValue(raw, out ConsoleWindow? window))
            return window;
        string[] names = [.. ConsoleLine.Decode(raw)];
        window = _windows.FirstOrDefault(one => names.Contains(one.Domain, DomainName.Comparer));
        if (_byRawName.Count < MostUnknownDomains + _windows.Count)
            _byRawName.Add(raw, window ??= new ConsoleWindow(names[0], [], null, _anyDomain.Start));
        return window;
    }

    private IEnumerable<ConsoleWindow> DomainsIn(string raw)
    {
        string[] texts = [.. ConsoleLine.Decode(raw)];
        return _windows.Where(window => texts.Any(text => Names(text, window.Domain)));
    }

    // Router: Unable to transfer messages to DominoA/Acme: The server is not responding...
    private static NotesName? TargetIn(string prefix)
    {
        const string Before = "transfer messages to ";
        int at = prefix.LastIndexOf(Before, StringComparison.OrdinalIgnoreCase);
        string name = at < 0 ? "" : prefix.Substring(at + Before.Length).Trim().TrimEnd(':').Trim();
        return name.Length == 0 ? null : new NotesName(name);
    }

    // A message that names a server of one domain is about this domain.
    private ConsoleWindow? DomainOfServerIn(string text)
    {
        ConsoleWindow[] named =
        [
            .. _windows.Where(window => window.Servers.Any(server => server != _server
                && (Contains(text, server.Abbreviated) || Contains(text, server.Canonical)))),
        ];
        return named.Length == 1 ? named[0] : null;
    }

    private static bool Contains(string text, string part) =>
        text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;

    // The name in quotation marks, after @, or after the word domain. A domain can have a name that is also a word,
    // such as Exchange, or that is a part of the name of a server or a host.
    private static bool Names(string text, string domain)
    {
        for (int at = 0; (at = text.IndexOf(domain, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            if (!IsPart(text, at - 1) && !IsPart(text, at + domain.Length)
                && (IsQuote(text, at - 1) ? IsQuote(text, at + domain.Length) : IsMarked(text.Substring(0, at))))
            {
                return true;
            }
        }
        return false;

        static bool IsQuote(string text, int at) => at >= 0 && at < text.Length && text[at] is '\'' or '"';

        static bool IsMarked(string before) => before.EndsWith("@", StringComparison.Ordinal)
            || before.TrimEnd(' ', ':', '=').EndsWith("domain", StringComparison.OrdinalIgnoreCase);

        static bool IsPart(string text, int at) => at >= 0 && at < text.Length
            && (char.IsLetterOrDigit(text[at]) || text[at] is '-' or '_' or '/' or '='
                || (text[at] == '.' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1])));
    }

    private static bool IsOfAnotherTask(ConsoleMessageKind kind, string prefix) =>
        TasksByGeneralKind.TryGetValue(kind, out string[]? tasks)
        && prefix.Length > 0 && prefix is not ("Warning:" or "Error:")
        && !tasks.Any(task => Contains(prefix, task));

    private static Dictionary<(ConsoleMessageKind, string?), ConsoleTally> NewTallies() => [];

    private static ConsoleTally TallyOf(
        Dictionary<(ConsoleMessageKind, string?), ConsoleTally> tallies, (ConsoleMessageKind, string?) key)
    {
        if (!tallies.TryGetValue(key, out ConsoleTally? tally))
            tallies.Add(key, tally = new ConsoleTally());
        return tally;
    }
}
