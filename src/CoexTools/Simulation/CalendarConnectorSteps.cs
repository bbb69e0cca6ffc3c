using CoexTools.Names;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Simulation;

/// <summary>
/// Words the decisions of the calendar connectors: the steps, the console messages, and the reason of the outcome.
/// </summary>
/// <param name="trace">The trace of the request.</param>
/// <param name="domain">The domain, and what each server sees of it.</param>
/// <param name="origin">The server at which the request originates.</param>
internal sealed class CalendarConnectorSteps(TraceRecorder trace, DomainVisibility domain, NotesName origin)
{
    private const string Task = CalendarConnector.Task;

    /// <summary>Records that no request starts at the origin, because it is down (CC8).</summary>
    public void OriginDown()
    {
        trace.Step(origin, Rule.CC8, "is down, so no request starts there", failed: Component.Of(origin));
        trace.Conclude($"{origin} is down.", $"Bring up {origin}.");
    }

    /// <summary>Records the table of a server (CC1), and the warning about multiple documents (CC2).</summary>
    public void Consult(NotesName server, ServerTable table, bool isWarned)
    {
        trace.Consult(server, Rule.CC1, table);
        if (isWarned)
            trace.Print(server, Task, domain.SeveralDocuments);
    }

    /// <summary>Records that a server sees no document, or none that names a calendar server (CC3).</summary>
    public void NoEntry(NotesName server, ServerTable table, FreeBusyStatus status)
    {
        if (status == FreeBusyStatus.NoDomainDocument)
        {
            trace.Step(server, Rule.CC3, "sees no document for the domain");
            trace.Print(server, Task, ConsoleTexts.NoDocument);
            trace.Conclude(
                $"{Arrival(server)}{server} sees no document for '{domain.Name}'.", Advice.Show(domain, server));
            return;
        }
        trace.Step(server, Rule.CC3, "sees no document that names a calendar server");
        trace.Conclude(
            $"{Arrival(server)}{server} sees documents for '{domain.Name}', but none of them names a calendar server.",
            $"Specify the calendar server and the calendar system in {table.Seen[0]}.");
    }

    /// <summary>Records that the origin cannot reach a server of its table, and tries the next one (CC4).</summary>
    public void TriesNext(TableEntry entry) => trace.Step(
        origin, Rule.CC4, $"cannot reach {entry.Server}, and tries the next entry", entry.Document,
        failed: Component.Of(entry.Server));

    /// <summary>Records the first entry that the origin reaches (CC4).</summary>
    public void Reached(TableEntry entry) =>
        trace.Step(origin, Rule.CC4, $"uses the first entry that it reaches, {entry.Server}", entry.Document);

    /// <summary>Records that the origin reaches no calendar server (CC4).</summary>
    public void NoneReached(ServerTable table, INetwork network)
    {
        trace.Step(
            origin, Rule.CC4, "has no calendar server left to try", document: null,
            UnreachedServer.Of(origin, table.Calendar, network));
        trace.Print(origin, Task, ConsoleTexts.NoPath);
        trace.Conclude(
            $"{origin} cannot reach any of the calendar servers that it sees: {Advice.Servers(table.Calendar)}.",
            $"Bring up {Advice.Servers(table.Calendar)}, or the connection of {origin} to one of them.");
    }

    /// <summary>Records that the origin, which its own table names, uses only the first entry (CC5).</summary>
    public void OnlyFirst(TableEntry first) =>
        trace.Step(
            origin, Rule.CC5, $"is named in its own table, but uses only the first entry, {first.Server}",
            first.Document);

    /// <summary>Records that the origin, which its own table names, cannot reach the first entry (CC5).</summary>
    public void FirstUnreachable(ServerTable table, INetwork network)
    {
        TableEntry first = table.Calendar[0];
        trace.Step(
            origin, Rule.CC5,
            $"is named in its own table, but uses only the first entry, {first.Server}, which cannot be reached",
            first.Document, [UnreachedServer.Of(origin, first.Server, network)]);
        trace.Print(origin, Task, ConsoleTexts.NoPath);
        trace.Conclude(NotRelayed(origin, table), HowToReceive(origin, table));
    }

    /// <summary>Records that the chosen server is busy (CC4).</summary>
    public void Busy(TableEntry taken)
    {
        trace.Step(
            taken.Server, Rule.CC4.As(
                Basis.Chosen), "is busy, so the request waits there and times out", taken.Document);
        trace.Print(origin, Task, ConsoleTexts.TimedOut);
        trace.Conclude(
            $"{taken.Server} can be reached but is busy. The request waits there and times out. "
            + "A busy server does not cause failover.",
            $"Reduce the load on {taken.Server}.");
    }

    /// <summary>Records that the receiver does not relay the request to the first server of its table (CC6).</summary>
    public void NoSecondHop(NotesName receiver, ServerTable table, INetwork network)
    {
        TableEntry first = table.Calendar[0];
        var unreached = UnreachedServer.Of(receiver, first.Server, network);
        Rule rule = unreached.State is null ? Rule.CC6.As(Basis.Inferred) : Rule.CC6;
        trace.Step(
            receiver, rule,
            $"lists {first.Server} first, and does not relay the request, because the calendar connector makes "
                + "only one hop",
            first.Document, [unreached]);
        if (unreached.State is not null)
            trace.Print(receiver, Task, ConsoleTexts.NoPath);
        trace.Conclude(NotRelayed(receiver, table), HowToReceive(receiver, table));
    }

    /// <summary>Records the query to Exchange (CC7).</summary>
    public void Exchange(NotesName server, ServerTable table, bool isDown)
    {
        trace.Step(
            server, Rule.CC7,
            isDown ? "cannot query Exchange, because its HTTP connection is down" : "queries Exchange over HTTP",
            table.Calendar[0].Document, failed: isDown ? new Component(ComponentKind.HttpLeg, server) : null);
        if (isDown)
        {
            trace.Conclude(
                $"{Arrival(server)}{server} cannot reach Exchange over HTTP, and the calendar connector does not try "
                + "another server.",
                $"Restore the HTTP connection of {server} to Exchange.");
            return;
        }
        trace.Conclude(
            $"{Arrival(server)}{server} queries Exchange.",
            table.Seen.Count > 1
                ? $"{server} also sees documents of other servers. If one of these documents comes first and "
                    + $"its server fails, free/busy fails. {Advice.Hide(domain, server)}"
                : null);
    }

    private string Arrival(NotesName server) => server == origin ? "" : $"The request goes from {origin} to {server}. ";

    private string NotRelayed(NotesName server, ServerTable table)
    {
        string named = table.NamesForCalendar(server)
            ? $" and does not recognize that {server} is named further down" : "";
        return $"{Arrival(server)}The table of {server} lists {table.Calendar[0].Server} first. "
            + $"The calendar connector makes only one hop{named}.";
    }

    private string HowToReceive(NotesName server, ServerTable table) => table.NamesForCalendar(server)
        ? Advice.Hide(domain, server)
        : $"{server} receives requests for '{domain.Name}', but no document that it sees names it. "
            + "Create such a document.";
}
