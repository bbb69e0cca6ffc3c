using CoexTools.Analysis;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Probing;
using CoexTools.Simulation;

namespace CoexTools.Tests.Probing;

/// <summary>What probes mean for predictions.</summary>
public sealed class ObservedNetworkTests
{
    private const string Both =
        "server Hub/Acme | server A/Acme | server B/Acme | doc BTEx; both=A/Acme | doc BTEx; both=B/Acme";
    private const string Own =
        "group LocalDomainServers = x | acl -Default-: reader | server Hub/Acme | server A/Acme | server B/Acme"
        + " | doc BTEx; both=A/Acme; readers=Hub/Acme, A/Acme | doc BTEx; both=B/Acme; readers=Hub/Acme, B/Acme";

    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Theory]
    [InlineData(ProbeStatus.Up, FreeBusyStatus.Answered, "A/Acme")]
    [InlineData(ProbeStatus.NameDiffers, FreeBusyStatus.Answered, "B/Acme")]
    [InlineData(ProbeStatus.NotDomino, FreeBusyStatus.Answered, "B/Acme")]
    [InlineData(ProbeStatus.Silent, FreeBusyStatus.Answered, "B/Acme")]
    [InlineData(ProbeStatus.Refused, FreeBusyStatus.Answered, "B/Acme")]
    [InlineData(ProbeStatus.TimedOut, FreeBusyStatus.Answered, "B/Acme")]
    [InlineData(ProbeStatus.NameNotFound, FreeBusyStatus.Answered, "B/Acme")]
    public void A_server_is_down_unless_it_was_up(ProbeStatus status, FreeBusyStatus expected, string server)
    {
        FreeBusyPathResult result = FreeBusy(Own, Probe("A/Acme", status));
        Assert.Equal((expected, server), (result.Status, result.Server));
    }

    [Fact]
    public void Each_step_that_depends_on_a_probe_is_observed_at_its_time()
    {
        FreeBusyPathResult result = FreeBusy(
            Both, Probe("A/Acme", ProbeStatus.Refused), Probe("B/Acme", ProbeStatus.Up));
        Assert.Equal(FreeBusyStatus.NotRelayed, result.Status);
        Assert.Equal(
            [
                ("CC1", Basis.Documented, null), ("CC4", Basis.Observed, Now), ("CC4", Basis.Documented, null),
                ("CC1", Basis.Documented, null),
                ("CC6", Basis.Observed, (DateTimeOffset?)Now),
            ],
            result.Hop.Select(hop => (hop.Rule, hop.Basis, hop.Time)));
        Assert.Equal(["NotProbed: Hub/Acme", "MayBeBusy: B/Acme"], Observed(result.Assumption));
        Assert.Equal(
            "Hub/Acme [CC4] cannot reach A/Acme, and tries the next entry (observed 2026-03-04 05:06 UTC)",
            result.Hop[1].ToString());
    }

    [Fact]
    public void An_outage_that_was_specified_is_not_observed()
    {
        var network = new NetworkState([new NotesName("A/Acme")], observed: Observe(Probe("B/Acme", ProbeStatus.Up)));
        FreeBusyPathResult result = Requests.FreeBusy(Sketch.View(Own), "Hub/Acme", network);
        Assert.Equal("B/Acme", result.Server);
        Assert.DoesNotContain(Basis.Observed, result.Hop.Select(hop => hop.Basis));
        Assert.All(result.Hop, hop => Assert.Null(hop.Time));
    }

    [Fact]
    public void What_is_specified_and_what_was_observed_are_down_together()
    {
        var network =
            new NetworkState([new NotesName("B/Acme")], observed: Observe(Probe("A/Acme", ProbeStatus.Refused)));
        FreeBusyPathResult result = Requests.FreeBusy(Sketch.View(Own), "Hub/Acme", network);
        Assert.Equal(FreeBusyStatus.Unreachable, result.Status);
        Assert.Equal([false, true, false, true], result.Hop.Select(hop => hop.Basis == Basis.Observed));
    }

    [Theory]
    [InlineData("Hub/Acme", FreeBusyStatus.OriginDown, MailStatus.OriginDown, "CC8", "RT7")]
    [InlineData("A/Acme, B/Acme", FreeBusyStatus.Unreachable, MailStatus.Retrying, "CC4", "RT3")]
    public void Requests_that_an_observed_outage_ends_say_so(
        string down, FreeBusyStatus freeBusy, MailStatus mail, string rule, string mailRule)
    {
        ServerProbe[] probes = [.. Sketch.List(down).Select(server => Probe(server, ProbeStatus.TimedOut))];
        FreeBusyPathResult path = FreeBusy(Own, probes);
        MailRouteResult route = Mail(Own, probes);
        Assert.Equal((freeBusy, mail), (path.Status, route.Status));
        Assert.Equal((rule, Basis.Observed, Now), (path.Hop[^1].Rule, path.Hop[^1].Basis, path.Hop[^1].Time));
        Assert.Equal((mailRule, Basis.Observed, Now), (route.Hop[^1].Rule, route.Hop[^1].Basis, route.Hop[^1].Time));
    }

    [Fact]
    public void A_server_that_is_named_in_its_own_table_depends_on_the_first_entry()
    {
        FreeBusyPathResult result = Requests.FreeBusy(
            Sketch.View(Both), "B/Acme", new NetworkState(observed: Observe(Probe("A/Acme", ProbeStatus.Silent))));
        Assert.Equal(("CC5", Basis.Observed, Now), (result.Hop[^1].Rule, result.Hop[^1].Basis, result.Hop[^1].Time));
    }

    [Fact]
    public void SMTP_is_the_connection_of_mail_and_HTTP_that_of_free_busy()
    {
        ServerProbe smtp = Probe("mail.acme.example", ProbeStatus.Unavailable, ProbeProtocol.Smtp);
        ServerProbe http = Probe("mail.acme.example", ProbeStatus.Refused, ProbeProtocol.Http);
        Assert.Equal(MailStatus.Held, Mail(Own, smtp).Status);
        Assert.Equal(MailStatus.Delivered, Mail(Own, http).Status);
        Assert.Equal(FreeBusyStatus.ExchangeUnreachable, FreeBusy(Own, http).Status);
        Assert.Equal(FreeBusyStatus.Answered, FreeBusy(Own, smtp).Status);
        Assert.Equal(("RT6", Basis.Observed, Now), Last(Mail(Own, smtp)));
        Assert.Equal(("CC7", Basis.Observed, Now), Last(FreeBusy(Own, http)));
        // What was not probed.
        Assert.Contains("NotProbed: A/Acme SMTP", Mail(Own, http).Assumption);
        Assert.Contains("NotProbed: A/Acme HTTP", FreeBusy(Own, smtp).Assumption);
        Assert.DoesNotContain("NotProbed: A/Acme SMTP", Mail(Own, smtp).Assumption);
        Assert.DoesNotContain("NotProbed: A/Acme HTTP", FreeBusy(Own, http).Assumption);

        static (string, Basis, DateTimeOffset?) Last(PathResult result) =>
            (result.Hop[^1].Rule, result.Hop[^1].Basis, result.Hop[^1].Time);
    }

    [Fact]
    public void A_host_is_up_if_all_its_pages_are_and_the_connection_if_one_host_is()
    {
        ServerProbe up = Probe("ex1", ProbeStatus.Up, ProbeProtocol.Http, page: "ews");
        ServerProbe half = Probe("ex1", ProbeStatus.UnexpectedAnswer, ProbeProtocol.Http, page: "autodiscover");
        ServerProbe other = Probe("ex2", ProbeStatus.Up, ProbeProtocol.Http);
        Assert.Equal(FreeBusyStatus.ExchangeUnreachable, FreeBusy(Own, up, half).Status);
        FreeBusyPathResult result = FreeBusy(Own, up, half, other);
        Assert.Equal(FreeBusyStatus.Answered, result.Status);
        Assert.Contains("ExchangePartlyDown: ex1", result.Assumption);
    }

    [Fact]
    public void A_rejected_certificate_does_not_mean_that_Exchange_is_down()
    {
        FreeBusyPathResult result = FreeBusy(Own, Probe("ex1", ProbeStatus.CertificateInvalid, ProbeProtocol.Http));
        Assert.Equal(FreeBusyStatus.Answered, result.Status);
        Assert.Contains("CertificateInvalid: ex1", result.Assumption);
    }

    [Fact]
    public void The_last_probe_counts()
    {
        ServerProbe before = Probe("A/Acme", ProbeStatus.Refused);
        ServerProbe after = Probe("A/Acme", ProbeStatus.Up, minutes: 1);
        Assert.Equal("A/Acme", FreeBusy(Own, after, before).Server);
        Assert.Equal("A/Acme", FreeBusy(Own, before, after).Server);
        ServerProbe mail = Probe("mail", ProbeStatus.Refused, ProbeProtocol.Smtp);
        Assert.Equal(
            MailStatus.Delivered, Mail(
                Own, mail, Probe("mail", ProbeStatus.Up, ProbeProtocol.Smtp, minutes: 1)).Status);
    }

    [Fact]
    public void Without_probes_nothing_is_assumed()
    {
        FreeBusyPathResult result = Requests.FreeBusy(Sketch.View(Own), "Hub/Acme", NetworkState.AllUp);
        Assert.Empty(Observed(result.Assumption));
        // With an empty list of probes, nothing was probed.
        Assert.Equal(["NotProbed: Hub/Acme", "NotProbed: A/Acme", "NotProbed: A/Acme HTTP"], Observed(
            FreeBusy(Own).Assumption));
    }

    [Fact]
    public void A_connection_that_was_specified_to_be_down_need_not_be_probed()
    {
        var network = new NetworkState(httpDown: [new NotesName("A/Acme")], observed: Observe());
        FreeBusyPathResult result = Requests.FreeBusy(Sketch.View(Own), "Hub/Acme", network);
        Assert.Equal(FreeBusyStatus.ExchangeUnreachable, result.Status);
        Assert.Equal(["NotProbed: Hub/Acme", "NotProbed: A/Acme"], Observed(result.Assumption));
        Assert.NotEqual(Basis.Observed, result.Hop[^1].Basis);
    }

    [Fact]
    public void The_origin_is_not_said_to_be_perhaps_busy()
    {
        FreeBusyPathResult result = FreeBusy(Own, Probe("Hub/Acme", ProbeStatus.Up), Probe("A/Acme", ProbeStatus.Up));
        Assert.Equal(["MayBeBusy: A/Acme", "NotProbed: A/Acme HTTP"], Observed(result.Assumption));
    }

    [Fact]
    public void A_busy_server_is_not_said_to_be_perhaps_busy()
    {
        var network = new NetworkState(
            busy: [new NotesName("A/Acme")], observed: Observe(Probe("A/Acme", ProbeStatus.Up)));
        FreeBusyPathResult result = Requests.FreeBusy(Sketch.View(Own), "Hub/Acme", network);
        Assert.Equal(FreeBusyStatus.Busy, result.Status);
        Assert.DoesNotContain("MayBeBusy: A/Acme", result.Assumption);
    }

    [Fact]
    public void A_comparison_keeps_down_what_was_down()
    {
        DirectorySnapshot both = Sketch.Directory(Both);
        DirectorySnapshot own = Sketch.Directory(Own);
        (Request, Request) pair = (Of(both), Of(own));
        List<CoexistencePathDifference> Compare(Observations? observed) =>
            [.. PathComparison.Compare([pair], new OutageScope(), 1, null, null, CancellationToken.None, observed)];
        Assert.Contains(Compare(null), difference => difference.Failure.SequenceEqual(["A/Acme"]));
        List<CoexistencePathDifference> differences = Compare(Observe(Probe("A/Acme", ProbeStatus.Refused)));
        CoexistencePathDifference gained = Assert.Single(
            differences, difference => difference.Change == PathChange.Gained);
        Assert.Empty(gained.Failure);
        Assert.Equal(("NotRelayed", "Answered"), (gained.Before.StatusName, gained.After.StatusName));
        Assert.Contains(Basis.Observed, gained.After.Hop.Select(hop => hop.Basis));
        // It does not fail once more.
        Assert.DoesNotContain(differences, difference => difference.Failure.Contains("A/Acme"));

        static Request Of(DirectorySnapshot directory) =>
            new(Sketch.View(directory, "BTEx"), CoexistenceService.FreeBusy, new NotesName("Hub/Acme"));
    }

    private static FreeBusyPathResult FreeBusy(string directory, params ServerProbe[] probes) =>
        Requests.FreeBusy(Sketch.View(directory), "Hub/Acme", new NetworkState(observed: Observe(probes)));

    private static MailRouteResult Mail(string directory, params ServerProbe[] probes) =>
        Requests.Mail(Sketch.View(directory), "Hub/Acme", MailKind.Mail, new NetworkState(observed: Observe(probes)));

    private static Observations Observe(params ServerProbe[] probes) => ObservedNetwork.Of(probes, name => name);

    private static string[] Observed(IEnumerable<string> assumptions) =>
        [.. assumptions.Where(assumption => assumption.StartsWith("NotProbed") || assumption.StartsWith("MayBeBusy"))];

    private static ServerProbe Probe(
        string server, ProbeStatus status, ProbeProtocol protocol = ProbeProtocol.Nrpc, string page = "",
        int minutes = 0) =>
        new(
            server, server + page, 1352, "Address", protocol, status, null, null, Now.AddMinutes(
                minutes), "It was probed.", null);
}

