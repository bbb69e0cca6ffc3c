using CoexTools.Names;
using CoexTools.Text;

namespace CoexTools.Simulation;

/// <summary>
/// Represents what happens to a request, for free/busy and mail: the outcome, and the trace. The trace is determined on
/// demand, because most questions about thousands of origins require only the outcome.
/// </summary>
public abstract class PathResult : CoexObject
{
    // A result is small, because there can be one for each of thousands of origins: what the results of a series have
    // in common is in the series, and everything that is not asked of most results is determined on demand.
    private const int MostOtherOrigins = 10;

    private readonly RequestSeries? _series;
    private readonly NotesName? _origin;
    private readonly NotesName? _end;
    private readonly RecordedPath? _recorded; // Only of a rehydrated result, which has nothing of the above.
    private readonly WarnedConsoles _warned;
    private PathTrace? _trace;
    private string? _route;
    private OutputList<string>? _origins; // Null if the result is about one origin.

    private protected PathResult(RequestSeries series, NotesName origin, Outcome outcome)
    {
        _series = series;
        _origin = origin;
        _end = outcome.Server;
        _warned = outcome.Warned;
        PathStatus = outcome.Status;
        ShortName = series.Domain.Directory.ShortName;
    }

    private protected PathResult(PathStatus status, RecordedPath recorded)
    {
        _recorded = recorded;
        PathStatus = status;
        _route = recorded.Route;
        _origins = recorded.Origins is { Count: > 1 } origins ? OutputList.Of(origins) : null;
    }

    /// <summary>Gets the domain of the request.</summary>
    public string Domain => _recorded?.Domain ?? _series!.Domain.Name;

    /// <summary>
    /// Gets the abbreviated name of the server where the request started; the first one if there are several.
    /// </summary>
    public string From => _recorded?.From ?? _origin!.Abbreviated;

    /// <summary>Gets whether the request reached Exchange.</summary>
    public abstract bool Reachable { get; }

    /// <summary>
    /// Gets the abbreviated name of the server that answered or delivered, or at which the request ended.
    /// </summary>
    public string Server => _recorded?.Server ?? _end!.Abbreviated;

    /// <summary>
    /// Gets the servers on the way and how the request ended, for example
    /// <c>Hub01/Acme > DominoB/Acme: not relayed to DominoA/Acme (down)</c>.
    /// </summary>
    public string Route => _route ??= PathStations.Of(this).Path(OriginCount == 1 ? null : Starts);

    /// <summary>Gets the reason why the request ended as it did.</summary>
    public string Reason => Trace.Reason;

    /// <summary>
    /// Gets what to do about it; null if there is nothing to do. If it names the server where the request started, and
    /// there are several, it also names the others.
    /// </summary>
    public string? Recommendation => RecommendationFor(Origin);

    /// <summary>Gets the steps, each with its rule.</summary>
    public IReadOnlyList<Hop> Hop => Trace.Hops;

    /// <summary>
    /// Gets the warnings that appear on consoles: for free/busy those about several documents (CC2), for mail those of
    /// the router.
    /// </summary>
    public abstract IReadOnlyList<ConsoleMessage> Warning { get; }

    /// <summary>Gets all messages that appear on consoles, including the warnings.</summary>
    public IReadOnlyList<ConsoleMessage> ConsoleMessage => Trace.Messages;

    /// <summary>Gets the assumptions of the result.</summary>
    public IReadOnlyList<string> Assumption => Trace.Assumptions;

    /// <summary>
    /// Gets what fails in the network, written as the members of a cut set; empty if everything works. Null if it is
    /// not known, because the result was serialized by a version that did not record it.
    /// </summary>
    public IReadOnlyList<string>? Failure => _recorded is null ? _series!.Network.Failures : _recorded.Failures;

    /// <summary>
    /// Gets the file that the directory was read or imported from, or the address of its server; null otherwise, and if
    /// the result was serialized by a version that did not record it.
    /// </summary>
    public string? Path => _recorded is null ? _series!.Domain.Directory.Path : _recorded.Path;

    /// <summary>
    /// Gets the number of servers whose requests have this path: 1 unless the results were combined (<c>-Unique</c>).
    /// </summary>
    public int OriginCount => _origins?.Count ?? 1;

    /// <summary>Gets the abbreviated names of these servers.</summary>
    public IReadOnlyList<string> Origin => _origins ?? OutputList.Of([From]);

