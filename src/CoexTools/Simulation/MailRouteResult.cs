using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents what happens to a message: the output of <c>Test-MailRoute</c>.</summary>
public sealed class MailRouteResult : PathResult
{
    internal MailRouteResult(
        string domain, NotesName from, MailKind kind, Outcome outcome, IEnumerable<ConsoleMessage> warnings,
        Lazy<PathTrace> trace, NetworkState network, DirectorySnapshot directory)
        : base(domain, from, outcome, warnings, trace, network, directory) => Kind = kind;

    [Rehydrates]
    internal MailRouteResult(
        string domain, string from, string server, MailKind kind, MailStatus status, string reason,
        string? recommendation, IReadOnlyList<Hop> hop, IReadOnlyList<ConsoleMessage> warning,
        IReadOnlyList<ConsoleMessage> consoleMessage, IReadOnlyList<string> assumption,
        IReadOnlyList<string>? failure = null, string? path = null, string? route = null)
        : base(
            domain, from, server, PathStatus.Of(status), warning,
            new PathTrace(reason, recommendation, hop, consoleMessage, assumption), failure, path, route) =>
        Kind = kind;

    /// <summary>Gets the kind of message.</summary>
    public MailKind Kind { get; }

    /// <summary>Gets how the route of the message ended.</summary>
    public MailStatus Status => (MailStatus)PathStatus.Value;

    /// <inheritdoc/>
    // Overridden for the order of the properties, like Warning.
    public override bool Reachable => PathStatus.IsReached;

    /// <inheritdoc/>
    public override IReadOnlyList<ConsoleMessage> Warning => OutputList.Of(Warnings);

    /// <inheritdoc/>
    internal override CoexistenceService Service => CoexistenceServices.Of(Kind);

    /// <summary>Returns the result in one line.</summary>
    public override string ToString() => $"{Kind} to {Domain} from {From}: {Status} at {Server}";
}