/// <summary>Where the address of a Domino server comes from.</summary>
public sealed class ServerAddressTests
{
    private static readonly NotesName Server = new("DominoA/Acme");

    [Theory]
    [InlineData("h.example", "n.example", "s.example", "s.example:1352 Address")]
    [InlineData("h.example", "n.example", null, "h.example:1352 SMTPFullHostDomain")]
    [InlineData(" ", "n.example:99", null, "n.example:99 NetAddr_0")]
    [InlineData(null, null, null, "DominoA:1352 CommonName")]
    [InlineData(null, " ", null, "DominoA:1352 CommonName")]
    [InlineData("not a host", null, null, "not a host:1352 SMTPFullHostDomain")]
    public void The_specified_address_comes_first_and_then_the_Server_document(
        string? host, string? network, string? specified, string expected)
    {
        ServerSettings settings = network is null
            ? ServerSettings.None : ServerSettings.Of([("NetAddr_0", (IReadOnlyList<string>)[network])]);
        var document = new DominoServer(Server, "Acme", host, clusterName: null, settings);
        HostAddress? address = specified is null ? null : HostAddress.Parse(specified, 1352);
        Assert.Equal(expected, Describe(ProbeTarget.OfServer(Server, address, [document], 1352)));
    }

    [Fact]
    public void A_server_without_a_document_is_probed_by_its_common_name() =>
        Assert.Equal(
            "DominoA:99 CommonName", Describe(ProbeTarget.OfServer(Server, specified: null, documents: [], 99)));

    private static string Describe(ProbeTarget target) => $"{target.Host}:{target.Port} {target.AddressSource}";
}
