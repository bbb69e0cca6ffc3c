using CoexTools.Audit;
using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Tests;

/// <summary>Each rule with a directory that passes and one that fails, and what shows it.</summary>
public sealed class RuleTests
{
    private const string A = AuditSketch.DocumentA;
    private const string B = AuditSketch.DocumentB;

    [Fact]
    public void The_rules_have_ordered_ids_and_unique_names()
    {
        Assert.Equal(
            Enumerable.Range(1, DirectoryRules.All.Count)
                .Select(i => $"CX{i:000}"), DirectoryRules.All.Select(rule => rule.Id));
        Assert.Equal(DirectoryRules.All.Count, DirectoryRules.All.Select(rule => rule.Name).Distinct().Count());
        Assert.All(DirectoryRules.All, rule => Assert.EndsWith(".", rule.Recommendation));
    }

    [Fact]
    public void A_good_directory_passes_every_rule_on_documents()
    {
        const string Settings = "BTEXCHANGEDOMAIN=BTEx|BTEXCHANGEDB=mail.box|ServerTasks=Router,CalConn|";
        const string Items = "SMTPListenerEnabled=1; Port_0=TCPIP; Enabled_0=1";
        DirectorySnapshot directory = AuditSketch.WithServerItems(
            Sketch.Directory(AuditSketch.Good), ("DominoA/Acme", Items), ("DominoB/Acme", Items));
        var now = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
        AuditedDomain domain = new DirectoryAudit(directory).Domains[0];
        // The replica of DominoB has all documents.
        var world = new ConsoleWorld(domain, new Dictionary<NotesName, IReadOnlyList<ForeignDomainDocument>>
        {
            [new NotesName("DominoB/Acme")] = domain.Documents,
        });
        foreach (NotesName server in domain.Servers)
            world.Ask(server, new DateTime(2050, 1, 1), isDebugged: true);
        AuditInput Input(params int[] changed) => new()
        {
            NotesIni = [AuditSketch.Ini("DominoA/Acme", Settings), AuditSketch.Ini("DominoB/Acme", Settings)],
            Consoles = one => world.Read(one, domain.Servers, new Random(1), now, isZoneKnown: false),
            ChangedDocuments = [.. changed],
            Now = now,
            ExplainsMissingItems = true,
            Replicas = new Dictionary<NotesName, DirectorySnapshot> { [new NotesName("DominoB/Acme")] = directory },
        };
        // Consoles are not compared with documents that Domino has not imported.
        List<CoexistenceFinding> findings =
        [
            .. Run(Input(directory.Unordered[0].Document.Key), rule => rule.Id is not ("CX047" or "CX048" or "CX049")),
            .. Run(Input(), rule => rule.Id is "CX047" or "CX048" or "CX049"),
        ];
        IEnumerable<CoexistenceFinding> Run(AuditInput input, Func<CoexistenceRule, bool> isWanted) =>
            new DirectoryAudit(directory, input)
                .Run([.. DirectoryRules.All.Where(isWanted)], _ => true, CancellationToken.None);
        Assert.All(
            findings.Where(finding => finding.Rule is not ("CX021" or "CX029")),
            finding => Assert.True(finding.Outcome == FindingOutcome.Pass, finding.ToString()));
        Assert.Equal(DirectoryRules.All.Select(rule => rule.Id), findings.Select(finding => finding.Rule).Distinct());
        Assert.All(
            findings.Where(finding => finding.Outcome == FindingOutcome.Fail),
            finding => Assert.Equal(FindingSeverity.Information, finding.Severity));
    }

