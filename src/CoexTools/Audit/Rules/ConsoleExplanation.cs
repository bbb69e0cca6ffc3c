using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Audit.Rules;

/// <summary>Finds the smallest outage in the model that makes a server print a message.</summary>
internal static class ConsoleExplanation
{
    /// <summary>The messages about requests that fail.</summary>
    public static readonly IReadOnlyList<ConsoleMessageKind> Failures =
    [
        ConsoleMessageKind.NoDocument, ConsoleMessageKind.NoPath, ConsoleMessageKind.TimedOut,
        ConsoleMessageKind.NoRoute, ConsoleMessageKind.MaximumHops, ConsoleMessageKind.NotResponding,
    ];

    private const int MostFailures = 2;
    private const int MostServersInPairs = 8;

    /// <summary>
    /// Determines whether only outages of one component are tried for a domain, because it has too many coexistence
    /// servers for pairs.
    /// </summary>
    public static bool IsLimited(AuditedDomain domain) => domain.Coexistence.Count > MostServersInPairs;

    /// <summary>
    /// Returns the outage that makes a server print a message about a domain; null if no outage that is
    /// tried does.
    /// </summary>
    public static Outage? Of(AuditedDomain domain, DomainVisibility view, NotesName server, ConsoleMessageKind kind)
    {
        string message = TextOf(kind, domain.Name, server);
        bool isOfRouter = kind is ConsoleMessageKind.NoRoute or ConsoleMessageKind.MaximumHops
            or ConsoleMessageKind.NotResponding;
        List<Request> requests =
        [
            .. from service in CoexistenceServices.All
               where (service != CoexistenceService.FreeBusy) == isOfRouter
               from origin in view.BySight(domain.Servers).Select(same => same[0]).Prepend(server).Distinct()
               select new Request(view, service, origin),
        ];
        return Outages(domain, server).FirstOrDefault(
            outage => requests.Exists(request => Prints(request, outage, server, message)));
    }

    /// <summary>
    /// Returns the outage that makes the router of a server report servers as not responding: that of exactly these
    /// servers. Null if the router does not transfer messages for the domain to each of them.
    /// </summary>
    /// <param name="view">Who sees which documents for the domain.</param>
    /// <param name="server">The server that printed the messages.</param>
    /// <param name="named">The servers that the messages name.</param>
    public static Outage? OfNamed(DomainVisibility view, NotesName server, IReadOnlyCollection<NotesName> named)
    {
        ServerTable table = view.TableOf(server);
        HashSet<NotesName> targets =
            [.. table.Mail.Concat(table.Calendar).Select(entry => entry.Server).Where(target => target != server)];
        List<NotesName> down = [.. named.Select(KnownName).Distinct().OrderBy(one => one)];
        return down.TrueForAll(targets.Contains)
            ? new Outage([.. down.Select(one => new Failure(Component.Of(one)))]) : null;

        // The line can contain only the common name.
        NotesName KnownName(NotesName name) => targets.Contains(name) ? name
            : targets.FirstOrDefault(target => string.Equals(
                target.CommonName, name.Abbreviated, StringComparison.OrdinalIgnoreCase)) ?? name;
    }

    /// <summary>Returns the text of a message.</summary>
    public static string TextOf(ConsoleMessageKind kind, string domain, NotesName server) => kind switch
    {
        ConsoleMessageKind.SeveralDocuments => ConsoleTexts.SeveralDocuments(domain),
        ConsoleMessageKind.NoDocument => ConsoleTexts.NoDocument,
        ConsoleMessageKind.NoPath => ConsoleTexts.NoPath,
        ConsoleMessageKind.TimedOut => ConsoleTexts.TimedOut,
        ConsoleMessageKind.NoRoute => ConsoleTexts.NoRoute(domain, server.Abbreviated),
        ConsoleMessageKind.MaximumHops => ConsoleTexts.MaximumHops,
        _ => ConsoleTexts.NotResponding,
    };

    private static bool Prints(Request request, Outage outage, NotesName server, string message)
    {
        if (outage.Network.IsDown(server))
            return false;
        var trace = new TraceRecorder(request.Domain);
        Outcome outcome = request.Run(outage.Network);
        if (outcome.IsReached)
            return false; // A request that succeeds prints no failure.
        request.Run(outage.Network, trace);
        return trace.Finish(general => general).Messages
            .Any(one => one.Server == server.Abbreviated && one.Message == message);
    }

    private static IEnumerable<Outage> Outages(AuditedDomain domain, NotesName server)
    {
        List<Failure> failures =
        [
            .. domain.Coexistence.Where(other => other != server)
                .SelectMany(other => new[]
                {
                    new Failure(Component.Of(other)),
                    new Failure(Component.Of(other), IsBusy: true),
                    new Failure(new Component(ComponentKind.Link, server, other)),
                }),
        ];
        int most = IsLimited(domain) ? 1 : MostFailures;
        return Enumerable.Range(1, most).SelectMany(count => Failure.Combinations(failures, count))
            .Where(set => set.Select(one => one.Component).Distinct().Count() == set.Count)
            .Select(set => new Outage(set)).Prepend(Outage.None);
    }
}
