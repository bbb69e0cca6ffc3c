using System.Text;
using CoexTools.Audit;
using CoexTools.Audit.Rules;
using CoexTools.Consoles;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Tests;

/// <summary>The rules on console logs.</summary>
public sealed class ConsoleChecksTests
{
    private const string Warning =
        "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.";

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    // The documents of the scenarios were last changed on 2025-03-10 at 09:30 UTC.
    [Theory]
    // DominoA sees only its own document, and prints the warning.
    [InlineData(
        "security-on-field-removed.dxl", "DominoA/Acme", null, "11.03.2025 08:00:00   " + Warning, "CX047 Fail")]
    [InlineData(
        "security-on-field-removed.dxl", "DominoA/Acme", null, "13.03.2025 08:00:00   CalConn: 'BTEx'", "CX047 Pass")]
    [InlineData("security-on-field-removed.dxl", "Hub01/Acme", null, "13.03.2025 08:00:00   " + Warning, "CX048 Pass")]
    [InlineData(
        "security-on-field-removed.dxl", "Hub01/Acme", null, "13.03.2025 08:00:00   CalConn: 'BTEx'", "CX048 Fail")]
    [InlineData("security-on-field-removed.dxl", "Hub01/Acme", null,
        "13.03.2025 08:00:00   CalConn: DominoA/BTEx, btex.acme.com, BTEx2", "CX048 NotChecked")]
    // A domain can have the name of a program, so a word alone does not name a domain.
    [InlineData("security-on-field-removed.dxl", "Hub01/Acme", null,
        "13.03.2025 08:00:00   CalConn: connecting to BTEx, 'the BTEx system', BTEx'", "CX048 NotChecked")]
    [InlineData("security-on-field-removed.dxl", "Hub01/Acme", null,
        "13.03.2025 08:00:00   CalConn: request for Eva Adler/Acme@BTEx", "CX048 Fail")]
    [InlineData("security-on-field-removed.dxl", "Hub01/Acme", null,
        "13.03.2025 08:00:00   CalConn: foreign domain: btex", "CX048 Fail")]
    // A name that is a part of another name or of a path, and one whose quotation does not end.
    [InlineData("security-on-field-removed.dxl", "Hub01/Acme", null,
        "13.03.2025 08:00:00   CalConn: Eva@BTEx-2, Eva@BTEx_2, Eva@BTEx/Acme, domain BTEx=1, Eva@BTEx.example, 'BTEx",
        "CX048 NotChecked")]
    [InlineData("security-on-field-removed.dxl", "Hub01/Acme", null,
        "13.03.2025 08:00:00   CalConn: Eva@BTEx-2, Eva@BTEx.example, Eva@BTEx. Next", "CX048 Fail")]
    [InlineData("security-on-field-removed.dxl", "Hub01/Acme", null,
        "13.03.2025 08:00:00   CalConn: Eva Adler/Acme@BTEx.", "CX048 Fail")]
    [InlineData("security-on-field-removed.dxl", "Hub01/Acme", null,
        "13.03.2025 08:00:00   CalConn: Domain = BTEx", "CX048 Fail")]
    [InlineData("security-on-field-removed.dxl", "Hub01/Acme", null,
        "13.03.2025 08:00:00   CalConn: \"BTEx\"", "CX048 Fail")]
    // Before the last change, or within five minutes; without the time zone, within 14 hours.
    [InlineData(
        "security-on-field-removed.dxl", "DominoA/Acme", "UTC", "10.03.2025 09:34:00   " + Warning, "CX047 NotChecked")]
    [InlineData(
        "security-on-field-removed.dxl", "DominoA/Acme", "UTC", "10.03.2025 09:36:00   " + Warning, "CX047 Fail")]
    [InlineData(
        "security-on-field-removed.dxl", "DominoA/Acme", "+02:00", "10.03.2025 11:34:00   " + Warning,
        "CX047 NotChecked")]
    [InlineData(
        "security-on-field-removed.dxl", "DominoA/Acme", "+02:00", "10.03.2025 11:36:00   " + Warning, "CX047 Fail")]
    [InlineData(
        "security-on-field-removed.dxl", "DominoA/Acme", null, "10.03.2025 23:34:00   " + Warning, "CX047 NotChecked")]
    [InlineData(
        "security-on-field-removed.dxl", "DominoA/Acme", null, "10.03.2025 23:36:00   " + Warning, "CX047 Fail")]
    // A line without a time is not earlier than the line before it.
    [InlineData(
        "security-on-field-removed.dxl", "DominoA/Acme", null, "13.03.2025 08:00:00   A\n" + Warning, "CX047 Fail")]
    [InlineData("security-on-field-removed.dxl", "DominoA/Acme", null, Warning, "CX047 NotChecked")]
    // The order of day and month is open: 2025-01-04, or 2025-04-01.
    [InlineData(
        "security-on-field-removed.dxl", "DominoA/Acme", null, "01.04.2025 08:00:00   " + Warning, "CX047 NotChecked")]
    [InlineData(
        "security-on-field-removed.dxl", "DominoA/Acme", null, "05.06.2025 08:00:00   " + Warning, "CX047 Fail")]
    // Another domain.
    [InlineData("security-on-field-removed.dxl", "DominoA/Acme", null,
        "13.03.2025 08:00:00   Warning: Multiple documents detected for domain 'BTEx2' in Domino Directory",
        "CX047 NotChecked")]
    [InlineData("security-on.dxl", "DominoA/Acme", null, "13.03.2025 08:00:00   " + Warning, "CX048 Pass")]
    // The year 2031, although 31 January 2026 was meant: a time in the future is not later than the last change.
    [InlineData("security-on-field-removed.dxl", "DominoA/Acme", null, "26/01/31 10:00:00   " + Warning,
        "CX047 NotChecked")]
    public void A_console_is_compared_with_what_the_server_sees(
        string file, string server, string? zone, string log, string expected)
    {
        List<CoexistenceFinding> findings =
            [.. Audit(AuditSketch.Scenario(file), server, zone, log).Where(finding => finding.Server == server)];
        string rule = expected.Split(' ')[0];
        // Each server has a finding of its own, also if its console agrees.
        Assert.Equal(expected, $"{rule} {findings.Single(finding => finding.Rule == rule).Outcome}");
    }

