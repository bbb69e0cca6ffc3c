using System.Globalization;
using System.Reflection;
using System.Text;
using CoexTools.Analysis;
using CoexTools.Files;
using CoexTools.Output.Diagrams;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Output.Report;

/// <summary>
/// Writes a report as one HTML page: without any request, readable without its script, in light and dark, on paper, and
/// with a screen reader. A table is next to each picture, and every meaning of a color is also in a symbol or a word.
/// </summary>
internal sealed class ReportPage
{
    private const string Reached = "\u2713", NotReached = "\u2715", Warning = "\u26A0";
    private const int MostOrigins = 4;
    private const int MostReaders = 6;
    private const int MostFindings = 4;
    private const int MostNamedColumns = 4;
    private const int LongestTitle = 70;

    // A page of more than about 1 MB is slow to open and too large for mail.
    private const int RoomForDomains = 350_000;
    private const int ManyFindings = 300;
    private const int MostAlike = 10;
    private const int MostSteps = 20;

    private readonly ReportData _report;
    private readonly IReadOnlyList<ReportTrace> _traces;
    private readonly IReadOnlyList<Lazy<ReportPicture>> _pictures;
    private readonly ReportChanges? _changes;
    private readonly SortedDictionary<int, string> _sections = [];
    private HtmlWriter _html = new();

    private ReportPage(
        ReportData report, IReadOnlyList<ReportTrace> traces, IReadOnlyList<Lazy<ReportPicture>> pictures,
        ReportChanges? changes)
    {
        _report = report;
        _traces = traces;
        _pictures = pictures;
        _changes = changes;
    }

    /// <summary>Returns the page of a report.</summary>
    /// <param name="report">The content.</param>
    /// <param name="traces">The traces that outcomes refer to.</param>
    /// <param name="pictures">The maps, one for each domain.</param>
    /// <param name="changes">What changed since a former report; null without a former report.</param>
    public static string Write(
        ReportData report, IReadOnlyList<ReportTrace> traces, IReadOnlyList<Lazy<ReportPicture>> pictures,
        ReportChanges? changes) =>
        new ReportPage(report, traces, pictures, changes).Write();

