using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>The short path of a request, and what a result assumes beyond access and order.</summary>
public sealed class PathTextTests
{
    private const string Servers =
        "server Hub/Acme | server A/Acme | server B/Acme | group LocalDomainServers = x | acl -Default-: reader | ";
    private const string Both = "doc BTEx; both=A/Acme | doc BTEx; both=B/Acme";
    private const string Own =
        "doc BTEx; both=A/Acme; readers=Hub/Acme, A/Acme | doc BTEx; both=B/Acme; readers=Hub/Acme, B/Acme";

    [Theory]
    [InlineData(Both, "Hub/Acme", "", "Hub/Acme > A/Acme > Exchange: answered")]
    [InlineData(Both, "A/Acme", "", "A/Acme > Exchange: answered")]
    [InlineData(Both, "Hub/Acme", "http=A/Acme", "Hub/Acme > A/Acme > Exchange (HTTP down): not reached")]
    [InlineData(Both, "Hub/Acme", "busy=A/Acme", "Hub/Acme > A/Acme (busy): timed out")]
    [InlineData(Both, "Hub/Acme", "down=A/Acme", "Hub/Acme > B/Acme: not relayed to A/Acme (down)")]
    [InlineData(Both, "Hub/Acme", "link=Hub/Acme~A/Acme", "Hub/Acme > B/Acme: not relayed to A/Acme")]
    [InlineData(Both, "B/Acme", "link=B/Acme~A/Acme", "B/Acme: not relayed to A/Acme (link down)")]
    [InlineData(
        Both, "Hub/Acme", "down=A/Acme; link=Hub/Acme~B/Acme",
        "Hub/Acme > A/Acme (down), B/Acme (link down): unreachable")]
    [InlineData(Both, "Hub/Acme", "down=Hub/Acme", "Hub/Acme (down): not sent")]
    [InlineData("doc BTEx; both=A/Acme; readers=A/Acme", "Hub/Acme", "", "Hub/Acme: no document")]
    [InlineData("doc BTEx; both=A/Acme; readers=Hub/Acme", "Hub/Acme", "", "Hub/Acme > A/Acme: no document")]
    [InlineData("doc BTEx; mail=A/Acme", "Hub/Acme", "", "Hub/Acme: no calendar server")]
    [InlineData("server A/Other | " + Both, "Hub/Acme", "", "Hub/Acme > A/Acme > Exchange: answered")]
    public void Free_busy_path_in_a_few_words(string documents, string origin, string network, string path) =>
        Assert.Equal(
            path, Requests.FreeBusy(Sketch.View(Servers + documents), origin, Sketch.Network(network)).Route);

    [Theory]
    [InlineData(Own, "Hub/Acme", "down=A/Acme", "Hub/Acme > B/Acme > Exchange: delivered")]
    [InlineData(Both, "B/Acme", "", "B/Acme > A/Acme > Exchange: delivered")]
    [InlineData(Own, "Hub/Acme", "smtp=A/Acme", "Hub/Acme > A/Acme > Exchange (SMTP down): held")]
    [InlineData(Own, "Hub/Acme", "busy=A/Acme", "Hub/Acme > A/Acme (busy): queued")]
    [InlineData(Own, "Hub/Acme", "down=A/Acme, B/Acme", "Hub/Acme > A/Acme (down), B/Acme (down): retrying")]
    [InlineData(Own, "Stranger/Acme", "", "Stranger/Acme: no route")]
    [InlineData(Own, "Hub/Acme", "down=Hub/Acme", "Hub/Acme (down): not sent")]
    [InlineData(
        "doc BTEx; both=A/Acme; readers=B/Acme, Hub/Acme | doc BTEx; both=B/Acme; readers=A/Acme", "Hub/Acme", "",
        "Hub/Acme > A/Acme > B/Acme > A/Acme: loop")]
    public void Mail_path_in_a_few_words(string documents, string origin, string network, string path) =>
        Assert.Equal(
            path,
            Requests.Mail(Sketch.View(Servers + documents), origin, MailKind.Mail, Sketch.Network(network)).Route);