    [Fact]
    public void A_finding_states_how_often_when_and_where()
    {
        CoexistenceFinding finding = Audit(
            AuditSketch.Scenario("security-on-field-removed.dxl"), "DominoA/Acme", "+01:00",
            $"11.03.2025 08:00:00   A\n13.03.2025 08:00:00   {Warning}\n14.03.2025 09:00:00   {Warning}\n")
            .Single(one => one.Outcome == FindingOutcome.Fail);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.Contains("2 times, from 2025-03-13 08:00:00 to 2025-03-14 09:00:00 (local time)", finding.Reason);
        Assert.Equal("BTEx", finding.Domain);
        Assert.Subset(
            finding.Evidence.ToHashSet(),
            new HashSet<string>
            {
                "lines: 2", "first: 2025-03-13 08:00:00 (local time), console.log, line 2",
                "last: 2025-03-14 09:00:00 (local time), console.log, line 3", "time zone of DominoA/Acme: +01:00",
            });
        Assert.False(finding.Repairable);
    }

    [Fact]
    public void A_server_without_a_log_is_not_checked()
    {
        List<CoexistenceFinding> findings =
            Audit(AuditSketch.Scenario("security-on-field-removed.dxl"), "DominoA/Acme", null, "");
        Assert.Equal(
            ["CX047 DominoA/Acme", "CX047 DominoB/Acme", "CX048 Hub01/Acme", "CX049 DominoA/Acme"],
            findings.Where(finding => finding.Outcome == FindingOutcome.NotChecked)
                .Where(finding => finding.Server is "DominoA/Acme" or "DominoB/Acme" or "Hub01/Acme")
                .Select(finding => $"{finding.Rule} {finding.Server}").Order());
        Assert.DoesNotContain(findings, finding => finding.Outcome == FindingOutcome.Fail);
    }

    // The message, the severity, and a part of the reason.
    [Theory]
    [InlineData(
        "CalConn: " + ConsoleTexts.NoPath, "DominoB/Acme", "security-on.dxl", "Warning",
        "this outage: DominoA/Acme down.")]
    [InlineData(ConsoleTexts.TimedOut, "Hub01/Acme", "security-on.dxl", "Warning", "this outage: DominoA/Acme busy.")]
    [InlineData(ConsoleTexts.NoDocument, "Hub01/Acme", "security-on.dxl", "Information", "No outage")]
    [InlineData(
        "No route found to domain BTEx from server Hub01/Acme.", "Hub01/Acme", "security-on.dxl", "Warning",
        "No outage")]
    [InlineData(
        "Router: DominoB/Acme: " + ConsoleTexts.NotResponding, "Hub01/Acme", "security-on.dxl", "Warning",
        "for 'BTEx' by this outage")]
    [InlineData(
        "Router: Unable to transfer messages to DominoA/Acme: " + ConsoleTexts.NotResponding, "Hub01/Acme",
        "security-on.dxl", "Warning", "for 'BTEx' by this outage: DominoA/Acme down.")]
    [InlineData(
        "Router: Unable to transfer messages to Mail99/Other: " + ConsoleTexts.NotResponding, "Hub01/Acme",
        "security-on.dxl", "Information", "the router does not transfer messages for")]
    [InlineData("Replicator: " + ConsoleTexts.NotResponding, "Hub01/Acme", "security-on.dxl", null, "")]
    [InlineData(
        "Unable to replicate with server DominoB/Acme: " + ConsoleTexts.NoPath, "Hub01/Acme", "security-on.dxl", null,
        "")]
    public void A_failure_is_explained_by_the_smallest_outage(
        string message, string server, string file, string? severity, string reason)
    {
        CoexistenceFinding? finding = Audit(
            AuditSketch.Scenario(file), server, null, $"13.03.2025 08:00:00   {message}\n")
            .SingleOrDefault(one => one is { Rule: "CX049", Outcome: FindingOutcome.Fail });
        Assert.Equal(severity, finding?.Severity.ToString());
        Assert.Contains(reason, finding?.Reason ?? "");
    }

