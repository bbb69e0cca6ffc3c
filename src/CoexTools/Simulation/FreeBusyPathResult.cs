using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>What happens to a free/busy request: the output of <c>Test-FreeBusyPath</c>.</summary>
public sealed class FreeBusyPathResult : PathResult
{
    private FreeBusyPathResult(Asked asked, FreeBusyStatus status)
        : base(asked)
    {
        Status = status;
    }

    [Rehydrates]
    internal FreeBusyPathResult(
        string domain, string from, string server, FreeBusyStatus status, string reason, string? recommendation, IReadOnlyList<Hop> hop,
        IReadOnlyList<ConsoleMessage> warning, IReadOnlyList<ConsoleMessage> consoleMessage, IReadOnlyList<string> assumption)
        : base(domain, from, server, PathStory.Of(reason, recommendation, hop, warning, consoleMessage, assumption))
    {
        Status = status;
    }

    /// <summary>How the request ended.</summary>
    public FreeBusyStatus Status { get; }

    /// <inheritdoc/>
    public override bool Reachable => Status == FreeBusyStatus.Answered;

    /// <inheritdoc/>
    public override IReadOnlyList<ConsoleMessage> Warning => OutputList.Of(Warnings);

    /// <summary>The result in one line.</summary>
    public override string ToString() => $"{Domain} from {From}: {Status} at {Server}";

    /// <summary>Follows a request; it is explained when somebody asks.</summary>
    internal static FreeBusyPathResult Of(DomainVisibility domain, NotesName origin, INetwork network)
    {
        (FreeBusyStatus status, NotesName end) = CalendarConnector.Follow(domain, origin, network);
        return new FreeBusyPathResult(new Asked(domain, origin, end, network), status);
    }

    /// <inheritdoc/>
    private protected override PathStory Tell(Asked asked)
    {
        var trace = new Trace(asked.Domain);
        CalendarConnector.Follow(asked.Domain, asked.Origin, asked.Network, trace);
        return trace.Tell(trace.Explain(
            Explain(asked.Domain, asked.Origin, Status, asked.End), other => CalendarConnector.Follow(other, asked.Origin, asked.Network)));
    }

    // CC2: at the origin, and again at the server that received the request, where its own table was consulted.
    private protected override IEnumerable<ConsoleMessage> WarningsOf(Asked asked)
    {
        if (Status == FreeBusyStatus.OriginDown)
            yield break;
        if (asked.Domain.TableOf(asked.Origin).Seen.Count > 1)
            yield return SeveralDocuments(asked.Origin);
        if (asked.End != asked.Origin && Status != FreeBusyStatus.Busy && asked.Domain.TableOf(asked.End).Seen.Count > 1)
            yield return SeveralDocuments(asked.End);

        ConsoleMessage SeveralDocuments(NotesName server) => new(server.Abbreviated, CalendarConnector.Task, asked.Domain.SeveralDocuments);
    }

    private static Explanation Explain(DomainVisibility domain, NotesName origin, FreeBusyStatus status, NotesName server)
    {
        string arrives = server == origin ? "" : $"The request goes from {origin} to {server}. ";
        IReadOnlyList<TableEntry> table = domain.TableOf(server).Calendar;
        return status switch
        {
            FreeBusyStatus.Answered => new(
                $"{arrives}{server} asks Exchange.",
                domain.TableOf(server).Seen.Count > 1
                    ? $"{server} also sees documents of other servers, so that free/busy fails where another of them comes first. {Advice.Hide(domain, server)}"
                    : null),
            FreeBusyStatus.ExchangeUnreachable => new(
                $"{arrives}{server} cannot reach Exchange by HTTP, and the calendar connector does not try another server.",
                $"Mend the HTTP connection of {server} to Exchange."),
            FreeBusyStatus.Busy => new(
                $"{server} can be reached but is busy: the request waits there and times out. A busy server is no reason to fail over.",
                $"Relieve {server}."),
            FreeBusyStatus.NotRelayed => new(
                $"{arrives}{NotRelayed(server, table)}",
                table.Any(entry => entry.Server == server)
                    ? Advice.Hide(domain, server)
                    : $"{server} receives requests for '{domain.Name}', but no document that it sees names it: give it a document of its own that it may read."),
            FreeBusyStatus.NoDomainDocument => new($"{arrives}{server} sees no document for '{domain.Name}'.", Advice.Show(domain, server)),
            FreeBusyStatus.NoCalendarServer => new(
                $"{arrives}{server} sees documents for '{domain.Name}', but none of them names a calendar server.",
                $"Fill in the calendar server and the calendar system of {domain.TableOf(server).Seen[0]}."),
            FreeBusyStatus.Unreachable => new(
                $"{origin} reaches none of the calendar servers that it sees: {Advice.Servers(table)}.",
                $"Bring up {Advice.Servers(table)}, or the connection of {origin} to one of them."),
            _ => new($"{origin} is down.", $"Bring up {origin}."),
        };
    }

    private static string NotRelayed(NotesName server, IReadOnlyList<TableEntry> table)
    {
        string named = table.Any(entry => entry.Server == server) ? $" and does not recognise that {server} is named further down" : "";
        return $"{server} comes to {table[0].Server} first; the calendar connector makes one hop only{named}.";
    }
}
