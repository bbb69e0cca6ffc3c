using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CoexTools.Access;
using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Output.Report;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>The content of reports, their page, and the comparison of two reports.</summary>
public sealed class ReportTests
{
    private const string Two =
        "server Hub01/Acme | server DominoA/Acme | server DominoB/Acme | group Servers Only (ServersOnly) = "
        + "Hub01/Acme | acl Admins/Acme: Manager | acl -Default-: Reader | ";

    private const string Repairable =
        Two + "acl LocalDomainServers: Manager [[NetModifier]] | "
        + "doc BTEx; both=DominoA/Acme; at=2; readers=DominoA/Acme, Servers Only, Admins/Acme; "
        + "DocumentAccess(authors)=[NetModifier] | "
        + "doc BTEx; both=DominoB/Acme; at=1; readers=DominoB/Acme, Servers Only, Admins/Acme; "
        + "DocumentAccess(authors)=[NetModifier] | "
        + "doc O'Neil; both=DominoA/Acme; at=2; readers=DominoA/Acme, Servers Only, Admins/Acme; "
        + "DocumentAccess(authors)=[NetModifier] | "
        + "doc O'Neil; both=DominoB/Acme; at=1; readers=DominoB/Acme, Servers Only, Admins/Acme; "
        + "DocumentAccess(authors)=[NetModifier]";

