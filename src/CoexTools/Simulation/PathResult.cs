namespace CoexTools.Simulation;

/// <summary>What happens to a request: the part that free/busy and mail have in common.</summary>
public abstract class PathResult : CoexObject
{
    private readonly Request? _request;
    private readonly INetwork? _network;
    private readonly Outcome _outcome;
    private PathExplanation? _explanation;
    private string? _recommendation;
    private string? _route;

    // The outcome alone answers most questions, over thousands of origins: the request runs with a trace when somebody
    // asks for the rest.
    private protected PathResult(Request request, NetworkState network)
    {
        _request = request;
        _network = network;
        _outcome = request.Run(network);
        Domain = request.Domain.Name;
        From = request.Origin.Abbreviated;
        Server = _outcome.Server.Abbreviated;
        Failure = network.Failures;
        Path = request.Domain.Directory.Path;
        ShortName = request.Domain.Directory.ShortNameOf;
    }

    // A rehydrated one.
    private protected PathResult(
        string domain, string from, string server, PathExplanation explanation,
        IReadOnlyList<string>? failure, string? path,
        string? route)
    {
        Domain = domain;
        From = from;
        Server = server;
        _explanation = explanation;
        Failure = failure is null ? null : OutputList.Of(failure);
        Path = path;
        _route = route;
    }

    /// <summary>The domain that the request is for.</summary>
    public string Domain { get; }

    /// <summary>The server where the request started, abbreviated.</summary>
    public string From { get; }

    /// <summary>Whether the request reached Exchange.</summary>
    public abstract bool Reachable { get; }

    /// <summary>The server that answered or delivered, or at which the request ended, abbreviated.</summary>
    public string Server { get; }

    /// <summary>
    /// Gets the servers on the way and how the request ended, for example
    /// <c>Hub01/Acme > DominoB/Acme > DominoA/Acme (down): not relayed</c>.
    /// </summary>
    public string Route => _route ??= PathText.Of(this).ToString();

    /// <summary>Why, in a sentence.</summary>
    public string Reason => Explanation.Reason;

    /// <summary>What to do about it; null if there is nothing to do.</summary>
    public string? Recommendation
    {
        get
        {
            // A change of the directory is tried, which takes longer than the request itself (VD4).
            if (_recommendation is null && Explanation.Recommendation is { } general)
            {
                _recommendation = _request?.Domain.Advisor is { } advisor && _outcome.DependsOnDirectory
                    ? advisor(_request, _network!, general)
                    : general;
            }
            return _recommendation;
        }
    }

    /// <summary>Each step, with its rule.</summary>
    public IReadOnlyList<Hop> Hop => Explanation.Hops;

    /// <summary>
    /// The warnings that appear on consoles: for free/busy those of several documents (CC2), for mail those of the
    /// router.
    /// </summary>
    public abstract IReadOnlyList<ConsoleMessage> Warning { get; }

    /// <summary>All messages that appear on consoles, the warnings among them.</summary>
    public IReadOnlyList<ConsoleMessage> ConsoleMessage => Explanation.Messages;

    /// <summary>What had to be assumed.</summary>
    public IReadOnlyList<string> Assumption => Explanation.Assumptions;

    /// <summary>
    /// What fails in the network, written as the members of a cut set; empty if everything works. Null if it is not
    /// known: the result was serialized by a version that did not record it.
    /// </summary>
    public IReadOnlyList<string>? Failure { get; }

    /// <summary>
    /// Gets the file of the directory; null for a directory that is only in memory, and if the result was serialized by
    /// a version that did not record it.
    /// </summary>
    public string? Path { get; }

    /// <summary>The name of the status, whichever service the request is for.</summary>
    internal abstract string StatusName { get; }

    /// <summary>The servers on whose consoles warnings appear, in a few words.</summary>
    internal string WarningText => Warning.Count == 0
        ? "no warning"
        : $"warning at {string.Join(", ", Warning.Select(warning => warning.Server))}";

    /// <summary>The warnings, made when they are asked for.</summary>
    internal IEnumerable<ConsoleMessage> Warnings => _request?.Warnings(_outcome) ?? _explanation!.Warnings;

    /// <summary>The outcome of a result that is not rehydrated.</summary>
    private protected Outcome Outcome => _outcome;

    private PathExplanation Explanation =>
        _explanation ?? Interlocked.CompareExchange(ref _explanation, Trace.Of(_request!, _network!), null)
            ?? _explanation;
}
