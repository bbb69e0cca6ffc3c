using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Follows a free/busy request (CC1 to CC8).</summary>
internal static class CalendarConnector
{
    /// <summary>The task's name on the console.</summary>
    public const string Task = "CalConn";

    /// <summary>Returns what the calendar connectors do with a free/busy request for a domain.</summary>
    /// <param name="domain">The domain, and what each server sees of it.</param>
    /// <param name="origin">The server at which the request originates.</param>
    /// <param name="network">The state of the network.</param>
    /// <param name="trace">Records the steps; null if only the outcome matters.</param>
    public static Outcome Run(DomainVisibility domain, NotesName origin, INetwork network, TraceRecorder? trace)
    {
        CalendarConnectorSteps? steps = trace is null ? null : new CalendarConnectorSteps(trace, domain, origin);
        if (network.IsDown(origin)) // CC8
        {
            steps?.OriginDown();
            return new Outcome(FreeBusyStatus.OriginDown, origin, WarnedConsoles.None);
        }
        ServerTable table = domain.TableOf(origin); // CC1
        bool hasSeveral = table.Seen.Count > 1; // CC2
        steps?.Consult(origin, table, hasSeveral);
        WarnedConsoles warned = hasSeveral ? WarnedConsoles.Origin : WarnedConsoles.None;
        if (StatusOfEmpty(table) is { } empty) // CC3
        {
            steps?.NoEntry(origin, table, empty);
            return new Outcome(empty, origin, warned);
        }
        if (table.NamesForCalendar(origin)) // CC5: only the first entry counts
        {
            TableEntry first = table.Calendar[0];
            if (first.Server == origin)
                return QueryExchange(origin, table, network, warned, steps);
            if (!network.Reaches(origin, first.Server))
            {
                steps?.FirstUnreachable(table, network);
                return new Outcome(FreeBusyStatus.NotRelayed, origin, warned);
            }
            steps?.OnlyFirst(first);
            return Pass(domain, first, network, warned, steps);
        }
        if (FirstReached(table, origin, network, steps) is { } reached) // CC4
        {
            steps?.Reached(reached);
            return Pass(domain, reached, network, warned, steps);
        }
        steps?.NoneReached(table, network);
        return new Outcome(FreeBusyStatus.Unreachable, origin, warned);
    }

    private static TableEntry? FirstReached(
        ServerTable table, NotesName origin, INetwork network, CalendarConnectorSteps? steps)
    {
        for (int i = 0; i < table.Calendar.Count; i++)
        {
            if (network.Reaches(origin, table.Calendar[i].Server))
                return table.Calendar[i];
            steps?.TriesNext(table.Calendar[i]);
        }
        return null;
    }

    private static Outcome Pass(
        DomainVisibility domain, TableEntry taken, INetwork network, WarnedConsoles warned,
        CalendarConnectorSteps? steps)
    {
        if (!network.IsBusy(taken.Server))
            return Receive(domain, taken.Server, network, warned, steps);
        steps?.Busy(taken); // CC4
        return new Outcome(FreeBusyStatus.Busy, taken.Server, warned);
    }

    // CC6: the server that receives the request builds its own table, and queries Exchange or no server.
    private static Outcome Receive(
        DomainVisibility domain, NotesName receiver, INetwork network, WarnedConsoles warned,
        CalendarConnectorSteps? steps)
    {
        ServerTable table = domain.TableOf(receiver);
        bool hasSeveral = table.Seen.Count > 1; // CC2
        steps?.Consult(receiver, table, hasSeveral);
        if (hasSeveral)
            warned |= WarnedConsoles.End;
        if (StatusOfEmpty(table) is { } empty)
        {
            steps?.NoEntry(receiver, table, empty);
            return new Outcome(empty, receiver, warned);
        }
        if (table.Calendar[0].Server == receiver)
            return QueryExchange(receiver, table, network, warned, steps);
        steps?.NoSecondHop(receiver, table, network);
        return new Outcome(FreeBusyStatus.NotRelayed, receiver, warned);
    }

    private static FreeBusyStatus? StatusOfEmpty(ServerTable table) =>
        table.Seen.Count == 0 ? FreeBusyStatus.NoDomainDocument
        : table.Calendar.Count == 0 ? FreeBusyStatus.NoCalendarServer
        : null;

    private static Outcome QueryExchange(
        NotesName server, ServerTable table, INetwork network, WarnedConsoles warned, CalendarConnectorSteps? steps)
    {
        bool isDown = network.IsHttpDown(server); // CC7
        steps?.Exchange(server, table, isDown);
        return new Outcome(isDown ? FreeBusyStatus.ExchangeUnreachable : FreeBusyStatus.Answered, server, warned);
    }
}