    // VD4
    [Theory]
    [InlineData(8, "No outage of one or two components in the model explains it.")]
    [InlineData(9, "Outages of two components were not tried for 'BTEx', which has 9 coexistence servers.")]
    public void A_finding_says_which_outages_were_tried(int servers, string reason)
    {
        string sketch = string.Join(" | ", Enumerable.Range(1, servers).Select(
            i => $"server S{i}/Acme | doc BTEx; both=S{i}/Acme"));
        CoexistenceFinding finding = Audit(
            Sketch.Directory("server Hub01/Acme | " + sketch), "Hub01/Acme", null,
            $"13.05.2025 08:00:00   {ConsoleTexts.NoDocument}\n").Single(one => one.Rule == "CX049");
        Assert.EndsWith(reason, finding.Reason);
    }

    [Fact]
    public void A_message_about_a_domain_that_the_directory_does_not_contain_is_not_checked()
    {
        CoexistenceFinding finding = Audit(
            AuditSketch.Scenario("security-on.dxl"), "Hub01/Acme", null,
            "13.03.2025 08:00:00   Warning: Multiple documents detected for domain 'Old' in Domino Directory")
            .Single(one => one is { Rule: "CX049" });
        Assert.Equal(FindingOutcome.NotChecked, finding.Outcome);
        Assert.Contains("'Old'", finding.Reason);
    }

    [Theory]
    [InlineData("", null, "The console log of Hub01/Acme is empty")]
    [InlineData("Server started\n", null, "No line of the console log")]
    [InlineData("28.02.2025 08:00:00   Server started\n", "UTC", "ends before")]
    [InlineData("10.03.2025 12:00:00   CalConn: " + ConsoleTexts.NoPath + "\n13.03.2025 10:00:00   A\n", null,
        "the time zone of Hub01/Acme is not known")]
    [InlineData("10.03.2025 12:00:00   CalConn: " + ConsoleTexts.NoPath + "\n13.03.2025 10:00:00   A\n", "UTC",
        null, FindingOutcome.Fail)]
    [InlineData("26/01/31 10:00:00   Server started\n", "UTC", "is in the future")]
    [InlineData("13.03.2025 08:00:00   Server started\n", null, null)]
    [InlineData("10.03.2025 09:00:00   " + ConsoleTexts.TimedOut + "\n13.03.2025 08:00:00   A\n", "UTC", null)]
    public void A_console_shows_that_there_were_no_failures_only_if_it_was_looked_at(
        string log, string? zone, string? reason, FindingOutcome? expected = null)
    {
        CoexistenceFinding finding = Audit(AuditSketch.Scenario("security-on.dxl"), "Hub01/Acme", zone, log)
            .Single(one => one.Rule == "CX049");
        Assert.Equal(
            expected ?? (reason is null ? FindingOutcome.Pass : FindingOutcome.NotChecked), finding.Outcome);
        Assert.Contains(reason ?? "", finding.Reason ?? "");
    }

    [Fact]
    public void A_console_without_failures_states_its_server_and_its_period()
    {
        CoexistenceFinding finding = Audit(
            AuditSketch.Scenario("security-on.dxl"), "Hub01/Acme", "UTC",
            "13.03.2025 08:00:00   A\n14.03.2025 09:00:00   A\n").Single(one => one.Rule == "CX049");
        Assert.Equal("Hub01/Acme", finding.Server);
        Assert.Equal(
            ["the log covers 2025-03-13 08:00:00 to 2025-03-14 09:00:00 (local time)"], finding.Evidence);
    }

    [Fact]
    public void The_rule_on_servers_without_a_warning_does_not_apply_if_each_server_sees_several_documents() =>
        Assert.Equal(
            FindingOutcome.NotApplicable,
            Audit(AuditSketch.Scenario("security-on.dxl"), "Hub01/Acme", null, "")
                .Single(one => one.Rule == "CX047").Outcome);

