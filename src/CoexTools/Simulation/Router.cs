using CoexTools.Names;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Simulation;

/// <summary>Follows a message (RT1 to RT7).</summary>
internal static class Router
{
    /// <summary>The task's name on the console.</summary>
    public const string Task = "Router";

    /// <summary>Returns what the routers do with a message.</summary>
    /// <param name="domain">The domain, and what each server sees of it.</param>
    /// <param name="service">Mail, or calendar messages.</param>
    /// <param name="origin">The server that has the message.</param>
    /// <param name="network">The state of the network.</param>
    /// <param name="trace">Records the steps; null if only the outcome matters.</param>
    public static Outcome Run(
        DomainVisibility domain, CoexistenceService service, NotesName origin, INetwork network, TraceRecorder? trace)
    {
        RouterSteps? steps = trace is null ? null : new RouterSteps(trace, domain, service, origin);
        if (network.IsDown(origin)) // RT7
        {
            steps?.OriginDown();
            return new Outcome(MailStatus.OriginDown, origin, WarnedConsoles.None);
        }
        HashSet<NotesName>? passed = null;
        NotesName server = origin;
        while (true)
        {
            ServerTable table = domain.TableOf(server); // RT1
            steps?.Consult(server, table);
            IReadOnlyList<TableEntry> entries = table.EntriesFor(service);
            if (entries.Count == 0) // RT2
            {
                steps?.NoRoute(server, table);
                return new Outcome(MailStatus.NoRoute, server, WarnedConsoles.End);
            }
            if (FirstReached(server, entries, network, steps) is not { } entry)
            {
                steps?.NoneReached(server, entries, network);
                return new Outcome(MailStatus.Retrying, server, WarnedConsoles.End);
            }
            if (entry.Server == server) // RT6
            {
                bool isDown = network.IsSmtpDown(server);
                steps?.Exchange(entry, isDown);
                return new Outcome(isDown ? MailStatus.Held : MailStatus.Delivered, server, WarnedConsoles.None);
            }
            if (network.IsBusy(entry.Server)) // RT4
            {
                steps?.Busy(server, entry);
                return new Outcome(MailStatus.Queued, entry.Server, WarnedConsoles.None);
            }
            steps?.Passes(server, entry);
            passed ??= [];
            passed.Add(server);
            server = entry.Server;
            if (passed.Contains(server)) // RT5
            {
                steps?.Loop(server);
                return new Outcome(MailStatus.Loop, server, WarnedConsoles.End);
            }
        }
    }

    /// <summary>
    /// Returns the message that the router prints when it ends a message with a status, word for word.
    /// </summary>
    public static string Message(MailStatus status, DomainVisibility domain, NotesName server) => status switch
    {
        MailStatus.NoRoute => ConsoleTexts.NoRoute(domain.Name, server.Abbreviated),
        MailStatus.Loop => ConsoleTexts.MaximumHops,
        _ => ConsoleTexts.NotResponding,
    };

    // RT3: the server itself, or the first server that it reaches.
    private static TableEntry? FirstReached(
        NotesName server, IReadOnlyList<TableEntry> entries, INetwork network, RouterSteps? steps)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Server == server || network.Reaches(server, entries[i].Server))
                return entries[i];
            steps?.TriesNext(server, entries[i]);
        }
        return null;
    }
}