    // The rule, the replaced text of the good directory and its replacement, the severity, the server, the evidence,
    // and whether it can be repaired.
    public static TheoryData<string, string, string, string, string?, string, bool> Failing => new()
    {
        { "CX001", A, A + "; authors=[NetModifier]", "Error", "DominoB/Acme", "DominoB/Acme > LocalDomainServers "
            + "with [NetModifier]", true },
        { "CX001", A, A + "; OtherField(authors)=[NetModifier]", "Error", "DominoB/Acme",
            "OtherField: [NetModifier]", true },
        { "CX001", A, A + "; OtherField(readers)=[NetCreator], [NetModifier]", "Error", "DominoB/Acme",
            "OtherField: [NetModifier]", true },
        { "CX002", A, A + "; OtherField(authors)=[NetModifier], LocalDomainAdmins", "Error", "DominoB/Acme",
            "OtherField: [NetModifier]", false },
        { "CX002", A, A + "; Owner(authors)=[NetModifier]", "Error", "DominoB/Acme", "Owner: [NetModifier]", false },
        { "CX001", A, A + "; DocumentAccess(readers)=Mail Servers | group Mail Servers (4) = DominoB/Acme", "Error",
            "DominoB/Acme",
            "DominoB/Acme > Mail Servers", true },
        { "CX002", AuditSketch.MailServers, AuditSketch.MailServers + ", DominoB/Acme", "Error", "DominoB/Acme",
            "DominoB/Acme > Mail Servers > Servers Only", true },
        { "CX002", A, A + ", */O=Acme", "Error", "DominoB/Acme", "DominoB/Acme as */Acme", true },
        { "CX002", A, A + ", CN=DominoB/O=Acme", "Error", "DominoB/Acme", "DominoB/Acme itself", true },
        { "CX002", A, A + "; LocalAdmin(authors)=[NetModifier]", "Error", "DominoB/Acme", "DominoB/Acme > "
            + "LocalDomainServers with [NetModifier]",
            false },
        { "CX003", A, A.Replace(
            ", CN=DominoA/O=Acme", ""), "Error", "DominoA/Acme", "admitted: Servers Only, LocalDomainAdmins", true },
        { "CX003", "acl LocalDomainServers: manager", "acl DominoA/Acme: depositor | acl LocalDomainServers: manager",
            "Error", "DominoA/Acme",
            "level in the ACL: Depositor", false },
        { "CX004", AuditSketch.MailServers, "group Mail Servers (4) = Ghost/Acme", "Error", "Mail01/Acme",
            "admitted: Servers Only, LocalDomainAdmins, DominoA/Acme", true },
        { "CX004", A, A.Replace(
            "Servers Only", "Hub01/Acme"), "Warning", "Mail01/Acme", "admitted: Hub01/Acme, LocalDomainAdmins, "
                + "DominoA/Acme",
            true },
        { "CX005", A, A.Replace(", LocalDomainAdmins", ""), "Error", null, "not admitted: LocalDomainAdmins", true },
        { "CX005", "acl LocalDomainAdmins: manager", "acl LocalDomainAdmins: manager | acl Bob Boss/Acme: manager",
            "Information", null,
            "not admitted: Bob Boss/Acme", false },
        { "CX006", A, A[..A.IndexOf("; readers", StringComparison.Ordinal)], "Error", null,
            "2 documents for 'BTEx'", true },
        { "CX007", " | " + B, "", "Warning", null, "BTEx (DominoA/Acme)", false },
        { "CX008", B, B.Replace(
            "both=CN=DominoB/O=Acme", "mail=DominoB/Acme; cal=DominoC/Acme"), "Warning", null,
                "mail server: DominoB/Acme",
            false },
        { "CX009", B, B.Replace("both=", "mail="), "Error", null, "mail server: DominoB/Acme", false },
        { "CX009", B, B.Replace("CalendarSystem=mail.box; ", ""), "Warning", null, "mail file: mail.box", false },
        { "CX010", B, B.Replace(
            "CalendarSystem=mail.box", "CalendarSystem=Exchange.box"), "Warning", null, "mail file: mail.box", false },
        { "CX011", B, B + " | "
            + B, "Warning", "DominoB/Acme", "BTEx (DominoB/Acme) 00000000000000000000000000000001", false },
        { "CX012", B, B + "; at=20250328T093015,12+00", "Warning", null,
            "BTEx (DominoA/Acme) 00000000000000000000000000000000: 20250328T093015,12+00", true },
        { "CX013", B, B + "; revised=20250401T093015,12+00", "Warning", null, "by Modified: BTEx (DominoA/Acme), BTEx "
            + "(DominoB/Acme)", true },
        { "CX013", A, A + "; revised=none", "Warning", null,
            "by Revised: BTEx (DominoB/Acme), BTEx (DominoA/Acme)", true },
        { "CX014", B, B.Replace(
            "doc BTEx", "doc btex"), "Error", null, "BTEx (DominoA/Acme) 00000000000000000000000000000000", false },
        { "CX015", "server DominoB/Acme", "server DominoC/Acme", "Error", "DominoB/Acme", "4 Server documents", false },
        { "CX015", AuditSketch.Servers, "server Hub01/Acme | server Mail01/Acme", "Warning", "DominoB/Acme",
            "2 Server documents", false },
        { "CX016", A, A + ", Gone Group", "Warning", null, "$Readers: Gone Group", false },
        { "CX016", A, A + "; LocalAdmin(authors)=[Odd]", "Warning", null, "LocalAdmin: [Odd]", false },
        { "CX016", A, A + ", CN=Some One/O=Acme", "Information", null, "$Readers: CN=Some One/O=Acme", false },
        { "CX017", "group LocalDomainAdmins (0)", "group LocalDomainAdmins (1)", "Warning", null,
            "$Readers: LocalDomainAdmins", false },
        { "CX017", "group LocalDomainAdmins (0)", "group LocalDomainAdmins (3)", "Warning", null,
            "$Readers: LocalDomainAdmins", false },
        { "CX018", A,
            A.Replace(
                "readers=Servers Only, LocalDomainAdmins, CN=DominoA/O=Acme",
                "readers=Servers Only, LocalDomainAdmins, DominoA/Acme"),
            "Warning", null, "$Readers: DominoA/Acme", true },
        { "CX019", AuditSketch.ServersOnly, "group Servers Only (4) = Mail Servers", "Error", "Hub01/Acme",
            "admitted: Servers Only, LocalDomainAdmins, DominoA/Acme", true },
        { "CX020", A, A + "; authors=[NetModifier] | " + B.Replace("readers=", "readers=DominoA/Acme, ")
            + "; authors=[NetModifier]", "Error",
            "DominoA/Acme", "cut set: {DominoA/Acme down}", false },
        { "CX020", " | " + B, "", "Warning", "DominoA/Acme", "cut set: {DominoA/Acme down}", false },
        { "CX020", AuditSketch.MailServers, "group Mail Servers (4) = Ghost/Acme", "Error", null,
            "cut set: {}", false },
        { "CX024", A, A.Replace(
            "both=CN=DominoA/O=Acme", "both=DominoA"), "Warning", "DominoA/Acme", "servers with this common name: "
                + "DominoA/Acme",
            false },
        { "CX024", A, A.Replace(
            "both=CN=DominoA/O=Acme", "both=Gone"), "Warning", "Gone", "servers with this common name: none", false },
        { "CX024", "server Hub01/Acme | server Mail01/Acme",
            "server Hub01/Acme | server DominoA/Other | server Mail01/Acme | "
                + A.Replace("both=CN=DominoA/O=Acme", "mail=DominoA"),
            "Warning", "DominoA", "servers with this common name: DominoA/Other, DominoA/Acme", false },
        { "CX025", A, A + "; at=none", "Warning", null, "modified: none", true },
        { "CX025", A, A + "; at=yesterday", "Warning", null, "modified: yesterday", true },
        { "CX025", A + " | " + B, A + "; at=none", "Information", null, "modified: none", false },
        { "CX027", B, B + "; $Conflict()=", "Warning", null, "item: $Conflict", false },
        { "CX028", B, B + "; DenyFromDomains()=Other", "Warning", null,
            "BTEx (DominoB/Acme): DenyFromDomains: Other", false },
        { "CX028", A + " | " + B, A + "; AllowFromDomains()=Acme, Other | " + B
            + "; AllowFromDomains()=other, Acme", "Information", null,
            "BTEx (DominoA/Acme): AllowFromDomains: Acme, Other", false },
        { "CX021", A, A, "Information", "DominoA/Acme", "cut set: {HTTP of DominoA/Acme down}", false },
    };

