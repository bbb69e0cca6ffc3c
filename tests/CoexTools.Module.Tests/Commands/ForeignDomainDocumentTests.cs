using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Get-ForeignDomainDocument: what it gives, in which order, and to whom it is visible.</summary>
public sealed class ForeignDomainDocumentTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    [Fact]
    public void All_properties_are_those_of_the_document()
    {
        PSObject document = session.Run("Get-ForeignDomainDocument security-on.dxl").Output[0];
        Assert.Equal("CoexTools.Model.ForeignDomainDocument", document.TypeNames[0]);
        Assert.Equal("BTEx", document.Get("Domain"));
        Assert.Equal(1, document.Get("Priority"));
        Assert.Equal("DominoA/Acme", document.Get("MailServer"));
        Assert.Equal("mail.box", document.Get("MailFile"));
        Assert.Equal("DominoA/Acme", document.Get("CalendarServer"));
        Assert.Equal("mail.box", document.Get("CalendarSystem"));
        Assert.Equal(new DateTimeOffset(2025, 3, 10, 9, 30, 15, 120, TimeSpan.Zero), document.Get("Modified"));
        Assert.Equal(new DateTimeOffset(2025, 3, 10, 9, 30, 15, 120, TimeSpan.Zero), document.Get("Revised"));
        Assert.Equal(new DateTimeOffset(2019, 3, 10, 9, 30, 15, 120, TimeSpan.Zero), document.Get("Created"));
        Assert.Equal(3, document.Get("Sequence"));
        Assert.Equal("000000000000000000000000000000A0", document.Get("UniversalId"));
        Assert.Equal("922", document.Get("NoteId"));
        Assert.Equal(true, document.Get("HasDocumentAccess"));
        Assert.Equal(["[NetModifier]"], document.GetList("DocumentAccess"));
        Assert.Equal(["Servers Only", "LocalDomainAdmins", "DominoA/Acme"], document.GetList("Readers"));
        Assert.Equal(["[NetModifier]", "LocalDomainAdmins"], document.GetList("Authors"));
        Assert.Equal(true, document.Get("IsRestricted"));
        Assert.Equal(session.PathOf("security-on.dxl"), document.Get("Path"));
        Assert.Equal("BTEx (DominoA/Acme)", document.ToString());
    }

    [Fact]
    public void Items_are_all_there_with_their_flags() => Assert.Equal(
        [
            "Type:Text:Summary:Domain",
            "DomainType:Text:Summary:ForeignDomain",
            "DomainName:Text:Summary:BTEx",
            "GatewayServer:Text:Summary, Names:CN=DominoA/O=Acme",
            "GatewayMailFile:Text:Summary:mail.box",
            "CalendarServer:Text:Summary, Names:CN=DominoA/O=Acme",
            "CalendarSystem:Text:Summary:mail.box",
            "$Readers:TextList:Summary, Names, Readers:Servers Only LocalDomainAdmins CN=DominoA/O=Acme",
            "DocumentAccess:Text:Summary, Names, Authors, Protected:[NetModifier]",
            "LocalAdmin:Text:Summary, Names, Authors, Protected:LocalDomainAdmins",
        ],
        session.Run(
            "(Get-ForeignDomainDocument security-on.dxl)[0].Item | ForEach-Object { "
                + "\"$($_.Name):$($_.Type):$($_.Flags):$($_.Value)\" }").Lines);

    [Fact]
    public void FieldSource_names_the_items_that_were_read() => Assert.Equal(
        ["DomainName GatewayServer GatewayMailFile CalendarServer CalendarSystem ForeignDomain"],
        session.Run("$s = (Get-ForeignDomainDocument security-on.dxl)[0].FieldSource; "
            + "\"$($s.DomainName) $($s.MailServer) $($s.MailFile) $($s.CalendarServer) $($s.CalendarSystem) "
            + "$($s.DomainType)\"").Lines);

    [Fact]
    public void Document_without_the_field_and_without_readers_says_so()
    {
        PSObject open = session.Run("Get-ForeignDomainDocument no-security.dxl").Output[0];
        Assert.Equal(false, open.Get("IsRestricted"));
        Assert.Empty(open.GetList("Readers"));

        PSObject removed = session.Run("Get-ForeignDomainDocument security-on-field-removed.dxl").Output[0];
        Assert.Equal(true, removed.Get("IsRestricted"));
        Assert.Equal(false, removed.Get("HasDocumentAccess"));
        Assert.Empty(removed.GetList("DocumentAccess"));
    }

    [Fact]
    public void Document_without_servers_has_none()
    {
        session.Write("bare.dxl", Dxl.Database(Dxl.ForeignDomain("Bare", server: null, 1)));
        PSObject document = Assert.Single(session.Run("Get-ForeignDomainDocument bare.dxl").Output);
        Assert.Null(document.Get("MailServer"));
        Assert.Null(document.Get("MailFile"));
        Assert.Null(document.Get("CalendarServer"));
        Assert.Null(document.Get("CalendarSystem"));
    }

    [Theory]
    [InlineData("no-security.dxl", "1 DominoA/Acme,2 DominoB/Acme")]
    [InlineData("security-on-then-edited.dxl", "1 DominoB/Acme,2 DominoA/Acme")]
    public void Documents_come_latest_first(string file, string expected) =>
        Assert.Equal(
            expected.Split(','), session
                .Run($"Get-ForeignDomainDocument {file} | ForEach-Object {{ \"$($_.Priority) "
                    + "$($_.MailServer)\" }").Lines);

    [Fact]
    public void Documents_come_by_domain_and_then_in_the_order_that_OrderBy_says()
    {
        session.Write("order.dxl", Dxl.Database(
            Dxl.ForeignDomain("Zulu", "CN=Z/O=Acme", 1),
            Dxl.ForeignDomain(
                "Alpha", "CN=A/O=Acme", 2, modified: "20250101T000000,00+00", revised: "20250301T000000,00+00"),
            Dxl.ForeignDomain(
                "alpha", "CN=B/O=Acme", 3, modified: "20250201T000000,00+00", revised: "20250201T000000,00+00")));
        const string ToText = " | ForEach-Object { \"$($_.Domain) $($_.Priority) $($_.MailServer)\" }";
        string[] byModified = ["alpha 1 B/Acme", "Alpha 2 A/Acme", "Zulu 1 Z/Acme"];

        Assert.Equal(byModified, session.Run("Get-ForeignDomainDocument order.dxl" + ToText).Lines);
        Assert.Equal(byModified, session.Run("Get-ForeignDomainDocument order.dxl -OrderBy Modified" + ToText).Lines);
        Assert.Equal(
            ["Alpha 1 A/Acme", "alpha 2 B/Acme", "Zulu 1 Z/Acme"],
            session.Run("Get-ForeignDomainDocument order.dxl -OrderBy Revised" + ToText).Lines);
    }

    [Theory]
    [InlineData("security-on.dxl", "DominoA/Acme", "1 2")]
    [InlineData("security-on-field-removed.dxl", "DominoA/Acme", "1")]
    [InlineData("security-on-field-removed.dxl", "DominoB", "2")]
    [InlineData("security-on-field-removed.dxl", "CN=Hub01/O=Acme", "1 2")]
    public void VisibleTo_gives_what_the_server_sees_with_its_place_in_the_whole(
        string file, string server, string priorities) =>
            Assert.Equal(
                priorities.Split(' '),
                session.Run($"Get-ForeignDomainDocument {file} -VisibleTo {server}").Values("Priority")
                    .Select(value => $"{value}"));

    [Fact]
    public void VD2_VisibleTo_with_a_server_that_the_directory_does_not_contain_is_an_error()
    {
        Outcome outcome = session.Try("Get-ForeignDomainDocument security-on.dxl -VisibleTo Hub1");
        ErrorRecord error = outcome.TheError(
            "ServerNotFound", "Get-ForeignDomainDocument", ErrorCategory.ObjectNotFound, "Hub1");
        Assert.EndsWith(" Did you mean Hub01/Acme?", error.Exception.Message);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("DominoA*", "1")]
    [InlineData("Domino*", "1 2")]
    public void VisibleTo_with_wildcards_gives_what_at_least_one_server_sees(
        string servers, string priorities) => Assert.Equal(
            priorities.Split(' '),
            session.Run($"Get-ForeignDomainDocument security-on-field-removed.dxl -VisibleTo {servers}")
                .Values("Priority").Select(value => $"{value}"));

    [Fact]
    public void Domain_is_the_second_position() =>
        Assert.Equal(2, session.Run("Get-ForeignDomainDocument security-on.dxl bt*").Output.Count);
}
