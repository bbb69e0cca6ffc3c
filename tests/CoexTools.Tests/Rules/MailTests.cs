using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>
/// RT1 to RT7. The servers are Hub, A, B and C; every document that a row does not restrict is seen by all.
/// </summary>
public class MailTests
{
    private const string Everybody = "group LocalDomainServers = x | acl -Default-: reader | ";
    private const string Both = "doc BTEx; both=A | doc BTEx; both=B";
    private const string Own = "doc BTEx; both=A; readers=Hub, A | doc BTEx; both=B; readers=Hub, B";
    private const string Crossed = "doc BTEx; both=A; readers=B | doc BTEx; both=B; readers=Hub, A";

    private const string MaximumHops = "Maximum hop count exceeded.  Message probably in a routing loop.";
    private const string NotResponding =
        "The server is not responding. The server may be down or you may be experiencing network problems. "
            + "Contact your system administrator if this problem persists.";

    // Each row holds for mail and for calendar messages alike.
    [Theory]
    [InlineData(
        "RT1 only the documents that it sees", "doc BTEx; both=A; readers=A | doc BTEx; both=B", "Hub", "",
        MailStatus.Delivered, "B", "RT6")]
    [InlineData("RT1 in order", "doc BTEx; both=A; at=20200101T000000Z | doc BTEx; both=B; at=20200102T000000Z",
        "Hub", "", MailStatus.Delivered, "B", "RT6")]
    [InlineData(
        "RT1 documents of other domains do not count", "doc Other; both=A | doc BTEx; both=B", "Hub", "",
        MailStatus.Delivered, "B", "RT6")]
    [InlineData(
        "RT1 those whose names differ in case do", "doc btex; both=A | doc BTEx; both=B", "Hub", "",
        MailStatus.Delivered, "A", "RT6")]
    [InlineData("RT2 sees none", "doc BTEx; both=A; readers=A", "Hub", "", MailStatus.NoRoute, "Hub", "RT2")]
    [InlineData("RT2 none names a server", "doc BTEx; both= ", "Hub", "", MailStatus.NoRoute, "Hub", "RT2")]
    [InlineData("RT2 further on the way", "doc BTEx; both=A; readers=Hub", "Hub", "", MailStatus.NoRoute, "A", "RT2")]
    [InlineData("RT3 itself first", Both, "A", "", MailStatus.Delivered, "A", "RT6")]
    [InlineData("RT3 one that is down is passed over", Both, "Hub", "down=A", MailStatus.Delivered, "B", "RT6")]
    [InlineData(
        "RT3 so is one whose link is down; it goes through the other", Both, "Hub", "link=A~Hub",
        MailStatus.Delivered, "A", "RT6")]
    [InlineData(
        "RT3 itself further down, behind one that is down", Both, "B", "down=A", MailStatus.Delivered, "B", "RT6")]
    [InlineData("RT3 itself further down, behind one that is up", Both, "B", "", MailStatus.Delivered, "A", "RT6")]
    [InlineData("RT3 none is reached", Both, "Hub", "down=A, B", MailStatus.Retrying, "Hub", "RT3")]
    [InlineData(
        "RT3 none is reached further on the way", "doc BTEx; both=A; readers=B | doc BTEx; both=B; readers=Hub",
        "Hub", "down=A",
        MailStatus.Retrying, "B", "RT3")]
    [InlineData("RT4 a busy server is no reason to fail over", Both, "Hub", "busy=A", MailStatus.Queued, "A", "RT4")]
    [InlineData("RT4 a busy server further on the way", Both, "B", "busy=A", MailStatus.Queued, "A", "RT4")]
    [InlineData("RT4 a busy second", Both, "Hub", "down=A; busy=B", MailStatus.Queued, "B", "RT4")]
    [InlineData("RT4 a busy server that is the sender itself", Both, "A", "busy=A", MailStatus.Delivered, "A", "RT6")]
    [InlineData(
        "RT4 before RT5: the busy server has had the message before", Crossed, "A", "busy=A",
        MailStatus.Queued, "A", "RT4")]
    [InlineData(
        "RT5 each server decides anew", "doc BTEx; both=A; readers=B, A | doc BTEx; both=B; readers=Hub", "Hub", "",
        MailStatus.Delivered,
        "A", "RT6")]
    [InlineData(
        "RT5 three hops", "doc BTEx; both=A; readers=Hub | doc BTEx; both=B; readers=A | doc BTEx; both=C; "
            + "readers=B, C", "Hub", "",
        MailStatus.Delivered, "C", "RT6")]
    [InlineData("RT5 a loop of two", Crossed, "Hub", "", MailStatus.Loop, "B", "RT5")]
    [InlineData("RT5 a loop back to the origin", Crossed, "A", "", MailStatus.Loop, "A", "RT5")]
    [InlineData("RT6 the leg is down", Both, "Hub", "smtp=A", MailStatus.Held, "A", "RT6")]
    [InlineData(
        "RT6 the leg of a server on the way does not count", Both, "B", "smtp=B, Hub",
        MailStatus.Delivered, "A", "RT6")]
    [InlineData("RT6 the leg for free/busy does not count", Both, "Hub", "http=A, B", MailStatus.Delivered, "A", "RT6")]
    [InlineData("RT7 the origin is down", Both, "A", "down=A", MailStatus.OriginDown, "A", "RT7")]
    [InlineData(
        "RT7 the origin is down, and sees nothing", "doc BTEx; both=A; readers=A", "Hub", "down=Hub",
        MailStatus.OriginDown, "Hub", "RT7")]
    [InlineData("the cure: all up", Own, "Hub", "", MailStatus.Delivered, "A", "RT6")]
    [InlineData("the cure: the first is down", Own, "Hub", "down=A", MailStatus.Delivered, "B", "RT6")]
    public void A_message_ends(
        string rule, string documents, string origin, string network, MailStatus status, string server, string lastRule)
    {
        DomainVisibility view = Sketch.View(Everybody + documents);
        foreach (MailKind kind in Enum.GetValues<MailKind>())
        {
            MailRouteResult result = Requests.Mail(view, origin, kind, Sketch.Network(network));
            Assert.True((status, server) == (result.Status, result.Server),
                $"{rule}, {kind}: {result.Status} at {result.Server}");
            Assert.Equal(lastRule, result.Hop[^1].Rule);
            Assert.Equal(status == MailStatus.Delivered, result.Reachable);
            Assert.Equal((origin, kind), (result.From, result.Kind));
            Assert.Equal($"{status} at {server}", Requests.Run(
                view, CoexistenceServices.Of(kind), origin, Sketch.Network(network)).ToString());
        }
    }