    [Theory, MemberData(nameof(Failing))]
    public void Rule_fails_with_its_evidence(
        string rule, string text, string by, string severity, string? server, string evidence, bool repairable)
    {
        List<CoexistenceFinding> failed =
        [
            .. AuditSketch.Run(AuditSketch.Spoilt(text, by), rule)
                .Where(finding => finding.Outcome == FindingOutcome.Fail),
        ];
        Assert.NotEmpty(failed);
        CoexistenceFinding? finding =
            failed.FirstOrDefault(finding => finding.Evidence.Contains(evidence) && finding.Server == server
                && finding.Severity.ToString() == severity);
        Assert.True(
            finding is not null, string.Join(
                "\n", failed.Select(one => $"{one.Severity} {one.Server}: {string.Join(" ; ", one.Evidence)}")));
        Assert.Equal(repairable, finding.Repairable);
        Assert.Equal("BTEx", finding.Domain);
        Assert.NotEmpty(finding.Recommendation!);
    }

    [Fact]
    public void A_flat_server_name_that_is_the_whole_name_of_a_server_is_right()
    {
        CoexistenceFinding finding = Assert.Single(AuditSketch.Run(
            Sketch.Directory("server DominoA | server DominoA/Acme | doc BTEx; both=DominoA"), "CX024"));
        Assert.Equal(FindingOutcome.Pass, finding.Outcome);
    }

