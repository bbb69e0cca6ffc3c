using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Model;
using CoexTools.Text;

namespace CoexTools.Tests;

/// <summary>A finding is called repairable exactly where the repair removes it.</summary>
public sealed class RepairabilityTests
{
    private const string A = AuditSketch.DocumentA;
    private const string B = AuditSketch.DocumentB;

    // The directory, and whether CX001 is repaired there. Without a group of servers a repair that has to write readers
    // cannot find one.
    [Theory]
    [InlineData(AuditSketch.Good, A, A + "; authors=[NetModifier]", "CX001", true)]
    [InlineData(AuditSketch.Good, A, A + "; OtherField(authors)=[NetModifier]", "CX001", true)]
    [InlineData(AuditSketch.Good, A, A + ", CN=DominoB/O=Acme", "CX002", true)]
    [InlineData(
        AuditSketch.Servers + " | " + AuditSketch.Rest + " | " + A + " | " + B, A, A
            + ", CN=DominoB/O=Acme", "CX002", false)]
    [InlineData(
        AuditSketch.Servers + " | " + AuditSketch.Rest + " | " + A + " | " + B, A, A
            + "; authors=[NetModifier]", "CX001", false)]
    public void A_finding_is_repairable_where_the_repair_removes_it(
        string good, string text, string by, string rule, bool expected)
    {
        Assert.Contains(text, good);
        DirectorySnapshot directory = Sketch.Directory(good.Replace(text, by));
        var audit = new DirectoryAudit(directory);
        CoexistenceFinding finding = Decide(audit).First(finding => finding.Rule == rule);
        Assert.Equal(expected, finding.Repairable);
        Assert.Equal(
            !expected, finding.Evidence.Any(evidence => evidence.StartsWith("repair: ", StringComparison.Ordinal)));
        IEnumerable<CoexistenceFinding> left = new DirectoryAudit(AuditSketch.Repair(directory).Change.After).Failures(
            CancellationToken.None);
        Assert.Equal(!expected, left.Any(other => other.Identity == finding.Identity));
    }

    [Fact]
    public void A_field_under_another_name_is_removed_and_named()
    {
        string text = AuditSketch.Good.Replace(A, A + "; OtherField(authors)=[NetModifier]; authors=[NetModifier]");
        RepairPlan plan = AuditSketch.Repair(Sketch.Directory(text));
        ForeignDomainDocument after =
            plan.Change.After.Unordered.Single(document => document.MailServer == "DominoA/Acme");
        Assert.DoesNotContain(after.Item, item => item.Name is "OtherField" or "DocumentAccess");
        RepairAction action = Assert.Single(
            new CoexistenceRepair(plan.Change, plan.Lost, isChanged: false, [], []).Action,
            action => action.RemovedField);
        Assert.Contains("OtherField", action.Action);
        Assert.Contains("DocumentAccess", action.Action);
    }

    [Fact]
    public void Documents_without_a_time_are_saved_in_their_present_order()
    {
        DirectorySnapshot directory = Sketch.Directory(AuditSketch.Good.Replace(A, A + "; at=none; revised=none"));
        RepairPlan plan = AuditSketch.Repair(directory);
        Assert.Equal(2, plan.Change.Saves.Count);
        DirectoryAudit after = new(plan.Change.After);
        Assert.Equal(
            new DirectoryAudit(directory).Domains[0].Documents.Select(document => document.MailServer),
            after.Domains[0].Documents.Select(document => document.MailServer));
        Assert.All(after.Domains[0].Documents, document => Assert.NotNull(document.Modified));
        Assert.DoesNotContain(after.Failures(CancellationToken.None), finding => finding.Rule == "CX025");
    }

    [Fact]
    public void The_only_document_of_a_domain_is_not_saved_for_its_time()
    {
        Assert.Empty(AuditSketch.Repair(Sketch.Directory(
            "server Hub01/Acme | server DominoA/Acme | doc BTEx; both=DominoA/Acme; at=none")).Change.Saves);
    }

    [Theory]
    [InlineData(0, "0 documents")]
    [InlineData(1, "1 document")]
    [InlineData(2, "2 documents")]
    public void Counts_agree_with_their_nouns(int count, string expected) =>
        Assert.Equal(expected, Plural.Of(count, "document"));

    private static List<CoexistenceFinding> Decide(DirectoryAudit audit) =>
    [
        .. Repairability.Decide(
            new RemedyModel(audit), audit.Failures(CancellationToken.None), _ => true,
            new Lazy<RepairPlan>(() => RepairPlan.Make(
                audit.Directory, new RepairOptions { Now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) },
                CancellationToken.None)),
            CancellationToken.None),
    ];
}
