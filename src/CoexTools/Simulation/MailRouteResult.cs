using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>What happens to a message: the output of <c>Test-MailRoute</c>.</summary>
public sealed class MailRouteResult : PathResult
{
    private MailRouteResult(Asked asked, MailKind kind, MailStatus status)
        : base(asked)
    {
        Kind = kind;
        Status = status;
    }

    [Rehydrates]
    internal MailRouteResult(
        string domain, string from, string server, MailKind kind, MailStatus status, string reason, string? recommendation, IReadOnlyList<Hop> hop,
        IReadOnlyList<ConsoleMessage> warning, IReadOnlyList<ConsoleMessage> consoleMessage, IReadOnlyList<string> assumption)
        : base(domain, from, server, PathStory.Of(reason, recommendation, hop, warning, consoleMessage, assumption))
    {
        Kind = kind;
        Status = status;
    }

    /// <summary>What kind of message.</summary>
    public MailKind Kind { get; }

    /// <summary>How the message's way ended.</summary>
    public MailStatus Status { get; }

    /// <inheritdoc/>
    public override bool Reachable => Status == MailStatus.Delivered;

    /// <inheritdoc/>
    public override IReadOnlyList<ConsoleMessage> Warning => OutputList.Of(Warnings);

    /// <summary>The result in one line.</summary>
    public override string ToString() => $"{Kind} to {Domain} from {From}: {Status} at {Server}";

    /// <summary>Follows a message; its way is explained when somebody asks.</summary>
    internal static MailRouteResult Of(DomainVisibility domain, NotesName origin, MailKind kind, INetwork network)
    {
        (MailStatus status, NotesName end) = Router.Follow(domain, origin, kind, network);
        return new MailRouteResult(new Asked(domain, origin, end, network), kind, status);
    }

    /// <inheritdoc/>
    private protected override PathStory Tell(Asked asked)
    {
        var trace = new Trace(asked.Domain);
        Router.Follow(asked.Domain, asked.Origin, Kind, asked.Network, trace);
        return trace.Tell(trace.Explain(
            Explain(asked.Domain, asked.Origin, Kind, Status, asked.End), other => Router.Follow(other, asked.Origin, Kind, asked.Network)));
    }

    /// <inheritdoc/>
    private protected override IEnumerable<ConsoleMessage> WarningsOf(Asked asked) =>
        Status is MailStatus.NoRoute or MailStatus.Loop or MailStatus.Retrying ? Story.Warnings : [];

    private static Explanation Explain(DomainVisibility domain, NotesName origin, MailKind kind, MailStatus status, NotesName server)
    {
        string arrives = server == origin ? "" : $"The message goes from {origin} to {server}. ";
        IReadOnlyList<TableEntry> table = kind == MailKind.Mail ? domain.TableOf(server).Mail : domain.TableOf(server).Calendar;
        string what = kind == MailKind.Mail ? "mail" : "calendar";
        return status switch
        {
            MailStatus.Delivered => new($"{arrives}{server} sends it to Exchange.", null),
            MailStatus.Held => new(
                $"{arrives}{server} cannot reach Exchange by SMTP, and holds the message.", $"Mend the SMTP connection of {server} to Exchange."),
            MailStatus.Queued => new(
                $"The message waits for {server}, which can be reached but is busy. The router fails over only from a server that is down.", $"Relieve {server}."),
            MailStatus.Retrying => new(
                $"{arrives}{server} reaches none of the {what} servers that it sees: {Advice.Servers(table)}. The message stays there, and is tried again.",
                $"Bring up {Advice.Servers(table)}, or the connection of {server} to one of them."),
            MailStatus.NoRoute when domain.TableOf(server).Seen.Count > 0 => new(
                $"{arrives}{server} sees documents for '{domain.Name}', but none of them names a {what} server.",
                $"Fill in the {what} server of {domain.TableOf(server).Seen[0]}."),
            MailStatus.NoRoute => new($"{arrives}{server} sees no document for '{domain.Name}'.", Advice.Show(domain, server)),
            MailStatus.Loop => new(
                $"{arrives}The message comes back to {server}: each server on the way sees another's document, and none its own first.",
                $"Let each coexistence server see its own document. {Advice.Show(domain, server)}"),
            _ => new($"{origin} is down.", $"Bring up {origin}."),
        };
    }
}
