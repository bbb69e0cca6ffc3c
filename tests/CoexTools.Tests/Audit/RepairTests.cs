using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CsCheck;

namespace CoexTools.Tests;

/// <summary>What a repair gives, and that it never takes an answer away.</summary>
public sealed class RepairTests
{
    private const string A = AuditSketch.DocumentA;
    private const string B = AuditSketch.DocumentB;

    [Theory]
    [InlineData("no-security.dxl", "DominoA/Acme")]
    [InlineData("security-on.dxl", "DominoA/Acme")]
    [InlineData("security-on-then-edited.dxl", "DominoB/Acme")]
    public void Once_repaired_everything_survives_every_single_failure(string file, string primary)
    {
        RepairPlan plan = AuditSketch.Repair(AuditSketch.Scenario(file));
        Assert.Empty(plan.Problems);
        Assert.Empty(plan.Lost);
        DirectorySnapshot after = plan.Change.After;
        Assert.Equal(primary, after.InOrder(OrderBy.Modified).First().CalendarServer);
        AssertSurvives(after);
        Assert.DoesNotContain(new DirectoryAudit(after).Failures(CancellationToken.None), finding => finding.IsProblem);
        Assert.All(
            after.Unordered, document =>
                Assert.Equal(["Servers Only", "LocalDomainAdmins", document.CalendarServer!], document.Readers));
        Assert.Empty(AuditSketch.Repair(after).Change.Saves);
    }

