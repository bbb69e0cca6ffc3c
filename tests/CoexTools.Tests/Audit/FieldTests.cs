using CoexTools.Audit;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>
/// The audit of directories as they were found in the field: one finding for each cause, and sentences that the model
/// shows.
/// </summary>
public sealed class FieldTests
{
    [Fact]
    public void A_server_that_is_missing_in_a_group_is_one_finding()
    {
        IReadOnlyList<CoexistenceFinding> findings = AuditSketch.Review(AuditSketch.Field("samecn.dxl"));
        CoexistenceFinding finding =
            Assert.Single(findings, one => one.ToString().Contains("Hub01/West") || one.Server == "Hub01/West/Contoso");
        Assert.Equal(("CX004", FindingSeverity.Error), (finding.Rule, finding.Severity));
        Assert.Equal("Add Hub01/West/Contoso to the group Servers Only.", finding.Recommendation);
        Assert.Equal(14, finding.Parts.Count);
        Assert.Contains(finding.Evidence, evidence => evidence.StartsWith("CX019 BTEx (DominoB/Srv/Contoso)"));
        Assert.Contains(finding.Evidence, evidence => evidence.StartsWith("CX020 BTCloud"));
    }

    [Theory]
    [InlineData("CX019", 1)]
    [InlineData("CX020", 6)]
    public void A_consequence_stands_for_itself_without_its_cause(string rule, int count) =>
        Assert.Equal(count, AuditSketch.Review(AuditSketch.Field("samecn.dxl"), rule).Count);

    [Fact]
    public void A_value_with_commas_is_one_finding_that_names_it()
    {
        DirectorySnapshot directory = AuditSketch.Field("wrong.dxl");
        CoexistenceFinding finding =
            AuditSketch.Review(directory).Single(one => one.Reason.Contains("contains commas"));
        Assert.Equal(("CX016", FindingSeverity.Error, "$Readers"), (finding.Rule, finding.Severity, finding.Item));
        Assert.True(finding.Parts.Count > 8, string.Join("\n", finding.Evidence));
        Assert.Equal("BTCloud (DominoA/Srv/Contoso)", finding.DocumentName);
        Assert.DoesNotContain(
            AuditSketch.Review(directory), one => one.Rule == "CX003" && one.Document == finding.Document);
    }

    [Fact]
    public void A_conflict_and_the_second_document_of_its_server_are_one_finding()
    {
        DirectorySnapshot directory = AuditSketch.Field("wrong.dxl");
        IReadOnlyList<CoexistenceFinding> findings = AuditSketch.Review(directory);
        CoexistenceFinding finding = Assert.Single(findings, one => one.Rule == "CX027");
        Assert.Equal(
            "BTCloud (DominoA/Srv/Contoso) EA7E035C7A26EFAE4D33AF48403C6C75 is a replication or save "
                + "conflict. It counts as a separate document, so 2 documents for 'BTCloud' name DominoA/Srv/Contoso.",
            finding.Reason);
        // Without the conflict, nobody would see the other document, whose readers are one value with commas.
        Assert.Equal(
            "Delete BTCloud (DominoA/Srv/Contoso) 98B2427098226CE698AF9BB3D8F84839 in Domino. Use an agent to remove "
                + "the items $Conflict and $REF from BTCloud (DominoA/Srv/Contoso), so that it is no "
                + "longer a conflict.",
            finding.Recommendation);
        Assert.Contains(finding.Evidence, evidence => evidence.StartsWith("CX011 BTCloud: 2 documents"));
        Assert.DoesNotContain(findings, one => one.Rule == "CX011");
        Assert.Single(AuditSketch.Review(directory, "CX011"));
    }

    [Theory]
    [InlineData("secure.dxl", "CX001", 2)]
    [InlineData("split.dxl", "CX007", 1)]
    public void What_fails_is_part_of_its_cause(string file, string rule, int count)
    {
        DirectorySnapshot directory = AuditSketch.Field(file);
        IReadOnlyList<CoexistenceFinding> findings = AuditSketch.Review(directory);
        Assert.DoesNotContain(findings, one => one.Rule == "CX020");
        List<CoexistenceFinding> causes =
            [.. findings.Where(one => one.Evidence.Any(evidence => evidence.StartsWith("CX020")))];
        Assert.Equal(count, causes.Count);
        Assert.All(causes, cause => Assert.Equal(rule, cause.Rule));
        IReadOnlyList<CoexistenceFinding> alone = AuditSketch.Review(directory, "CX020");
        Assert.Equal(
            alone.Select(one => $"CX020 {one.Domain}: {one.Reason}").Order(),
            causes.SelectMany(one => one.Evidence).Where(evidence => evidence.StartsWith("CX020")).Order());
        // The sentence of the cause names the same server.
        Assert.All(alone, one => Assert.Contains(
            causes, cause => cause.Domain == one.Domain && cause.Reason.Contains($"If {one.Server} fails")));
    }

    [Fact]
    public void A_failure_with_several_causes_names_what_removes_all_of_them()
    {
        CoexistenceFinding finding = Assert.Single(
            AuditSketch.Review(AuditSketch.Field("wrong.dxl")), one => one.Rule == "CX020" && one.Domain == "BTCloud");
        Assert.Contains("Remove DocumentAccess from BTCloud (DominoA/Srv/Contoso)", finding.Recommendation);
        Assert.Contains("Remove Coex Servers from the group Servers Only.", finding.Recommendation);
    }

