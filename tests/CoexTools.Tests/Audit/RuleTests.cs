using CoexTools.Audit;
using CoexTools.Model;

namespace CoexTools.Tests;

/// <summary>Each rule with a directory that passes and one that fails, and what shows it.</summary>
public sealed class RuleTests
{
    private const string A = AuditSketch.DocumentA;
    private const string B = AuditSketch.DocumentB;

    [Fact]
    public void The_rules_have_ids_in_order_and_names_of_their_own()
    {
        Assert.Equal(Enumerable.Range(1, CoexistenceRule.All.Count).Select(i => $"CX{i:000}"), CoexistenceRule.All.Select(rule => rule.Id));
        Assert.Equal(CoexistenceRule.All.Count, CoexistenceRule.All.Select(rule => rule.Name).Distinct().Count());
        Assert.All(CoexistenceRule.All, rule => Assert.EndsWith(".", rule.Recommendation));
    }

    [Fact]
    public void A_good_directory_passes_every_rule_on_documents()
    {
        var audit = new DirectoryAudit(Sketch.Directory(AuditSketch.Good), NotesIni.Parse("notes.ini", "BTEXCHANGEDOMAIN=BTEx"));
        List<CoexistenceFinding> findings = [.. audit.Run(CoexistenceRule.All, _ => true, CancellationToken.None)];
        Assert.All(findings.Where(finding => finding.Rule != "CX021"), finding => Assert.True(finding.Outcome == FindingOutcome.Pass, finding.ToString()));
        Assert.Equal(CoexistenceRule.All.Select(rule => rule.Id), findings.Select(finding => finding.Rule).Distinct());
        Assert.All(findings.Where(finding => finding.Outcome == FindingOutcome.Fail), finding => Assert.Equal(FindingSeverity.Information, finding.Severity));
    }

    // The rule; what is replaced in the good directory, and by what; how much it matters; the server; the first piece of evidence; whether it is mended.
    public static TheoryData<string, string, string, string, string?, string, bool> Failing => new()
    {
        { "CX001", A, A + "; authors=[NetModifier]", "Error", "DominoB/Acme", "DominoB/Acme in LocalDomainServers with [NetModifier]", true },
        { "CX001", A, A + "; DocumentAccess(readers)=Mail Servers | group Mail Servers (4) = DominoB/Acme", "Error", "DominoB/Acme", "DominoB/Acme in Mail Servers", true },
        { "CX002", AuditSketch.MailServers, AuditSketch.MailServers + ", DominoB/Acme", "Error", "DominoB/Acme", "DominoB/Acme in Mail Servers in Servers Only", true },
        { "CX002", A, A + ", */O=Acme", "Error", "DominoB/Acme", "DominoB/Acme as */Acme", true },
        { "CX002", A, A + ", CN=DominoB/O=Acme", "Error", "DominoB/Acme", "DominoB/Acme itself", true },
        { "CX002", A, A + "; LocalAdmin(authors)=[NetModifier]", "Error", "DominoB/Acme", "DominoB/Acme in LocalDomainServers with [NetModifier]", false },
        { "CX003", A, A.Replace(", CN=DominoA/O=Acme", ""), "Error", "DominoA/Acme", "admitted: Servers Only, LocalDomainAdmins", true },
        { "CX003", "acl LocalDomainServers: manager", "acl DominoA/Acme: depositor | acl LocalDomainServers: manager", "Error", "DominoA/Acme", "level in the ACL: Depositor", false },
        { "CX004", AuditSketch.MailServers, "group Mail Servers (4) = Ghost/Acme", "Error", "Mail01/Acme", "admitted: Servers Only, LocalDomainAdmins, DominoA/Acme", true },
        { "CX004", A, A.Replace("Servers Only", "Hub01/Acme"), "Warning", "Mail01/Acme", "admitted: Hub01/Acme, LocalDomainAdmins, DominoA/Acme", true },
        { "CX005", A, A.Replace(", LocalDomainAdmins", ""), "Error", null, "shut out: LocalDomainAdmins", true },
        { "CX005", "acl LocalDomainAdmins: manager", "acl LocalDomainAdmins: manager | acl Bob Boss/Acme: manager", "Information", null, "shut out: Bob Boss/Acme", false },
        { "CX006", A, A[..A.IndexOf("; readers", StringComparison.Ordinal)], "Error", null, "2 documents for 'BTEx'", true },
        { "CX007", " | " + B, "", "Warning", null, "BTEx (DominoA/Acme)", false },
        { "CX008", B, B.Replace("both=CN=DominoB/O=Acme", "mail=DominoB/Acme; cal=DominoC/Acme"), "Warning", null, "mail server: DominoB/Acme", false },
        { "CX009", B, B.Replace("both=", "mail="), "Error", null, "mail server: DominoB/Acme", false },
        { "CX009", B, B.Replace("CalendarSystem=mail.box; ", ""), "Warning", null, "mail file: mail.box", false },
        { "CX010", B, B.Replace("CalendarSystem=mail.box", "CalendarSystem=Exchange.box"), "Warning", null, "mail file: mail.box", false },
        { "CX011", B, B + " | " + B, "Warning", "DominoB/Acme", "BTEx (DominoB/Acme) 00000000000000000000000000000001", false },
        { "CX012", B, B + "; at=20250328T093015,12+00", "Warning", null, "BTEx (DominoA/Acme) 00000000000000000000000000000000: 20250328T093015,12+00", true },
        { "CX013", B, B + "; revised=20250401T093015,12+00", "Warning", null, "by Modified: BTEx (DominoA/Acme), BTEx (DominoB/Acme)", true },
        { "CX014", B, B.Replace("doc BTEx", "doc btex"), "Error", null, "BTEx (DominoA/Acme) 00000000000000000000000000000000", false },
        { "CX015", "server DominoB/Acme", "server DominoC/Acme", "Warning", "DominoB/Acme", "4 Server documents", false },
        { "CX016", A, A + ", Gone Group", "Warning", null, "$Readers: Gone Group", false },
        { "CX016", A, A + "; LocalAdmin(authors)=[Odd]", "Warning", null, "LocalAdmin: [Odd]", false },
        { "CX016", A, A + ", CN=Some One/O=Acme", "Information", null, "$Readers: CN=Some One/O=Acme", false },
        { "CX017", "group LocalDomainAdmins (0)", "group LocalDomainAdmins (1)", "Warning", null, "$Readers: LocalDomainAdmins", false },
        { "CX017", "group LocalDomainAdmins (0)", "group LocalDomainAdmins (3)", "Warning", null, "$Readers: LocalDomainAdmins", false },
        { "CX018", A, A.Replace("readers=Servers Only, LocalDomainAdmins, CN=DominoA/O=Acme", "readers=Servers Only, LocalDomainAdmins, DominoA/Acme"), "Warning", null, "$Readers: DominoA/Acme", true },
        { "CX019", AuditSketch.ServersOnly, "group Servers Only (4) = Mail Servers", "Error", "Hub01/Acme", "admitted: Servers Only, LocalDomainAdmins, DominoA/Acme", true },
        { "CX020", A, A + "; authors=[NetModifier] | " + B.Replace("readers=", "readers=DominoA/Acme, ") + "; authors=[NetModifier]", "Error", "DominoA/Acme", "cut set: {DominoA/Acme down}", false },
        { "CX020", " | " + B, "", "Warning", "DominoA/Acme", "cut set: {DominoA/Acme down}", false },
        { "CX020", AuditSketch.MailServers, "group Mail Servers (4) = Ghost/Acme", "Error", null, "cut set: {}", false },
        { "CX021", A, A, "Information", "DominoA/Acme", "cut set: {HTTP of DominoA/Acme down}", false },
    };