    [Fact]
    public void A_document_without_a_domain_belongs_to_none_and_is_found()
    {
        DirectorySnapshot directory = Sketch.Directory(AuditSketch.Good + " | doc ; both=DominoA/Acme");
        CoexistenceFinding finding = Assert.Single(AuditSketch.Run(directory, "CX026"));
        Assert.Equal((FindingOutcome.Fail, FindingSeverity.Error, null),
            (finding.Outcome, finding.Severity, finding.Domain));
        Assert.Equal("00000000000000000000000000000002", finding.Document);
        Assert.False(finding.Repairable);
        Assert.Equal(["BTEx"], new DirectoryAudit(directory).Domains.Select(domain => domain.Name));
        Assert.Equal(
            FindingOutcome.Pass, Assert.Single(AuditSketch.Run(Sketch.Directory(AuditSketch.Good), "CX026")).Outcome);
    }

    // The keys of the documents in the file are 0 (A, the primary) and 1; which of them was changed; and what the
    // finding names as the next primary.
    [Theory]
    [InlineData(A + " | " + B, true, "BTEx (DominoB/Acme) becomes the primary document instead of BTEx (DominoA/Acme)")]
    [InlineData(B + "; at=20250101T000000,00+00 | " + A + "; at=20250102T000000,00+00", true, null)]
    [InlineData(A + " | " + B, false, "")]
    public void A_changed_file_that_is_not_oldest_first_is_not_imported_as_it_is(
        string documents, bool isChanged, string? reason)
    {
        DirectorySnapshot directory = Sketch.Directory(
            AuditSketch.Servers + " | " + AuditSketch.ServersOnly + " | " + AuditSketch.Rest + " | " + documents);
        CoexistenceFinding finding = Assert.Single(AuditSketch.Run(
            directory, "CX029",
            new AuditInput { ChangedDocuments = isChanged ? [directory.Unordered[1].Document.Key] : [] }));
        Assert.Equal(
            reason switch { null => FindingOutcome.Pass, "" => FindingOutcome.NotApplicable, _ => FindingOutcome.Fail },
            finding.Outcome);
        if (finding.Outcome != FindingOutcome.Fail)
            return;
        Assert.Equal(FindingSeverity.Information, finding.Severity);
        Assert.Contains(reason!, finding.Reason);
        Assert.Contains("Export-DominoDirectory -ForeignDomainOnly", finding.Recommendation);
    }

