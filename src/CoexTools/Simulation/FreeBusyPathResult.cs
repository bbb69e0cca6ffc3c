namespace CoexTools.Simulation;

/// <summary>What happens to a free/busy request: the output of <c>Test-FreeBusyPath</c>.</summary>
public sealed class FreeBusyPathResult : PathResult
{
    internal FreeBusyPathResult(Request request, NetworkState network)
        : base(request, network)
    {
        Status = Outcome.FreeBusyStatus;
    }

    [Rehydrates]
    internal FreeBusyPathResult(
        string domain, string from, string server, FreeBusyStatus status, string reason, string? recommendation,
        IReadOnlyList<Hop> hop,
        IReadOnlyList<ConsoleMessage> warning, IReadOnlyList<ConsoleMessage> consoleMessage,
        IReadOnlyList<string> assumption,
        IReadOnlyList<string>? failure = null, string? path = null, string? route = null)
        : base(
            domain, from, server, new PathExplanation(
                reason, recommendation, hop, warning, consoleMessage, assumption), failure, path, route)
    {
        Status = status;
    }

    /// <summary>How the request ended.</summary>
    public FreeBusyStatus Status { get; }

    /// <inheritdoc/>
    public override bool Reachable => Status == FreeBusyStatus.Answered;

    /// <inheritdoc/>
    // Here for the order of the properties.
    public override IReadOnlyList<ConsoleMessage> Warning => OutputList.Of(Warnings);

    /// <inheritdoc/>
    internal override string StatusName => Status.ToString();

    /// <summary>The result in one line.</summary>
    public override string ToString() => $"{Domain} from {From}: {Status} at {Server}";
}
