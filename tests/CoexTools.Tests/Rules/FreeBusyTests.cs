using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>
/// CC1 to CC8. The servers are Hub, A, B and C; every document that a row does not restrict is seen by all.
/// </summary>
public class FreeBusyTests
{
    private const string Everybody = "group LocalDomainServers = x | acl -Default-: reader | ";
    private const string Both = "doc BTEx; both=A | doc BTEx; both=B";
    private const string Own = "doc BTEx; both=A; readers=Hub, A | doc BTEx; both=B; readers=Hub, B";

    private const string Several =
        "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.";
    private const string NoDocument = "Can't find domain document in Domino Directory for the scheduling request";
    private const string NoPath = "Unable to find path to server. Check that your network connection is working.";
    private const string TimedOut = "schedule request timed out";

    // Each row: the case, the documents, where, the network; then how it ends, where, by which rule, and who was
    // warned.
    [Theory]
    [InlineData(
        "CC1 only the documents that it sees", "doc BTEx; both=A; readers=A | doc BTEx; both=B", "Hub", "",
        FreeBusyStatus.Answered, "B",
        "CC7", "")]
    [InlineData(
        "CC1 only those with a calendar server", "doc BTEx; mail=A | doc BTEx; both=B", "Hub", "",
        FreeBusyStatus.Answered, "B", "CC7",
        "Hub, B")]
    [InlineData(
        "CC1 the calendar server, not the mail server", "doc BTEx; mail=A; cal=B", "Hub", "", FreeBusyStatus.Answered,
        "B", "CC7", "")]
    [InlineData(
        "CC1 a blank calendar server does not count", "doc BTEx; mail=A; cal=   ", "Hub", "",
        FreeBusyStatus.NoCalendarServer, "Hub", "CC3",
        "")]
    [InlineData("CC1 in order", "doc BTEx; both=A; at=20200101T000000Z | doc BTEx; both=B; at=20200102T000000Z",
        "Hub", "", FreeBusyStatus.Answered, "B", "CC7",
        "Hub, B")]
    [InlineData(
        "CC1 documents of other domains do not count", "doc BTEx; both=A | doc Other; both=B", "Hub", "",
        FreeBusyStatus.Answered, "A", "CC7",
        "")]
    [InlineData(
        "CC1 those whose names differ in case do", "doc BTEx; both=A | doc btex; both=B", "Hub", "",
        FreeBusyStatus.Answered, "A", "CC7",
        "Hub, A")]
    [InlineData(
        "CC2 at the origin and at the receiver", Both, "Hub", "", FreeBusyStatus.Answered, "A", "CC7", "Hub, A")]
    [InlineData("CC2 once where they are one", Both, "A", "", FreeBusyStatus.Answered, "A", "CC7", "A")]
    [InlineData("CC2 at the origin only", Own, "Hub", "", FreeBusyStatus.Answered, "A", "CC7", "Hub")]
    [InlineData(
        "CC2 at the receiver only", "doc BTEx; both=A | doc BTEx; both=B; readers=A, B", "Hub", "",
        FreeBusyStatus.Answered, "A", "CC7", "A")]
    [InlineData("CC2 documents without a calendar server count too", "doc BTEx; mail=A | doc BTEx; mail=B", "Hub", "",
        FreeBusyStatus.NoCalendarServer, "Hub", "CC3", "Hub")]
    [InlineData(
        "CC2 two documents for one server count too", "doc BTEx; both=A | doc BTEx; both=A", "Hub", "",
        FreeBusyStatus.Answered, "A", "CC7",
        "Hub, A")]
    [InlineData(
        "CC3 sees none", "doc BTEx; both=A; readers=A", "Hub", "", FreeBusyStatus.NoDomainDocument, "Hub", "CC3", "")]
    [InlineData(
        "CC3 none names a calendar server", "doc BTEx; mail=A", "Hub", "", FreeBusyStatus.NoCalendarServer,
        "Hub", "CC3", "")]
    [InlineData("CC4 the first that it reaches", Own, "Hub", "down=A", FreeBusyStatus.Answered, "B", "CC7", "Hub")]
    [InlineData(
        "CC4 a link that is down counts like a server", Own, "Hub", "link=A~Hub", FreeBusyStatus.Answered, "B",
        "CC7", "Hub")]
    [InlineData(
        "CC4 a link between others does not", Own, "Hub", "link=A~B", FreeBusyStatus.Answered, "A", "CC7", "Hub")]
    [InlineData("CC4 none", Own, "Hub", "down=A, B", FreeBusyStatus.Unreachable, "Hub", "CC4", "Hub")]
    [InlineData("CC4 a busy server is reached", Own, "Hub", "busy=A", FreeBusyStatus.Busy, "A", "CC4", "Hub")]
    [InlineData(
        "CC4 a busy one behind one that is down", Own, "Hub", "down=A; busy=B", FreeBusyStatus.Busy, "B", "CC4", "Hub")]
    [InlineData("CC4 a busy origin asks", Own, "Hub", "busy=Hub", FreeBusyStatus.Answered, "A", "CC7", "Hub")]
    [InlineData("CC5 first is the origin", Both, "A", "down=B", FreeBusyStatus.Answered, "A", "CC7", "A")]
    [InlineData("CC5 first is the origin, though busy", Both, "A", "busy=A", FreeBusyStatus.Answered, "A", "CC7", "A")]
    [InlineData("CC5 first is another, reached", Both, "B", "", FreeBusyStatus.Answered, "A", "CC7", "B, A")]
    [InlineData("CC5 first is another, busy", Both, "B", "busy=A", FreeBusyStatus.Busy, "A", "CC4", "B")]
    [InlineData("CC5 first is another, down", Both, "B", "down=A", FreeBusyStatus.NotRelayed, "B", "CC5", "B")]
    [InlineData(
        "CC5 first is another, its link is down", Both, "B", "link=B~A", FreeBusyStatus.NotRelayed, "B", "CC5", "B")]
    [InlineData(
        "CC5 only the first counts, even where a second could be reached", Both + " | doc BTEx; both=C", "C", "down=A",
        FreeBusyStatus.NotRelayed, "C", "CC5", "C")]
    [InlineData(
        "CC5 named by the last of its documents", Both
            + " | doc BTEx; both=A", "A", "", FreeBusyStatus.Answered, "A", "CC7", "A")]
    [InlineData(
        "CC6 first is the receiver", Own, "Hub", "down=A; link=A~B", FreeBusyStatus.Answered, "B", "CC7", "Hub")]
    [InlineData("CC6 first is another, down", Both, "Hub", "down=A", FreeBusyStatus.NotRelayed, "B", "CC6", "Hub, B")]
    [InlineData(
        "CC6 first is another, though it could be reached", Both, "Hub", "link=Hub~A", FreeBusyStatus.NotRelayed, "B",
        "CC6", "Hub, B")]
    [InlineData(
        "CC6 one hop only, even from a server that is named",
        "doc BTEx; both=A; readers=B | doc BTEx; both=B; readers=Hub", "Hub", "",
        FreeBusyStatus.NotRelayed, "B", "CC6", "")]
    [InlineData(
        "CC6 the receiver sees none", "doc BTEx; both=A; readers=Hub", "Hub", "", FreeBusyStatus.NoDomainDocument,
        "A", "CC3", "")]
    [InlineData(
        "CC6 the receiver sees none with a calendar server",
        "doc BTEx; both=A; readers=Hub | doc BTEx; mail=A", "Hub", "",
        FreeBusyStatus.NoCalendarServer, "A", "CC3", "Hub")]
    [InlineData(
        "CC7 the origin's leg is down", Both, "A", "http=A", FreeBusyStatus.ExchangeUnreachable, "A", "CC7", "A")]
    [InlineData(
        "CC7 the receiver's leg is down, and no other is tried", Own, "Hub", "http=A",
        FreeBusyStatus.ExchangeUnreachable, "A", "CC7", "Hub")]
    [InlineData(
        "CC7 the leg for mail does not count", Own, "Hub", "smtp=A, B", FreeBusyStatus.Answered, "A", "CC7", "Hub")]
    [InlineData(
        "CC7 nor does that of a server on the way", Own, "Hub", "http=Hub", FreeBusyStatus.Answered, "A", "CC7", "Hub")]
    [InlineData("CC8 the origin is down", Both, "A", "down=A", FreeBusyStatus.OriginDown, "A", "CC8", "")]
    [InlineData(
        "CC8 the origin is down, and sees nothing", "doc BTEx; both=A; readers=A", "Hub", "down=Hub; busy=Hub",
        FreeBusyStatus.OriginDown,
        "Hub", "CC8", "")]
    public void A_request_ends(
        string rule, string documents, string origin, string network, FreeBusyStatus status, string server,
        string lastRule, string warned)
    {
        DomainVisibility view = Sketch.View(Everybody + documents);
        FreeBusyPathResult result = Requests.FreeBusy(view, origin, Sketch.Network(network));
        Assert.True((status, server) == (result.Status, result.Server), $"{rule}: {result.Status} at {result.Server}");
        Assert.Equal(lastRule, result.Hop[^1].Rule);
        Assert.Equal(warned, string.Join(", ", result.Warning.Select(warning => warning.Server)));
        Assert.All(result.Warning, warning => Assert.Equal(("CalConn", Several), (warning.Task, warning.Message)));
        Assert.Equal(status == FreeBusyStatus.Answered, result.Reachable);
        Assert.Equal(origin, result.From);
        Assert.Equal($"{status} at {server}", Requests.Run(
            view, CoexistenceService.FreeBusy, origin, Sketch.Network(network)).ToString());
    }

