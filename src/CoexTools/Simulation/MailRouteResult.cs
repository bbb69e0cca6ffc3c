using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents what happens to a message: the output of <c>Test-MailRoute</c>.</summary>
public sealed class MailRouteResult : PathResult
{
    internal MailRouteResult(RequestSeries series, NotesName origin, Outcome outcome)
        : base(series, origin, outcome) => Kind = series.Service.MailKind();

    [Rehydrates]
    internal MailRouteResult(
        string domain, string from, string server, MailKind kind, MailStatus status, string reason,
        string? recommendation, IReadOnlyList<Hop> hop, IReadOnlyList<ConsoleMessage> warning,
        IReadOnlyList<ConsoleMessage> consoleMessage, IReadOnlyList<string> assumption,
        IReadOnlyList<string>? failure = null, string? path = null, string? route = null,
        IReadOnlyList<string>? origin = null)
        : base(
            PathStatus.Of(status),
            new RecordedPath(
                domain, from, server, OutputList.Of(warning),
                new PathTrace(reason, recommendation, hop, consoleMessage, assumption),
                failure is null ? null : OutputList.Of(failure), path, route, origin)) =>
        Kind = kind;

    /// <summary>Gets the kind of message.</summary>
    public MailKind Kind { get; }

    /// <summary>Gets how the route of the message ended.</summary>
    public MailStatus Status => (MailStatus)PathStatus.Value;

    /// <inheritdoc/>
    // Overridden for the order of the properties, like Warning.
    public override bool Reachable => PathStatus.IsReached;

    /// <inheritdoc/>
    public override IReadOnlyList<ConsoleMessage> Warning => Warnings;

    /// <inheritdoc/>
    internal override CoexistenceService Service => CoexistenceServices.Of(Kind);

    /// <summary>Returns the result in one line.</summary>
    public override string ToString() => $"{Kind} to {Domain} from {Starts}: {Status} at {Server}";
}