    // The settings of DominoA/Acme and of DominoB/Acme, divided by bars; the reason's end, null where they are the
    // same.
    [Theory]
    [InlineData("BTEXCHANGEDOMAIN=BTEx|BTWait=5", "BTWait=5|btexchangedomain=BTEx|Directory=/other", null)]
    [InlineData("BTEXCHANGEDOMAIN=BTEx", "BTEXCHANGEDOMAIN=btex", "DominoA/Acme has 'BTEx', DominoB/Acme has 'btex'.")]
    [InlineData("BTWait=5", "BTWait=6", "DominoA/Acme has '5', DominoB/Acme has '6'.")]
    [InlineData("BTWait=5", "", "DominoA/Acme has '5', DominoB/Acme has none.")]
    [InlineData("BTURL=http://exchange/EWS", "BTURL=HTTP://Exchange/ews", null)]
    [InlineData("BTALTEXCHANGEDOMAINS=One, Two", "BTALTEXCHANGEDOMAINS=Two,One", null)]
    [InlineData("BTALTEXCHANGEDOMAINS=One,Two", "BTALTEXCHANGEDOMAINS=One", "DominoB/Acme lacks Two.")]
    [InlineData("ServerTasks=Router, CalConn,HTTP  -x", "ServerTasks=calconn,http -X,router", null)]
    [InlineData(
        "ServerTasks=Router,CalConn", "ServerTasks=Router,SMTP",
        "DominoA/Acme lacks SMTP, DominoB/Acme lacks CalConn.")]
    [InlineData("Timezone=-1|DST=1", "Timezone=-1|DST=0", "DominoA/Acme has '1', DominoB/Acme has '0'.")]
    [InlineData("BTServer=DominoA/Acme", "BTServer=CN=DominoB/O=Acme", null)]
    [InlineData("BTHost=http://a.acme.com:80/", "BTHost=http://b.acme.com:80/", null)]
    [InlineData("BTName=DominoA-1", "BTName=DominoB-1", null)]
    [InlineData("BTName=DominoA1", "BTName=DominoB1", "DominoA/Acme has 'DominoA1', DominoB/Acme has 'DominoB1'.")]
    [InlineData("BTServer=DominoA/Acme", "BTServer=DominoA/Acme", null)]
    public void Settings_of_coexistence_servers_are_compared(string one, string other, string? difference)
    {
        DirectorySnapshot directory = AuditSketch.WithServerItems(
            Sketch.Directory(AuditSketch.Good), ("DominoA/Acme", "SMTPFullHostDomain=a.acme.com"),
            ("DominoB/Acme", "SMTPFullHostDomain=b.acme.com"));
        CoexistenceFinding finding = Assert.Single(AuditSketch.Run(
            directory, "CX030",
            new AuditInput
            {
                NotesIni = [
                AuditSketch.Ini("DominoA/Acme", one), AuditSketch.Ini("DominoB/Acme", other)]
            }));
        Assert.Equal(difference is null ? FindingOutcome.Pass : FindingOutcome.Fail, finding.Outcome);
        if (difference is null)
            return;
        Assert.Equal((FindingSeverity.Warning, "BTEx", "DominoB/Acme"),
            (finding.Severity, finding.Domain, finding.Server));
        Assert.EndsWith(difference, finding.Reason);
        Assert.Equal(2, finding.Evidence.Count);
    }

