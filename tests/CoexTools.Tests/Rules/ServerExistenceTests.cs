using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>
/// Servers that documents name without a Server document (VD3), and domain names that differ only in case (VD8).
/// </summary>
public sealed class ServerExistenceTests
{
    private const string Hub = "server Hub01/Acme | ";

    // The Server documents, the other parts, the origin, and the assumptions about servers.
    [Theory]
    [InlineData(
        Hub + "server DominoA/Acme | ", "doc BTEx; both=DominX/Acme | doc BTEx; both=DominoA/Acme",
        "NoServerDocument: DominX/Acme")]
    [InlineData(Hub, "doc BTEx; both=DominX/Acme | doc BTEx; both=DominoA/Acme", "UnknownServer: DominX/Acme")]
    // VD2: the origin.
    [InlineData("", "doc BTEx; both=DominX/Acme | doc BTEx; both=DominoA/Acme", "UnknownServer: Hub01/Acme")]
    [InlineData(Hub + "server DominX/Acme | ", "doc BTEx; both=DominX | doc BTEx; both=DominoA/Acme", "")] // NM5
    // The request does not pass it.
    [InlineData(Hub + "server DominX/Acme | ", "doc BTEx; both=DominX/Acme | doc BTEx; both=DominoA/Acme", "")]
    public void A_result_that_passes_through_a_server_without_a_Server_document_says_so(
        string servers, string documents, string expected)
    {
        DomainVisibility view = Sketch.View(servers + documents);
        foreach (CoexistenceService service in CoexistenceServices.All)
        {
            PathResult result = new Request(view, service, new NotesName("Hub01/Acme")).Test(NetworkState.AllUp);
            Assert.True(result.Reachable);
            Assert.Equal(
                expected,
                string.Join(
                    ", ", result.Assumption.Where(
                        one => one.StartsWith("NoServer") || one.StartsWith("UnknownServer"))));
        }
    }

    [Fact]
    public void A_request_of_the_field_passes_through_a_server_that_may_not_exist()
    {
        DirectorySnapshot directory = AuditSketch.Field("wrong.dxl");
        PathResult result = new Request(
            Sketch.View(directory, "BTEx"), CoexistenceService.Mail, new NotesName("Hub01/Srv/Contoso"))
            .Test(NetworkState.AllUp);
        Assert.Equal(("Delivered", "DominX/Srv/Contoso"), (result.StatusName, result.Server));
        Assert.Contains("NoServerDocument: DominX/Srv/Contoso", result.Assumption);
        CoexistenceFinding finding = AuditSketch.Run(directory, "CX015")
            .Single(one => one.Outcome == FindingOutcome.Fail);
        Assert.Equal((FindingSeverity.Error, "DominX/Srv/Contoso"), (finding.Severity, finding.Server));
    }

    [Fact]
    public void An_answer_of_a_server_that_may_not_exist_does_not_prevent_a_repair()
    {
        RepairPlan plan = AuditSketch.Repair(
            AuditSketch.Field("wrong.dxl"), serverGroup: ["All Mail and Hub"], mayLose: true);
        Assert.NotEmpty(plan.Change.Saves);
        Assert.DoesNotContain(plan.Lost, answer => answer.Before.Contains("DominX"));
        Assert.All(
            plan.Change.After.Unordered, document => Assert.DoesNotContain("DominX/Srv/Contoso", document.Readers));
    }

    // The request that the server that may not exist answers is lost. Without this server, DominoA/Acme answers before
    // and after.
    [Theory]
    [InlineData("server DominoA/Acme | ", false)]
    [InlineData("server DominoA/Acme | server DominX/Acme | ", true)]
    [InlineData("", true)] // No server of the domain has a Server document: the names cannot be checked.
    public void Only_an_answer_of_a_server_that_may_not_exist_can_be_lost(string servers, bool isLost)
    {
        const string A = "doc BTEx; both=DominoA/Acme; readers=Hub01/Acme, DominoA/Acme";
        DirectorySnapshot before = Sketch.Directory(
            Hub + servers + "doc BTEx; both=DominX/Acme; readers=Hub01/Acme, DominX/Acme | " + A);
        DirectorySnapshot after = Sketch.Directory(
            Hub + servers + "doc BTEx; both=DominX/Acme; readers=Hub01/Acme | " + A);
        IReadOnlyList<ChangedRequest> lost = RequestComparison.Lost(before, after, CancellationToken.None);
        Assert.Equal(isLost, lost.Any(answer => answer.ToString().Contains("everything up")));
    }

    // Before the change, requests use DominoA/Acme if the server that may not exist does not exist. This answer is
    // kept.
    [Fact]
    public void The_answer_without_a_server_that_may_not_exist_is_kept()
    {
        const string Start = Hub + "server DominoA/Acme | doc BTEx; both=DominX/Acme; readers=Hub01/Acme | ";
        IReadOnlyList<ChangedRequest> lost = RequestComparison.Lost(
            Sketch.Directory(Start + "doc BTEx; both=DominoA/Acme; readers=Hub01/Acme, DominoA/Acme"),
            Sketch.Directory(Start + "doc BTEx; both=DominoA/Acme; readers=Hub01/Acme"), CancellationToken.None);
        Assert.Contains(lost, answer => answer.ToString().Contains("DominX/Acme down"));
    }

    [Theory]
    [InlineData("BTEX", true)]
    [InlineData("BTEx", false)]
    public void A_result_that_used_another_spelling_says_so(string other, bool isAssumed)
    {
        DomainVisibility view =
            Sketch.View($"server Hub01/Acme | doc BTEx; both=DominoA/Acme | doc {other}; both=DominoB/Acme");
        PathResult result = new Request(view, CoexistenceService.FreeBusy, new NotesName("Hub01/Acme")).Test(
            NetworkState.AllUp);
        Assert.Equal(isAssumed, result.Assumption.Contains("DomainNameCase"));
    }

    [Fact]
    public void A_result_that_does_not_use_the_other_spelling_does_not_mention_it()
    {
        DomainVisibility view = Sketch.View(
            "server Hub01/Acme | doc BTEx; both=DominoA/Acme | doc BTEX; both=DominoB/Acme; readers=DominoB/Acme");
        PathResult result = new Request(view, CoexistenceService.FreeBusy, new NotesName("Hub01/Acme")).Test(
            NetworkState.AllUp);
        Assert.DoesNotContain("DomainNameCase", result.Assumption);
        result = new Request(view, CoexistenceService.Mail, new NotesName("DominoB/Acme")).Test(NetworkState.AllUp);
        Assert.Contains("DomainNameCase", result.Assumption);
    }

    [Fact]
    public void The_audit_and_the_results_agree_on_a_name_that_differs_in_case()
    {
        DirectorySnapshot directory = AuditSketch.Field("case.dxl");
        CoexistenceFinding finding = Assert.Single(AuditSketch.Run(directory, "CX014"));
        Assert.Contains("Predictions treat these names as one domain", finding.Reason);
        PathResult result = new Request(
            Sketch.View(directory, "BTEx"), CoexistenceService.Mail, new NotesName("Hub01/Srv/Contoso"))
            .Test(NetworkState.AllUp);
        Assert.Contains("DomainNameCase", result.Assumption);
    }
}
