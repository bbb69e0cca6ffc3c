using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Follows a message (RT1 to RT7).</summary>
internal static class Router
{
    /// <summary>The task's name on the console.</summary>
    public const string Task = "Router";

    private const string MaximumHops = "Maximum hop count exceeded.  Message probably in a routing loop.";
    private const string NotResponding =
        "The server is not responding. The server may be down or you may be experiencing network problems. "
        + "Contact your system administrator if this problem persists.";

    /// <summary>What the routers do with a message.</summary>
    /// <param name="domain">The domain, and who sees what of it.</param>
    /// <param name="service">Plain mail, or calendar messages.</param>
    /// <param name="origin">The server that has the message.</param>
    /// <param name="network">The state of the network.</param>
    /// <param name="trace">Records the steps; null if only the outcome matters.</param>
    public static Outcome Run(DomainVisibility domain, CoexistenceService service, NotesName origin, INetwork network, Trace? trace)
    {
        if (network.IsDown(origin)) // RT7
        {
            trace?.Step(origin, Rule.RT7, "is down, so no message leaves it", failed: Component.Of(origin));
            trace?.Conclude($"{origin} is down.", $"Bring up {origin}.");
            return new Outcome(MailStatus.OriginDown, origin, WarnedConsoles.None);
        }
        HashSet<NotesName>? passed = null;
        NotesName server = origin;
        while (true)
        {
            if (Decide(domain, service, origin, server, network, trace) is var (entry, status) && status is { } ended)
                return new Outcome(
                    ended, entry?.Server ?? server, ended is MailStatus.NoRoute or MailStatus.Retrying ? WarnedConsoles.End : WarnedConsoles.None);
            passed ??= [];
            passed.Add(server);
            server = entry!.Server;
            if (passed.Contains(server)) // RT5
            {
                trace?.Step(server, Rule.RT5, "has already processed the message");
                trace?.Print(server, Task, MaximumHops);
                trace?.Conclude(
                    $"{Arrival(origin, server)}The message returns to {server}. "
                    + "Each server on the way lists another server first, and none lists itself.",
                    $"Make sure that each coexistence server sees its own document. {Advice.Show(domain, server)}");
                return new Outcome(MailStatus.Loop, server, WarnedConsoles.End);
            }
        }
    }

    /// <summary>The message that the router prints when a message ends so, word for word.</summary>
    public static string Message(MailStatus status, DomainVisibility domain, NotesName server) => status switch
    {
        MailStatus.NoRoute =>
            $"No route found to domain {domain.Name} from server {server}.  Check Server, Connection and Domain documents in the Domino Directory.",
        MailStatus.Loop => MaximumHops,
        _ => NotResponding,
    };

    // One server's decision: the status if the message ends there, with the server that it waits for; else the entry that it is passed to.
    private static (TableEntry? Entry, MailStatus? Status) Decide(
        DomainVisibility domain, CoexistenceService service, NotesName origin, NotesName server, INetwork network, Trace? trace)
    {
        ServerTable table = domain.TableOf(server); // RT1
        trace?.Consult(server, service == CoexistenceService.Mail ? Rule.RT1 : Rule.RT1.As(Basis.Inferred), table);
        IReadOnlyList<TableEntry> entries = table.EntriesFor(service);
        if (entries.Count == 0) // RT2
        {
            if (trace is not null)
                ConcludeNoRoute(domain, service, origin, server, table, trace);
            return (null, MailStatus.NoRoute);
        }
        for (int i = 0; i < entries.Count; i++) // RT3
        {
            TableEntry entry = entries[i];
            if (entry.Server == server) // RT6
            {
                bool isDown = network.IsSmtpDown(server);
                trace?.Step(
                    server, Rule.RT6, isDown ? "cannot send to Exchange, because its SMTP connection is down" : "sends to Exchange over SMTP",
                    entry.Document, failed: isDown ? new Component(ComponentKind.SmtpLeg, server) : null);
                trace?.Conclude(
                    $"{Arrival(origin, server)}{server} "
                    + (isDown ? "cannot reach Exchange over SMTP, and holds the message." : "sends the message to Exchange."),
                    isDown ? $"Restore the SMTP connection of {server} to Exchange." : null);
                return (null, isDown ? MailStatus.Held : MailStatus.Delivered);
            }
            if (!network.Reaches(server, entry.Server))
            {
                trace?.Step(
                    server, Rule.RT3, $"cannot reach {entry.Server}, and tries the next entry", entry.Document, failed: Component.Of(entry.Server));
                continue;
            }
            if (network.IsBusy(entry.Server)) // RT4
            {
                trace?.Step(
                    server, Rule.RT4, $"keeps the message for {entry.Server}, because a busy server does not cause failover", entry.Document);
                trace?.Conclude(
                    $"The message waits for {entry.Server}, which can be reached but is busy. The router fails over only from a server that is down.",
                    $"Reduce the load on {entry.Server}.");
                return (entry, MailStatus.Queued);
            }
            trace?.Step(server, Rule.RT5, $"passes the message to {entry.Server}", entry.Document);
            return (entry, null);
        }
        trace?.Step(
            server, Rule.RT3, "has no server left to try, keeps the message, and tries again later", document: null,
            MissedServer.Of(server, entries, network));
        trace?.Print(server, Task, NotResponding);
        trace?.Conclude(
            $"{Arrival(origin, server)}{server} cannot reach any of the {KindOfServer(service)} servers that it sees: {Advice.Servers(entries)}. "
            + "It keeps the message and tries again later.",
            $"Bring up {Advice.Servers(entries)}, or the connection of {server} to one of them.");
        return (null, MailStatus.Retrying);
    }

    private static void ConcludeNoRoute(
        DomainVisibility domain, CoexistenceService service, NotesName origin, NotesName server, ServerTable table, Trace trace)
    {
        string kind = KindOfServer(service);
        trace.Step(server, Rule.RT2, $"sees no document that names a {kind} server");
        trace.Print(server, Task, Message(MailStatus.NoRoute, domain, server));
        if (table.Seen.Count > 0)
        {
            trace.Conclude(
                $"{Arrival(origin, server)}{server} sees documents for '{domain.Name}', but none of them names a {kind} server.",
                $"Specify the {kind} server in {table.Seen[0]}.");
        }
        else
        {
            trace.Conclude($"{Arrival(origin, server)}{server} sees no document for '{domain.Name}'.", Advice.Show(domain, server));
        }
    }

    private static string Arrival(NotesName origin, NotesName server) => server == origin ? "" : $"The message goes from {origin} to {server}. ";

    private static string KindOfServer(CoexistenceService service) => service == CoexistenceService.Mail ? "mail" : "calendar";
}
