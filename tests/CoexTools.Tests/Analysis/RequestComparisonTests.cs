using CoexTools.Analysis;
using CoexTools.Model;
using CoexTools.Simulation;
using CsCheck;

namespace CoexTools.Tests;

/// <summary>
/// The requests that a change loses, found with one server for all equivalent ones, are those that the oracle finds one
/// by one.
/// </summary>
public sealed class RequestComparisonTests
{
    private const string A = AuditSketch.DocumentA;
    private const string B = AuditSketch.DocumentB;

    [Fact]
    public void A_change_that_changes_nothing_loses_nothing() => Assert.Empty(Lost(AuditSketch.Good, AuditSketch.Good));

    [Fact]
    public void A_loss_is_named_in_one_line()
    {
        // Only the calendar server is admitted, so that DominoA passes mail for DominoB back to it.
        string before = $"{AuditSketch.Servers} | {AuditSketch.Rest} | doc BTEx; mail=DominoA/Acme; cal=DominoB/Acme"
            + " | doc BTEx; both=DominoB/Acme; readers=DominoA/Acme, DominoB/Acme";
        string after = before.Replace("cal=DominoB/Acme |", "cal=DominoB/Acme; readers=DominoB/Acme, Hub01/Acme |");
        Assert.NotEqual(before, after);
        IReadOnlyList<ChangedRequest> lost = Lost(before, after);
        Assert.Contains(
            "Mail for 'BTEx' from Hub01/Acme with everything up: Delivered at DominoA/Acme before, Loop at "
                + "DominoA/Acme after", Told(lost));
        Assert.Contains(
            "Mail for 'BTEx' from DominoA/Acme with the link to DominoB/Acme down: Delivered at DominoA/Acme before, "
                + "Retrying at DominoA/Acme after",
            Told(lost));
        Assert.Contains(
            "Mail for 'BTEx' from Mail01/Acme with everything up: Delivered at DominoA/Acme before, NoRoute at "
                + "Mail01/Acme after", Told(lost));
    }

    [Fact]
    public void A_domain_that_disappears_loses_all_its_answers()
    {
        IReadOnlyList<ChangedRequest> lost = Lost(AuditSketch.Good, AuditSketch.Good.Replace(A, "").Replace(B, ""));
        ChangedRequest all = lost.First(
            loss => loss.Service == CoexistenceService.FreeBusy && loss.Outage == "everything up"
                && loss.Before == "Answered at DominoA/Acme");
        Assert.Equal(
            "Free/busy for 'BTEx' from Hub01/Acme, Mail01/Acme with everything up: "
            + "Answered at DominoA/Acme before, NoDomainDocument at the origin after", all.ToString());
        Assert.Empty(Lost(AuditSketch.Good.Replace(A, "").Replace(B, ""), AuditSketch.Good));
    }

    [Fact]
    public void Many_servers_are_counted_and_the_first_is_named()
    {
        string many = string.Join(" | ", Enumerable.Range(0, 1200).Select(i => $"server Plain{i}/Acme"))
            + " | doc BTEx; both=DominoA/Acme";
        ChangedRequest loss = Lost(many, many.Replace("both=", "mail="))
            .First(loss => loss.Outage == "everything up" && loss.Origins.Count > 1);
        Assert.Equal(
            "Free/busy for 'BTEx' from 1,200 servers (Plain0/Acme, ...) with everything up: "
            + "Answered at DominoA/Acme before, NoCalendarServer at the origin after",
            loss.ToString());
        Assert.Equal(1200, loss.Origins.Count);
    }

    [Fact]
    public void All_domains_of_the_directory_are_compared()
    {
        string two = "server Hub01/Acme | doc One; both=DominoA/Acme | doc Two; both=DominoB/Acme";
        DirectorySnapshot before = Sketch.Directory(two);
        DirectorySnapshot after = Sketch.Directory(two.Replace("both=", "X="));
        Assert.Equal(["One", "Two"], RequestComparison.Lost(before, after, CancellationToken.None)
            .Select(loss => loss.Domain).Distinct());
    }