    [Fact]
    public void A_coexistence_server_without_a_notes_ini_is_said_not_to_be_compared()
    {
        CoexistenceFinding finding = Assert.Single(AuditSketch.Run(
            Sketch.Directory(AuditSketch.Good), "CX030",
            new AuditInput { NotesIni = [AuditSketch.Ini("DominoA/Acme", "BTWait=5")] }));
        Assert.Equal((FindingSeverity.Information, "DominoB/Acme"), (finding.Severity, finding.Server));
        Assert.Contains("no notes.ini was specified", finding.Reason);
    }

    [Fact]
    public void Files_of_other_servers_and_without_a_server_are_not_compared()
    {
        Assert.Equal(
            FindingOutcome.NotApplicable, Assert.Single(
                AuditSketch.Run(Sketch.Directory(AuditSketch.Good), "CX030", "BTWait=5")).Outcome);
        Assert.Equal(FindingOutcome.NotApplicable, Assert.Single(AuditSketch.Run(
            Sketch.Directory(AuditSketch.Good), "CX030",
            new AuditInput
            {
                NotesIni = [
                AuditSketch.Ini("Hub01/Acme", "BTWait=5"), AuditSketch.Ini("Mail01/Acme", "BTWait=6")]
            })).Outcome);
    }

    [Fact]
    public void Each_notes_ini_is_checked_with_its_server()
    {
        var input = new AuditInput
        {
            NotesIni = [
                AuditSketch.Ini("DominoA/Acme", "BTEXCHANGEDOMAIN=BTEx"), AuditSketch.Ini(
                    "DominoB/Acme", "BTEXCHANGEDOMAIN=Other")],
        };
        CoexistenceFinding finding = Assert.Single(AuditSketch.Run(Sketch.Directory(AuditSketch.Good), "CX022", input));
        Assert.Equal("DominoB/Acme", finding.Server);
        Assert.Contains("'DominoB/Acme.ini' of DominoB/Acme", finding.Reason);
        // A file lists only the domains of its server.
        finding = Assert.Single(
            AuditSketch.Run(Sketch.Directory(AuditSketch.Good + " | doc Else; both=DominoB/Acme"), "CX023", input),
            finding => finding.Domain == "Else");
        Assert.Equal("DominoB/Acme", finding.Server);
    }

    // The items of DominoA/Acme and of DominoB/Acme, the severity of the finding or null if there is no finding, and
    // the end of its reason.
    [Theory]
    [InlineData("SMTPListenerEnabled=1", "SMTPListenerEnabled=1", null, null)]
    [InlineData(
        "SMTPListenerEnabled=1", "SMTPListenerEnabled=0", "Warning",
        "differ in the SMTP listener: DominoA/Acme: 1, DominoB/Acme: 0.")]
    [InlineData(
        "SMTPListenerEnabled=1", "Port_9=", "Information", "not all Server documents contain SMTPListenerEnabled.")]
    [InlineData("SMTPFullHostDomain=a.acme.com", "SMTPFullHostDomain=b.acme.com", null, null)]
    [InlineData(
        "SMTPFullHostDomain=a.acme.com", "SMTPFullHostDomain=", "Warning",
        "DominoA/Acme: specified, DominoB/Acme: blank.")]
    [InlineData("Port_0=TCPIP; Enabled_0=1; NetAddr_0=a; Port_1=LAN0; Enabled_1=0",
        "Port_0=LAN0; Enabled_0=0; Port_1=TCPIP; Enabled_1=1; NetAddr_1=b", null, null)]
    [InlineData("Port_0=TCPIP; Enabled_0=1; NetAddr_0=a", "Port_0=TCPIP; Enabled_0=0; NetAddr_0=b", "Warning",
        "differ in the enabled ports: DominoA/Acme: TCPIP, DominoB/Acme: none.")]
    [InlineData("Port_0=TCPIP; Enabled_0=1; NetAddr_0=a", "Port_0=TCPIP; Enabled_0=1; NetAddr_0=", "Warning",
        "without a network address: DominoA/Acme: none, DominoB/Acme: TCPIP.")]
    [InlineData(
        "Ports=TCPIP", "Ports=LAN0", "Warning",
        "differ in the enabled ports: DominoA/Acme: TCPIP, DominoB/Acme: LAN0.")]
    [InlineData("LocalTimeZone=Z=-1", "LocalTimeZone=Z=0", "Warning",
        "differ in the time zone (LocalTimeZone): DominoA/Acme: Z=-1, DominoB/Acme: Z=0.")]
    [InlineData(
        "LocalDST=1", "LocalDST=0", "Warning", "differ in the time zone (LocalDST): DominoA/Acme: 1, DominoB/Acme: 0.")]
    public void Server_documents_of_coexistence_servers_are_compared(
        string one, string other, string? severity, string? difference)
    {
        DirectorySnapshot directory = AuditSketch.WithServerItems(
            Sketch.Directory(AuditSketch.Good), ("DominoA/Acme", one), ("DominoB/Acme", other),
            ("Hub01/Acme", "SMTPListenerEnabled=7"));
        CoexistenceFinding finding = Assert.Single(AuditSketch.Run(directory, "CX031"));
        Assert.Equal(difference is null ? FindingOutcome.Pass : FindingOutcome.Fail, finding.Outcome);
        if (difference is null)
            return;
        Assert.Equal(severity, finding.Severity.ToString());
        Assert.EndsWith(difference, finding.Reason);
    }