    [Fact]
    public void A_refused_domain_is_left_alone()
    {
        var options = new RepairOptions { Now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) };
        DirectorySnapshot directory = AuditSketch.Scenario("security-on.dxl");
        Assert.NotEmpty(RepairPlan.Make(directory, options, CancellationToken.None).Change.Saves);
        Assert.Empty(RepairPlan.Make(
            directory, options with { RefusedDomains = ["btex"] }, CancellationToken.None).Change.Saves);
    }

    [Fact]
    public void What_is_right_is_left_alone() =>
        Assert.Empty(AuditSketch.Repair(AuditSketch.Scenario("security-on-field-removed.dxl")).Change.Saves);

    [Theory]
    [InlineData("no-security.dxl")]
    [InlineData("security-on-field-removed.dxl")]
    public void The_primary_can_be_chosen(string file)
    {
        RepairPlan plan = AuditSketch.Repair(AuditSketch.Scenario(file), primary: ["DominoB/Acme"]);
        Assert.Empty(plan.Problems);
        Assert.Equal(["DominoB/Acme", "DominoA/Acme"], plan.Change.After.InOrder(OrderBy.Modified)
            .Select(document => document.CalendarServer));
        AssertSurvives(plan.Change.After);
        Assert.Empty(AuditSketch.Repair(plan.Change.After, primary: ["DominoB/Acme"]).Change.Saves);
    }

    [Fact]
    public void Without_the_field_a_server_that_only_the_field_admitted_is_written_among_the_readers()
    {
        DirectorySnapshot directory = AuditSketch.Spoilt(
            A, A.Replace("Servers Only, ", "") + "; authors=[NetModifier]");
        RepairPlan plan = AuditSketch.Repair(directory);
        Assert.Empty(plan.Problems);
        Assert.Equal(["Servers Only", "LocalDomainAdmins", "DominoA/Acme"], plan.Change.After.InOrder(OrderBy.Modified)
            .First().Readers);
        AssertSurvives(plan.Change.After);
    }

    [Fact]
    public void Servers_of_another_domain_keep_their_answers()
    {
        DirectorySnapshot directory = Sketch.Directory(
            (AuditSketch.Good + " | " + A + " | " + B).Replace("readers=Servers Only, LocalDomainAdmins, ", "X=")
            + " | doc Other; both=CN=OtherA/O=Acme; GatewayMailFile=mail.box; CalendarSystem=mail.box"
            + " | doc Other; both=CN=OtherB/O=Acme; GatewayMailFile=mail.box; CalendarSystem=mail.box");
        RepairPlan plan = AuditSketch.Repair(directory);
        Assert.Empty(plan.Problems);
        Assert.All(
            plan.Change.After.Unordered.Where(document => document.Domain == "BTEx"), document => Assert.Contains(
                "OtherA/Acme", document.Readers));
        AssertSurvives(plan.Change.After);
    }

    [Fact]
    public void Names_are_written_canonical_and_equal_times_parted()
    {
        DirectorySnapshot directory = Sketch.Directory(
            AuditSketch.Good.Replace("CN=DominoA/O=Acme", "DominoA/Acme").Replace(B, B + "; at=20250328T093015,12+00"));
        RepairPlan plan = AuditSketch.Repair(directory);
        Assert.Empty(plan.Problems);
        Assert.Equal(
            ["Servers Only", "LocalDomainAdmins", "CN=DominoA/O=Acme"],
            plan.Change.After.InOrder(OrderBy.Modified).First().Document.Values("$Readers"));
        Assert.DoesNotContain(
            new DirectoryAudit(plan.Change.After).Failures(CancellationToken.None), finding => finding.IsProblem);
    }

    [Theory]
    [InlineData(AuditSketch.ServersOnly, "group Servers Only (4) = Mail Servers, DominoA/Acme", "ServerGroupNotFound")]
    [InlineData(
        "group LocalDomainAdmins (0) = Ada Admin/Acme", "group LocalDomainAdmins (0) = Hub01/Acme",
        "AdminGroupNotFound")]
    public void Without_a_group_nothing_is_written(string text, string by, string error)
    {
        DirectorySnapshot directory = Sketch.Directory(
            AuditSketch.Good.Replace("; readers=Servers Only, LocalDomainAdmins, CN=Domino", "; X=Y")
                .Replace(text, by));
        RepairPlan plan = AuditSketch.Repair(directory);
        Assert.Equal(error, Assert.Single(plan.Problems).Error.ErrorId);
        Assert.Empty(plan.Change.Saves);
    }

    [Theory]
    [InlineData(AuditSketch.DocumentA, "; at=none; revised=none", "DominoB/Acme")] // Last, for OR3.
    [InlineData(AuditSketch.DocumentB, "; at=none; revised=none", "DominoA/Acme")]
    [InlineData(AuditSketch.DocumentB, "; at=none", "DominoA/Acme")]
    public void Documents_without_a_time_are_saved_in_their_present_order(string document, string times, string primary)
    {
        DirectorySnapshot directory = AuditSketch.Spoilt(document, document + times);
        Assert.Equal(primary, directory.InOrder(OrderBy.Modified).First().CalendarServer);
        RepairPlan plan = AuditSketch.Repair(directory);
        Assert.Empty(plan.Problems);
        Assert.Equal(2, plan.Change.Saves.Count);
        Assert.Equal(
            directory.InOrder(OrderBy.Modified).Select(saved => saved.UniversalId),
            plan.Change.After.InOrder(OrderBy.Modified).Select(saved => saved.UniversalId));
        Assert.All(plan.Change.After.Unordered, saved => Assert.NotNull(saved.Modified));
        Assert.DoesNotContain(
            new DirectoryAudit(plan.Change.After).Failures(CancellationToken.None), finding => finding.IsProblem);
        Assert.Empty(AuditSketch.Repair(plan.Change.After).Change.Saves);
    }

    [Fact]
    public void A_group_that_does_not_exist_is_refused_and_a_person_is_not()
    {
        DirectorySnapshot directory = Sketch.Directory(
            AuditSketch.Good.Replace("; readers=Servers Only, LocalDomainAdmins, CN=Domino", "; X=Y"));
        RepairPlan plan = AuditSketch.Repair(directory, serverGroup: ["Servers Olny"], adminGroup: ["Admnis"]);
        Assert.Equal(
            [(null, "GroupNotFound", "Servers Olny"), (null, "GroupNotFound", "Admnis")],
            plan.Problems.Select(
                problem => (problem.Domain, problem.Error.ErrorId, (string)problem.Error.Target)));
        Assert.Empty(plan.Change.Saves);
        plan = AuditSketch.Repair(directory, serverGroup: ["Servers Only"], adminGroup: ["Ada Admin/Acme"]);
        Assert.Empty(plan.Problems);
        Assert.Contains("Ada Admin/Acme", plan.Change.After.Unordered[0].Readers);
    }

    // A group of any type that counts for access does, as long as it holds nothing but servers.
    [Theory]
    [InlineData("group Servers Only (0) = Mail Servers, Hub01/Acme", true)]
    [InlineData("group Servers Only (2) = Mail Servers, Hub01/Acme", true)]
    [InlineData("group Servers Only (1) = Mail Servers, Hub01/Acme", false)]
    [InlineData("group Servers Only (0) = Mail Servers, Hub01/Acme, Ada Admin/Acme", false)]
    [InlineData("group Servers Only (0) = Mail Servers, Hub01/Acme, Servers Only", true)]
    public void A_multi_purpose_group_of_servers_is_found_for_open_documents(string group, bool isFound)
    {
        RepairPlan plan = AuditSketch.Repair(Sketch.Directory(
            AuditSketch.Good.Replace("; readers=Servers Only, LocalDomainAdmins, CN=Domino", "; X=Y")
                .Replace(AuditSketch.ServersOnly, group)));
        if (!isFound)
        {
            Assert.Equal("ServerGroupNotFound", Assert.Single(plan.Problems).Error.ErrorId);
            return;
        }
        Assert.Empty(plan.Problems);
        Assert.All(plan.Change.After.Unordered, document => Assert.Contains("Servers Only", document.Readers));
        AssertSurvives(plan.Change.After);
    }

    // Hub01 sees B only, and so is answered while A does not reach Exchange: after a repair it would come to A first.
    [Fact]
    public void A_repair_that_loses_an_answer_is_refused_and_forced()
    {
        DirectorySnapshot directory = AuditSketch.Spoilt(A, A.Replace("Servers Only", "CN=Mail01/O=Acme"));
        RepairPlan plan = AuditSketch.Repair(directory);
        CoexException refusal = Assert.Single(plan.Problems).Error;
        Assert.Equal("AnswerLost", refusal.ErrorId);
        Assert.Contains(
            "Free/busy from Hub01/Acme would not reach Exchange with the HTTP connection of DominoA/Acme down "
                + "(ExchangeUnreachable)",
            refusal.Message);
        Assert.Contains(
            "Free/busy for 'BTEx' from Hub01/Acme with the HTTP connection of DominoA/Acme down: "
                + "Answered at DominoB/Acme before, ExchangeUnreachable at DominoA/Acme after", refusal.Lost);
        Assert.Empty(plan.Change.Saves);

        RepairPlan forced = AuditSketch.Repair(directory, mayLose: true);
        Assert.Empty(forced.Problems);
        Assert.NotEmpty(forced.Lost);
        Assert.NotEmpty(forced.Change.Saves);
    }

    // On whatever directory, with groups that are found or named: no server loses an answer, with everything up and
    // with any one server or link down, as individual requests of the library show.
    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 100)]
    public void No_answer_is_ever_lost_and_a_second_repair_does_nothing(bool namesGroups, int atLeast)
    {
        int repaired = 0;
        int divisor = namesGroups ? 6 : 3; // With groups, most directories are repaired, so half of them is enough.
        new DirectoryGen().Sample(made =>
        {
            PlainDirectory plain = made.Directory;
            if (namesGroups)
            {
                HashSet<string> coexistence =
                [
                    .. plain.Documents.SelectMany(
                        document => new[] { document.MailServer?.Name, document.CalendarServer?.Name })
                            .OfType<string>(),
                ];
                plain = plain with
                {
                    Groups =
                    [
                        .. plain.Groups,
                        new PlainGroup(
                            new Written("Named Servers", "Named Servers"), "4",
                            [.. plain.Servers.Where(server => !coexistence.Contains(server.Name))]),
                        new PlainGroup(
                            new Written("Named Admins", "Named Admins"), "0",
                            [new Written("Ada/Acme", "CN=Ada/O=Acme")]),
                    ],
                };
            }
            DirectorySnapshot before = DxlText.Read(plain);
            RepairPlan plan = namesGroups
                ? AuditSketch.Repair(before, serverGroup: ["Named Servers"], adminGroup: ["Named Admins"])
                : AuditSketch.Repair(before);
            Assert.Empty(plan.Lost);
            DirectorySnapshot after = plan.Change.After;
            if (plan.Change.Saves.Count > 0)
                Interlocked.Increment(ref repaired);
            foreach ((string domain, string origin, CoexistenceService service, Outage outage) in Questions(before))
            {
                if (Requests.Run(Sketch.View(before, domain), service, origin, outage.Network)
                    is { IsReached: true } was
                    && !new Request(Sketch.View(before, domain), service, new NotesName(origin)).Test(
                        outage.Network).Assumption
                        .Any(
                            assumption => assumption.StartsWith(
                                DomainVisibility.NoServerDocument, StringComparison.Ordinal)))
                {
                    Outcome now = Requests.Run(Sketch.View(after, domain), service, origin, outage.Network);
                    Assert.True(
                        now.IsReached, $"{service} for {domain} from {origin} with {outage}: was {was}, is {now}");
                }
            }
            RepairPlan again = namesGroups
                ? AuditSketch.Repair(after, serverGroup: ["Named Servers"], adminGroup: ["Named Admins"])
                : AuditSketch.Repair(after);
            Assert.Empty(again.Change.Saves);
        }, iter: Repetitions.Of(300, divisor), print: made => DxlText.Of(made.Directory),
            writeLine: TestContext.Current.TestOutputHelper!.WriteLine);
        Assert.True(repaired >= Repetitions.Of(atLeast, divisor), $"Only {repaired} directories could be repaired.");
        TestContext.Current.TestOutputHelper!.WriteLine($"{repaired} of {Repetitions.Of(300, divisor)} were repaired.");
    }

    private static IEnumerable<(string Domain, string Origin, CoexistenceService Service, Outage Outage)> Questions(
        DirectorySnapshot directory) =>
            from domain in directory.Domains.Select(domain => domain.Name)
            from origin in directory.Servers
            from outage in Outages(origin, directory.Servers)
            from service in CoexistenceServices.All
            select (domain, origin.Abbreviated, service, outage);

    // Everything up, one other server down, one link down.
    private static IEnumerable<Outage> Outages(NotesName origin, IReadOnlyList<NotesName> servers) =>
    [
        Outage.None,
        .. servers.Where(server => server != origin).Select(Outage.Down),
        .. servers.SelectMany((one, place) => servers.Skip(place + 1), Outage.LinkDown),
    ];

    private static void AssertSurvives(DirectorySnapshot directory)
    {
        foreach ((string domain, string origin, CoexistenceService service, Outage outage) in Questions(directory))
        {
            if (domain == "BTEx")
                Assert.True(
                    Requests.Run(Sketch.View(directory, domain), service, origin, outage.Network).IsReached,
                    $"{service} from {origin} with {outage}");
        }
    }
}