    [Theory]
    [InlineData(MailKind.Mail, "A")]
    [InlineData(MailKind.Calendar, "B")]
    public void RT1_the_kind_chooses_the_server(MailKind kind, string server)
    {
        // Each of the two sees itself for its kind, so that the message ends there.
        MailRouteResult result = Requests.Mail(
            Sketch.View(Everybody + "doc BTEx; mail=A; cal=B"), "Hub", kind, NetworkState.AllUp);
        Assert.Equal((MailStatus.Delivered, server), (result.Status, result.Server));
    }

    [Theory]
    [InlineData(
        "a blank calendar server: invitations have no route, plain mail works", "doc BTEx; mail=A; cal=",
        MailStatus.Delivered,
        MailStatus.NoRoute)]
    [InlineData(
        "a blank mail server: the other way round", "doc BTEx; mail=; cal=A", MailStatus.NoRoute, MailStatus.Delivered)]
    public void RT2_a_blank_server_ends_one_kind_only(
        string rule, string documents, MailStatus mail, MailStatus calendar)
    {
        DomainVisibility view = Sketch.View(Everybody + documents);
        MailStatus[] ends =
        [
            .. new[] { MailKind.Mail, MailKind.Calendar }.Select(
                kind => Requests.Mail(view, "Hub", kind, NetworkState.AllUp).Status),
        ];
        Assert.True(ends.SequenceEqual([mail, calendar]), rule);
    }

    [Theory]
    [InlineData("delivered: nothing", Both, "Hub/Acme", "", "")]
    [InlineData("RT2 with the abbreviated name", "doc BTEx; both=A; readers=A", "CN=Hub/O=Acme", "",
        "Hub/Acme: No route found to domain BTEx from server Hub/Acme.  Check Server, Connection and Domain documents "
            + "in the Domino Directory.")]
    [InlineData("RT2 at a server on the way", "doc BTEx; both=A; readers=Hub/Acme", "Hub/Acme", "",
        "A: No route found to domain BTEx from server A.  Check Server, Connection and Domain documents in the "
            + "Domino Directory.")]
    [InlineData("RT3", Both, "Hub/Acme", "down=A, B", "Hub/Acme: " + NotResponding)]
    [InlineData("RT5", Crossed, "A", "", "A: " + MaximumHops)]
    [InlineData("RT7 nothing", Both, "A", "down=A", "")]
    public void The_consoles_say_word_for_word(
        string rule, string documents, string origin, string network, string messages)
    {
        MailRouteResult result = Requests.Mail(
            Sketch.View(Everybody + documents), origin, MailKind.Mail, Sketch.Network(network));
        string printed = string.Join("\n", result.ConsoleMessage);
        Assert.True(messages == printed, $"{rule}:\n{printed}");
        Assert.All(result.ConsoleMessage, message => Assert.Equal("Router", message.Task));
        Assert.Equal(
            result.ConsoleMessage.Select(message => message.ToString()),
            result.Warning.Select(message => message.ToString()));
    }

    [Fact]
    public void Each_hop_names_its_rule_its_document_and_how_well_the_rule_is_known()
    {
        DomainVisibility view = Sketch.View(Everybody + "doc BTEx; both=A; unid=1 | doc BTEx; both=B; unid=2");
        MailRouteResult mail = Requests.Mail(view, "Hub", MailKind.Mail, Sketch.Network("link=Hub~A"));
        Assert.Equal(
            ["Hub RT1", "Hub RT3 1", "Hub RT5 2", "B RT1", "B RT5 1", "A RT1", "A RT6 1"],
            mail.Hop.Select(hop => $"{hop.Server} {hop.Rule} {hop.Document}".Trim()));
        Assert.All(mail.Hop, hop => Assert.Equal(Basis.Documented, hop.Basis));
        MailRouteResult calendar = Requests.Mail(view, "Hub", MailKind.Calendar, NetworkState.AllUp);
        Assert.All(calendar.Hop, hop => Assert.Equal(hop.Rule == "RT1" ? Basis.Inferred : Basis.Documented, hop.Basis));
    }
}
