using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Follows a free/busy request (CC1 to CC8).</summary>
internal static class CalendarConnector
{
    /// <summary>The task's name on the console.</summary>
    public const string Task = "CalConn";

    private const string NoDocument = "Can't find domain document in Domino Directory for the scheduling request";
    private const string NoPath = "Unable to find path to server. Check that your network connection is working.";
    private const string TimedOut = "schedule request timed out";

    /// <summary>What the calendar connector does at a server that receives a free/busy request for a domain.</summary>
    /// <param name="domain">The domain, and what each server sees of it.</param>
    /// <param name="origin">The server at which the request originates.</param>
    /// <param name="network">The state of the network.</param>
    /// <param name="trace">Records the steps; null if only the outcome matters.</param>
    public static Outcome Run(DomainVisibility domain, NotesName origin, INetwork network, Trace? trace)
    {
        if (network.IsDown(origin)) // CC8
        {
            trace?.Step(origin, Rule.CC8, "is down, so no request starts there", failed: Component.Of(origin));
            trace?.Conclude($"{origin} is down.", $"Bring up {origin}.");
            return new Outcome(FreeBusyStatus.OriginDown, origin, WarnedConsoles.None);
        }
        ServerTable table = Consult(domain, origin, trace);
        WarnedConsoles warned = table.Seen.Count > 1 ? WarnedConsoles.Origin : WarnedConsoles.None; // CC2
        if (EmptyTable(domain, table, origin, origin, trace) is { } empty) // CC3
            return new Outcome(empty, origin, warned);

        TableEntry taken;
        if (IsNamed(table, origin)) // CC5: only the first entry counts
        {
            taken = table.Calendar[0];
            if (taken.Server == origin)
                return AskExchange(domain, origin, origin, table, network, warned, trace);
            if (!network.Reaches(origin, taken.Server))
            {
                trace?.Step(
                    origin, Rule.CC5, $"is named in its own table, but uses only the first entry, {taken.Server}, which cannot be reached",
                    taken.Document, [MissedServer.Of(origin, taken.Server, network)]);
                trace?.Print(origin, Task, NoPath);
                trace?.Conclude(NotRelayed(origin, origin, table), HowToReceive(domain, origin, table));
                return new Outcome(FreeBusyStatus.NotRelayed, origin, warned);
            }
            trace?.Step(origin, Rule.CC5, $"is named in its own table, but uses only the first entry, {taken.Server}", taken.Document);
        }
        else // CC4
        {
            TableEntry? reached = null;
            for (int i = 0; i < table.Calendar.Count; i++)
            {
                TableEntry entry = table.Calendar[i];
                if (network.Reaches(origin, entry.Server))
                {
                    reached = entry;
                    break;
                }
                trace?.Step(
                    origin, Rule.CC4, $"cannot reach {entry.Server}, and tries the next entry", entry.Document, failed: Component.Of(entry.Server));
            }
            if (reached is null)
            {
                trace?.Step(
                    origin, Rule.CC4, "has no calendar server left to try", document: null, MissedServer.Of(origin, table.Calendar, network));
                trace?.Print(origin, Task, NoPath);
                trace?.Conclude(
                    $"{origin} cannot reach any of the calendar servers that it sees: {Advice.Servers(table.Calendar)}.",
                    $"Bring up {Advice.Servers(table.Calendar)}, or the connection of {origin} to one of them.");
                return new Outcome(FreeBusyStatus.Unreachable, origin, warned);
            }
            taken = reached;
            trace?.Step(origin, Rule.CC4, $"uses the first entry that it reaches, {taken.Server}", taken.Document);
        }
        if (network.IsBusy(taken.Server))
        {
            trace?.Step(taken.Server, Rule.CC4.As(Basis.Chosen), "is busy, so the request waits there and times out", taken.Document);
            trace?.Print(origin, Task, TimedOut);
            trace?.Conclude(
                $"{taken.Server} can be reached but is busy. The request waits there and times out. A busy server does not cause failover.",
                $"Reduce the load on {taken.Server}.");
            return new Outcome(FreeBusyStatus.Busy, taken.Server, warned);
        }
        return Receive(domain, origin, taken.Server, network, warned, trace);
    }

    /// <summary>The exact text of the warning about multiple documents.</summary>
    public static string SeveralDocuments(string domain) =>
        $"Warning: Multiple documents detected for domain '{domain}' in Domino Directory for the scheduling request.";

