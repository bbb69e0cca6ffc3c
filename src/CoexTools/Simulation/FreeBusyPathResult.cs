using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>
/// Represents what happens to a free/busy request: the output of <c>Test-FreeBusyPath</c>.
/// </summary>
public sealed class FreeBusyPathResult : PathResult
{
    internal FreeBusyPathResult(RequestSeries series, NotesName origin, Outcome outcome)
        : base(series, origin, outcome)
    {
    }

    [Rehydrates]
    internal FreeBusyPathResult(
        string domain, string from, string server, FreeBusyStatus status, string reason, string? recommendation,
        IReadOnlyList<Hop> hop, IReadOnlyList<ConsoleMessage> warning, IReadOnlyList<ConsoleMessage> consoleMessage,
        IReadOnlyList<string> assumption, IReadOnlyList<string>? failure = null, string? path = null,
        string? route = null, IReadOnlyList<string>? origin = null)
        : base(
            PathStatus.Of(status),
            new RecordedPath(
                domain, from, server, OutputList.Of(warning),
                new PathTrace(reason, recommendation, hop, consoleMessage, assumption),
                failure is null ? null : OutputList.Of(failure), path, route, origin))
    {
    }

    /// <summary>Gets how the request ended.</summary>
    public FreeBusyStatus Status => (FreeBusyStatus)PathStatus.Value;

    /// <inheritdoc/>
    // Overridden for the order of the properties, like Warning.
    public override bool Reachable => PathStatus.IsReached;

    /// <inheritdoc/>
    public override IReadOnlyList<ConsoleMessage> Warning => Warnings;

    /// <inheritdoc/>
    internal override CoexistenceService Service => CoexistenceService.FreeBusy;

    /// <summary>Returns the result in one line.</summary>
    public override string ToString() => $"{Domain} from {Starts}: {Status} at {Server}";
}