    [Fact]
    public void A_server_that_documents_name_only_after_the_change_is_compared_too()
    {
        const string Start = "server Hub01/Acme | group LocalDomainServers (4) = Hub01/Acme, DominoA/Acme, New/Acme | ";
        Assert.Contains(
            "Mail for 'BTEx' from New/Acme with everything up: Delivered at DominoA/Acme before, NoRoute at "
                + "New/Acme after",
            Told(Lost(
                Start + "doc BTEx; both=DominoA/Acme; readers=LocalDomainServers", Start
                    + "doc BTEx; both=New/Acme; readers=Hub01/Acme")));
    }

    // A new primary that others see brings the gap: with it down, the other server sees it first and does not relay.
    [Fact]
    public void A_server_that_starts_to_serve_may_fail_where_another_goes_on()
    {
        const string One = "server Hub01/Acme | doc BTEx; both=DominoB/Acme; at=20250301T000000,00+00";
        IReadOnlyList<ChangedRequest> lost =
            Lost(One, One + " | doc BTEx; both=DominoA/Acme; at=20250302T000000,00+00");
        Assert.Contains(
            "Free/busy for 'BTEx' from Hub01/Acme with DominoA/Acme down: Answered at DominoB/Acme before, NotRelayed "
                + "at DominoB/Acme after",
            Told(lost));
        Assert.DoesNotContain(
            Lost(One, One.Replace("DominoB", "DominoC")), loss => loss.Outage.Contains("DominoC/Acme down"));
    }

    [Fact]
    public void A_change_that_is_meant_to_move_the_primary_is_compared_in_the_new_order()
    {
        const string Two =
            "server Hub01/Acme | doc BTEx; both=DominoA/Acme; at=20250302T000000,00+00 | doc BTEx; both=DominoB/Acme; "
                + "at=20250301T000000,00+00";
        string moved = Two.Replace("20250301", "20250303");
        Assert.Contains(Lost(Two, moved), loss => loss.Outage == "the HTTP connection of DominoB/Acme down");
        Assert.DoesNotContain(
            RequestComparison.Lost(
                Sketch.Directory(Two), Sketch.Directory(moved), CancellationToken.None, Sketch.Directory(moved)),
            loss => loss.Outage.Contains("connection of"));
    }

    [Fact]
    public void On_random_directories_and_edits_the_losses_are_those_of_the_oracle()
    {
        int edited = 0, losing = 0, grouped = 0;
        Gen.Select(new DirectoryGen(), Gen.Int).Sample(
            (made, seed) =>
            {
                var random = new Random(seed);
                PlainDirectory before = made.Directory with
                {
                    Servers = [
                        .. made.Directory.Servers, .. Enumerable.Range(0, random.Next(4))
                            .Select(i => Plain($"Plain{i}/Acme"))],
                };
                PlainDirectory after = Edit(before, random);
                PlainDirectory? inNewOrder = random.Next(3) == 0
                    ? before with { Documents = [.. before.Documents.Select(document => Touch(document, random))] }
                    : null;
                IReadOnlyList<ChangedRequest> lost = RequestComparison.Lost(
                    DxlText.Read(before), DxlText.Read(after), CancellationToken.None, inNewOrder is null
                        ? null : DxlText.Read(inNewOrder));
                List<string> found = [.. OneByOne(lost)
                    .Select(
                        loss => Key(
                            loss.Domain, loss.Service, loss.Origins[0].Abbreviated, loss.Outage, loss.Before,
                            loss.After))];
                Assert.Equal(Expected(before, after, inNewOrder ?? before).Order(), found.Order());
                Interlocked.Increment(ref edited);
                Interlocked.Add(ref losing, lost.Count > 0 ? 1 : 0);
                Interlocked.Add(ref grouped, lost.Any(loss => loss.Origins.Count > 2) ? 1 : 0);
            },
            iter: Repetitions.Of(1_500, divisor: 3), print: made => DxlText.Of(made.Item1.Directory) + made.Item2,
            writeLine: TestContext.Current.TestOutputHelper!.WriteLine);
        Assert.True(
            losing > Repetitions.Of(300, divisor: 3) && grouped > Repetitions.Of(100, divisor: 3),
            $"{edited} edits, {losing} of them lose answers, {grouped} from many servers");
    }