    private static readonly DateTimeOffset Written = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(
        "doc BTEx; both=DominoA/Acme; at=2 | doc BTEx; both=DominoB/Acme; at=1", "Gap",
        "Free/busy stops if DominoA/Acme is down; mail and calendar mail survive the failure of any one server.")]
    [InlineData(
        "doc BTEx; both=DominoA/Acme; at=2; readers=DominoA/Acme, Hub01/Acme | doc BTEx; both=DominoB/Acme; at=1; "
            + "readers=DominoB/Acme, Hub01/Acme",
        "Good", "Free/busy, mail, and calendar mail survive the failure of any one server.")]
    [InlineData(
        "doc BTEx; both=DominoA/Acme; at=2", "Gap",
        "Free/busy stops if DominoA/Acme is down; mail and calendar mail wait if DominoA/Acme is down.")]
    [InlineData(
        "doc BTEx; both=DominoA/Acme; at=2; readers=DominoA/Acme", "Failing",
        "Free/busy fails even if everything is up; mail and calendar mail are returned (non-delivery report) even if "
            + "everything is up.")]
    [InlineData(
        "doc BTEx; mail=DominoA/Acme; at=2 | doc BTEx; mail=DominoB/Acme; at=1", "Failing",
        "Free/busy fails even if everything is up; calendar mail is returned (non-delivery report) even if "
            + "everything is up; mail survives the failure of any one server.")]
    public void The_verdict_follows_from_the_requests(string documents, string level, string sentence)
    {
        DomainVerdict verdict = Assert.Single(Of(Sketch.Directory(Two + documents)).Data.Domains).Verdict;
        Assert.Equal(sentence, verdict.Sentence);
        Assert.Equal(level, verdict.Level.ToString());
    }

    [Fact]
    public void The_verdict_names_the_origins_if_others_are_not_affected()
    {
        ReportDomain domain = Of(Sketch.Directory(
            "server Hub01/Acme | server Mail01/Acme | server DominoA/Acme | server DominoB/Acme | "
            + "doc BTEx; both=DominoA/Acme; at=2; readers=DominoA/Acme, Hub01/Acme, Mail01/Acme | "
            + "doc BTEx; both=DominoB/Acme; at=1; readers=DominoB/Acme, Hub01/Acme")).Data.Domains[0];
        Assert.Equal(
            "Free/busy stops if DominoA/Acme is down, for requests from Mail01/Acme; mail and calendar mail wait if "
                + "DominoA/Acme is down, for requests from Mail01/Acme.",
            domain.Verdict.Sentence);
    }

    [Fact]
    public void Each_outcome_is_that_of_the_simulation_from_each_server()
    {
        for (int seed = 1; seed <= 12; seed++)
        {
            DirectorySnapshot directory = Pictures.Random(9, 1 + (seed % 4), seed);
            ReportData report = Of(directory).Data;
            foreach (ReportDomain domain in report.Domains)
            {
                DomainVisibility view = View(directory, domain.Name);
                Assert.Equal(
                    CoexistenceServices.All.Select(service => service.Described()),
                    domain.Services.Select(service => service.Name));
                foreach ((CoexistenceService kind, ReportService service) in CoexistenceServices.All.Zip(
                    domain.Services))
                {
                    Assert.Equal(
                        Origins(directory).Select(origin => origin.Abbreviated)
                            .Order(), service.Origins.SelectMany(o => o.Servers).Order());
                    foreach (Outage outage in view.NamedServers.Select(Outage.Down).Prepend(Outage.None))
                    {
                        int at = service.Outages.ToList()
                            .IndexOf(outage.Failures.Count == 0 ? "Everything up" : outage.ToString());
                        foreach (ReportOrigins origins in service.Origins)
                        {
                            foreach (string origin in origins.Servers)
                            {
                                PathResult result = new Request(view, kind, new NotesName(origin)).Test(outage.Network);
                                ReportOutcome outcome = origins.Outcomes[at];
                                string server = outcome.Server.Length == 0 ? origin : outcome.Server;
                                Assert.Equal((result.Reachable, result.StatusName, result.Server),
                                    (outcome.IsReached, outcome.Status, server));
                                Assert.Equal(result.Recommendation is null, outcome.Trace!.Recommendation is null);
                                Assert.Equal(
                                    result.Hop.Select(hop => hop.Rule), outcome.Trace.Steps.Select(step => step.Rule));
                            }
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void The_data_in_a_page_is_read_back_as_it_was_written()
    {
        foreach (DirectorySnapshot directory in Directories())
        {
            (ReportData data, string page) = Of(directory);
            Assert.Equal(ReportJson.Write(data), ReportJson.Write(ReportJson.Read(page)));
            Assert.All(ReportChanges.Of(ReportJson.Read(page), data).Topics, topic => Assert.Empty(topic.Lines));
        }
    }

    [Fact]
    public void Two_reports_of_one_state_differ_in_the_date_alone()
    {
        foreach (DirectorySnapshot directory in Directories())
        {
            string page = Of(directory).Page, later = Of(directory, Written.AddDays(1)).Page;
            Assert.NotEqual(page, later);
            Assert.Equal(page, later.Replace("2026-01-03", "2026-01-02"));
            Assert.Equal(2, Regex.Count(later, "2026-01-03"));
        }
    }

    [Fact]
    public void The_policy_of_a_page_allows_its_own_style_and_script_alone()
    {
        string page = Of(Directories().First()).Page;
        string policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value.Replace(
            "&#39;", "'");
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{Hash("style")}'; script-src 'sha256-{Hash("script")}'; base-uri "
                + "'none'; form-action 'none'",
            policy);
        Assert.DoesNotContain("http://", page.Replace("http://www.w3.org/2000/svg", ""));
        Assert.DoesNotContain("https://", page);
        Assert.DoesNotMatch(" style=| on[a-z]+=", page);

        string Hash(string element) => Convert.ToBase64String(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    Regex.Match(page, $"<{element}>(.*?)</{element}>", RegexOptions.Singleline).Groups[1].Value)));
    }

    [Fact]
    public void Hostile_names_become_text_alone()
    {
        (ReportData data, string page) = Of(Pictures.OfXml());
        Assert.True(data.Domains.Count > 10);
        // The page has the elements and attributes of one with harmless names.
        string harmless = Of(Pictures.Random(9, 3, 2)).Page;
        Assert.Empty(Names(page).Except(Names(harmless)));
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.DoesNotContain(page, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotMatch("href=\"[^#]", page);

        static IEnumerable<string> Names(string html) =>
            Regex.Matches(
                Regex.Replace(html, "<(style|script)[^>]*>.*?</\\1>", "", RegexOptions.Singleline),
                "<(\\w+)((?: [^<>]*)?)/?>")
                .SelectMany(
                    tag => Regex.Matches(tag.Groups[2].Value, " ([\\w-]+)=\"[^\"]*\"")
                    .Select(one => one.Groups[1].Value)
                    .Append($"<{tag.Groups[1].Value}>"))
                .Distinct();
    }

    [Theory]
    [InlineData("")]
    [InlineData("readers={0}, Servers Only")]
    [InlineData("readers={0}, Servers Only; DocumentAccess(authors)=[NetModifier]")]
    public void Twelve_coexistence_servers_and_forty_others_result_in_a_page_of_less_than_300_kilobytes(string items)
    {
        List<string> names = [.. Enumerable.Range(1, 52).Select(i => $"Server{i:00}/Acme")];
        IEnumerable<string> parts = names.Select(name => $"server {name}")
            .Append($"group Servers Only (ServersOnly) = {string.Join(", ", names.Skip(12))}")
            .Append("acl -Default-: Reader").Append("acl LocalDomainServers: Manager [[NetModifier]]")
            .Concat(
                names.Take(12)
                    .Select((name, i) => $"doc BTEx; both={name}; at={i + 1}; " + items.Replace("{0}", name)));
        string page = Of(Sketch.Directory(string.Join(" | ", parts))).Page;
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1, 300_000);
    }

    [Fact]
    public void A_directory_in_which_every_server_sees_something_else_results_in_a_page_of_less_than_two_megabytes()
    {
        List<string> names = [.. Enumerable.Range(1, 60).Select(i => $"Server{i:00}/Acme")];
        (ReportData data, string page) = Of(Pictures.Directory(
            names,
            names.Take(30).Select((name, i) =>
                (
                    "BTEx", name, (IReadOnlyList<string>)[
                        name, .. names.Skip(30).Where((_, j) => ((31 * j) + (17 * i) + (i * j)) % 11 < 5)]))));
        Assert.True(data.Domains[0].Services.Sum(service => service.Outages.Count * service.Origins.Count) > 1_000);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1, 2_000_000);
    }

    // About 60 findings for each domain.
    [Fact]
    public void Sixty_domains_result_in_a_page_of_less_than_one_megabyte_that_says_what_it_left_out()
    {
        const int domains = 60;
        List<string> names = [.. Enumerable.Range(1, domains).Select(i => $"Server{i:00}/Acme")];
        IEnumerable<string> parts = names.Select(name => $"server {name}")
            .Append("group Servers Only (ServersOnly) = Server01/Acme").Append("acl -Default-: Reader")
            .Append("acl LocalDomainServers: Manager [[NetModifier]]")
            .Concat(Enumerable.Range(0, domains).SelectMany(domain => new[] { 0, 1 }, (domain, i) =>
                $"doc Domain{domain:00}; both={names[(domain + i) % domains]}; at={i + 1}; "
                    + $"readers={names[(domain + i) % domains]}, Servers Only; DocumentAccess(authors)=[NetModifier]"));
        (ReportData data, string page) = Of(Sketch.Directory(string.Join(" | ", parts)));
        Assert.True(data.Findings.Count > 1_000);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1, 1_000_000);
        Match detailed = Regex.Match(page, @"the details of (\d+) of 60 domains");
        Assert.Equal(
            int.Parse(detailed.Groups[1].Value, CultureInfo.InvariantCulture), Regex.Count(
                page, "<section id=\"d\\d+\""));
        Assert.Contains($"The audit has {data.Findings.Count} findings.", page);
        // Findings that are alike have one row, which states how many it leaves out.
        string table = Regex.Match(
            page, "<section id=\"findings\".*?</table>", RegexOptions.Singleline).Value;
        var alike = data.Findings.GroupBy(
            finding => (finding.Severity, finding.Rule, finding.Name, finding.IsRepairable)).ToList();
        Assert.Equal(alike.Count, Regex.Count(table, "<tr") - 1);
        Assert.Equal(
            alike.Where(same => same.Count() > 10).Select(same => same.Count() - 10).Order(),
            Regex.Matches(table, @"<li>(\d+) more\.</li>")
                .Select(more => int.Parse(more.Groups[1].Value, CultureInfo.InvariantCulture)).Order());
        // The data contains every finding.
        Assert.Equal(data.Findings.Count, ReportJson.Read(page).Findings.Count);
    }

    [Fact]
    public void The_steps_name_the_documents_and_undo_them()
    {
        DirectorySnapshot directory = Sketch.Directory(Repairable);
        string page = Of(directory, findings: []).Page;
        string steps = Regex.Match(
            page, "<section id=\"steps\".*?</section>", RegexOptions.Singleline).Value;
        Assert.Contains("<h2 id=\"steps-h\">Apply the repair in Domino</h2>", steps);
        Assert.Contains(
            "These steps change 4 documents in Domino: BTEx (DominoB/Acme), BTEx (DominoA/Acme), O&#39;Neil "
                + "(DominoB/Acme), O&#39;Neil (DominoA/Acme).", steps.Replace("&#x27;", "&#39;"));
        Assert.Equal(
            [
                "./Export-NotesDirectory.ps1 names.dxl -Server &lt;server&gt;", "Copy-Item names.dxl backup.dxl",
                "Repair-CoexistenceConfiguration names.dxl",
                "Get-ForeignDomainDocument names.dxl | Export-DominoDirectory -Path changed.dxl -ChangedOnly",
                "./Import-NotesDirectory.ps1 changed.dxl -Server &lt;server&gt; -WhatIf",
                "./Import-NotesDirectory.ps1 changed.dxl -Server &lt;server&gt;",
                "replicate DominoA/Acme names.nsf", "replicate DominoB/Acme names.nsf", "tell router update config",
                "./Export-NotesDirectory.ps1 DominoA.dxl -Server &#39;DominoA/Acme&#39;",
                "Get-ForeignDomainDocument DominoA.dxl",
                "./Export-NotesDirectory.ps1 DominoB.dxl -Server &#39;DominoB/Acme&#39;",
                "Get-ForeignDomainDocument DominoB.dxl",
                "./Export-NotesDirectory.ps1 after.dxl -Server &lt;server&gt;",
                "Compare-ForeignDomainDocument backup.dxl after.dxl", "Test-CoexistenceConfiguration after.dxl",
                "Register-CoexistenceSchedule -NotesServer &lt;server&gt; -At 02:30 -User",
                "./Import-NotesDirectory.ps1 &lt;backup&gt; -Server &lt;server&gt;", "Undo-DirectoryChange names.dxl",
                "Get-ForeignDomainDocument names.dxl | Export-DominoDirectory -Path undo.dxl -ForeignDomainOnly",
            ],
            Commands(steps));
        Assert.Equal(8, Regex.Count(steps, "<li><p>"));
    }

    [Fact]
    public void The_steps_contain_corrections_that_the_repair_does_not_make()
    {
        DirectorySnapshot directory = AuditSketch.Field("secure.dxl");
        (ReportData data, string page) = Of(directory, findings: AuditSketch.Review(directory));
        ReportCorrection correction = Assert.Single(data.Corrections);
        Assert.StartsWith("CX010 MailFilesDiffer: Run Set-ForeignDomainDocument", correction.Text);
        Assert.Contains(
            "Get-ForeignDomainDocument names.dxl | Set-ForeignDomainDocument -CalendarSystem mail.box -PreserveOrder",
            Commands(page));
        // The edit adds the field that the repair removes.
        Assert.True(
            page.IndexOf("| Set-ForeignDomainDocument", StringComparison.Ordinal)
                < page.IndexOf("<code>Repair-CoexistenceConfiguration names.dxl", StringComparison.Ordinal));
    }

    // VD5: the figure that people see first includes the connections to Exchange.
    [Fact]
    public void The_large_figure_includes_the_connections_and_the_small_one_is_the_share_of_the_repair()
    {
        string page = Of(AuditSketch.Field("secure.dxl")).Page;
        Assert.Contains("<dd class=\"state\">\u26A0 17 h 31 min \u2192 8 h 46 min</dd>", page);
        Assert.Contains(
            "<dd>of which due to server failures: 8 h 46 min \u2192 32 s, changed by the repair</dd>", page);
        Assert.Contains("<dd class=\"state\">\u2713 8 h 46 min</dd>", page);
        Assert.Contains("<dd>of which due to server failures: 32 s, unchanged by the repair</dd>", page);
        Assert.Contains("each connection of a coexistence server to Exchange is up 99.9% of the time", page);
    }

    [Fact]
    public void The_page_states_who_is_affected_the_direction_and_the_age_of_the_directory()
    {
        DirectorySnapshot directory = AuditSketch.Field("secure.dxl");
        string page = Of(directory, findings: AuditSketch.Review(directory)).Page;
        Assert.Contains(
            "Notes users whose server is Hub01/Srv/Contoso, Hub02/Srv/Contoso, Mail01/Srv/Contoso and 3 more.", page);
        Assert.Contains("It does not examine requests in the other direction, from Exchange to Domino.", page);
        Assert.Contains("newest change of a Foreign Domain document <time>2025-03-10 08:30:00 UTC</time>", page);
        Assert.DoesNotContain("exported", Regex.Match(page, "<header>.*?</header>", RegexOptions.Singleline).Value);
        Assert.Contains("<span class=\"tag failing\">\u2715 Error, latent</span>", page);
    }

    [Fact]
    public void The_legend_explains_every_status_and_every_rule_of_a_trace()
    {
        foreach (Type statuses in new[] { typeof(FreeBusyStatus), typeof(MailStatus) })
            Assert.All(Enum.GetNames(statuses), name => Assert.NotNull(ReportLegend.OfStatus(name)));
        IEnumerable<string> rules = typeof(Rule).GetFields().Select(field => field.GetValue(null)).OfType<Rule>()
            .Select(rule => rule.Id).Where(id => id.StartsWith("CC") || id.StartsWith("RT"));
        Assert.All(rules, id => Assert.NotNull(ReportLegend.OfRule(id)));
    }

    // Without -Domain, the commands would change documents that the report does not mention.
    [Fact]
    public void The_steps_of_a_report_on_some_domains_change_these_domains_alone()
    {
        DirectorySnapshot directory = Sketch.Directory(Repairable);
        IEnumerable<string> commands = Commands(Of(directory, wanted: name => name != "BTEx").Page)
            .Where(command => command.Contains("-Domain ", StringComparison.Ordinal)
                && command.Contains("names.dxl", StringComparison.Ordinal));
        Assert.Equal(
            [
                "Repair-CoexistenceConfiguration names.dxl -Domain &#39;O&#39;&#39;Neil&#39;",
                "Get-ForeignDomainDocument names.dxl -Domain &#39;O&#39;&#39;Neil&#39; | Export-DominoDirectory -Path "
                    + "changed.dxl -ChangedOnly",
                "Get-ForeignDomainDocument names.dxl -Domain &#39;O&#39;&#39;Neil&#39; | Export-DominoDirectory -Path "
                    + "undo.dxl -ForeignDomainOnly",
            ],
            commands);
    }

    private static IEnumerable<string> Commands(string html) =>
        Regex.Matches(html, "<li><code>(.*?)</code></li>").Select(command => command.Groups[1].Value);

    [Fact]
    public void Combinations_of_failures_are_limited_and_the_report_says_so()
    {
        DirectorySnapshot directory = Pictures.Random(12, 8, 3);
        ReportService limited = Of(directory).Data.Domains[0].Services[0];
        Assert.Equal(1 + 16, limited.Outages.Count);
        Assert.Equal(
            "The table shows up to 1 failure at a time. There are too many combinations of 2.", limited.OmittedOutages);
        ReportService all = Of(directory, order: 2).Data.Domains[0].Services[0];
        // A server and its own connection do not fail together.
        Assert.Equal(1 + 16 + (16 * 14 / 2), all.Outages.Count);
        Assert.Equal("", all.OmittedOutages);
    }

    [Fact]
    public void The_availability_is_that_of_the_measurement()
    {
        DirectorySnapshot directory = Sketch.Directory(
            Two + "doc BTEx; both=DominoA/Acme; at=2 | doc BTEx; both=DominoB/Acme; at=1");
        foreach (ReportService service in Of(directory).Data.Domains[0].Services)
        {
            ReportOrigins origins = Assert.Single(service.Origins);
            double downtime = service.Name == "Free/busy" ? 0.001 : 0.000001;
            Assert.Equal(1 - downtime, origins.Now.Low, 9);
            Assert.Equal(downtime * 8760, origins.Now.DowntimeHours, 6);
        }
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.00001, "less than 1 s")]
    [InlineData(0.00876, "32 s")]
    [InlineData(0.5, "30 min")]
    [InlineData(8.76, "8 h 46 min")]
    [InlineData(8760, "8,760 h 0 min")]
    public void A_duration_is_readable(double hours, string text) => Assert.Equal(text, ReportText.Hours(hours));

    [Theory]
    [InlineData(1, "100%")]
    [InlineData(0, "0%")]
    [InlineData(0.999, "99.9%")]
    [InlineData(0.999999, "99.9999%")]
    [InlineData(0.5, "50%")]
    public void A_probability_has_the_digits_that_matter(double probability, string text) =>
        Assert.Equal(text, ReportText.Percent(probability));

    private static IEnumerable<DirectorySnapshot> Directories() =>
        Enumerable.Range(1, 6).Select(seed => Pictures.Random(7, 1 + (seed % 4), seed))
            .Append(Pictures.OfXml()).Append(Sketch.Directory("server Hub01/Acme"));

    private static IReadOnlyList<NotesName> Origins(DirectorySnapshot directory)
    {
        List<NotesName> others =
            [.. directory.Servers.Except(directory.Unordered.SelectMany(document => document.NamedServers))];
        return others.Count > 0 ? others : directory.Servers;
    }

    private static DomainVisibility View(DirectorySnapshot directory, string domain) => new(
        directory.Unordered.Where(document => DomainName.Same(document.Domain, domain)), AccessEvaluator.Of(
            directory), OrderBy.Modified);

    private static (ReportData Data, string Page) Of(
        DirectorySnapshot directory, DateTimeOffset? written = null, int? order = null,
        Func<string, bool>? wanted = null, IReadOnlyList<CoexistenceFinding>? findings = null)
    {
        wanted ??= _ => true;
        var audit = new DirectoryAudit(directory);
        var input = new ReportInput
        {
            Written = written ?? Written,
            Version = "1.2.3",
            Source = new ReportSource("Acme", null, null, ""),
            Directory = directory,
            Domains = 
            [
                .. directory.Domains.Where(domain => wanted(domain.Name))
                    .Select(domain => View(directory, domain.Name)),
            ],
            Origins = Origins(directory),
            Findings = findings ??
            [
                .. audit.Run(DirectoryRules.All, _ => true, CancellationToken.None)
                    .Where(finding => finding.Outcome == FindingOutcome.Fail),
            ],
            Repair = RepairPlan.Make(
                directory, new RepairOptions { Now = Written, IsWanted = document => wanted(document.Domain) },
                CancellationToken.None),
            MaximumOrder = order,
        };
        (ReportData data, IReadOnlyList<ReportTrace> traces,
            IReadOnlyList<Lazy<ReportPicture>> pictures) =
            ReportBuilder.Build(input, null, CancellationToken.None);
        return (data, ReportPage.Write(data, traces, pictures, null));
    }
}