    [Fact]
    public void A_coexistence_server_without_a_Server_document_is_said_not_to_be_compared()
    {
        DirectorySnapshot directory = AuditSketch.WithServerItems(
            Sketch.Directory(AuditSketch.Good + " | " + B.Replace("DominoB", "DominoC")),
            ("DominoA/Acme", "SMTPListenerEnabled=1"),
            ("DominoB/Acme", "SMTPListenerEnabled=1"));
        CoexistenceFinding finding = Assert.Single(AuditSketch.Run(directory, "CX031"));
        Assert.Equal((FindingSeverity.Information, "DominoC/Acme"), (finding.Severity, finding.Server));
    }

    [Theory]
    [InlineData("CX022", "BTEXCHANGEDOMAIN=BTEx\r\n", null)]
    [InlineData("CX022", "btexchangedomain = BTEx ", null)]
    [InlineData("CX022", "BTEXCHANGEDOMAIN=btex", "BTEXCHANGEDOMAIN: btex")]
    [InlineData("CX022", "BTEXCHANGEDOMAIN=Other", "BTEXCHANGEDOMAIN: Other")]
    [InlineData("CX022", "Directory=/local", "domains of documents: BTEx")]
    [InlineData("CX023", "BTALTEXCHANGEDOMAINS=BTEx", null)]
    [InlineData("CX023", "BTEXCHANGEDOMAIN=BTEx\nBTALTEXCHANGEDOMAINS=", null)]
    [InlineData("CX023", "BTEXCHANGEDOMAIN=BTEx\nBTALTEXCHANGEDOMAINS=Other, BTEx", "BTALTEXCHANGEDOMAINS: Other")]
    [InlineData("CX023", "BTEXCHANGEDOMAIN=Other", "BTEXCHANGEDOMAIN=Other")]
    [InlineData("CX032", "BTEXCHANGEDOMAIN=BTEx\nBTEXCHANGEDB=Mail.box", null)]
    [InlineData("CX032", "BTEXCHANGEDOMAIN=BTEx", "BTEXCHANGEDB: none")]
    [InlineData("CX033", "BTEXCHANGEDOMAIN=BTEx\r\n", null)]
    [InlineData("CX033", "BTEXCHANGEDOMAIN=BTEx\n", null)]
    [InlineData("CX033", "", null)]
    [InlineData("CX033", "BTEXCHANGEDOMAIN=BTEx", "file: notes.ini")]
    [InlineData("CX033", "BTEXCHANGEDOMAIN=BTEx\n ", "file: notes.ini")]
    public void Notes_ini_is_checked_against_the_documents(string rule, string ini, string? evidence)
    {
        CoexistenceFinding finding = Assert.Single(AuditSketch.Run(Sketch.Directory(AuditSketch.Good), rule, ini));
        Assert.Equal(evidence is null ? FindingOutcome.Pass : FindingOutcome.Fail, finding.Outcome);
        if (evidence is not null)
            Assert.Equal(evidence, finding.Evidence[0]);
    }