    /// <summary>Gets the service of the request.</summary>
    internal abstract CoexistenceService Service { get; }

    /// <summary>Gets how the request ended.</summary>
    internal PathStatus PathStatus { get; }

    /// <summary>Gets the name of the status.</summary>
    internal string StatusName => PathStatus.ToString();

    /// <summary>Gets the origins in a few words: <c>Mail01/Acme and 59 more</c>.</summary>
    internal string Starts => OriginCount == 1 ? From : $"{From} and {OriginCount - 1} more";

    /// <summary>Gets the servers on whose consoles warnings appear, in a few words.</summary>
    internal string WarningText => Warning.Count == 0
        ? "no warning"
        : $"warning at {string.Join(", ", Warning.Select(warning => warning.Server))}";

    /// <summary>
    /// Gets what console logs show of the result, in a few words; empty if they show nothing. Results that were not
    /// combined can differ only in this.
    /// </summary>
    internal string ConsoleText
    {
        get
        {
            string observed = NamesOf(ConsoleMessage
                .Where(message => message is { Seen: not null, Basis: Basis.Observed })
                .Select(message => message.Server));
            string differing = NamesOf(ServersOf(DomainVisibility.ConsoleDiffers));
            return string.Join("; ", new[]
            {
                observed.Length > 0 ? $"message observed at {observed}" : "",
                differing.Length > 0 ? $"console differs at {differing}" : "",
            }.Where(text => text.Length > 0));

            string NamesOf(IEnumerable<string> servers) =>
                string.Join(", ", servers.Select(server => server == From ? Starts : server).Distinct());
        }
    }

    /// <summary>
    /// Gets the assumptions that can turn the result over, as sentences: a console log contradicts the directory, or a
    /// server on the way may not exist (VD3).
    /// </summary>
    internal IEnumerable<string> Doubts =>
    [
        .. ServersOf(DomainVisibility.ConsoleDiffers).Select(server =>
            $"Not certain, because the console log of {server} contradicts the directory (ConsoleDiffers)."),
        .. ServersOf(DomainVisibility.NoServerDocument).Select(server =>
            $"Not certain, because {server} has no Server document and may not exist (NoServerDocument)."),
    ];

    // Returns the servers that the result assumes something of.
    private IEnumerable<string> ServersOf(string assumption) => Assumption
        .Where(one => one.StartsWith(assumption + ": ", StringComparison.Ordinal))
        .Select(one => one.Substring(assumption.Length + 2));

    /// <summary>Returns the same result for several origins, the first of which is that of this result.</summary>
    internal PathResult With(IReadOnlyList<string> origins)
    {
        var all = (PathResult)MemberwiseClone();
        all._origins = origins.Count > 1 ? OutputList.Of(origins) : null;
        all._route = null;
        return all;
    }

    /// <summary>Returns what to do about the requests from several servers, which have this result.</summary>
    internal string? RecommendationFor(IReadOnlyList<string> origins)
    {
        string? text = Trace.Recommendation.Value;
        // The serialized recommendation of a combined result already names the other servers.
        if (text is null || origins.Count == 1 || (_recorded is not null && OriginCount > 1))
            return text;
        var from = new NotesName(From);
        bool isNamed = text.IndexOf(from.Abbreviated, StringComparison.OrdinalIgnoreCase) >= 0
            || text.IndexOf(from.Canonical, StringComparison.OrdinalIgnoreCase) >= 0;
        List<string> others = [.. origins.Where(origin => origin != From)];
        return isNamed ? $"{text} Do the same for {NameList.Of(others, MostOtherOrigins)}." : text;
    }

    /// <summary>Gets the warnings, without the trace.</summary>
    private protected IReadOnlyList<ConsoleMessage> Warnings => _recorded?.Warnings ?? OutputList.Of(FindWarnings());

    // Two threads can determine it at the same time, with the same content.
    private PathTrace Trace => _recorded?.Trace ?? (_trace ??= _series!.Explain(_origin!));

    private IEnumerable<ConsoleMessage> FindWarnings()
    {
        if ((_warned & WarnedConsoles.Origin) != 0)
            yield return _series!.WarningAt(_origin!, PathStatus);
        if ((_warned & WarnedConsoles.End) != 0)
            yield return _series!.WarningAt(_end!, PathStatus);
    }
}
