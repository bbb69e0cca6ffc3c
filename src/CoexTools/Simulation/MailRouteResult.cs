namespace CoexTools.Simulation;

/// <summary>What happens to a message: the output of <c>Test-MailRoute</c>.</summary>
public sealed class MailRouteResult : PathResult
{
    internal MailRouteResult(Request request, NetworkState network)
        : base(request, network)
    {
        Kind = request.Service == CoexistenceService.Mail ? MailKind.Mail : MailKind.Calendar;
        Status = Outcome.MailStatus;
    }

    [Rehydrates]
    internal MailRouteResult(
        string domain, string from, string server, MailKind kind, MailStatus status, string reason,
        string? recommendation, IReadOnlyList<Hop> hop,
        IReadOnlyList<ConsoleMessage> warning, IReadOnlyList<ConsoleMessage> consoleMessage,
        IReadOnlyList<string> assumption,
        IReadOnlyList<string>? failure = null, string? path = null, string? route = null)
        : base(
            domain, from, server, new PathExplanation(
                reason, recommendation, hop, warning, consoleMessage, assumption), failure, path, route)
    {
        Kind = kind;
        Status = status;
    }

    /// <summary>What kind of message.</summary>
    public MailKind Kind { get; }

    /// <summary>How the route of the message ended.</summary>
    public MailStatus Status { get; }

    /// <inheritdoc/>
    public override bool Reachable => Status == MailStatus.Delivered;

    /// <inheritdoc/>
    // Here for the order of the properties.
    public override IReadOnlyList<ConsoleMessage> Warning => OutputList.Of(Warnings);

    /// <inheritdoc/>
    internal override string StatusName => Status.ToString();

    /// <summary>The result in one line.</summary>
    public override string ToString() => $"{Kind} to {Domain} from {From}: {Status} at {Server}";
}
