using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>NM1 to NM5.</summary>
public class NamesTests
{
    [Theory]
    [InlineData("CN=DominoA/OU=Mail/O=Acme", "DominoA/Mail/Acme")]
    [InlineData("cn=DominoA/ou=Mail/o=Acme", "DominoA/Mail/Acme")]
    [InlineData("CN=DominoA/OU2=Mail/OU1=West/O=Acme/C=US", "DominoA/Mail/West/Acme/US")]
    [InlineData("CN=Eva/OU4=D/OU3=C/O=Acme", "Eva/D/C/Acme")]
    [InlineData("CN=Eva/G=Eva/I=E/S=Adler/Q=II/O=Acme", "Eva/Eva/E/Adler/II/Acme")]
    [InlineData("CN=Eva/A=Mail/P=Private/O=Acme", "Eva/Mail/Private/Acme")]
    [InlineData("CN=Eva/OU5=D/X=C/CNX=B/=A/O=Acme", "Eva/OU5=D/X=C/CNX=B/=A/Acme")]
    [InlineData("  DominoA/Mail/Acme  ", "DominoA/Mail/Acme")]
    [InlineData(" CN=DominoA/O=Acme ", "DominoA/Acme")]
    [InlineData("CN=DominoA / O=Acme", "DominoA/Acme")]
    [InlineData("CN = DominoA /OU=  Mail/ O =Acme", "DominoA/Mail/Acme")]
    [InlineData("DominoA / Acme", "DominoA/Acme")]
    [InlineData("* / O=Acme", "*/Acme")]
    [InlineData("CN=DominoA", "DominoA")]
    [InlineData("DominoA", "DominoA")]
    [InlineData("*/OU=Mail/O=Acme", "*/Mail/Acme")]
    [InlineData("*", "*")]
    [InlineData("R&D = x/Acme", "R&D = x/Acme")]
    [InlineData("[NetModifier]", "[NetModifier]")]
    public void NM1_names_are_shown_abbreviated(string text, string abbreviated)
    {
        Assert.Equal(abbreviated, new NotesName(text).Abbreviated);
        Assert.Equal(abbreviated, new NotesName(text).ToString());
    }

    [Theory]
    [InlineData("CN=DominoA/O=Acme", "DominoA/Acme", true)]
    [InlineData("CN=DominoA/O=Acme", "  dominoa/ACME ", true)]
    [InlineData("CN=DominoA / O=Acme", "DominoA/Acme", true)]
    [InlineData("CN=DominoA/ O=Acme", "dominoa /acme", true)]
    [InlineData("CN=Domino A/O=Acme", "DominoA/Acme", false)]
    [InlineData("CN=Zürich/O=Acme", "ZÜRICH/Acme", true)]
    [InlineData("DominoA/Acme", "DominoA", false)]
    [InlineData("DominoA/Acme", "DominoA/Mail/Acme", false)]
    [InlineData("*/OU=Mail/O=Acme", "*/mail/acme", true)]
    [InlineData("[NetModifier]", "NetModifier", false)]
    public void NM1_names_are_compared_without_regard_to_writing_case_and_blanks(string one, string other, bool same)
    {
        Assert.Equal(same, new NotesName(one) == new NotesName(other));
        Assert.Equal(same, new NotesName(one).CompareTo(new NotesName(other)) == 0);
        if (same)
            Assert.Equal(new NotesName(one).GetHashCode(), new NotesName(other).GetHashCode());
    }

    [Theory]
    [InlineData("DominoA/Mail/Acme", "DominoA", "Mail/Acme, Acme")]
    [InlineData("CN=DominoA/OU=Mail/O=Acme", "DominoA", "Mail/Acme, Acme")]
    [InlineData("A/B/C/D/E", "A", "B/C/D/E, C/D/E, D/E, E")]
    [InlineData("DominoA", "DominoA", "")]
    public void NM2_a_name_has_a_common_name_and_ancestors(string name, string commonName, string ancestors)
    {
        Assert.Equal(commonName, new NotesName(name).CommonName);
        Assert.Equal(ancestors, string.Join(", ", new NotesName(name).Ancestors));
    }

    private const string Servers =
        "server CN=Hub01/O=Acme | server Hub02/Acme | server Hub02/Mail/Acme | server Flat | server Flat/Acme"
        + " | doc BTEx; mail=CN=DominoA/O=Acme; cal=DominoC/Acme";

    [Theory]
    [InlineData("a server that has a Server document", "hub01", "Hub01/Acme")]
    [InlineData("a server that a document names for mail", "DominoA", "DominoA/Acme")]
    [InlineData("a server that a document names for the calendar", "DominoC", "DominoC/Acme")]
    [InlineData("several servers of that common name", "HUB02", "Hub02/Acme, Hub02/Mail/Acme")]
    [InlineData("a server of that very name", "Flat", "Flat")]
    [InlineData("a whole name", "CN=Hub02/OU=Mail/O=Acme", "Hub02/Mail/Acme")]
    [InlineData("no server", "DominoX", "")]
    [InlineData("a hierarchical name without a match", "Hub01/Mail/Acme", "")]
    public void NM3_a_flat_name_stands_for_the_servers_of_that_common_name(string name, string typed, string servers)
    {
        string found = string.Join(", ", Sketch.Directory(Servers).FindServers(new NotesName(typed)));
        Assert.True(servers == found, $"{name}: expected '{servers}', found '{found}'.");
    }

