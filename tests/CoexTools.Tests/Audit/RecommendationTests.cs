using CoexTools.Access;
using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CsCheck;

namespace CoexTools.Tests;

/// <summary>A recommendation, carried out, removes its finding and makes no request fail (VD4).</summary>
public sealed class RecommendationTests
{
    private const string A = AuditSketch.DocumentA;
    private const string B = AuditSketch.DocumentB;
    private const string RemoveFromB = "Remove DocumentAccess from BTEx (DominoB/Acme) with Remove-DocumentAccessField "
        + "-PreserveOrder. Repeat this after every edit.";
    private const string Ini = "BTEXCHANGEDOMAIN=btEx\nBTALTEXCHANGEDOMAINS=Gone\nBTEXCHANGEDB=x.box";

    private static readonly AuditInput Input = new()
    {
        NotesIni = [NotesIni.Parse("notes.ini", Ini)],
        Now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static IEnumerable<CoexistenceRule> NotTried =>
        DirectoryRules.All.Where(rule => rule.WhyNotTried is not null);

    // Each rule whose recommendation can be carried out: the replaced text of the good directory, its replacement, and
    // the sentence.
    [Theory]
    [InlineData("CX001", A, A + "; authors=[NetModifier]",
        "Remove DocumentAccess from BTEx (DominoA/Acme) with Remove-DocumentAccessField -PreserveOrder. Repeat this "
            + "after every edit.")]
    [InlineData("CX001", A, A + "; OtherField(authors)=[NetModifier]",
        "Remove OtherField from BTEx (DominoA/Acme) with Remove-DocumentAccessField -FieldName OtherField "
            + "-PreserveOrder. "
            + "Repeat this after every edit.")]
    [InlineData("CX002", AuditSketch.MailServers, AuditSketch.MailServers
        + ", DominoB/Acme", "Remove DominoB/Acme from the group Mail Servers.")]
    [InlineData("CX002", A, A + ", CN=DominoB/O=Acme", "Remove DominoB/Acme from $Readers of BTEx (DominoA/Acme).")]
    [InlineData("CX002", A, A
        + "; LocalAdmin(authors)=[NetModifier]", "Remove [NetModifier] from LocalAdmin of BTEx (DominoA/Acme).")]
    [InlineData("CX003", A,
        "doc BTEx; both=CN=DominoA/O=Acme; GatewayMailFile=mail.box; CalendarSystem=mail.box; readers=Servers Only, "
            + "LocalDomainAdmins",
        "Add CN=DominoA/O=Acme to the readers of BTEx (DominoA/Acme).")]
    [InlineData("CX003", "acl LocalDomainServers: manager",
        "acl DominoA/Acme: depositor | acl LocalDomainServers: manager",
        "Give DominoA/Acme at least Reader access in the ACL.")]
    [InlineData("CX004", AuditSketch.MailServers, "group Mail Servers (4) = Ghost/Acme",
        "Add Mail01/Acme to the group Servers Only.")]
    [InlineData("CX005", A,
        "doc BTEx; both=CN=DominoA/O=Acme; GatewayMailFile=mail.box; CalendarSystem=mail.box; readers=Servers Only, "
            + "CN=DominoA/O=Acme",
        "Add LocalDomainAdmins to the readers of BTEx (DominoA/Acme).")]
    [InlineData("CX006", "; readers=Servers Only, LocalDomainAdmins, CN=Domino", "; X=",
        "Run Repair-CoexistenceConfiguration.")]
    [InlineData("CX008", B,
        "doc BTEx; cal=CN=DominoB/O=Acme; GatewayMailFile=mail.box; CalendarSystem=mail.box; readers=Servers Only, "
            + "LocalDomainAdmins, CN=DominoB/O=Acme",
        "Run Set-ForeignDomainDocument -MailServer 'CN=DominoB/O=Acme' -PreserveOrder for BTEx (DominoB/Acme). "
            + RemoveFromB)]
    [InlineData("CX009", B,
        "doc BTEx; mail=CN=DominoB/O=Acme; GatewayMailFile=mail.box; CalendarSystem=mail.box; readers=Servers Only, "
            + "LocalDomainAdmins, CN=DominoB/O=Acme",
        "Run Set-ForeignDomainDocument -CalendarServer 'CN=DominoB/O=Acme' -PreserveOrder for BTEx (DominoB/Acme). "
            + RemoveFromB)]
    [InlineData("CX010", B,
        "doc BTEx; both=CN=DominoB/O=Acme; GatewayMailFile=mail.box; CalendarSystem=x.box; readers=Servers Only, "
            + "LocalDomainAdmins, CN=DominoB/O=Acme",
        "Run Set-ForeignDomainDocument -CalendarSystem 'mail.box' -PreserveOrder for BTEx (DominoB/Acme). "
            + RemoveFromB)]
    [InlineData("CX011", B, B + " | " + B, "Delete BTEx (DominoB/Acme) 00000000000000000000000000000002 in Domino.")]
    [InlineData("CX012", B, B
        + "; at=20250328T093015,12+00", "Save the documents for 'BTEx' again, the primary document last.")]
    [InlineData("CX013", A, A + "; revised=none", "Save the documents for 'BTEx' again, the primary document last.")]
    [InlineData("CX014", B, "doc btex; both=CN=DominoB/O=Acme; GatewayMailFile=mail.box; CalendarSystem=mail.box; "
        + "readers=Servers Only, LocalDomainAdmins, CN=DominoB/O=Acme",
        "Use an agent to set the item DomainName of btex (DominoB/Acme) to 'BTEx', and preserve the order of the "
            + "documents.")]
    [InlineData("CX016", A, A + ", Gone Group", "Remove Gone Group from $Readers of BTEx (DominoA/Acme).")]
    [InlineData("CX017", "group LocalDomainAdmins (0)", "group LocalDomainAdmins (1)",
        "Change the type of the group LocalDomainAdmins to Multi-purpose.")]
    [InlineData("CX018", ", CN=DominoA/O=Acme", ", DominoA/Acme",
        "Write the names in $Readers of BTEx (DominoA/Acme) in canonical form: CN=DominoA/O=Acme.")]
    [InlineData("CX019", AuditSketch.ServersOnly, "group Servers Only (4) = Mail Servers",
        "Add Hub01/Acme to the group Servers Only.")]
    [InlineData("CX020", A, A + "; authors=[NetModifier]", "Run Repair-CoexistenceConfiguration.")]
    [InlineData("CX024", "both=CN=DominoA/O=Acme", "both=DominoA",
        "Use an agent to set the item GatewayServer of BTEx (DominoA/Acme) to 'CN=DominoA/O=Acme', and preserve the "
            + "order of the documents. "
            + "Use an agent to set the item CalendarServer of BTEx (DominoA/Acme) to 'CN=DominoA/O=Acme', and preserve "
            + "the order of the documents.")]
    [InlineData("CX022", A, A, "Set BTEXCHANGEDOMAIN=BTEx in 'notes.ini'.")]
    [InlineData("CX023", A, A, "Set BTALTEXCHANGEDOMAINS= in 'notes.ini'.")]
    [InlineData("CX026", B, B + " | doc ; both=DominoA/Acme",
        "Delete the document 00000000000000000000000000000002 in Domino.")]
    [InlineData("CX027", B, B + " | " + B + "; $Conflict()=",
        "Delete BTEx (DominoB/Acme) 00000000000000000000000000000002 in Domino.")]
    [InlineData("CX032", A, A, "Set BTEXCHANGEDB=mail.box in 'notes.ini'.")]
    [InlineData("CX033", A, A, "Add a line break at the end of 'notes.ini'.")]
    [InlineData("CX036", A, A + "; GatewayServer()=CN=DominoB/O=Acme",
        "Use an agent to set the item GatewayServer of BTEx (DominoA/Acme) to 'CN=DominoA/O=Acme', and preserve the "
            + "order of the documents.")]
    [InlineData("CX036", A, A + "; $Readers(readers)=CN=DominoA/O=Acme",
        "Use an agent to set the item $Readers of BTEx (DominoA/Acme) to the values Servers Only, LocalDomainAdmins, "
            + "CN=DominoA/O=Acme, and preserve the order of the documents.")]
    [InlineData("CX037", B,
        "doc BTEx; cal=CN=DominoB/O=Acme; GatewayServer()=CN=DominoB/O=Acme, CN=DominoA/O=Acme; "
            + "GatewayMailFile=mail.box; CalendarSystem=mail.box; readers=Servers Only, LocalDomainAdmins, "
            + "CN=DominoB/O=Acme",
        "Run Set-ForeignDomainDocument -MailServer 'CN=DominoB/O=Acme' -PreserveOrder for BTEx (DominoB/Acme). "
            + RemoveFromB)]
    [InlineData("CX038", AuditSketch.MailServers, AuditSketch.MailServers + " | group Mail Servers (0) = App01/Acme",
        "Merge the groups named Mail Servers into one that has the members of all of them.")]
    [InlineData("CX041", A, A + "; at=20270101T000000,00+00",
        "Correct the clock of the server that saved BTEx (DominoA/Acme), BTEx (DominoB/Acme). Then save the documents "
            + "for 'BTEx' again, the primary document last.")]
    [InlineData("CX043", "", "reports/42-member-split-by-comma.dxl",
        "In the group Servers Only, replace the member 'Hub01/Acme, Mail01/Acme' with separate members: Hub01/Acme, "
            + "Mail01/Acme.")]
    [InlineData("CX025", A, A + "; at=none", "Save the documents for 'BTEx' again, the primary document last.")]
    public void A_recommendation_is_made_from_what_was_tried(string rule, string text, string by, string sentence)
    {
        var audit = new DirectoryAudit(
            text.Length == 0 ? AuditSketch.Field(by) : Sketch.Directory(AuditSketch.Good.Replace(text, by)), Input);
        CoexistenceFinding finding = AuditSketch.Review(audit, rule)[0];
        Assert.Equal(sentence, finding.Recommendation);
        Assert.NotNull(finding.Remedy);
        new RemedyProof(audit).AssertHelps(finding);
    }

    [Fact]
    public void A_remedy_that_makes_a_request_fail_is_not_recommended()
    {
        // Servers Only admits every other server too. Without a group that could be changed, only the repair or nothing
        // helps.
        DirectorySnapshot directory = Sketch.Directory(
            AuditSketch.Servers + " | group Servers Only (4) = * | " + AuditSketch.Rest + " | " + A + " | " + B);
        foreach (CoexistenceFinding finding in AuditSketch.Review(directory, "CX002"))
        {
            Assert.DoesNotContain("from $Readers", finding.Recommendation!);
            Assert.Equal(finding.Remedy is null, finding.Recommendation == RemedyTrials.NoRemedy);
        }
    }

    [Fact]
    public void A_server_is_removed_from_the_group_that_contains_it()
    {
        CoexistenceFinding finding = AuditSketch.Review(AuditSketch.Field("wrong.dxl"), "CX002")[0];
        Assert.Contains("from the group Servers Only", finding.Recommendation);
        Assert.Contains("Coex Servers", finding.Recommendation);
    }

    [Theory]
    [InlineData(
        "", "If the connection of DominoA/Acme fails, shut down DominoA/Acme so that the other servers take over.")]
    [InlineData("; DocumentAccess(authors)=[NetModifier]",
        "Until the repair is in effect in Domino, do not shut down DominoA/Acme if its connection fails: no other "
            + "server takes over, because free/busy for 'BTEx' also fails when DominoA/Acme is down. After that, if "
            + "its connection fails, shut down DominoA/Acme so that the other servers take over.")]
    public void A_shutdown_is_recommended_only_if_other_servers_take_over(string field, string recommendation)
    {
        DirectorySnapshot directory = Sketch.Directory(AuditSketch.Good.Replace(A, A + field));
        CoexistenceFinding finding = AuditSketch.Review(directory, "CX021")
            .First(one => one.Reason.StartsWith("Free/busy"));
        Assert.Equal(
            $"Monitor the HTTP connections of DominoA/Acme and DominoB/Acme to Exchange. {recommendation}",
            finding.Recommendation);
    }

    [Fact]
    public void The_connections_of_the_field_are_not_cut_by_a_shutdown()
    {
        DirectorySnapshot directory = AuditSketch.Field("secure.dxl");
        foreach (CoexistenceFinding finding in AuditSketch.Review(directory, "CX021"))
            Assert.Contains("Until the repair is in effect in Domino, do not shut down", finding.Recommendation);
        Assert.All(AuditSketch.Review(AuditSketch.Field("split.dxl"), "CX021"),
            finding => Assert.Contains("Do not shut down", finding.Recommendation));
    }

    // VD4: what is recommended for the time after the repair is true in the repaired directory.
    [Fact]
    public void After_the_repair_other_servers_take_over_from_a_server_that_may_then_be_shut_down()
    {
        DirectorySnapshot directory = AuditSketch.Field("secure.dxl");
        var repaired = new DirectoryAudit(AuditSketch.Repair(directory).Change.After);
        foreach (CoexistenceFinding finding in AuditSketch.Review(directory, "CX021"))
        {
            Outage down = Outage.Down(new NotesName(finding.Server!));
            foreach (AuditedDomain domain in repaired.Domains)
            {
                Assert.All(
                    CoexistenceServices.All, service => Assert.Empty(domain.Outages.Lost(service, _ => down)));
            }
        }
    }

    [Theory]
    [InlineData("SmtpDown", "Mail for 'BTEx' from 2 servers waits when the SMTP connection of DominoA/Acme to Exchange "
        + "fails. The router keeps it and tries again. Domino does not fail over in this case.")]
    [InlineData("HttpDown", "Free/busy for 'BTEx' fails from 2 servers when the HTTP connection of DominoA/Acme to "
        + "Exchange fails. Domino does not fail over in this case.")]
    public void Mail_that_a_router_keeps_is_not_called_lost(string outage, string reason) =>
        Assert.Contains(
            AuditSketch.Review(Sketch.Directory(AuditSketch.Good), "CX021"),
            finding => finding.Reason == reason
                && finding.Evidence[0].Contains(outage == "SmtpDown" ? "SMTP" : "HTTP"));

    [Fact]
    public void An_error_is_latent_if_all_requests_succeed_while_everything_is_up()
    {
        const string field = "; DocumentAccess(authors)=[NetModifier]";
        Assert.All(
            AuditSketch.Review(Sketch.Directory(AuditSketch.Good.Replace(A, A + field)), "CX001"),
            finding => Assert.True(finding.IsLatent));
        // Without a server that mail and application servers can use, requests fail at any time.
        Assert.All(
            AuditSketch.Review(
                Sketch.Directory(AuditSketch.Good.Replace("both=", "mail=").Replace(A, A + field)), "CX001", "CX020"),
            finding => Assert.False(finding.IsLatent));
    }

    [Fact]
    public void Every_rule_has_a_remedy_that_was_tried_or_a_reason_why_not()
    {
        IEnumerable<string> tried = typeof(RecommendationTests)
            .GetMethod(nameof(A_recommendation_is_made_from_what_was_tried))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Select(row => (string)((InlineDataAttribute)row).Data[0]!);
        Assert.Equal(
            DirectoryRules.All.Select(rule => rule.Id),
            tried.Distinct().Concat(NotTried.Select(rule => rule.Id)).Order());
        Assert.All(NotTried, rule => Assert.EndsWith(".", rule.WhyNotTried));
    }

    // On whatever directory: each recommendation is carried out, the finding is gone, and every request that reached
    // Exchange still does.
    [Fact]
    public void On_random_directories_every_recommendation_helps()
    {
        int tried = 0, without = 0;
        var rules = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        new DirectoryGen().Sample(made =>
        {
            var audit = new DirectoryAudit(DxlText.Read(made.Directory), Input);
            var proof = new RemedyProof(audit);
            foreach (CoexistenceFinding finding in AuditSketch.Review(audit))
            {
                if (finding.Remedy is null)
                {
                    Interlocked.Increment(ref without);
                    Assert.True(
                        NotTried.Any(rule => rule.Id == finding.Rule) || finding.HasFixedRecommendation
                            || finding.Recommendation == RemedyTrials.NoRemedy, finding.ToString());
                    continue;
                }
                Assert.DoesNotContain(NotTried, rule => rule.Id == finding.Rule);
                Assert.Equal(finding.Remedy.Sentence, finding.Recommendation);
                proof.AssertHelps(finding);
                Interlocked.Increment(ref tried);
                rules.AddOrUpdate(finding.Rule, 1, (_, count) => count + 1);
            }
        }, iter: Repetitions.OfRecommendations, print: made => DxlText.Of(made.Directory),
            writeLine: TestContext.Current.TestOutputHelper!.WriteLine);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{tried} recommendations were carried out, {without} findings have none: "
            + string.Join(", ", rules.OrderBy(rule => rule.Key).Select(rule => $"{rule.Key} {rule.Value}")));
        Assert.True(rules.Count >= 15, string.Join(", ", rules.Keys.Order()));
    }