    [Theory, MemberData(nameof(Failing))]
    public void Rule_fails_with_its_evidence(string rule, string text, string by, string severity, string? server, string evidence, bool repairable)
    {
        List<CoexistenceFinding> failed = [.. AuditSketch.Run(AuditSketch.Spoilt(text, by), rule).Where(finding => finding.Outcome == FindingOutcome.Fail)];
        Assert.NotEmpty(failed);
        CoexistenceFinding? finding = failed.FirstOrDefault(finding => finding.Evidence.Contains(evidence) && finding.Server == server && finding.Severity.ToString() == severity);
        Assert.True(finding is not null, string.Join("\n", failed.Select(one => $"{one.Severity} {one.Server}: {string.Join(" ; ", one.Evidence)}")));
        Assert.Equal(repairable, finding.Repairable);
        Assert.Equal("BTEx", finding.Domain);
        Assert.NotEmpty(finding.Recommendation!);
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
    public void Notes_ini_is_checked_against_the_documents(string rule, string ini, string? evidence)
    {
        CoexistenceFinding finding = Assert.Single(AuditSketch.Run(Sketch.Directory(AuditSketch.Good), rule, ini));
        Assert.Equal(evidence is null ? FindingOutcome.Pass : FindingOutcome.Fail, finding.Outcome);
        if (evidence is not null)
            Assert.Equal(evidence, finding.Evidence[0]);
    }

    [Fact]
    public void Rules_without_anything_to_check_say_so()
    {
        DirectorySnapshot directory = Sketch.Directory("doc BTEx; both=DominoA/Acme");
        Assert.All(["CX001", "CX002", "CX004", "CX005", "CX006", "CX010", "CX012", "CX013", "CX014", "CX015", "CX019", "CX022", "CX023"],
            rule => Assert.All(AuditSketch.Run(directory, rule), finding => Assert.Equal(FindingOutcome.NotApplicable, finding.Outcome)));
    }

    [Fact]
    public void The_set_up_without_the_field_has_nothing_above_information()
    {
        Assert.All(new DirectoryAudit(AuditSketch.Scenario("security-on-field-removed.dxl")).Failures(CancellationToken.None),
            finding => Assert.Equal(FindingSeverity.Information, finding.Severity));
    }

    [Theory]
    [InlineData("no-security.dxl", "CX006 CX020")]
    [InlineData("security-on.dxl", "CX001 CX020")]
    [InlineData("security-on-then-edited.dxl", "CX001 CX020")]
    public void The_other_scenarios_have_what_is_wrong_with_them(string file, string rules) =>
        Assert.Equal(rules, string.Join(" ", new DirectoryAudit(AuditSketch.Scenario(file)).Failures(CancellationToken.None)
            .Where(finding => finding.IsProblem).Select(finding => finding.Rule).Distinct()));
}