    private static IReadOnlyList<ChangedRequest> Lost(string before, string after) =>
        RequestComparison.Lost(Sketch.Directory(before), Sketch.Directory(after), CancellationToken.None);

    private static IEnumerable<string> Told(IReadOnlyList<ChangedRequest> lost) =>
        OneByOne(lost).Select(loss => loss.ToString());

    private static IEnumerable<ChangedRequest> OneByOne(IReadOnlyList<ChangedRequest> lost) =>
        from loss in lost
        from origin in loss.Origins
        let name = origin.Abbreviated
        select loss with
        {
            Origins = [origin],
            Before = loss.Before.Replace(
            "the origin", name),
            After = loss.After.Replace("the origin", name)
        };

    private static Written Plain(string name) => new(name, name);

    // Every request, one by one, by the rules' text alone.
    private static List<string> Expected(PlainDirectory before, PlainDirectory after, PlainDirectory moved)
    {
        (RuleOracle Was, RuleOracle Is)[] oracles =
            [(new(before), new(after)), (new(ByRevised(before)), new(ByRevised(after)))];
        var movedOracle = new RuleOracle(moved);
        List<string> anywhere = Named(before.Documents, oracles[0].Was);
        List<string> origins =
        [
            .. before.Servers.Concat(after.Servers).Select(server => server.Name).Concat(anywhere)
                .Concat(Named(after.Documents, oracles[0].Is))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        var lost = new Dictionary<string, string>();
        foreach (string domain in oracles[0].Was.Domains)
        {
            List<string> serving = Named(
                before.Documents.Where(document => Same(document.Domain.Name, domain)), oracles[0].Was);
            List<string> then = Named(
                after.Documents.Where(document => Same(document.Domain.Name, domain)), oracles[0].Is);
            List<string> failing = then.Intersect(serving, StringComparer.OrdinalIgnoreCase).Any()
                ? [.. serving.Union(then, StringComparer.OrdinalIgnoreCase)] : serving;
            foreach (string origin in origins)
            {
                foreach ((RuleOracle was, RuleOracle becomes) in oracles)
                {
                    foreach ((string outage, PlainNetwork network) in Failures(origin, failing))
                        Compare(domain, origin, outage, network, was, becomes, Enum.GetValues<CoexistenceService>());
                }
                if (anywhere.Contains(origin, StringComparer.OrdinalIgnoreCase))
                    continue;
                foreach (string server in serving)
                {
                    Compare(
                        domain, origin, $"the HTTP connection of {server} down",
                        new PlainNetwork([], [], [], [server], []), movedOracle,
                        oracles[0].Is, CoexistenceService.FreeBusy);
                    Compare(
                        domain, origin, $"the SMTP connection of {server} down",
                        new PlainNetwork([], [], [], [], [server]), movedOracle,
                        oracles[0].Is, CoexistenceService.Mail, CoexistenceService.Calendar);
                }
            }
        }
        return [.. lost.Values];

        void Compare(
            string domain, string origin, string outage, PlainNetwork network, RuleOracle was, RuleOracle becomes,
            params CoexistenceService[] services)
        {
            foreach (CoexistenceService service in services)
            {
                OracleAnswer old = Ask(was, service, network);
                OracleAnswer now = Ask(becomes, service, network);
                if (old.Status is "Answered" or "Delivered" && now.Status is not ("Answered" or "Delivered")
                    && was.MustKeep(domain, origin, network, network => Ask(was, service, network)))
                    lost.TryAdd(
                        Key(domain, service, origin, outage, "", ""),
                        Key(
                            domain, service, origin, outage, $"{old.Status} at {old.Server}",
                            $"{now.Status} at {now.Server}"));
            }

            OracleAnswer Ask(RuleOracle oracle, CoexistenceService service, PlainNetwork network) =>
                service == CoexistenceService.FreeBusy
                ? oracle.FreeBusy(origin, domain, network)
                : oracle.Mail(origin, domain, service == CoexistenceService.Calendar, network);
        }
    }

    private static IEnumerable<(string Outage, PlainNetwork Network)> Failures(string origin, List<string> failing)
    {
        yield return ("everything up", new PlainNetwork([], [], [], [], []));
        foreach (string server in failing.Where(server => !Same(server, origin)))
        {
            yield return ($"{server} down", new PlainNetwork([server], [], [], [], []));
            yield return ($"the link to {server} down", new PlainNetwork([], [], [(origin, server)], [], []));
            foreach (string other in failing.Where(
                other => !Same(other, origin) && StringComparer.OrdinalIgnoreCase.Compare(other, server) > 0))
                yield return ($"the link between {server} and {other} down",
                    new PlainNetwork([], [], [(other, server)], [], []));
        }
    }

    private static string Key(
        string domain, CoexistenceService service, string origin, string outage, string before, string after) =>
            $"{service} {domain} from {origin} with {outage}: {before}, {after}".ToUpperInvariant();

    private static List<string> Named(IEnumerable<PlainDocument> documents, RuleOracle oracle) =>
    [
        .. documents.SelectMany(document => new[] { document.MailServer?.Name, document.CalendarServer?.Name })
            .OfType<string>()
            .Where(name => name.Length > 0).Select(oracle.ServerOf).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static PlainDirectory ByRevised(PlainDirectory directory) =>
        directory
            with
        {
            Documents = [
                .. directory.Documents.Select(document => document with { Modified = document.Revised })]
        };

    // One to three things that a command or an administrator does.
    private static PlainDirectory Edit(PlainDirectory directory, Random random)
    {
        for (int i = 1 + random.Next(3); i > 0; i--)
        {
            if (directory.Documents.Count == 0)
                return directory;
            List<PlainDocument> documents = [.. directory.Documents];
            int at = random.Next(documents.Count);
            PlainDocument document = documents[at];
            PlainDocument another = documents[random.Next(documents.Count)];
            switch (random.Next(8))
            {
                case 0:
                    documents.RemoveAt(at);
                    break;
                case 1:
                    documents[at] = Touch(document, random);
                    break;
                case 2:
                    documents[at] = document
                        with
                    { Items = [.. document.Items.Where(item => item.Name != "DocumentAccess")] };
                    break;
                case 3:
                    documents[at] = document
                        with
                    { CalendarServer = random.Next(3) == 0 ? null : another.MailServer ?? Plain("New/Acme") };
                    break;
                case 4:
                    documents[at] = document
                        with
                    { MailServer = random.Next(3) == 0 ? null : another.CalendarServer ?? Plain("New/Acme") };
                    break;
                case 5:
                    Written[] named = [.. new[] { document.CalendarServer, document.MailServer }.OfType<Written>()];
                    documents[at] = document with { Items = [new PlainItem("$Readers", true, false, named)] };
                    break;
                case 6 when directory.Groups.Count > 0:
                    directory = directory with { Groups = [.. directory.Groups.Skip(1)] };
                    break;
                default:
                    string unid = $"FFFFFFFFFFFFFFFFFFFFFFFFFFFF{i:0000}";
                    documents.Add(
                        document
                            with
                        { Unid = unid, MailServer = Plain("New/Acme"), CalendarServer = Plain("New/Acme") });
                    break;
            }
            directory = directory with { Documents = documents };
        }
        return directory;
    }

    private static PlainDocument Touch(PlainDocument document, Random random)
    {
        var time = new DateTime(2026, 1, 1 + random.Next(20), 12, 0, 0, DateTimeKind.Utc);
        var plain = new PlainTime(time.Ticks, time.ToString("yyyyMMdd'T'HHmmss',00+00'"), true);
        return document with { Modified = plain, Revised = plain };
    }
}