    // The settings of DominoB/Acme, the replaced text of document B and its replacement, and the documents with a
    // finding.
    [Theory]
    [InlineData("BTEXCHANGEDOMAIN=BTEx|BTEXCHANGEDB=exchange.box", "", "", "BTEx (DominoB/Acme)")]
    [InlineData("BTEXCHANGEDOMAIN=Else|BTEXCHANGEDB=exchange.box", "", "", "BTEx (DominoA/Acme), BTEx (DominoB/Acme)")]
    [InlineData(
        "BTEXCHANGEDOMAIN=BTEx|BTEXCHANGEDB=mail.box", "GatewayMailFile=mail.box", "GatewayMailFile=x.box",
        "BTEx (DominoB/Acme)")]
    [InlineData(
        "BTALTEXCHANGEDOMAINS=btex|BTEXCHANGEDB=mail.box", "CalendarSystem=mail.box", "CalendarSystem=x.box",
        "BTEx (DominoB/Acme)")]
    [InlineData("BTEXCHANGEDOMAIN=BTEx|BTEXCHANGEDB=mail.box", "CalendarSystem=mail.box; ", "", "")]
    public void The_database_is_that_of_the_documents_of_the_server(
        string settings, string text, string by, string documents)
    {
        DirectorySnapshot directory = Sketch.Directory(
            AuditSketch.Good.Replace(B, text.Length == 0 ? B : B.Replace(text, by)));
        List<CoexistenceFinding> findings =
            AuditSketch.Run(
                directory, "CX032", new AuditInput { NotesIni = [AuditSketch.Ini("DominoB/Acme", settings)] });
        Assert.Equal(
            documents, string.Join(", ", findings.Select(finding => finding.DocumentName).OfType<string>().Order()));
        Assert.All(
            findings, finding => Assert.Equal(
                documents.Length == 0 ? FindingOutcome.Pass : FindingOutcome.Fail, finding.Outcome));
    }

    [Fact]
    public void Rules_without_anything_to_check_say_so()
    {
        DirectorySnapshot directory = Sketch.Directory("doc BTEx; both=DominoA/Acme");
        Assert.All(
        [
            "CX001", "CX002", "CX004", "CX005", "CX006", "CX010", "CX012", "CX013", "CX014", "CX015", "CX019", "CX022",
            "CX023", "CX029", "CX030",
            "CX031", "CX032", "CX033",
        ],
            rule => Assert.All(
                AuditSketch.Run(directory, rule), finding => Assert.Equal(
                    FindingOutcome.NotApplicable, finding.Outcome)));
    }

    [Fact]
    public void The_set_up_without_the_field_has_nothing_above_information()
    {
        Assert.All(
            new DirectoryAudit(AuditSketch.Scenario("security-on-field-removed.dxl")).Failures(CancellationToken.None),
            finding => Assert.Equal(FindingSeverity.Information, finding.Severity));
    }

    [Theory]
    [InlineData("no-security.dxl", "CX006 CX020")]
    [InlineData("security-on.dxl", "CX001 CX020")]
    [InlineData("security-on-then-edited.dxl", "CX001 CX020")]
    public void The_other_scenarios_have_what_is_wrong_with_them(string file, string rules) =>
        Assert.Equal(
            rules, string.Join(" ", new DirectoryAudit(AuditSketch.Scenario(file)).Failures(CancellationToken.None)
                .Where(finding => finding.IsProblem).Select(finding => finding.Rule).Distinct()));
}