    // CC6: the server that receives the request builds its own table, and queries Exchange or no server.
    private static Outcome Receive(
        DomainVisibility domain, NotesName origin, NotesName receiver, INetwork network, WarnedConsoles warned, Trace? trace)
    {
        ServerTable table = Consult(domain, receiver, trace);
        if (table.Seen.Count > 1) // CC2
            warned |= WarnedConsoles.End;
        if (EmptyTable(domain, table, origin, receiver, trace) is { } empty)
            return new Outcome(empty, receiver, warned);
        TableEntry first = table.Calendar[0];
        if (first.Server == receiver)
            return AskExchange(domain, origin, receiver, table, network, warned, trace);
        if (trace is not null) // Whether the other can be reached changes the explanation alone.
        {
            var missed = MissedServer.Of(receiver, first.Server, network);
            Rule rule = missed.State is null ? Rule.CC6.As(Basis.Inferred) : Rule.CC6;
            trace.Step(
                receiver, rule, $"lists {first.Server} first, and does not relay the request, because the calendar connector makes only one hop",
                first.Document, [missed]);
            if (missed.State is not null)
                trace.Print(receiver, Task, NoPath);
            trace.Conclude(NotRelayed(origin, receiver, table), HowToReceive(domain, receiver, table));
        }
        return new Outcome(FreeBusyStatus.NotRelayed, receiver, warned);
    }

    private static ServerTable Consult(DomainVisibility domain, NotesName server, Trace? trace)
    {
        ServerTable table = domain.TableOf(server);
        trace?.Consult(server, Rule.CC1, table);
        if (table.Seen.Count > 1) // CC2
            trace?.Print(server, Task, domain.SeveralDocuments);
        return table;
    }

    private static FreeBusyStatus? EmptyTable(DomainVisibility domain, ServerTable table, NotesName origin, NotesName server, Trace? trace)
    {
        if (table.Seen.Count == 0)
        {
            trace?.Step(server, Rule.CC3, "sees no document for the domain");
            trace?.Print(server, Task, NoDocument);
            trace?.Conclude($"{Arrival(origin, server)}{server} sees no document for '{domain.Name}'.", Advice.Show(domain, server));
            return FreeBusyStatus.NoDomainDocument;
        }
        if (table.Calendar.Count == 0)
        {
            trace?.Step(server, Rule.CC3, "sees no document that names a calendar server");
            trace?.Conclude(
                $"{Arrival(origin, server)}{server} sees documents for '{domain.Name}', but none of them names a calendar server.",
                $"Specify the calendar server and the calendar system in {table.Seen[0]}.");
            return FreeBusyStatus.NoCalendarServer;
        }
        return null;
    }

    private static Outcome AskExchange(
        DomainVisibility domain, NotesName origin, NotesName server, ServerTable table, INetwork network, WarnedConsoles warned, Trace? trace)
    {
        bool isDown = network.IsHttpDown(server); // CC7
        if (trace is not null)
        {
            trace.Step(
                server, Rule.CC7, isDown ? "cannot query Exchange, because its HTTP connection is down" : "queries Exchange over HTTP",
                table.Calendar[0].Document, failed: isDown ? new Component(ComponentKind.HttpLeg, server) : null);
            if (isDown)
            {
                trace.Conclude(
                    $"{Arrival(origin, server)}{server} cannot reach Exchange over HTTP, and the calendar connector does not try another server.",
                    $"Restore the HTTP connection of {server} to Exchange.");
            }
            else
            {
                trace.Conclude(
                    $"{Arrival(origin, server)}{server} queries Exchange.",
                    table.Seen.Count > 1
                        ? $"{server} also sees documents of other servers. If one of these documents comes first and "
                            + "its server fails, free/busy fails. "
                            + Advice.Hide(domain, server)
                        : null);
            }
        }
        return new Outcome(isDown ? FreeBusyStatus.ExchangeUnreachable : FreeBusyStatus.Answered, server, warned);
    }

    private static bool IsNamed(ServerTable table, NotesName server)
    {
        for (int i = 0; i < table.Calendar.Count; i++) // No enumerator and no closure: millions of requests come here.
        {
            if (table.Calendar[i].Server == server)
                return true;
        }
        return false;
    }

    private static string Arrival(NotesName origin, NotesName server) => server == origin ? "" : $"The request goes from {origin} to {server}. ";

    private static string NotRelayed(NotesName origin, NotesName server, ServerTable table)
    {
        string named = IsNamed(table, server) ? $" and does not recognize that {server} is named further down" : "";
        return $"{Arrival(origin, server)}The table of {server} lists {table.Calendar[0].Server} first. "
            + $"The calendar connector makes only one hop{named}.";
    }

    private static string HowToReceive(DomainVisibility domain, NotesName server, ServerTable table) => IsNamed(table, server)
        ? Advice.Hide(domain, server)
        : $"{server} receives requests for '{domain.Name}', but no document that it sees names it. Create such a document.";
}