    [Theory]
    [InlineData("AllowFromDomains=Acme", "DomainRestriction: BTEx (B/Acme)")]
    [InlineData("denyfromdomains=Other, Third", "DomainRestriction: BTEx (B/Acme)")]
    [InlineData("AllowFromDomains= ", "")]
    [InlineData("Owner=Acme", "")]
    public void Allowed_and_denied_domains_are_an_assumption_of_every_result_of_the_domain(
        string item, string assumption)
    {
        DirectorySnapshot directory = Sketch.Directory(Servers + Both + "; " + item + " | doc Other; both=A/Acme");
        Assert.Equal(
            assumption, string.Join(
                "; ", Requests.FreeBusy(Sketch.View(directory, "BTEx"), "A/Acme", NetworkState.AllUp).Assumption));
        Assert.Equal(
            assumption, string.Join(
                "; ", Requests.Mail(
                    Sketch.View(directory, "BTEx"), "Hub/Acme", MailKind.Mail, NetworkState.AllUp).Assumption));
        Assert.Empty(Requests.FreeBusy(Sketch.View(directory, "Other"), "A/Acme", NetworkState.AllUp).Assumption);
    }

    // B no longer may read A's document. Whether a stale copy at B matters depends on the time of what B could read,
    // and on who is asked.
    [Theory]
    [InlineData("Hub/Acme", "down=A/Acme", "readers=Hub/Acme, A/Acme, B/Acme", "StaleCopy: BTEx (A/Acme) at B/Acme")]
    [InlineData("B/Acme", "down=A/Acme", "authors=X", "StaleCopy: BTEx (A/Acme) at B/Acme")]
    [InlineData("Hub/Acme", "", "readers=Hub/Acme, A/Acme, B/Acme", "")]
    [InlineData("Hub/Acme", "down=A/Acme", "readers=Hub/Acme, A/Acme", "")]
    [InlineData("Hub/Acme", "down=A/Acme", "readers=Hub/Acme, A/Acme, B/Acme; at=20240101T000000,00+00", "")]
    public void A_server_may_still_have_a_document_that_it_could_read_before(
        string origin, string network, string formerly, string assumption)
    {
        DirectorySnapshot directory = Sketch.Directory(Servers + Own);
        IReadOnlyList<ForeignDomainDocument> former =
            Sketch.Directory($"{Servers}doc BTEx; both=A/Acme; {formerly}").Unordered;
        Assert.Equal(directory.Unordered[0].UniversalId, former[0].UniversalId);
        int read = 0;
        var view = new DomainVisibility(
            directory.Unordered, Access.AccessEvaluator.Of(directory), OrderBy.Modified)
        {
            ReadRecordedDocuments = () =>
            {
                read++;
                return new RecordedDocuments(former);
            },
        };
        FreeBusyPathResult result = Requests.FreeBusy(view, origin, Sketch.Network(network));
        Assert.Equal(0, read);
        Assert.Equal(assumption, string.Join("; ", result.Assumption));
    }

    [Fact]
    public void What_was_before_may_be_unreadable()
    {
        DirectorySnapshot directory = Sketch.Directory(Servers + Own);
        var view = new DomainVisibility(
            directory.Unordered, Access.AccessEvaluator.Of(directory), OrderBy.Modified)
        {
            ReadRecordedDocuments = () => new RecordedDocuments([], IsUnreadable: true),
        };
        Assert.Equal(["JournalUnreadable"], Requests.FreeBusy(view, "A/Acme", NetworkState.AllUp).Assumption);
        Assert.Empty(
            Requests.FreeBusy(
                new DomainVisibility(directory.Unordered, Access.AccessEvaluator.Of(directory), OrderBy.Modified),
                "A/Acme",
                NetworkState.AllUp).Assumption);
    }

    [Theory]
    [InlineData("A/Acme", "The replica of A/Acme differs from")]
    [InlineData("A/Acme, B/Acme", "The replicas of A/Acme, B/Acme differ from")]
    public void Replicas_that_differ_in_several_ways_are_named(string servers, string sentence)
    {
        // The copies are of an earlier text that names no calendar server.
        DirectorySnapshot directory = Sketch.Directory(Servers + Both);
        IReadOnlyList<ForeignDomainDocument> replica = Sketch.Directory(
            Servers + "doc BTEx; mail=A/Acme | doc BTEx; mail=B/Acme").Unordered;
        DomainVisibility view = new DomainVisibility(
            directory.Unordered, Access.AccessEvaluator.Of(directory), OrderBy.Modified)
            .With(
                [.. Sketch.List(servers)
                    .Select(server => new ServerReplica(new NotesName(server), "replica.dxl", replica))]);
        FreeBusyPathResult result = Requests.FreeBusy(view, "A/Acme", NetworkState.AllUp);
        Assert.Equal(FreeBusyStatus.NoCalendarServer, result.Status);
        Assert.Contains($"ReplicaDiffers: {servers}", result.Assumption);
        Assert.Contains(sentence, result.Reason);
    }
}