    [Fact]
    public void An_export_of_Domain_documents_only_has_one_finding_about_its_groups()
    {
        DirectorySnapshot all = AuditSketch.Field("secure.dxl");
        var directory = new DirectorySnapshot(all.Content with { Servers = [], Groups = [], AccessControlList = null });
        IReadOnlyList<CoexistenceFinding> findings = AuditSketch.Review(directory);
        CoexistenceFinding finding = Assert.Single(findings, one => one.Rule == "CX016");
        Assert.StartsWith("The directory does not contain any groups", finding.Reason);
        Assert.DoesNotContain(findings, one => one.Rule is "CX005" or "CX003");
    }

    [Fact]
    public void Documents_whose_items_are_not_in_the_field_map_are_failures_that_name_it()
    {
        IReadOnlyList<CoexistenceFinding> findings = AuditSketch.Review(AuditSketch.Field("othernames.dxl"));
        foreach (string rule in new[] { "CX009", "CX020" })
        {
            CoexistenceFinding finding = findings.First(one => one.Rule == rule);
            Assert.Contains("-FieldMap @{ MailServer = 'GWServer'; CalendarServer = 'CalSrvName' }", finding.Reason);
            Assert.Equal("Specify the items with -FieldMap @{ MailServer = 'GWServer'; CalendarServer = "
                + "'CalSrvName' }.", finding.Recommendation);
        }
        Assert.DoesNotContain(findings, one => one.Reason.Contains("mail works"));
    }

    [Fact]
    public void A_document_without_a_mail_server_is_found_and_named_by_the_failure()
    {
        IReadOnlyList<CoexistenceFinding> findings = AuditSketch.Review(AuditSketch.Field("nomail1.dxl"));
        CoexistenceFinding finding = Assert.Single(findings, one => one.Rule == "CX008");
        Assert.Equal("BTEx (DominoA/Srv/Contoso)", finding.DocumentName);
        Assert.Contains("no mail server", finding.Reason);
        Assert.EndsWith(
            "BTEx (DominoA/Srv/Contoso) does not specify a mail server.",
                findings.First(one => one.Rule == "CX020").Reason);
    }

    [Fact]
    public void One_document_with_two_servers_is_described_as_such()
    {
        CoexistenceFinding finding = AuditSketch.Review(AuditSketch.Field("split.dxl"), "CX007")[0];
        Assert.Contains("If DominoA/Srv/Contoso fails, mail waits. If DominoB/Srv/Contoso fails, free/busy fails, "
            + "and calendar mail waits.", finding.Reason);
    }

    [Fact]
    public void A_document_that_names_no_server_is_a_failure()
    {
        IReadOnlyList<CoexistenceFinding> findings = AuditSketch.Review(AuditSketch.Field("exact/06-no-server.dxl"));
        Assert.Contains(findings, one => one.Rule == "CX020" && one.Severity == FindingSeverity.Error);
        Assert.DoesNotContain(findings, one => one.Reason.Contains("mail works"));
    }

    [Fact]
    public void A_mail_server_in_a_group_of_mail_servers_and_hubs_is_no_hub() => Assert.Equal(
        ["Hub01/Srv/Contoso", "Hub02/Srv/Contoso"],
        new DirectoryAudit(AuditSketch.Field("wrong.dxl")).Hubs.Select(hub => hub.Abbreviated));

    [Fact]
    public void The_members_of_a_group_of_hubs_are_hubs_unless_one_of_them_is_called_so()
    {
        Assert.Equal(["LON01/Acme"],
            Hubs("server LON01/Acme | server Mail01/Acme | group Hub Servers (4) = LON01/Acme"));
        Assert.Equal(["Hub01/Acme"],
            Hubs("server Hub01/Acme | server Mail01/Acme | group Hub Servers (4) = Hub01/Acme, Mail01/Acme"));
        Assert.Empty(Hubs("server LON01/Acme | group Hub and Mail Servers (4) = LON01/Acme"));

        static IEnumerable<string> Hubs(string text) =>
            new DirectoryAudit(Sketch.Directory(text + " | doc BTEx; both=DominoA/Acme")).Hubs
                .Select(hub => hub.Abbreviated);
    }

    [Fact]
    public void Each_sentence_about_the_failure_of_a_server_is_true_in_the_model()
    {
        DirectorySnapshot directory = AuditSketch.Field("secure.dxl");
        IReadOnlyList<CoexistenceFinding> findings = AuditSketch.Review(directory, "CX001");
        Assert.Equal(4, findings.Count);
        foreach (CoexistenceFinding finding in findings)
        {
            NotesName owner = directory.Unordered.Single(
                document => document.UniversalId == finding.Document).CalendarServerName!;
            bool fails = !new Request(
                    Sketch.View(directory, finding.Domain!), CoexistenceService.FreeBusy,
                        new NotesName("Hub01/Srv/Contoso"))
                .IsReached(Outage.Down(owner).Network);
            Assert.Equal(fails, finding.Reason.Contains($"If {owner} fails, free/busy"));
            Assert.Equal(!fails, finding.Reason.Contains($"survives the failure of {owner}"));
        }
        Assert.Equal(2, findings.Count(finding => finding.Reason.Contains("survives")));
    }

    [Fact]
    public void The_notice_lists_each_file()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Data", "field");
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*.dxl", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'));
        IEnumerable<string> listed = File.ReadLines(Path.Combine(folder, "NOTICE.md"))
            .Where(line => line.Contains(".dxl")).Select(line => line.Split('|')[1].Trim());
        Assert.Equal(files.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("security-on.dxl")]
    [InlineData("no-security.dxl")]
    public void A_failure_that_the_repair_removes_is_repairable(string scenario)
    {
        IReadOnlyList<CoexistenceFinding> findings = AuditSketch.Review(AuditSketch.Scenario(scenario), "CX020");
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.True(finding.Repairable));
    }
}