    [Fact]
    public void A_result_recommends_a_change_with_which_the_request_succeeds()
    {
        DirectorySnapshot directory = AuditSketch.Field("secure.dxl");
        var view = new DomainVisibility(
            directory.Unordered.Where(document => document.Domain == "BTEx"), AccessEvaluator.Of(directory),
                OrderBy.Modified)
        {
            Advisor = new RequestAdvisor(directory),
        };
        NetworkState network = Outage.Down(new NotesName("DominoA/Srv/Contoso")).Network;
        PathResult result = new Request(view, CoexistenceService.FreeBusy, new NotesName("Hub01/Srv/Contoso")).Test(
            network);
        Assert.Equal("NotRelayed", result.StatusName);
        Assert.Equal(
            "Remove DocumentAccess from BTEx (DominoA/Srv/Contoso), BTEx (DominoB/Srv/Contoso) with "
                + "Remove-DocumentAccessField -PreserveOrder. "
                + "Repeat this after every edit.",
            result.Recommendation);
    }

    [Fact]
    public void On_random_directories_every_recommendation_of_a_result_helps()
    {
        int helped = 0, without = 0;
        new DirectoryGen().Sample(made =>
        {
            DirectorySnapshot directory = DxlText.Read(made.Directory);
            var audit = new DirectoryAudit(directory);
            var advisor = new RequestAdvisor(directory);
            var model = new RemedyModel(audit);
            foreach (AuditedDomain domain in audit.Domains)
            {
                foreach (NotesName origin in directory.Servers)
                {
                    foreach (Outage outage in RemedyProof.Outages(origin, domain.Coexistence))
                    {
                        foreach (CoexistenceService service in CoexistenceServices.All)
                        {
                            var request = new Request(domain.View, service, origin);
                            PathStatus status = request.Run(outage.Network).Status;
                            if (status.IsReached || !status.DependsOnDirectory)
                                continue;
                            if (advisor.RemedyFor(request, outage.Network) is not { } remedy)
                            {
                                Interlocked.Increment(ref without);
                                continue;
                            }
                            DirectoryAudit after = model.CarryOut(remedy, CancellationToken.None);
                            AuditedDomain changed =
                                after.Domains.Single(other => DomainName.Same(other.Name, domain.Name));
                            Assert.True((request with { Domain = changed.View }).IsReached(outage.Network),
                                $"{request} with {outage}: {remedy.Sentence}");
                            Interlocked.Increment(ref helped);
                        }
                    }
                }
            }
        }, iter: Repetitions.Of(2_000, divisor: 40), print: made => DxlText.Of(made.Directory),
            writeLine: TestContext.Current.TestOutputHelper!.WriteLine);
        Assert.True(helped > 0);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{helped} recommendations helped, {without} requests have none.");
    }
}
