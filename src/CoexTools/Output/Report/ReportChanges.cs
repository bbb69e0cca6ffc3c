using CoexTools.Model;
using CoexTools.Text;

namespace CoexTools.Output.Report;

/// <summary>What changed between two reports, by topic. A topic without a change has no lines.</summary>
/// <param name="Since">When the former report was written.</param>
/// <param name="Topics">The topics.</param>
internal sealed record ReportChanges(DateTimeOffset Since, IReadOnlyList<ReportTopic> Topics)
{
    private const int MostLines = 200;
    private const int MostNames = 4;

    /// <summary>Compares two reports.</summary>
    public static ReportChanges Of(ReportData former, ReportData report) => new(former.Written,
    [
        Topic("Source", Source(former.Source, report.Source)),
        Topic("Verdicts", Verdicts(former, report)),
        Topic("Documents", ForEachDomain(former, report, Documents)),
        Topic("Who can read which document", ForEachDomain(former, report, Readers)),
        Topic("Outcomes of requests", ForEachDomain(former, report, Outcomes)),
        Topic("Downtime", ForEachDomain(former, report, Downtime)),
        Topic("Findings", Findings(former, report)),
    ]);

    private static ReportTopic Topic(string name, IEnumerable<string> lines)
    {
        List<string> all = [.. lines];
        return all.Count <= MostLines
            ? new ReportTopic(name, all)
            : new ReportTopic(name, [.. all.Take(MostLines), $"{Plural.Of(all.Count - MostLines, "more change")}."]);
    }

    private static IEnumerable<string> Source(ReportSource former, ReportSource source)
    {
        if (former.Path != source.Path)
            yield return $"The file is now {source.Path ?? "an in-memory directory"}. Previously, it "
                + $"was {former.Path ?? "an in-memory directory"}.";
        if (former.Sha256 != source.Sha256 && former.Sha256 is not null && source.Sha256 is not null)
            yield return "The content of the file has changed.";
    }

    private static IEnumerable<string> Verdicts(ReportData former, ReportData report)
    {
        Dictionary<string, ReportDomain> before = ByName(former);
        foreach (ReportDomain domain in report.Domains)
        {
            if (!before.TryGetValue(domain.Name, out ReportDomain? old))
                yield return $"{domain.Name} is new: {domain.Verdict.Sentence}";
            else if (old.Verdict != domain.Verdict)
                yield return $"{domain.Name} now: {domain.Verdict.Sentence} Before: {old.Verdict.Sentence}";
        }
        Dictionary<string, ReportDomain> now = ByName(report);
        foreach (ReportDomain gone in former.Domains.Where(domain => !now.ContainsKey(domain.Name)))
            yield return $"{gone.Name} is no longer in the report.";
    }

    private static IEnumerable<string> Documents(ReportDomain former, ReportDomain domain)
    {
        Dictionary<string, ReportDocument> before = ByKey(former.Documents, document => document.UniversalId);
        foreach (ReportDocument document in domain.Documents)
        {
            if (!before.TryGetValue(document.UniversalId, out ReportDocument? old))
            {
                yield return $"{document.Name} is new.{By(null, document)}";
                continue;
            }
            List<string> changes =
            [
                .. Changed("mail server", old.MailServer, document.MailServer),
                .. Changed("calendar server", old.CalendarServer, document.CalendarServer),
                .. Changed("field DocumentAccess", Field(old), Field(document)),
                .. Changed("readers", string.Join(", ", old.Readers), string.Join(", ", document.Readers)),
                .. Changed("modification time", ReportText.Time(old.Modified), ReportText.Time(document.Modified)),
            ];
            if (changes.Count > 0)
                yield return $"{document.Name}: {string.Join("; ", changes)}.{By(old, document)}";
        }
        Dictionary<string, ReportDocument> now = ByKey(domain.Documents, document => document.UniversalId);
        foreach (ReportDocument gone in former.Documents.Where(document => !now.ContainsKey(document.UniversalId)))
            yield return $"{gone.Name} is no longer in the directory.";
        if (former.Documents.Count > 0 && domain.Documents.Count > 0
            && former.Documents[0].UniversalId != domain.Documents[0].UniversalId)
            yield return $"The primary document is now {domain.Documents[0].Name}. Previously, it "
                + $"was {former.Documents[0].Name}.";

        static string Field(ReportDocument document) => document.HasDocumentAccess ? "present" : "removed";

        static string By(ReportDocument? old, ReportDocument document) =>
            document.LastSave is { } save && save != old?.LastSave ? $" It was {save}." : "";
    }

    private static IEnumerable<string> Changed(string what, string before, string now)
    {
        if (before != now)
            yield return $"{what} {Shown(now)}, previously {Shown(before)}";

        static string Shown(string text) => text.Length == 0 ? "none" : text;
    }

