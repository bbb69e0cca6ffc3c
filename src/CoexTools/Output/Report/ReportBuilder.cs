using System.Globalization;
using CoexTools.Access;
using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Output.Diagrams;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Output.Report;

/// <summary>Makes the content of a report. Except for the date, the same input results in the same content.</summary>
internal sealed class ReportBuilder
{
    private const string WithReplicas =
        " This assumes that the changed documents replicate, and that a server keeps its copy of a document that it "
        + "can no longer read.";
    private const int MostDocuments = 4;

    // As many as a table can hold that people still look at, and as many as a page can hold.
    private const int StandardOutages = 100;
    private const int MostOutages = 1_000;

    private readonly ReportInput _input;
    private readonly CancellationToken _cancel;
    private readonly Action<string>? _progress;
    private readonly List<ReportTrace> _traces = [];
    private readonly Dictionary<string, ReportTrace> _traceOf = [];
    private readonly SortedSet<string> _assumptions = new(StringComparer.Ordinal);
    private readonly List<Lazy<ReportPicture>> _pictures = []; // A large report shows some of them.
    private readonly Dictionary<string, ReaderTable> _tables;

    private ReportBuilder(ReportInput input, Action<string>? progress, CancellationToken cancel)
    {
        _input = input;
        _cancel = cancel;
        _progress = progress;
        _tables = ReaderTable.Of(input.Directory, input.Domains.SelectMany(domain => domain.Documents))
            .ToDictionary(table => table.Domain, DomainName.Comparer);
    }