    [Theory]
    [InlineData("one document and all up: nothing", "doc BTEx; both=A", "Hub", "", "")]
    [InlineData("CC2 both warnings", Both, "Hub", "", "Hub: " + Several + "\nA: " + Several)]
    [InlineData("CC3 no document", "doc BTEx; both=A; readers=A", "Hub", "", "Hub: " + NoDocument)]
    [InlineData("CC4 none reached", "doc BTEx; both=A", "Hub", "down=A", "Hub: " + NoPath)]
    [InlineData("CC4 busy", "doc BTEx; both=A", "Hub", "busy=A", "Hub: " + TimedOut)]
    [InlineData("CC5 not relayed", Both, "B", "down=A", "B: " + Several + "\nB: " + NoPath)]
    [InlineData("CC6 not relayed", Both, "Hub", "down=A", "Hub: " + Several + "\nB: " + Several + "\nB: " + NoPath)]
    [InlineData("CC6 no document at the receiver", "doc BTEx; both=A; readers=Hub", "Hub", "", "A: " + NoDocument)]
    [InlineData("CC8 nothing", Both, "A", "down=A", "")]
    public void The_consoles_say_word_for_word(
        string rule, string documents, string origin, string network, string messages)
    {
        FreeBusyPathResult result = Requests.FreeBusy(
            Sketch.View(Everybody + documents), origin, Sketch.Network(network));
        string printed = string.Join("\n", result.ConsoleMessage);
        Assert.True(messages == printed, $"{rule}:\n{printed}");
        Assert.All(result.ConsoleMessage, message => Assert.Equal("CalConn", message.Task));
        Assert.Equal(
            result.ConsoleMessage.Where(message => message.Message == Several).Select(message => message.ToString()),
            result.Warning.Select(message => message.ToString()));
    }