    [Fact]
    public void NM3_the_error_lists_the_servers_that_a_name_may_stand_for()
    {
        IReadOnlyList<NotesName> servers = Sketch.Directory(Servers).FindServers(new NotesName("Hub02"));
        CoexException error = CoexException.ServerAmbiguous("Hub02", servers.Select(server => server.Abbreviated));
        Assert.Equal("ServerAmbiguous", error.ErrorId);
        Assert.Equal("The server name 'Hub02' is ambiguous. It matches Hub02/Acme, Hub02/Mail/Acme.", error.Message);
    }

    [Theory]
    [InlineData("CN=DominoA / O=Acme", "CN=DominoA/O=Acme")]
    [InlineData("DominoA / Acme", "CN=DominoA/O=Acme")]
    [InlineData("Flat", "Flat")]
    public void NM1_names_are_stored_without_blanks_around_their_parts(string text, string canonical) =>
        Assert.Equal(canonical, new NotesName(text).Canonical);

    [Theory]
    [InlineData(
        "one server of that common name", "server Hub01/Acme | server CN=DominoA/O=Acme", "DominoA/Acme",
        "FlatServerName: dominoa",
        "DominoA/Acme", "DominoA/Acme")]
    [InlineData(
        "several", "server DominoA/Acme | server DominoA/Mail/Acme", "dominoa", "FlatServerName: dominoa", "dominoa",
        "DominoA/Acme, DominoA/Mail/Acme, dominoa")]
    [InlineData("none", "server Hub01/Acme", "dominoa", "FlatServerName: dominoa", "dominoa", "dominoa")]
    [InlineData(
        "a Server document of that whole name", "server DominoA | server DominoA/Acme", "dominoa", "", "DominoA",
        "DominoA, DominoA/Acme")]
    [InlineData(
        "one server twice", "server DominoA/Acme | server CN=DominoA/O=Acme", "DominoA/Acme", "FlatServerName: dominoa",
        "DominoA/Acme",
        "DominoA/Acme")]
    [InlineData(
        "a server that documents alone name", "doc Other; both=DominoA/Acme", "dominoa",
        "FlatServerName: dominoa", "dominoa",
        "dominoa, DominoA/Acme")]
    public void NM5_a_flat_name_in_a_document_stands_for_the_one_server(
        string name, string directory, string server, string assumptions, string typedFlat, string servers)
    {
        DirectorySnapshot snapshot =
            Sketch
                .Directory("acl -Default-: reader | group LocalDomainServers = x | doc BTEx; both=dominoa "
                    + $"| {directory}");
        ForeignDomainDocument document = snapshot.Unordered[0];
        Assert.Equal("dominoa", document.MailServer);
        Assert.Equal("dominoa", document.CalendarServer);
        Assert.Equal($"BTEx ({server})", document.ToString());
        Assert.True(
            new NotesName(server) == document.MailServerName
                && document.MailServerName == document.CalendarServerName, name);
        DomainVisibility view = Sketch.View(snapshot, "BTEx");
        Assert.Equal(assumptions, string.Join(", ", view.Assumptions));
        FreeBusyPathResult result = Requests.FreeBusy(view, "Hub02/Acme", NetworkState.AllUp);
        Assert.Equal($"Answered at {server}", $"{result.Status} at {result.Server}");
        string unknown = snapshot.Content.Servers.Count == 0 ? ", UnknownServer: Hub02/Acme" // VD2
                                                                                             // VD3
            : snapshot.Content.Servers.Any(known => known.NotesName == document.MailServerName) ? ""
            : ", UnknownServer: dominoa";
        Assert.Equal(assumptions + unknown, string.Join(", ", result.Assumption));
        Assert.Equal([new NotesName(typedFlat)], snapshot.FindServers(new NotesName("DominoA"))); // NM3
        Assert.Equal(
            Sketch.List(servers).Order(StringComparer.OrdinalIgnoreCase),
            snapshot.Servers.Where(one => one.CommonName.Equals("DominoA", StringComparison.OrdinalIgnoreCase))
                .Select(one => one.Abbreviated)
                .Order(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void NM5_Server_documents_are_read_for_a_flat_name_alone()
    {
        var unread =
            new Lazy<IReadOnlyList<DominoServer>>(() => throw new InvalidOperationException(
                "The Server documents were read."));
        ForeignDomainDocument Document(string server) =>
            new DirectorySnapshot(
                Sketch.Directory($"doc BTEx; both={server}").Content with { ServersOnDemand = unread }).InOrder(
                    OrderBy.Modified)
                .Single();
        Assert.Equal("BTEx (DominoA/Acme)", Document("DominoA/Acme").ToString());
        Assert.Equal("DominoA", Document("DominoA").MailServer);
        Assert.Throws<InvalidOperationException>(() => Document("DominoA").ToString());
    }

    [Fact]
    public void NM4_domain_names_that_differ_only_in_case_are_one_domain()
    {
        DirectorySnapshot snapshot = Sketch.Directory(
            "doc btex; both=DominoB/Acme | doc Other; both=DominoC/Acme | doc BTEx; both=DominoA/Acme; "
                + "at=20250401T000000,00+00");
        Assert.Equal(
            ["BTEx (DominoA/Acme) 1", "btex (DominoB/Acme) 2", "Other (DominoC/Acme) 1"],
            snapshot.InOrder(OrderBy.Modified).Select(document => $"{document} {document.Priority}"));
    }
}
