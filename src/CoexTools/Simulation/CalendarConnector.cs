using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>How a free/busy request ended.</summary>
public enum FreeBusyStatus
{
    /// <summary>Exchange answered (CC7).</summary>
    Answered,

    /// <summary>The server that should ask Exchange cannot reach it by HTTP (CC7).</summary>
    ExchangeUnreachable,

    /// <summary>The request waits at a busy server, and times out (CC4).</summary>
    Busy,

    /// <summary>The server that received the request would have to pass it on, which the calendar connector does not do (CC5, CC6).</summary>
    NotRelayed,

    /// <summary>A server sees no document for the domain (CC3).</summary>
    NoDomainDocument,

    /// <summary>A server sees documents for the domain, but none names a calendar server (CC3).</summary>
    NoCalendarServer,

    /// <summary>No calendar server can be reached (CC4).</summary>
    Unreachable,

    /// <summary>The server that should ask is down itself (CC8).</summary>
    OriginDown,
}

/// <summary>Follows a free/busy request (CC1 to CC8).</summary>
internal static class CalendarConnector
{
    /// <summary>The task's name on the console.</summary>
    public const string Task = "CalConn";

    private const string NoDocument = "Can't find domain document in Domino Directory for the scheduling request";
    private const string NoPath = "Unable to find path to server. Check that your network connection is working.";
    private const string TimedOut = "schedule request timed out";

    /// <summary>What the calendar connector does at a server that is asked for free/busy in a domain.</summary>
    /// <param name="domain">The domain, and who sees what of it.</param>
    /// <param name="origin">The server that is asked.</param>
    /// <param name="network">What is wrong in the network.</param>
    /// <param name="trace">Keeps the steps; null where only the outcome matters.</param>
    /// <returns>The outcome, and the server that answered or at which the request ended.</returns>
    public static (FreeBusyStatus Status, NotesName Server) Follow(DomainVisibility domain, NotesName origin, INetwork network, Trace? trace = null)
    {
        if (network.IsDown(origin)) // CC8
        {
            trace?.Step(origin, Rule.CC8, "is down: nobody asks there");
            return (FreeBusyStatus.OriginDown, origin);
        }
        ServerTable table = Consult(domain, origin, trace);
        if (EmptyTable(table, origin, trace) is { } empty) // CC3
            return (empty, origin);

        TableEntry taken;
        if (table.Calendar.Any(entry => entry.Server == origin)) // CC5: only the first entry counts
        {
            taken = table.Calendar[0];
            if (taken.Server == origin)
                return AskExchange(origin, taken, network, trace);
            if (!network.Reaches(origin, taken.Server))
            {
                trace?.Step(origin, Rule.CC5, $"is itself in its table, but takes the first entry, {taken.Server}, which cannot be reached", taken.Document);
                trace?.Print(origin, Task, NoPath, isWarning: false);
                return (FreeBusyStatus.NotRelayed, origin);
            }
            trace?.Step(origin, Rule.CC5, $"is itself in its table, but takes the first entry, {taken.Server}", taken.Document);
        }
        else // CC4
        {
            TableEntry? reached = null;
            foreach (TableEntry entry in table.Calendar)
            {
                if (network.Reaches(origin, entry.Server))
                {
                    reached = entry;
                    break;
                }
                trace?.Step(origin, Rule.CC4, $"cannot reach {entry.Server}, and goes on to the next entry", entry.Document);
            }
            if (reached is null)
            {
                trace?.Step(origin, Rule.CC4, "has no calendar server left");
                trace?.Print(origin, Task, NoPath, isWarning: false);
                return (FreeBusyStatus.Unreachable, origin);
            }
            taken = reached;
            trace?.Step(origin, Rule.CC4, $"takes the first entry that it reaches, {taken.Server}", taken.Document);
        }
        if (network.IsBusy(taken.Server))
        {
            trace?.Step(taken.Server, Rule.CC4.As(Basis.Chosen), "is busy: the request waits there and times out", taken.Document);
            trace?.Print(origin, Task, TimedOut, isWarning: false);
            return (FreeBusyStatus.Busy, taken.Server);
        }
        return Receive(domain, taken.Server, network, trace);
    }

    /// <summary>The warning of several documents, word for word.</summary>
    public static string SeveralDocuments(string domain) =>
        $"Warning: Multiple documents detected for domain '{domain}' in Domino Directory for the scheduling request.";

    // CC6: the server that receives the request makes its own table, and asks Exchange or nobody.
    private static (FreeBusyStatus Status, NotesName Server) Receive(DomainVisibility domain, NotesName receiver, INetwork network, Trace? trace)
    {
        ServerTable table = Consult(domain, receiver, trace);
        if (EmptyTable(table, receiver, trace) is { } empty)
            return (empty, receiver);
        TableEntry first = table.Calendar[0];
        if (first.Server == receiver)
            return AskExchange(receiver, first, network, trace);
        if (trace is not null) // Whether the other can be reached changes the explanation alone.
        {
            bool isReached = network.Reaches(receiver, first.Server);
            Rule rule = isReached ? Rule.CC6.As(Basis.Inferred) : Rule.CC6;
            trace.Step(receiver, rule, $"comes to {first.Server} first, and does not relay: the calendar connector makes one hop only", first.Document);
            if (!isReached)
                trace.Print(receiver, Task, NoPath, isWarning: false);
        }
        return (FreeBusyStatus.NotRelayed, receiver);
    }

    private static ServerTable Consult(DomainVisibility domain, NotesName server, Trace? trace)
    {
        ServerTable table = domain.TableOf(server);
        trace?.Consulted(server, Rule.CC1, table);
        if (table.Seen.Count > 1) // CC2
            trace?.Print(server, Task, domain.SeveralDocuments, isWarning: true);
        return table;
    }

    private static FreeBusyStatus? EmptyTable(ServerTable table, NotesName server, Trace? trace)
    {
        if (table.Seen.Count == 0)
        {
            trace?.Step(server, Rule.CC3, "sees no document for the domain");
            trace?.Print(server, Task, NoDocument, isWarning: false);
            return FreeBusyStatus.NoDomainDocument;
        }
        if (table.Calendar.Count == 0)
        {
            trace?.Step(server, Rule.CC3, "sees no document that names a calendar server");
            return FreeBusyStatus.NoCalendarServer;
        }
        return null;
    }

    private static (FreeBusyStatus Status, NotesName Server) AskExchange(NotesName server, TableEntry entry, INetwork network, Trace? trace)
    {
        bool isDown = network.IsHttpDown(server); // CC7
        trace?.Step(server, Rule.CC7, isDown ? "cannot ask Exchange: its HTTP leg is down" : "asks Exchange by HTTP", entry.Document);
        return (isDown ? FreeBusyStatus.ExchangeUnreachable : FreeBusyStatus.Answered, server);
    }
}
