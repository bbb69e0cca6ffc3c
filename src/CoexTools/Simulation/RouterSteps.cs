using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>
/// Words the decisions of the routers: the steps, the console messages, and the reason of the outcome.
/// </summary>
/// <param name="trace">The trace of the message.</param>
/// <param name="domain">The domain, and what each server sees of it.</param>
/// <param name="service">Mail, or calendar messages.</param>
/// <param name="origin">The server that has the message first.</param>
internal sealed class RouterSteps(
    TraceRecorder trace, DomainVisibility domain, CoexistenceService service, NotesName origin)
{
    private const string Task = Router.Task;

    private string KindOfServer => service == CoexistenceService.Mail ? "mail" : "calendar";

    /// <summary>Records that no message leaves the origin, because it is down (RT7).</summary>
    public void OriginDown()
    {
        trace.Step(origin, Rule.RT7, "is down, so no message leaves it", failed: Component.Of(origin));
        trace.Conclude($"{origin} is down.", $"Bring up {origin}.");
    }

    /// <summary>Records the table of a server (RT1).</summary>
    public void Consult(NotesName server, ServerTable table) =>
        trace.Consult(server, service == CoexistenceService.Mail ? Rule.RT1 : Rule.RT1.As(Basis.Inferred), table);

    /// <summary>Records that a server sees no document, or none that names a server for the service (RT2).</summary>
    public void NoRoute(NotesName server, ServerTable table)
    {
        trace.Step(server, Rule.RT2, $"sees no document that names a {KindOfServer} server");
        trace.Print(server, Task, Router.Message(MailStatus.NoRoute, domain, server));
        if (table.Seen.Count == 0)
        {
            trace.Conclude(
                $"{Arrival(server)}{server} sees no document for '{domain.Name}'.", Advice.Show(domain, server));
            return;
        }
        trace.Conclude(
            $"{Arrival(server)}{server} sees documents for '{domain.Name}', but none of them names "
                + $"a {KindOfServer} server.",
            $"Specify the {KindOfServer} server in {table.Seen[0]}.");
    }

    /// <summary>Records that a server cannot reach a server of its table, and tries the next one (RT3).</summary>
    public void TriesNext(NotesName server, TableEntry entry) => trace.Step(
        server, Rule.RT3, $"cannot reach {entry.Server}, and tries the next entry", entry.Document,
        failed: Component.Of(entry.Server));

    /// <summary>Records that a server reaches no server of its table (RT3).</summary>
    public void NoneReached(NotesName server, IReadOnlyList<TableEntry> entries, INetwork network)
    {
        trace.Step(
            server, Rule.RT3, "has no server left to try, keeps the message, and tries again later", document: null,
            UnreachedServer.Of(server, entries, network));
        trace.Print(server, Task, Router.Message(MailStatus.Retrying, domain, server));
        trace.Conclude(
            $"{Arrival(server)}{server} cannot reach any of the {KindOfServer} servers that it sees: "
            + $"{Advice.Servers(entries)}. It keeps the message and tries again later.",
            $"Bring up {Advice.Servers(entries)}, or the connection of {server} to one of them.");
    }

    /// <summary>Records that a server sends the message to Exchange, or holds it (RT6).</summary>
    public void Exchange(TableEntry entry, bool isDown)
    {
        NotesName server = entry.Server;
        trace.Step(
            server, Rule.RT6,
            isDown ? "cannot send to Exchange, because its SMTP connection is down" : "sends to Exchange over SMTP",
            entry.Document, failed: isDown ? new Component(ComponentKind.SmtpLeg, server) : null);
        trace.Conclude(
            $"{Arrival(server)}{server} "
            + (isDown ? "cannot reach Exchange over SMTP, and holds the message." : "sends the message to Exchange."),
            isDown ? $"Restore the SMTP connection of {server} to Exchange." : null);
    }

    /// <summary>Records that a server keeps the message for a busy server (RT4).</summary>
    public void Busy(NotesName server, TableEntry entry)
    {
        trace.Step(
            server, Rule.RT4, $"keeps the message for {entry.Server}, because a busy server does not cause failover",
            entry.Document);
        trace.Conclude(
            $"The message waits for {entry.Server}, which can be reached but is busy. "
            + "The router fails over only from a server that is down.",
            $"Reduce the load on {entry.Server}.");
    }

    /// <summary>Records that a server passes the message to another one (RT5).</summary>
    public void Passes(NotesName server, TableEntry entry) =>
        trace.Step(server, Rule.RT5, $"passes the message to {entry.Server}", entry.Document);

    /// <summary>Records that the message returned to a server (RT5).</summary>
    public void Loop(NotesName server)
    {
        trace.Step(server, Rule.RT5, "has already processed the message");
        trace.Print(server, Task, Router.Message(MailStatus.Loop, domain, server));
        trace.Conclude(
            $"{Arrival(server)}The message returns to {server}. "
            + "Each server on the way lists another server first, and none lists itself.",
            $"Make sure that each coexistence server sees its own document. {Advice.Show(domain, server)}");
    }

    private string Arrival(NotesName server) => server == origin ? "" : $"The message goes from {origin} to {server}. ";
}