    private static IEnumerable<string> Readers(ReportDomain former, ReportDomain domain)
    {
        Dictionary<(string Server, string Document), bool> before = Cells(former), now = Cells(domain);
        Dictionary<string, ReportDocument> documents = ByKey(domain.Documents, document => document.UniversalId);
        return from cell in now
               where before.TryGetValue(cell.Key, out bool could) && could != cell.Value
               let change = cell.Value ? "can now read" : "can no longer read"
               group cell.Key.Server by (Change: change, documents[cell.Key.Document].Name) into same
               select $"{NameList.Within([.. same], MostNames)} {same.Key.Change} {same.Key.Name}.";
    }

    private static Dictionary<(string Server, string Document), bool> Cells(ReportDomain domain)
    {
        var cells = new Dictionary<(string Server, string Document), bool>();
        foreach (ReportReaderRow row in domain.Readers)
        {
            for (int i = 0; i < Math.Min(row.Entries.Count, domain.Documents.Count); i++)
            {
                foreach (string server in row.Servers)
                    cells[(server, domain.Documents[i].UniversalId)] = row.Entries[i] is not null;
            }
        }
        return cells;
    }

    private static IEnumerable<string> Outcomes(ReportDomain former, ReportDomain domain)
    {
        Dictionary<(string Origin, string Service, string Outage), ReportOutcome> before = Requests(former);
        return from request in Requests(domain)
               where before.ContainsKey(request.Key)
               let old = before[request.Key]
               let now = request.Value
               where (old.Status, old.Server) != (now.Status, now.Server)
               let change = (request.Key.Service, request.Key.Outage, Old: ReportText.Of(old), Now: ReportText.Of(now))
               group request.Key.Origin by change into same
               select $"{same.Key.Service}, {same.Key.Outage}, "
                   + $"from {NameList.Within([.. same], MostNames)}: {same.Key.Now}, previously {same.Key.Old}.";
    }

    private static Dictionary<(string Origin, string Service, string Outage), ReportOutcome> Requests(
        ReportDomain domain)
    {
        var requests = new Dictionary<(string Origin, string Service, string Outage), ReportOutcome>();
        foreach (ReportService service in domain.Services)
        {
            foreach (ReportOrigins origins in service.Origins)
            {
                for (int i = 0; i < Math.Min(service.Outages.Count, origins.Outcomes.Count); i++)
                {
                    foreach (string server in origins.Servers)
                        requests[(server, service.Name, service.Outages[i])] = origins.Outcomes[i];
                }
            }
        }
        return requests;
    }

    private static IEnumerable<string> Downtime(ReportDomain former, ReportDomain domain)
    {
        Dictionary<(string Service, string Origin), double> before = Hours(former);
        return from one in Hours(domain)
               where before.TryGetValue(one.Key, out double hours)
                   && ReportText.Hours(hours) != ReportText.Hours(one.Value)
               let change = (one.Key.Service, Old: ReportText.Hours(before[one.Key]), Now: ReportText.Hours(one.Value))
               group one.Key.Origin by change into same
               select $"{same.Key.Service} "
                   + $"from {NameList.Within([.. same], MostNames)}: {same.Key.Now} per year, "
                   + $"previously {same.Key.Old}.";
    }

    private static Dictionary<(string Service, string Origin), double> Hours(ReportDomain domain)
    {
        var all = new Dictionary<(string Service, string Origin), double>();
        foreach (ReportService service in domain.Services)
        {
            foreach (ReportOrigins origins in service.Origins)
            {
                foreach (string server in origins.Servers)
                    all[(service.Name, server)] = origins.Now.DowntimeHours;
            }
        }
        return all;
    }

    private static IEnumerable<string> Findings(ReportData former, ReportData report)
    {
        HashSet<(string, string, string)> before = [.. former.Findings.Select(Key)],
        now = [.. report.Findings.Select(Key)];
        return report.Findings.Where(finding => !before.Contains(Key(finding))).Select(finding => Line("New", finding))
            .Concat(
                former.Findings.Where(finding => !now.Contains(Key(finding)))
                    .Select(finding => Line("Resolved", finding)));

        static (string, string, string) Key(ReportFinding finding) => (finding.Rule, finding.Subject, finding.Reason);

        static string Line(string state, ReportFinding finding) =>
            $"{state}: {finding.Rule} {finding.Severity}, {finding.Subject}: {finding.Reason}";
    }

    private static IEnumerable<string> ForEachDomain(
        ReportData former, ReportData report, Func<ReportDomain, ReportDomain, IEnumerable<string>> compare)
    {
        Dictionary<string, ReportDomain> before = ByName(former);
        bool isOne = report.Domains.Count == 1;
        return from domain in report.Domains
               where before.ContainsKey(domain.Name)
               from line in compare(before[domain.Name], domain)
               select isOne ? line : $"{domain.Name}: {line}";
    }

    private static Dictionary<string, ReportDomain> ByName(ReportData report) =>
        report.Domains.GroupBy(domain => domain.Name, DomainName.Comparer)
            .ToDictionary(same => same.Key, same => same.First(), DomainName.Comparer);

    private static Dictionary<string, ReportDocument> ByKey(
        IEnumerable<ReportDocument> documents, Func<ReportDocument, string> key) =>
            documents.GroupBy(key, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);
}