    [Theory]
    [InlineData("the way it goes, and the documents that it follows", "", "Hub CC1, Hub CC4 1, A CC1, A CC7 1")]
    [InlineData("the entries that are passed over", "down=A", "Hub CC1, Hub CC4 1, Hub CC4 2, B CC1, B CC7 2")]
    public void Each_hop_names_its_rule_and_its_document(string name, string network, string hops)
    {
        DomainVisibility view = Sketch.View(
            Everybody + "doc BTEx; both=A; unid=1; readers=Hub, A | doc BTEx; both=B; unid=2; readers=Hub, B");
        FreeBusyPathResult result = Requests.FreeBusy(view, "Hub", Sketch.Network(network));
        string told = string.Join(", ", result.Hop.Select(hop => $"{hop.Server} {hop.Rule} {hop.Document}".Trim()));
        Assert.True(hops == told, $"{name}: {told}");
    }

    [Fact]
    public void CC6_is_inferred_only_where_the_other_server_could_be_reached()
    {
        DomainVisibility view = Sketch.View(Everybody + Both);
        Assert.Equal(Basis.Documented, Requests.FreeBusy(view, "Hub", Sketch.Network("down=A")).Hop[^1].Basis);
        Assert.Equal(Basis.Inferred, Requests.FreeBusy(view, "Hub", Sketch.Network("link=Hub~A")).Hop[^1].Basis);
        Assert.Equal(Basis.Chosen, Requests.FreeBusy(view, "Hub", Sketch.Network("busy=A")).Hop[^1].Basis);
    }

    [Fact]
    public void Assumptions_about_access_are_reported_for_the_queried_servers()
    {
        DomainVisibility view = Sketch.View("server A | doc BTEx; both=A; readers=LocalDomainServers, Ghosts");
        Assert.Equal(["DefaultAcl", "DefaultLocalDomainServers"], Requests.FreeBusy(
            view, "A", NetworkState.AllUp).Assumption);
        Assert.Equal(
            ["DefaultAcl", "DefaultLocalDomainServers", "UnknownEntry: Ghosts"], Requests.FreeBusy(
                view, "Hub", NetworkState.AllUp).Assumption);
        Assert.Empty(
            Requests.FreeBusy(
                Sketch.View(Everybody + "server A | server B | server Hub | " + Own), "Hub",
                NetworkState.AllUp).Assumption);
    }
}