    /// <summary>Makes the content of a report. Its pictures are made on demand.</summary>
    /// <param name="input">What the report is made from.</param>
    /// <param name="progress">Receives what is being done.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static (
        ReportData Data, IReadOnlyList<ReportTrace> Traces, IReadOnlyList<Lazy<ReportPicture>> Pictures) Build(
        ReportInput input, Action<string>? progress, CancellationToken cancel)
    {
        var builder = new ReportBuilder(input, progress, cancel);
        ReportData data = builder.Build();
        return (data, builder._traces, builder._pictures);
    }

    private ReportData Build()
    {
        bool isRepaired = _input.Repair.Change.Saves.Count > 0;
        AccessEvaluator? repaired = isRepaired ? AccessEvaluator.Of(_input.Repair.Change.After) : null;
        List<ReportDomain> domains =
            [.. _input.Domains.Select(domain => Build(domain, repaired is null ? null : Repaired(domain, repaired)))];
        string names = string.Join(", ", domains.Select(domain => domain.Name));
        return new ReportData
        {
            Title = _input.Title ?? (names.Length == 0 ? "Coexistence report" : $"Coexistence report: {names}"),
            Written = _input.Written,
            Version = _input.Version,
            Source = _input.Source,
            Domains = domains,
            Findings =
            [
                .. _input.Findings.OrderBy(finding => finding.Outcome == FindingOutcome.Accepted)
                    .ThenByDescending(finding => finding.Severity)
                    .ThenBy(finding => finding.Rule, StringComparer.Ordinal)
                    .Select(finding => new ReportFinding(
                        finding.Rule, finding.Name,
                        finding.Outcome == FindingOutcome.Accepted
                            ? ReportFinding.Accepted : finding.Severity.ToString(),
                        finding.DocumentName ?? finding.Server ?? finding.Domain ?? "",
                        finding.Outcome == FindingOutcome.Accepted
                            ? $"{finding.Reason} ({finding.Evidence[0]})" : finding.Reason,
                        finding.Recommendation, finding.Repairable) { IsLatent = finding.IsLatent }),
            ],
            RepairActions =
            [
                .. _input.Repair.Change.Saves.Select(
                    save => new RepairAction(save, _input.Repair.Change).ToString()),
            ],
            Corrections = ReportCorrection.Of(_input.Findings),
            Consoles =
            [
                .. _input.Consoles.Select(one => new ReportConsole(
                    one.Domain, one.Server.Abbreviated, one.Prediction, one.Observation, one.Agrees == false)),
            ],
            RepairProblems = [.. _input.Repair.Problems.Select(problem => problem.Error.FullMessage)],
            Assumptions = [.. _assumptions],
            SelectedDomains = IsForAllDomains ? [] : [.. domains.Select(domain => domain.Name)],
            ServerAvailability = _input.Odds.Server.ByServer.Count > 0
                ? $"servers are up as specified, others {ReportText.Percent(_input.Odds.Server.Default)} of the time"
                : $"each server is up {ReportText.Percent(_input.Odds.Server.Default)} of the time",
        };
    }

    private bool IsForAllDomains =>
        !_input.Directory.Unordered.Select(document => document.Domain).Where(name => !DomainName.IsBlank(name))
            .Except(_input.Domains.Select(domain => domain.Name), DomainName.Comparer).Any(); // NM4, OR5

    private DomainVisibility Repaired(DomainVisibility domain, AccessEvaluator access)
    {
        HashSet<int> keys = [.. domain.Documents.Select(document => document.Key)];
        IEnumerable<ForeignDomainDocument> documents =
            _input.Repair.Change.After.Unordered.Where(document => keys.Contains(document.Key));
        List<ForeignDomainDocument> saved = [.. _input.Repair.Change.Saves.Select(save => save.After)];
        // VD5: the saved documents replicate to the servers that can read them. The others keep the copies that they
        // have.
        IEnumerable<ServerReplica> replicas = domain.Replicas.Select(replica => replica.Receive(
            saved.Where(document => DomainName.Same(document.Domain, domain.Name)), domain.OrderBy, access));
        return new DomainVisibility(documents, access, domain.OrderBy, replicas: replicas, name: domain.Name);
    }

    private ReportDomain Build(DomainVisibility domain, DomainVisibility? repaired)
    {
        _assumptions.UnionWith(domain.Assumptions);
        IReadOnlyList<IReadOnlyList<NotesName>> origins = domain.BySight(_input.Origins);
        var services = new List<ReportService>();
        foreach (CoexistenceService service in CoexistenceServices.All)
            services.Add(Build(domain, repaired, service, origins));
        ReaderTable table = _tables[domain.Name];
        _pictures.Add(new Lazy<ReportPicture>(() => Draw(domain, table)));
        List<NotesName> contradicting = ConsoleComparison.Contradicting(
            _input.Consoles.Where(one => DomainName.Same(one.Domain, domain.Name)));
        DomainVerdict? afterRepair = repaired is null ? null
            : VerdictOn(services, origin => origin.AfterRepair ?? origin.Now).Against(contradicting);
        return new ReportDomain(
            domain.Name, VerdictOn(services, origin => origin.Now).Against(contradicting),
            afterRepair is null
                ? null
                : $"After the proposed repair: {afterRepair.Sentence}{(domain.Replicas.Any() ? WithReplicas : "")}",
            [
                .. table.Documents.Select(document => document.Document).Select(document => new ReportDocument(
                    document.UniversalId, document.ToString(), document.MailServer ?? "", document.CalendarServer
                        ?? "", document.Modified,
                    document.HasDocumentAccess, document.Readers, document.LastSave)),
            ],
            [
                .. table.Rows.Select(row => new ReportReaderRow(
                    [.. row.Servers.Select(server => server.Abbreviated)], row.IsCoexistence,
                    [.. row.Cells.Select(cell => cell.CanRead ? cell.Text : null)])),
            ],
            services);
    }

    private static DomainVerdict VerdictOn(
        IEnumerable<ReportService> services, Func<ReportOrigins, AvailabilitySummary> availability) =>
        DomainVerdict.Of(
        [
            .. services.Select(service => ServiceVerdict.Of(
                service.Name,
                [.. service.Origins.Select(one => new OriginAvailability(one.Servers, availability(one)))])),
        ]);

    private ReportService Build(
        DomainVisibility domain, DomainVisibility? repaired, CoexistenceService service,
        IReadOnlyList<IReadOnlyList<NotesName>> origins)
    {
        _progress?.Invoke($"{service.Described()} for '{domain.Name}'");
        IReadOnlyList<Outage> outages = Outages(domain, service, out string omitted);
        List<string> names = [.. outages.Select(NameOf)];
        int order = _input.MaximumOrder ?? DomainVerdict.StandardOrder;
        var measurement =
            AvailabilityMeasurement.For(domain, origins.Count, new OutageScope(), _input.Odds, order);
        var withConnections = AvailabilityMeasurement.For(
            domain, origins.Count, new OutageScope(IncludeLeg: true), _input.Odds, order);
        var rows = new List<ReportOrigins>();
        foreach (IReadOnlyList<NotesName> same in origins)
        {
            var request = new Request(domain, service, same[0]);
            List<string> servers = [.. same.Select(origin => origin.Abbreviated)];
            List<ReportOutcome> outcomes =
                [.. outages.Select((outage, index) => Follow(request, outage, names[index], servers))];
            rows.Add(new ReportOrigins(
                servers, outcomes, Availability(measurement, withConnections, request),
                repaired is null
                    ? null
                    : Availability(measurement, withConnections, request with { Domain = repaired })));
        }
        return new ReportService(service.Described(), names, omitted, rows)
        {
            SingleOutages = outages.Count(outage => outage.Failures.Count == 1),
        };
    }

    private ReportOutcome Follow(Request request, Outage outage, string name, IReadOnlyList<string> origins)
    {
        _cancel.ThrowIfCancellationRequested();
        PathResult result = request.Test(outage.Network);
        _assumptions.UnionWith(result.Assumption);
        string key = string.Join(
            "\n",
            result.Hop.Select(hop => $"{hop.Server} {hop.Rule} {hop.Decision}")
                .Concat([request.Service.ToString(), result.Domain, result.StatusName, result.Reason]));
        if (!_traceOf.TryGetValue(key, out ReportTrace? trace))
        {
            trace = new ReportTrace(
                _traces.Count + 1, result.Domain, request.Service.Described(), origins, name,
                $"{result.StatusName} at {result.Server}",
                result.Reachable,
                [.. result.Hop.Select(
                    hop => new ReportStep(hop.Server, hop.Rule, hop.Basis.ToString(), Shorten(request.Domain, hop)))],
                result.Reason, result.Recommendation);
            _traces.Add(trace);
            _traceOf.Add(key, trace);
        }
        return new ReportOutcome(
            result.Reachable, result.StatusName, result.Server == result.From ? "" : result.Server, trace);
    }

    // The list of documents that a server sees is in hundreds of traces, and in the table of who can read which
    // document.
    private static string Shorten(DomainVisibility domain, Hop hop)
    {
        IReadOnlyList<ForeignDomainDocument> seen = domain.TableOf(new NotesName(hop.Server)).Seen;
        string all = $": {string.Join(", ", seen)}";
        return seen.Count > MostDocuments && hop.Decision.EndsWith(all, StringComparison.Ordinal)
            ? hop.Decision.Substring(0, hop.Decision.Length - all.Length)
                + $": {NameList.Within([.. seen.Select(document => document.ToString())], MostDocuments)}"
            : hop.Described;
    }

    private AvailabilitySummary Availability(
        AvailabilityMeasurement measurement, AvailabilityMeasurement withConnections, Request request) =>
        AvailabilitySummary.Of(measurement, request, _cancel)
            .WithConnections(withConnections.Measure(request, null, null, _cancel));

    // Each coexistence server, and its connection to Exchange for this service, alone and in combinations.
    private List<Outage> Outages(DomainVisibility domain, CoexistenceService service, out string omitted)
    {
        List<NotesName> servers = [.. domain.NamedServers.OrderBy(server => server)];
        ComponentKind leg = service == CoexistenceService.FreeBusy ? ComponentKind.HttpLeg : ComponentKind.SmtpLeg;
        List<Failure> failures =
        [
            .. servers.Select(server => new Failure(new Component(ComponentKind.Server, server))),
            .. servers.Select(server => new Failure(new Component(leg, server))),
        ];
        int most = _input.MaximumOrder is null ? StandardOutages : MostOutages;
        var outages = new List<Outage> { Outage.None };
        omitted = "";
        int maximumOrder = Math.Min(_input.MaximumOrder ?? DomainVerdict.StandardOrder, failures.Count);
        for (int order = 1; order <= maximumOrder; order++)
        {
            // A server that is down has no connection that could fail as well.
            List<IReadOnlyList<Failure>> next =
            [
                .. Failure.Combinations(failures, order)
                    .Where(some => some.Select(one => one.Component.Server).Distinct().Count() == some.Count)
                    .Take(most + 1 - outages.Count),
            ];
            if (outages.Count + next.Count > most && order > 1)
            {
                omitted = string.Format(
                    CultureInfo.InvariantCulture,
                    "The table shows up to {0} at a time. There are too many combinations of {1}.",
                    Plural.Of(order - 1, "failure"), order);
                break;
            }
            outages.AddRange(next.Select(some => new Outage(some)));
        }
        return outages;
    }

    private static string NameOf(Outage outage) => outage.Failures.Count == 0 ? "Everything up" : outage.ToString();

    // The map shows who sees what, with the requests while everything is up, or one server is down, whatever fails
    // first. If nothing fails, it shows how free/busy fails over from the server of the primary document.
    private ReportPicture Draw(DomainVisibility domain, ReaderTable table)
    {
        List<Outage> outages = [Outage.None, .. domain.NamedServers.Select(Outage.Down)];
        (CoexistenceService service, Outage? outage) = (
            from failed in outages
            from one in CoexistenceServices.All
            where _input.Origins.Any(origin => !new Request(domain, one, origin).IsReached(failed.Network))
            select (one, failed)).FirstOrDefault();
        outage ??= outages[Math.Min(1, outages.Count - 1)];
        var diagram = new DiagramBuilder();
        diagram.Add(table);
        foreach (NotesName origin in _input.Origins)
            diagram.Add(new Request(domain, service, origin).Test(outage.Network));
        string caption = $"{service.Described()} for {domain.Name}: {outage}";
        Diagram picture = diagram.Build(caption)!;
        return new ReportPicture(domain.Name, caption, picture, picture.Panels[0].Paths);
    }
}
