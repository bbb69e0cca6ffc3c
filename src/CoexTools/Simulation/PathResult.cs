using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>
/// Represents what happens to a request, for free/busy and mail: the outcome, and the trace. The trace is determined on
/// demand, because most questions about thousands of origins require only the outcome.
/// </summary>
public abstract class PathResult : CoexObject
{
    private readonly Lazy<PathTrace> _trace;
    private readonly IEnumerable<ConsoleMessage> _warnings;
    private string? _route;

    private protected PathResult(
        string domain, NotesName from, Outcome outcome, IEnumerable<ConsoleMessage> warnings, Lazy<PathTrace> trace,
        NetworkState network, DirectorySnapshot directory)
    {
        Domain = domain;
        From = from.Abbreviated;
        Server = outcome.Server.Abbreviated;
        PathStatus = outcome.Status;
        _warnings = warnings;
        _trace = trace;
        Failure = network.Failures;
        Path = directory.Path;
        ShortName = directory.ShortNameOf;
    }

    // A rehydrated result.
    private protected PathResult(
        string domain, string from, string server, PathStatus status, IReadOnlyList<ConsoleMessage> warnings,
        PathTrace trace, IReadOnlyList<string>? failure, string? path, string? route)
    {
        Domain = domain;
        From = from;
        Server = server;
        PathStatus = status;
        _warnings = warnings;
        _trace = new Lazy<PathTrace>(() => trace);
        Failure = failure is null ? null : OutputList.Of(failure);
        Path = path;
        _route = route;
    }

    /// <summary>Gets the domain of the request.</summary>
    public string Domain { get; }

    /// <summary>Gets the abbreviated name of the server where the request started.</summary>
    public string From { get; }

    /// <summary>Gets whether the request reached Exchange.</summary>
    public abstract bool Reachable { get; }

    /// <summary>
    /// Gets the abbreviated name of the server that answered or delivered, or at which the request ended.
    /// </summary>
    public string Server { get; }

    /// <summary>
    /// Gets the servers on the way and how the request ended, for example
    /// <c>Hub01/Acme > DominoB/Acme > DominoA/Acme (down): not relayed</c>.
    /// </summary>
    public string Route => _route ??= PathStations.Of(this).ToString();

    /// <summary>Gets the reason why the request ended as it did.</summary>
    public string Reason => _trace.Value.Reason;

    /// <summary>Gets what to do about it; null if there is nothing to do.</summary>
    public string? Recommendation => _trace.Value.Recommendation.Value;

    /// <summary>Gets the steps, each with its rule.</summary>
    public IReadOnlyList<Hop> Hop => _trace.Value.Hops;

    /// <summary>
    /// Gets the warnings that appear on consoles: for free/busy those about several documents (CC2), for mail those of
    /// the router.
    /// </summary>
    public abstract IReadOnlyList<ConsoleMessage> Warning { get; }

    /// <summary>Gets all messages that appear on consoles, including the warnings.</summary>
    public IReadOnlyList<ConsoleMessage> ConsoleMessage => _trace.Value.Messages;

    /// <summary>Gets the assumptions of the result.</summary>
    public IReadOnlyList<string> Assumption => _trace.Value.Assumptions;

    /// <summary>
    /// Gets what fails in the network, written as the members of a cut set; empty if everything works. Null if it is
    /// not known, because the result was serialized by a version that did not record it.
    /// </summary>
    public IReadOnlyList<string>? Failure { get; }

    /// <summary>
    /// Gets the file of the directory; null for a directory that is only in memory, and if the result was serialized by
    /// a version that did not record it.
    /// </summary>
    public string? Path { get; }

    /// <summary>Gets the service of the request.</summary>
    internal abstract CoexistenceService Service { get; }

    /// <summary>Gets how the request ended.</summary>
    internal PathStatus PathStatus { get; }

    /// <summary>Gets the name of the status.</summary>
    internal string StatusName => PathStatus.ToString();

    /// <summary>Gets the servers on whose consoles warnings appear, in a few words.</summary>
    internal string WarningText => Warning.Count == 0
        ? "no warning"
        : $"warning at {string.Join(", ", Warning.Select(warning => warning.Server))}";

    /// <summary>Gets the warnings, without the trace.</summary>
    internal IEnumerable<ConsoleMessage> Warnings => _warnings;
}
