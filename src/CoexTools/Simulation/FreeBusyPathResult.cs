using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>
/// Represents what happens to a free/busy request: the output of <c>Test-FreeBusyPath</c>.
/// </summary>
public sealed class FreeBusyPathResult : PathResult
{
    internal FreeBusyPathResult(
        string domain, NotesName from, Outcome outcome, IEnumerable<ConsoleMessage> warnings, Lazy<PathTrace> trace,
        NetworkState network, DirectorySnapshot directory)
        : base(domain, from, outcome, warnings, trace, network, directory)
    {
    }

    [Rehydrates]
    internal FreeBusyPathResult(
        string domain, string from, string server, FreeBusyStatus status, string reason, string? recommendation,
        IReadOnlyList<Hop> hop, IReadOnlyList<ConsoleMessage> warning, IReadOnlyList<ConsoleMessage> consoleMessage,
        IReadOnlyList<string> assumption, IReadOnlyList<string>? failure = null, string? path = null,
        string? route = null)
        : base(
            domain, from, server, PathStatus.Of(status), warning,
            new PathTrace(reason, recommendation, hop, consoleMessage, assumption), failure, path, route)
    {
    }

    /// <summary>Gets how the request ended.</summary>
    public FreeBusyStatus Status => (FreeBusyStatus)PathStatus.Value;

    /// <inheritdoc/>
    // Overridden for the order of the properties, like Warning.
    public override bool Reachable => PathStatus.IsReached;

    /// <inheritdoc/>
    public override IReadOnlyList<ConsoleMessage> Warning => OutputList.Of(Warnings);

    /// <inheritdoc/>
    internal override CoexistenceService Service => CoexistenceService.FreeBusy;

    /// <summary>Returns the result in one line.</summary>
    public override string ToString() => $"{Domain} from {From}: {Status} at {Server}";
}
