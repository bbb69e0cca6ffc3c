namespace CoexTools.Simulation;

/// <summary>One step of a request, and the rule that made it.</summary>
public sealed class Hop : CoexObject
{
    [Rehydrates]
    internal Hop(string server, string rule, Basis basis, string? document, string decision, DateTimeOffset? time = null)
    {
        Server = server;
        Rule = rule;
        Basis = basis;
        Document = document;
        Decision = decision;
        Time = time;
    }

    /// <summary>The server that decided, abbreviated.</summary>
    public string Server { get; }

    /// <summary>The id of the rule that it followed.</summary>
    public string Rule { get; }

    /// <summary>
    /// How well the rule is known, or <see cref="Basis.Observed"/> if the step depends on a component that was down when it was probed.
    /// </summary>
    public Basis Basis { get; }

    /// <summary>The UNID of the document that it followed; null if it followed none.</summary>
    public string? Document { get; }

    /// <summary>What it decided, in words.</summary>
    public string Decision { get; }

    /// <summary>When the component that was down was probed; null if the step does not depend on a probe.</summary>
    public DateTimeOffset? Time { get; }

    /// <summary>The servers to which the request did not get from here, if it ended here; not known of a rehydrated step.</summary>
    internal IReadOnlyList<MissedServer> Missed { get; init; } = [];

    /// <summary>The step in one line.</summary>
    public override string ToString() => $"{Server} [{Rule}] {Described}";

    /// <summary>The decision, and when it was observed.</summary>
    internal string Described => Time is { } time
        ? FormattableString.Invariant($"{Decision} (observed {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC)")
        : Decision;
}

/// <summary>A message that a server task prints on its console, word for word.</summary>
public sealed class ConsoleMessage : CoexObject
{
    [Rehydrates]
    internal ConsoleMessage(string server, string task, string message)
    {
        Server = server;
        Task = task;
        Message = message;
    }

    /// <summary>The server on whose console it appears, abbreviated.</summary>
    public string Server { get; }

    /// <summary>The task that prints it: CalConn or Router.</summary>
    public string Task { get; }

    /// <summary>The text.</summary>
    public string Message { get; }

    /// <summary>The server and the text.</summary>
    public override string ToString() => $"{Server}: {Message}";
}

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