    [Fact]
    public void Without_a_console_failures_are_not_checked()
    {
        var audit = new DirectoryAudit(AuditSketch.Scenario("security-on.dxl"), new AuditInput
        {
            Consoles = _ => new Dictionary<NotesName, ServerConsole>(),
        });
        Assert.Equal(FindingOutcome.NotChecked, Run(audit).Single(one => one.Rule == "CX049").Outcome);
    }

    [Fact]
    public void A_console_with_a_file_that_could_not_be_read_shows_no_silence()
    {
        var name = new NotesName("Hub01/Acme");
        var audit = new DirectoryAudit(AuditSketch.Scenario("security-on-field-removed.dxl"), new AuditInput
        {
            Consoles = domains =>
            {
                var survey = new ConsoleSurvey(
                    name, ConsoleZone.Unknown, ConsoleWindow.Of(domains, name, since: null), Now);
                survey.Read(
                    "console.log",
                    new MemoryStream(Encoding.UTF8.GetBytes("13.03.2025 08:00:00   CalConn: 'BTEx'")),
                    vectors: true, CancellationToken.None);
                Assert.Throws<CoexException>(() => survey.Read("missing.log", CancellationToken.None));
                return new Dictionary<NotesName, ServerConsole> { [name] = survey.Result };
            },
        });
        CoexistenceFinding[] findings = [.. Run(audit).Where(one => one.Server == "Hub01/Acme")];
        Assert.Equal(["CX048", "CX049"], findings.Select(one => one.Rule).Order());
        Assert.All(findings, one => Assert.Equal(FindingOutcome.NotChecked, one.Outcome));
        Assert.All(findings, one => Assert.Contains("missing.log of Hub01/Acme could not be read", one.Reason));
    }

    [Fact]
    public void A_message_before_the_last_change_about_an_unknown_domain_does_not_count() =>
        Assert.Equal(
            FindingOutcome.Pass,
            Audit(
                AuditSketch.Scenario("security-on.dxl"), "Hub01/Acme", "UTC",
                "09.03.2025 08:00:00   Warning: Multiple documents detected for domain 'Old' in Domino Directory\n"
                    + "13.03.2025 08:00:00   A\n").Single(one => one.Rule == "CX049").Outcome);

    // Each server in turn has all documents, although it may read only some of them.
    [Theory]
    [InlineData("no-security.dxl")]
    [InlineData("security-on.dxl")]
    [InlineData("security-on-field-removed.dxl")]
    [InlineData("security-on-then-edited.dxl")]
    public void A_stale_replica_on_one_server_is_found_from_the_logs_alone(string file)
    {
        DirectorySnapshot directory = AuditSketch.Scenario(file);
        foreach (AuditedDomain domain in new DirectoryAudit(directory).Domains)
        {
            foreach (NotesName stale in domain.Servers)
            {
                var world = new ConsoleWorld(
                    domain,
                    new Dictionary<NotesName, IReadOnlyList<ForeignDomainDocument>> { [stale] = domain.Documents });
                foreach (NotesName server in domain.Servers)
                    world.Ask(server, new DateTime(2025, 5, 6, 7, 8, 9), isDebugged: false);
                var audit = new DirectoryAudit(directory, new AuditInput
                {
                    Consoles = domains => world.Read(domains, domain.Servers, new Random(3), Now, isZoneKnown: false),
                });
                string[] expected = domain.View.TableOf(stale).Seen.Count > 1 ? [] : [stale.Abbreviated];
                Assert.Equal(
                    expected, Run(audit).Where(one => one.Outcome == FindingOutcome.Fail && one.Rule != "CX049")
                        .Select(one => one.Server));
            }
        }
    }

    private static List<CoexistenceFinding> Audit(DirectorySnapshot directory, string server, string? zone, string log)
    {
        var name = new NotesName(server);
        return Run(new DirectoryAudit(directory, new AuditInput
        {
            Consoles = domains =>
            {
                var survey = new ConsoleSurvey(
                    name, zone is null ? ConsoleZone.Unknown : ConsoleZone.Parse(zone)!,
                    ConsoleWindow.Of(domains, name, since: null), Now);
                survey.Read(
                    "console.log", new MemoryStream(Encoding.UTF8.GetBytes(log)), vectors: true,
                    CancellationToken.None);
                return new Dictionary<NotesName, ServerConsole> { [name] = survey.Result };
            },
        }));
    }

    private static List<CoexistenceFinding> Run(DirectoryAudit audit) =>
    [
        .. audit.Run(
            DirectoryRules.All.Where(rule => rule.Id is "CX047" or "CX048" or "CX049"), _ => true,
            CancellationToken.None),
    ];
}