    private string Write()
    {
        ChooseDomains();
        string style = SvgWriter.Style + Resource("Report.css"), script = Resource("Report.js");
        string policy = $"default-src 'none'; style-src '{HashOf(style)}'; script-src '{HashOf(script)}'; base-uri "
            + "'none'; form-action 'none'";
        _html.Markup("<!DOCTYPE html>\n").Element("html", ["lang", "en"], () =>
        {
            _html.Element("head", () =>
            {
                _html.Void("meta", "charset", "utf-8")
                    .Void("meta", "http-equiv", "Content-Security-Policy", "content", policy);
                _html.Void("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
                _html.Void("meta", "name", "referrer", "content", "no-referrer").Element("title", Short(_report.Title));
                _html.Element("style", () => _html.Markup(style));
            });
            _html.Element("body", () =>
            {
                _html.Element("a", "Skip to the content", "class", "skip", "href", "#content");
                WriteHeader();
                _html.Element("main", ["id", "content"], WriteMain);
                WriteFooter();
                _html.Markup(ReportJson.Element(_report)).Element("script", () => _html.Markup(script));
            });
        });
        return _html.ToString();
    }

    private void WriteHeader() => _html.Element("header", () =>
    {
        _html.Element("h1", _report.Title);
        _html.Element("p", ["class", "muted"], () =>
        {
            _html.Text(FileName is { Length: > 0 } file ? $"Directory: {file}" : "Directory in memory");
            if (_report.Source.Exported is { } dated)
                _html.Text(", file dated ").Element("time", ReportText.Time(dated));
            // A copy of the file has the date of the copy.
            if (_report.Domains.SelectMany(domain => domain.Documents).Max(document => document.Modified) is { } newest)
            {
                _html.Text("; newest change of a Foreign Domain document ")
                    .Element("time", ReportText.Time(newest));
            }
            _html.Text(". Report written ").Element("time", ReportText.Time(_report.Written)).Text(".");
        });
        if (DatabaseText is { Length: > 0 } database)
            _html.Element("p", $"Database: {database}.", "class", "muted");
        _html.Element("nav", ["aria-label", "Contents"], () => _html.Element("ul", () =>
        {
            Link("verdicts", "Verdicts");
            if (_changes is not null)
                Link("changes", "Changes");
            foreach (int i in _sections.Keys)
                Link($"d{i + 1}", $"Domain {_report.Domains[i].Name}");
            Link("findings", "Findings");
            if (_report.Consoles.Count > 0)
                Link("consoles", "Consoles");
            Link("steps", "Apply the repair in Domino");
            Link("traces", "Traces");
            Link("legend", "Legend");
            Link("assumptions", "Assumptions");
            Link("about", "About this report");
        }));

        void Link(string id, string text) => _html.Element("li", () => _html.Element("a", text, "href", "#" + id));
    });

    private void WriteMain()
    {
        Section("verdicts", "Verdicts", WriteVerdicts);
        if (_changes is not null)
            Section("changes", $"Changes since {ReportText.Time(_changes.Since)}", () => WriteChanges(_changes));
        foreach (string section in _sections.Values)
            _html.Markup(section);
        Section("findings", "Findings", WriteFindings);
        if (_report.Consoles.Count > 0)
            Section("consoles", "Consoles", WriteConsoles);
        Section("steps", "Apply the repair in Domino", WriteDominoSteps);
        Section("traces", "Traces", WriteTraces);
        Section("legend", "Legend", WriteLegend);
        Section("assumptions", "Assumptions and limits", WriteAssumptions);
    }

    private string DatabaseText
    {
        get
        {
            ReportSource source = _report.Source;
            string[] parts =
            [
                source.Name, source.Database, source.ReplicaId.Length > 0 ? $"replica ID {source.ReplicaId}" : "",
            ];
            return source.Database.Length + source.ReplicaId.Length == 0
                ? "" : string.Join(", ", parts.Where(part => part.Length > 0));
        }
    }

    private string? FileName => _report.Source.Path is { } path ? Path.GetFileName(path) : null;

    // The domains with the worst verdicts, as many as the page has room for.
    private void ChooseDomains()
    {
        HtmlWriter page = _html;
        int length = 0;
        foreach (int i in Enumerable.Range(0, _report.Domains.Count)
            .OrderByDescending(i => _report.Domains[i].Verdict.Level))
        {
            _html = new HtmlWriter();
            Section($"d{i + 1}", $"Domain {_report.Domains[i].Name}", () => WriteDomain(
                _report.Domains[i], _pictures[i].Value));
            string section = _html.ToString();
            length += section.Length;
            if (length > RoomForDomains && _sections.Count > 0)
                break;
            _sections.Add(i, section);
        }
        _html = page;
    }

    private void Section(string id, string heading, Action content) =>
        _html.Element("section", ["id", id, "aria-labelledby", $"{id}-h"], () =>
        {
            _html.Element("h2", heading, "id", $"{id}-h");
            content();
        });

    private void WriteVerdicts()
    {
        List<string> gaps =
            [.. _report.Findings.Where(finding => finding.IsNotAudited).Select(finding => finding.Reason)];
        if (_report.Domains.Count == 0 && gaps.Count == 0)
            gaps.Add("The directory contains no Foreign Domain document of these domains.");
        foreach (string gap in gaps)
        {
            _html.Element("div", ["class", "verdict failing"], () => _html.Element(
                "p", () => _html.Element("span", $"{NotReached} Not audited: ", "class", "state").Text(gap)));
        }
        if (_sections.Count < _report.Domains.Count)
        {
            _html.Element("p", () => _html
                .Text($"This page contains the details of {_sections.Count} of {_report.Domains.Count} domains, "
                    + "those with the worst verdicts, and leaves out the maps, tables, and traces of the others. For "
                    + "another domain, run ")
                .Element("code", "Export-CoexistenceReport -Domain <name>").Text("."));
        }
        if (_report.Domains.Count > 0)
        {
            _html.Element(
                "p", "This report is about requests from Notes users: lookups of the free/busy information of Exchange "
                + "users, and mail and invitations to Exchange users. It does not examine requests in the other "
                + "direction, from Exchange to Domino.");
            string assumed = _report.ServerAvailability.Length > 0 ? $"{_report.ServerAvailability}, " : "";
            string each = ReportText.Percent(ComponentOdds.DefaultAvailability);
            _html.Element(
                "p", "The figures are the expected time per year in which lookups fail or messages wait"
                + (_report.Domains.Any(HasRepair) ? ", now \u2192 after the repair" : "")
                + $". They assume that {assumed}each connection of a coexistence server to Exchange is up {each} of "
                + "the time, and all of them fail independently of each other. They are those of the worst origin: "
                + "the users of the server from which requests fail for the longest time.", "class", "muted");
        }
        foreach (ReportDomain domain in _report.Domains)
            WriteVerdict(domain);
    }

    private void WriteVerdict(ReportDomain domain)
    {
        (string state, string symbol) = domain.Verdict.Level switch
        {
            VerdictLevel.Good => ("Available", Reached),
            VerdictLevel.Unknown => ("Not known", Warning),
            VerdictLevel.Gap => ("Gap", Warning),
            _ => ("Failing", NotReached),
        };
        _html.Element("div", ["class", "verdict " + ClassOf(domain.Verdict.Level)], () =>
        {
            _html.Element("h3", domain.Name);
            _html.Element(
                "p", () => _html.Element("span", $"{symbol} {state}: ", "class", "state")
                    .Text(domain.Verdict.Sentence));
            if (domain.AfterRepair is { } repair)
            {
                _html.Element("p", () => _html
                    .Text($"{repair} An edit of a document in the form undoes this, because Domino adds "
                        + "DocumentAccess again. Repeat the repair every night: see ")
                    .Element("a", "the steps", "href", "#steps").Text("."));
            }
            if (ReportImpact.Of(domain) is { Length: > 0 } impact)
                _html.Element("p", impact);
            _html.Element("dl", ["class", "tiles"], () =>
            {
                foreach (ReportService service in domain.Services.Where(service => service.Origins.Count > 0))
                    WriteTile(service);
            });
        });
    }

    private static bool HasRepair(ReportDomain domain) => domain.Services
        .SelectMany(service => service.Origins).Any(origins => origins.AfterRepair is not null);

    private void WriteTile(ReportService service)
    {
        AvailabilitySummary worst = service.Origins.Select(origins => origins.Now)
            .OrderByDescending(now => now.DowntimeHours).First();
        (string symbol, string style) = worst.IsAlwaysDown ? (NotReached, "failing")
            : service.Origins.Any(
                origins => origins.Now is { SinglePoints.Count: > 0 } or { UnknownReason.Length: > 0 })
                ? (Warning, "gap")
            : (Reached, "good");
        double servers = worst.DowntimeHours;
        double? serversLater = service.Origins.Max(origins => origins.AfterRepair?.DowntimeHours);
        double all = service.Origins.Max(origins => origins.Now.HoursWithConnections) ?? servers; // VD5
        double? allLater = service.Origins.Max(origins => origins.AfterRepair?.HoursWithConnections) ?? serversLater;
        string bound = service.Origins.Any(origins => origins.Now.High > origins.Now.Low) ? "at most " : "";
        _html.Element("div", ["class", style], () =>
        {
            string what = PathStatus.Verb(
                service.Origins.SelectMany(origins => origins.Now.FailuresWithConnections), isPlural: true);
            _html.Element("dt", $"{service.Name}: {(what == "fail" ? "lookups fail" : $"messages {what}")}")
                .Element("dd", $"{symbol} {bound}{NowAndLater(all, allLater)}", "class", "state");
            _html.Element(
                "dd", $"of which due to server failures: {NowAndLater(servers, serversLater)}"
                + (serversLater is not { } later ? "" : ReportText.Hours(later) == ReportText.Hours(servers)
                    ? ", unchanged by the repair" : ", changed by the repair"));
        });
    }

    private static string NowAndLater(double now, double? later) =>
        later is { } hours && ReportText.Hours(hours) != ReportText.Hours(now)
        ? $"{ReportText.Hours(now)} \u2192 {ReportText.Hours(hours)}" : ReportText.Hours(now);

    private void WriteChanges(ReportChanges changes)
    {
        if (changes.Topics.All(topic => topic.Lines.Count == 0))
            _html.Element("p", "Nothing changed.");
        foreach (ReportTopic topic in changes.Topics.Where(topic => topic.Lines.Count > 0))
        {
            _html.Element("h3", topic.Name);
            List(topic.Lines);
        }
    }

    private void WriteDomain(ReportDomain domain, ReportPicture picture)
    {
        WriteMap(picture);
        WriteDocuments(domain);
        WriteReaders(domain);
        WriteGroups(domain);
        _html.Element("div", ["class", "services"], () =>
        {
            foreach (ReportService service in domain.Services)
                _html.Element("div", () => WriteMatrix(domain, service));
        });
        WriteAvailability(domain);
    }

    private void WriteMap(ReportPicture picture)
    {
        _html.Element("h3", $"Map: {picture.Caption}");
        _html.Element("div", ["class", "picture"], () =>
        {
            Scroll(
                "map", $"Map of {picture.Domain}", () => _html.Markup(
                    SvgWriter.Write(picture.Diagram, isEmbedded: true)));
            _html.Element("div", ["class", "paths"], () =>
            {
                foreach (RequestPath path in picture.Paths)
                    WritePath(path);
            });
        });
    }

    private void WritePath(RequestPath path)
    {
        _html.Element("h4", $"{(path.IsReached ? Reached : NotReached)} Path {Number(path.Number)}: {path.Route}: "
            + path.Stations.RouteEnding);
        WriteSteps(
            path.Result.Hop.Select(hop => new ReportStep(hop.Server, hop.Rule, hop.Basis.ToString(), hop.Described)));
        WriteEnding(path.Result.StatusName, path.Result.Reason, path.IsReached, path.Recommendation);
    }

    private void WriteSteps(IEnumerable<ReportStep> steps) => _html.Element("ol", ["class", "path"], () =>
    {
        foreach (ReportStep step in steps)
        {
            _html.Element("li", () => _html.Element("b", step.Server).Text($" {step.Decision} ")
                .Element("i", $"{step.Rule}, {step.Basis.ToLowerInvariant()}"));
        }
    });

    private void WriteEnding(string status, string reason, bool isReached, string? recommendation)
    {
        _html.Element("p", ["class", isReached ? "good" : "failing"], () => _html
            .Element("span", $"{(isReached ? Reached : NotReached)} {status}: ", "class", "state").Text(reason));
        if (recommendation is not null)
            _html.Element("p", () => _html.Element("b", "Recommendation: ").Text(recommendation));
    }

    private void WriteDocuments(ReportDomain domain)
    {
        _html.Element("h3", "Documents, by priority");
        if (ReportTimeline.Write(domain) is { } timeline)
            Scroll("timeline", $"Timeline of the modification times in {domain.Name}", () => _html.Markup(timeline));
        Table($"The Foreign Domain documents for {domain.Name}. The first one is the primary document.", "", "", () =>
        {
            Head(
                "Priority", "Document", "Mail and calendar server", "Modified", "Last edited by",
                "DocumentAccess", "Readers");
            Body(
                domain.Documents.Select((document, index) => (document, index)),
                row => row.document.HasDocumentAccess, row =>
                {
                    RowHead(Number(row.index + 1));
                    _html.Element("td", () =>
                        _html.Text(row.document.Name).Void("br").Element("code", row.document.UniversalId));
                    Cells(row.document.MailServer == row.document.CalendarServer
                        ? Named(row.document.MailServer)
                        : $"{Named(row.document.MailServer)} (mail), {Named(row.document.CalendarServer)} (calendar)");
                    _html.Element("td", ReportText.Time(row.document.Modified), "class", "time");
                    Cells(row.document.LastSave ?? "not recorded");
                    Cells(row.document.HasDocumentAccess ? $"{Warning} present" : "removed");
                    _html.Element("td", ["class", "readers"], () => Folded(
                        row.document.Readers.Count == 0 ? ["not restricted"] : row.document.Readers, MostReaders,
                        Plural.Of(row.document.Readers.Count, "reader")));
                });
        });
    }

    private static string Named(string server) => server.Length > 0 ? server : "none";

    private void WriteReaders(ReportDomain domain)
    {
        _html.Element("h3", "Who can read which document");
        Table($"The entry through which each server can read each document for {domain.Name}. Columns are documents, "
            + "by priority.", "", "grid", () =>
            {
                bool hasRoom = domain.Documents.Count <= MostNamedColumns;
                Head(
                    ["Servers", .. domain.Documents
                        .Select((document, index) => hasRoom
                            ? $"{Number(index + 1)}: {document.Name}" : Number(index + 1))]);
                Body(domain.Readers, _ => false, row =>
                {
                    _html.Element("th", ["scope", "row"], () =>
                    {
                        _html.Text(NameList.Within(row.Servers, MostOrigins));
                        if (row.IsCoexistence)
                            _html.Element("span", " coexistence server", "class", "muted");
                    });
                    foreach (string? entry in row.Entries)
                        _html.Element("td", entry is null ? "no" : $"{Reached} yes: {entry}");
                });
            });
    }

    // The tables name the first servers of each group only.
    private void WriteGroups(ReportDomain domain)
    {
        List<IReadOnlyList<string>> groups =
        [
            .. domain.Readers.Select(row => row.Servers)
                .Concat(domain.Services.SelectMany(service => service.Origins).Select(origins => origins.Servers))
                .Where(servers => servers.Count > MostOrigins).GroupBy(servers => string.Join("\n", servers))
                .Select(same => same.First()),
        ];
        if (groups.Count == 0)
            return;
        _html.Element("h4", "Groups of servers");
        List([.. groups.Select(servers => $"{NameList.Within(servers, MostOrigins)}: {string.Join(", ", servers)}")]);
    }

    private void WriteMatrix(ReportDomain domain, ReportService service)
    {
        _html.Element("h3", $"{service.Name} in outages");
        List<bool> fails =
            [.. service.Outages
                .Select((_, index) => service.Origins.Any(origins => !origins.Outcomes[index].IsReached))];
        string requests = domain.Services[0] == service ? "lookup" : "message";
        _html.Element("p", fails[0]
            ? $"{NotReached} {Ending(service, 0, 1)} even if everything is up."
            : Failing(service, fails, requests));
        if (service.OmittedOutages.Length > 0)
            _html.Element("p", service.OmittedOutages);
        string caption = $"How requests for {domain.Name} end ({service.Name}), by outage and by the servers where "
            + "they start. Each outcome links to its trace.";
        Table(caption, "Only outages in which a request does not reach Exchange", "grid matrix", () =>
        {
            Head(["Outage", .. service.Origins.Select(origins => NameList.Within(origins.Servers, MostOrigins))]);
            Body(Enumerable.Range(0, service.Outages.Count), index => fails[index], index =>
            {
                RowHead(Sentence(service.Outages[index]));
                // There are thousands of cells, so those of the more frequent kind have no class.
                foreach (ReportOutcome outcome in service.Origins.Select(origins => origins.Outcomes[index]))
                {
                    _html.Element("td", outcome.IsReached ? [] : ["class", "f"], () => _html.Element(
                        "a", $"{(outcome.IsReached ? Reached : NotReached)} {outcome.Status}", "href",
                        $"#t{Number(outcome.Trace!.Number)}"));
                }
            });
        });
    }

    // VD5: a repaired state still fails in most combinations, which says nothing about single failures.
    private static string Failing(ReportService service, List<bool> fails, string request)
    {
        int singles = service.SingleOutages;
        int single = fails.Skip(1).Take(singles).Count(isFailing => isFailing);
        int combined = fails.Skip(1 + singles).Count(isFailing => isFailing);
        string combinations = Plural.Of(fails.Count - 1 - singles, "combination");
        string first = single == 0
            ? $"{Reached} Every {request} reaches Exchange in {Plural.Of(singles, "single outage")}."
            : $"{Warning} {Ending(service, 1, singles)} in {Number(single)} of {Plural.Of(singles, "single outage")}.";
        return fails.Count - 1 == singles ? first
            : $"{first} {(combined == 0 ? $"Every {request} reaches Exchange in {combinations} of outages."
                : $"{Ending(service, 1 + singles, fails.Count)} in {Number(combined)} of {combinations} of outages.")}";
    }

    // What happens to the requests that do not reach Exchange in some outages.
    private static string Ending(ReportService service, int first, int count)
    {
        List<PathStatus?> statuses =
        [
            .. service.Origins.SelectMany(origins => origins.Outcomes.Skip(first).Take(count))
                .Where(outcome => !outcome.IsReached)
                .Select(outcome => PathStatus.OfMessage(outcome.Status)).Distinct(),
        ];
        return statuses.Contains(null)
            ? "Lookups fail" : $"Messages {PathStatus.Verb(statuses.OfType<PathStatus>(), isPlural: true)}";
    }

    private void WriteAvailability(ReportDomain domain)
    {
        _html.Element("h3", "Availability");
        bool isRepaired = domain.AfterRepair is not null;
        string caption = $"Expected availability and downtime per year of requests for {domain.Name}, "
            + "if coexistence servers fail independently of each other, and their connections to Exchange do not fail.";
        Table(caption, "", "", () =>
        {
            List<string> headings = ["Service", "From", "Availability", "Downtime per year", "Stops if these fail"];
            if (isRepaired)
                headings.AddRange(["After repair", "Downtime after repair"]);
            Head([.. headings]);
            Body(
                domain.Services.SelectMany(
                    service => service.Origins, (service, origins) => (service, origins)), _ => false, row =>
                    {
                        RowHead(row.service.Name);
                        Cells(
                            NameList.Within(row.origins.Servers, MostOrigins), Availability(row.origins.Now), Downtime(
                                row.origins.Now),
                            row.origins.Now.IsAlwaysDown ? "always" : string.Join("; ", row.origins.Now.CutSets));
                        if (isRepaired)
                            Cells(Availability(row.origins.AfterRepair!), Downtime(row.origins.AfterRepair!));
                    });
        });

        static string Availability(AvailabilitySummary one) => ReportText.Percent(one.Low)
            + (one.High > one.Low ? $" to {ReportText.Percent(one.High)}" : "");
    }

    private static string Downtime(AvailabilitySummary one) =>
        (one.High > one.Low ? "at most " : "") + ReportText.Hours(one.DowntimeHours);

    private void WriteFindings()
    {
        bool isLong = _report.Findings.Count > ManyFindings;
        if (isLong)
        {
            _html.Element("p", () => _html
                .Text($"The audit has {_report.Findings.Count} findings. The findings of a rule have one row, which "
                    + $"contains the first {MostAlike} of them and the recommendation of the first one. ")
                .Element("code", "Test-CoexistenceConfiguration").Text(" returns all findings."));
        }
        if (_report.Findings.Count == 0)
            _html.Element("p", "The audit found nothing.");
        else
        {
            Table("What the audit found, and what to do.", "Only errors and warnings", "", () =>
            {
                Head("Severity", "Rule", "Finding", "Recommendation", "Removed by the repair");
                var same = _report.Findings.GroupBy(
                    finding => (
                        finding.Severity, finding.IsLatent, finding.Rule, finding.Name, Recommendation: isLong
                            ? null : finding.Recommendation,
                        finding.IsRepairable));
                const string Information = nameof(Audit.FindingSeverity.Information);
                Body(same, findings => findings.Key.Severity is not (Information or ReportFinding.Accepted), findings =>
                {
                    (string symbol, string style) = findings.Key.Severity switch
                    {
                        nameof(Audit.FindingSeverity.Error) => (NotReached, "failing"),
                        nameof(Audit.FindingSeverity.Warning) => (Warning, "gap"),
                        _ => ("i", ""),
                    };
                    _html.Element(
                        "th", ["scope", "row"], () => _html.Element(
                            "span", $"{symbol} {findings.Key.Severity}{(findings.Key.IsLatent ? ", latent" : "")}",
                            "class", $"tag {style}".Trim()));
                    Cells($"{findings.Key.Rule} {findings.Key.Name}");
                    _html.Element("td", ["class", "wide"], () => Folded(
                        Listed([.. findings.Select(TextOf)], isLong), MostFindings, Plural.Of(
                            findings.Count(), "finding"),
                        isSentences: true));
                    Cells(findings.First().Recommendation ?? "", findings.Key.IsRepairable ? "yes" : "no");
                });
            });
        }
        _html.Element("h3", "Proposed repair");
        if (_report.RepairActions.Count == 0 && _report.RepairProblems.Count == 0)
            _html.Element("p", "No document needs to be changed.");
        if (_report.RepairActions.Count > 0)
        {
            _html.Element(
                "p", () => _html.Element("code", "Repair-CoexistenceConfiguration")
                    .Text(" would change these documents in the file, in this order. It does not change Domino:"));
            FoldedList(_report.RepairActions, "document");
        }
        if (_report.RepairProblems.Count > 0)
        {
            _html.Element("p", "The repair does not change the following:");
            FoldedList(_report.RepairProblems, "problem");
        }
    }

    private static IReadOnlyList<string> Listed(IReadOnlyList<string> texts, bool isLong) =>
        !isLong || texts.Count <= MostAlike ? texts : [.. texts.Take(MostAlike), $"{texts.Count - MostAlike} more."];

    private void FoldedList(IReadOnlyList<string> texts, string noun)
    {
        if (texts.Count <= MostSteps)
        {
            List(texts);
            return;
        }
        _html.Element("details", ["class", "more", "open", ""], () =>
        {
            _html.Element("summary", Plural.Of(texts.Count, noun));
            List(texts);
        });
    }

    private void WriteDominoSteps()
    {
        var instructions = new DominoSteps(_report);
        IReadOnlyList<ReportDirection> steps = instructions.Steps;
        if (steps.Count == 0)
        {
            _html.Element("p", "The repair changes no documents. There is nothing to import.");
            if (_report.Corrections.Count > 0)
            {
                _html.Element("p", "Correct in Domino what the repair does not change:");
                FoldedList([.. _report.Corrections.Select(correction => correction.Text)], "correction");
            }
            return;
        }
        List<string> documents =
            [.. _report.RepairActions.Select(action => action.Split([": "], 2, StringSplitOptions.None)[0])];
        string changed = documents.Count == 0 ? "the documents that are to be corrected"
            : $"{Plural.Of(documents.Count, "document")} in Domino: {NameList.Within(documents, MostSteps)}";
        _html.Element(
            "p", $"These steps change {changed}. Nothing changes in Domino before the import. For details, see "
            + "docs/export-and-import.md in the module folder. CoexTools was not tested with a real Domino server: "
            + "try the steps with one domain first.");
        _html.Element("ol", () =>
        {
            foreach (ReportDirection step in steps)
                _html.Element("li", () => WriteDirection(step));
        });
        _html.Element("h3", "Undo the change");
        foreach (ReportDirection step in instructions.Undo)
            WriteDirection(step);
    }

    private void WriteDirection(ReportDirection step)
    {
        _html.Element("p", step.Text);
        if (step.Details.Count > 0)
            List(step.Details);
        if (step.Commands.Count > 0)
            WriteCode([.. step.Commands]);
    }

    // Only what the page contains is explained.
    private void WriteLegend()
    {
        _html.Element("h3", "Terms");
        Facts(ReportLegend.Terms);
        List<ReportTrace> shown = [.. ShownTraces()];
        List<(string, string)> statuses =
        [
            .. from status in shown.Select(trace => trace.Outcome.Split(' ')[0]).Distinct()
               let meaning = ReportLegend.OfStatus(status)
               where meaning is not null
               orderby status
               select (status, meaning),
        ];
        List<(string, string)> rules =
        [
            .. from rule in shown.SelectMany(trace => trace.Steps).Select(step => step.Rule).Distinct()
               let meaning = ReportLegend.OfRule(rule)
               where meaning is not null
               orderby rule
               select (rule, meaning),
        ];
        if (statuses.Count > 0)
        {
            _html.Element("h3", "Statuses");
            Facts(statuses);
            _html.Element("p", ReportLegend.Kept);
        }
        if (rules.Count > 0)
        {
            _html.Element("h3", "Rules of Domino");
            Facts(rules);
        }
        _html.Element("p", () => _html.Text("The rules of the findings (CX001 and so on) are described by ")
            .Element("code", "Get-CoexistenceRule").Text(" and ")
            .Element("code", "Get-Help about_CoexTools_Rules").Text("."));
    }

    private IEnumerable<ReportTrace> ShownTraces()
    {
        HashSet<string> shown = [.. _sections.Keys.Select(i => _report.Domains[i].Name)];
        return _traces.Where(trace => shown.Contains(trace.Domain));
    }

    private void Facts(IEnumerable<(string Name, string Meaning)> facts) =>
        _html.Element("dl", ["class", "facts"], () =>
        {
            foreach ((string name, string meaning) in facts)
                _html.Element("dt", name).Element("dd", meaning);
        });

    private void WriteCode(params string[] lines) => _html.Element("ul", ["class", "commands"], () =>
    {
        foreach (string line in lines)
            _html.Element("li", () => _html.Element("code", line));
    });

    // Most reasons name their subject themselves.
    private static string TextOf(ReportFinding finding) =>
        finding.Reason.Contains(finding.Subject) ? finding.Reason : $"{finding.Subject}: {finding.Reason}";

    private void WriteTraces()
    {
        if (_traces.Count == 0)
            _html.Element("p", "There are no requests.");
        foreach (ReportTrace trace in ShownTraces())
        {
            _html.Element("details", ["class", "trace", "id", $"t{Number(trace.Number)}", "open", ""], () =>
            {
                _html.Element("summary", () => _html
                    .Element(
                        "b", $"{(trace.IsReached ? Reached : NotReached)} "
                            + $"Trace {Number(trace.Number)}: {trace.Outcome}")
                    .Text($" {trace.Service} for {trace.Domain} "
                        + $"from {NameList.Within(trace.Origins, MostOrigins)}. {Sentence(trace.Outage)}."));
                WriteSteps(trace.Steps);
                WriteEnding(trace.Outcome, trace.Reason, trace.IsReached, trace.Recommendation);
            });
        }
    }

    private void WriteConsoles() => Table(
        "What is predicted of the warning about multiple documents, and what the console logs show since the last "
            + "change.",
        "Only contradictions", "", () =>
        {
            Head("Server", "Domain", "Predicted", "Seen");
            Body(_report.Consoles, console => console.IsContradiction, console =>
            {
                RowHead(console.Server);
                Cells(console.Domain, console.Predicted, console.Seen);
            });
        });

    private void WriteAssumptions()
    {
        if (_report.Assumptions.Count > 0)
        {
            _html.Element("h3", "Assumptions");
            List(_report.Assumptions.Select(ReportAssumptions.Explain));
        }
        _html.Element("h3", "What CoexTools cannot know");
        List(ReportAssumptions.Limits);
    }

    private void WriteFooter() => _html.Element("footer", ["id", "about"], () =>
    {
        _html.Element("h2", "About this report", "class", "about");
        _html.Element("dl", ["class", "facts"], () =>
        {
            Fact("CoexTools", _report.Version);
            Fact("Directory", _report.Source.Name.Length > 0 ? _report.Source.Name : "unnamed");
            Fact("Source", _report.Source.Path ?? "in-memory directory");
            if (_report.Source.Database.Length > 0)
                Fact("Database", _report.Source.Database);
            if (_report.Source.ReplicaId.Length > 0)
                Fact("Replica ID", _report.Source.ReplicaId);
            if (_report.Source.Sha256 is { } hash)
                Fact("SHA-256", hash);
            if (_report.Source.Remark.Length > 0)
                Fact("Remark", _report.Source.Remark);
        });

        void Fact(string name, string value) =>
            _html.Element("dt", name).Element("dd", () => _html.Element("code", value));
    });

    private void Scroll(string style, string label, Action content) =>
        _html.Element("section", ["class", $"scroll {style}", "tabindex", "0", "aria-label", label], content);

    private void Table(string caption, string only, string style, Action content) => Scroll("table", caption, () =>
    {
        string[] attributes = ["class", $"filtered {style}".Trim()];
        _html.Element("table", only.Length > 0 ? [.. attributes, "data-only", only] : attributes, () =>
        {
            _html.Element("caption", caption);
            content();
        });
    });

    // A long list is folded by the script. Nothing is left out.
    private void Folded(IReadOnlyList<string> texts, int most, string summary, bool isSentences = false)
    {
        if (texts.Count <= most)
            Write();
        else
        {
            _html.Element("details", ["class", "more", "open", ""], () =>
            {
                _html.Element("summary", summary);
                Write();
            });
        }

        void Write()
        {
            if (isSentences && texts.Count > 1)
                List(texts);
            else
                _html.Text(string.Join(", ", texts));
        }
    }

    private void Head(params string[] headings) => _html.Element("thead", () => _html.Element("tr", () =>
    {
        foreach (string heading in headings)
            _html.Element("th", heading, "scope", "col");
    }));

    private void Body<T>(IEnumerable<T> rows, Func<T, bool> isProblem, Action<T> write) => _html.Element("tbody", () =>
    {
        foreach (T row in rows)
            _html.Element("tr", isProblem(row) ? ["data-problem", "1"] : [], () => write(row));
    });

    private void RowHead(string text) => _html.Element("th", text, "scope", "row");

    private void Cells(params string[] texts)
    {
        foreach (string text in texts)
            _html.Element("td", text);
    }

    private void List(IEnumerable<string> lines) => _html.Element("ul", () =>
    {
        foreach (string line in lines)
            _html.Element("li", line);
    });

    // For the tab of the browser. The whole title is in the page.
    private static string Short(string title)
    {
        title = VisibleText.Of(title);
        if (title.Length <= LongestTitle)
            return title;
        int end = LongestTitle - 1;
        return title.Substring(0, char.IsHighSurrogate(title[end - 1]) ? end - 1 : end) + "\u2026";
    }

    private static string ClassOf(VerdictLevel level) =>
        (level == VerdictLevel.Unknown ? VerdictLevel.Gap : level).ToString().ToLowerInvariant();

    // "the HTTP connection of ..." as the start of a sentence. Names of servers stay as they are.
    private static string Sentence(string text) =>
        text.StartsWith("the ", StringComparison.Ordinal) ? "T" + text.Substring(1) : text;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }

    private static string HashOf(string text) =>
        $"sha256-{Convert.ToBase64String(Sha256.BytesOf(Encoding.UTF8.GetBytes(text)))}";
}
