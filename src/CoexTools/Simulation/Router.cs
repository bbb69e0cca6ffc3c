using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>How a message's way ended.</summary>
public enum MailStatus
{
    /// <summary>Exchange took the message (RT6).</summary>
    Delivered,

    /// <summary>The server that should send to Exchange cannot reach it by SMTP, and holds the message (RT6).</summary>
    Held,

    /// <summary>The message waits for a busy server (RT4).</summary>
    Queued,

    /// <summary>No mail server can be reached: the message stays, and is tried again (RT3).</summary>
    Retrying,

    /// <summary>A server sees no document that names a mail server (RT2).</summary>
    NoRoute,

    /// <summary>The message came back to a server that had it before (RT5).</summary>
    Loop,

    /// <summary>The server that has the message is down itself (RT7).</summary>
    OriginDown,
}

/// <summary>What is routed: the router treats mail and calendar messages alike, but takes another server for each (RT1).</summary>
public enum MailKind
{
    /// <summary>Plain mail: goes to the gateway server.</summary>
    Mail,

    /// <summary>Invitations and answers: go to the calendar server.</summary>
    Calendar,
}

/// <summary>Follows a message (RT1 to RT7).</summary>
internal static class Router
{
    private const string Task = "Router";
    private const string MaximumHops = "Maximum hop count exceeded.  Message probably in a routing loop.";
    private const string NotResponding =
        "The server is not responding. The server may be down or you may be experiencing network problems. Contact your system administrator if this problem persists.";

    /// <summary>What the routers do with a message.</summary>
    /// <param name="domain">The domain, and who sees what of it.</param>
    /// <param name="origin">The server that has the message.</param>
    /// <param name="kind">What kind of message.</param>
    /// <param name="network">What is wrong in the network.</param>
    /// <param name="trace">Keeps the steps; null where only the outcome matters.</param>
    /// <returns>The outcome, and the server that delivered or at which the way ended.</returns>
    public static (MailStatus Status, NotesName Server) Follow(DomainVisibility domain, NotesName origin, MailKind kind, INetwork network, Trace? trace = null)
    {
        if (network.IsDown(origin)) // RT7
        {
            trace?.Step(origin, Rule.RT7, "is down: no message leaves it");
            return (MailStatus.OriginDown, origin);
        }
        HashSet<NotesName>? passed = null;
        NotesName server = origin;
        while (true)
        {
            if (Decide(domain, server, kind, network, trace) is var (entry, status) && status is { } ended)
                return (ended, entry?.Server ?? server);
            passed ??= [];
            passed.Add(server);
            server = entry!.Server;
            if (passed.Contains(server)) // RT5
            {
                trace?.Step(server, Rule.RT5, "has had the message before");
                trace?.Print(server, Task, MaximumHops, isWarning: true);
                return (MailStatus.Loop, server);
            }
        }
    }

    // One server's decision: the status where the way ends, with the server that it ends at where that is another; else where the message goes.
    private static (TableEntry? Entry, MailStatus? Status) Decide(DomainVisibility domain, NotesName server, MailKind kind, INetwork network, Trace? trace)
    {
        ServerTable table = domain.TableOf(server); // RT1
        trace?.Consulted(server, kind == MailKind.Mail ? Rule.RT1 : Rule.RT1.As(Basis.Inferred), table);
        IReadOnlyList<TableEntry> entries = kind == MailKind.Mail ? table.Mail : table.Calendar;
        if (entries.Count == 0) // RT2
        {
            trace?.Step(server, Rule.RT2, $"sees no document that names a {(kind == MailKind.Mail ? "mail" : "calendar")} server");
            trace?.Print(server, Task, NoRoute(domain.Name, server), isWarning: true);
            return (null, MailStatus.NoRoute);
        }
        foreach (TableEntry entry in entries) // RT3
        {
            if (entry.Server == server) // RT6
            {
                bool isDown = network.IsSmtpDown(server);
                trace?.Step(server, Rule.RT6, isDown ? "cannot send to Exchange: its SMTP leg is down" : "sends to Exchange by SMTP", entry.Document);
                return (null, isDown ? MailStatus.Held : MailStatus.Delivered);
            }
            if (!network.Reaches(server, entry.Server))
            {
                trace?.Step(server, Rule.RT3, $"cannot reach {entry.Server}, and goes on to the next entry", entry.Document);
                continue;
            }
            if (network.IsBusy(entry.Server)) // RT4
            {
                trace?.Step(server, Rule.RT4, $"keeps the message for {entry.Server}, which is busy: that is no reason to fail over", entry.Document);
                return (entry, MailStatus.Queued);
            }
            trace?.Step(server, Rule.RT5, $"passes the message to {entry.Server}", entry.Document);
            return (entry, null);
        }
        trace?.Step(server, Rule.RT3, "has no server left: the message stays, and is tried again");
        trace?.Print(server, Task, NotResponding, isWarning: true);
        return (null, MailStatus.Retrying);
    }

    private static string NoRoute(string domain, NotesName server) =>
        $"No route found to domain {domain} from server {server}.  Check Server, Connection and Domain documents in the Domino Directory.";
}
