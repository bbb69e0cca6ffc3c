namespace CoexTools.Simulation;

/// <summary>What happens to a request: the part that free/busy and mail have in common.</summary>
public abstract class PathResult : CoexObject
{
    private readonly Request? _request;
    private readonly INetwork? _network;
    private readonly Outcome _outcome;
    private PathExplanation? _explanation;
    private string? _recommendation;

    // The outcome alone answers most questions, over thousands of origins: the request runs with a trace when somebody asks for the rest.
    private protected PathResult(Request request, NetworkState network)
    {
        _request = request;
        _network = network;
        _outcome = request.Run(network);
        Domain = request.Domain.Name;
        From = request.Origin.Abbreviated;
        Server = _outcome.Server.Abbreviated;
        Failure = network.Failures;
    }

    // A rehydrated one.
    private protected PathResult(string domain, string from, string server, PathExplanation explanation, IReadOnlyList<string>? failure)
    {
        Domain = domain;
        From = from;
        Server = server;
        _explanation = explanation;
        Failure = failure is null ? null : OutputList.Of(failure);
    }

    /// <summary>The domain that the request is for.</summary>
    public string Domain { get; }

    /// <summary>The server where the request started, abbreviated.</summary>
    public string From { get; }

    /// <summary>Whether the request reached Exchange.</summary>
    public abstract bool Reachable { get; }

    /// <summary>The server that answered or delivered, or at which the request ended, abbreviated.</summary>
    public string Server { get; }

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

    /// <summary>The warnings that appear on consoles: for free/busy those of several documents (CC2), for mail those of the router.</summary>
    public abstract IReadOnlyList<ConsoleMessage> Warning { get; }

    /// <summary>All messages that appear on consoles, the warnings among them.</summary>
    public IReadOnlyList<ConsoleMessage> ConsoleMessage => Explanation.Messages;

    /// <summary>What had to be assumed.</summary>
    public IReadOnlyList<string> Assumption => Explanation.Assumptions;

    /// <summary>
    /// What fails in the network, written as the members of a cut set; empty if everything works. Null if it is not known: the result was serialized
    /// by a version that did not record it.
    /// </summary>
    public IReadOnlyList<string>? Failure { get; }

    /// <summary>The name of the status, whichever service the request is for.</summary>
    internal abstract string StatusName { get; }

    /// <summary>The warnings, made when they are asked for.</summary>
    internal IEnumerable<ConsoleMessage> Warnings => _request?.Warnings(_outcome) ?? _explanation!.Warnings;

    /// <summary>A server as the path names it: by its common name where the directory has only one server of that name.</summary>
    internal string NameOf(string server) => _request?.Domain.ShortNameOf(new Names.NotesName(server)) ?? server;

    /// <summary>The outcome of a result that is not rehydrated.</summary>
    private protected Outcome Outcome => _outcome;

    private PathExplanation Explanation =>
        _explanation ?? Interlocked.CompareExchange(ref _explanation, Trace.Of(_request!, _network!), null) ?? _explanation;
}
