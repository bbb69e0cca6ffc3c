using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Get-DocumentReader: who may read a document, and through what.</summary>
public sealed class DocumentReaderTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string ToText =
        " | ForEach-Object { \"$($_.Document.Substring(30)) $($_.Server) $($_.CanRead) $($_.Entry)\" }";

    [Fact]
    public void Every_server_is_asked_about_every_document_in_order_of_priority() => Assert.Equal(
        [
            "A0 Hub01/Acme True Servers Only", "A0 Mail01/Acme True Servers Only", "A0 App01/Acme True Servers Only",
            "A0 DominoA/Acme True DominoA/Acme", "A0 DominoB/Acme False ",
            "A1 Hub01/Acme True Servers Only", "A1 Mail01/Acme True Servers Only", "A1 App01/Acme True Servers Only",
            "A1 DominoA/Acme False ",
            "A1 DominoB/Acme True DominoB/Acme",
        ],
        session.Run("Get-DocumentReader security-on-field-removed.dxl" + ToText).Lines);

    [Fact]
    public void Role_lets_every_server_in() => Assert.Equal(
        ["A0 DominoB/Acme True [NetModifier]", "A1 DominoB/Acme True DominoB/Acme"],
        session.Run("Get-DocumentReader security-on.dxl -Server DominoB" + ToText).Lines);

    [Fact]
    public void All_properties_say_who_whether_and_why()
    {
        PSObject reader = Assert.Single(
            session.Run(
                "Get-ForeignDomainDocument security-on.dxl | Where-Object Priority -eq 1 | Get-DocumentReader "
                    + "-Server Hub01/Acme").Output);
        Assert.Equal("CoexTools.Access.DocumentReader", reader.TypeNames[0]);
        Assert.Equal("BTEx", reader.Get("Domain"));
        Assert.Equal("000000000000000000000000000000A0", reader.Get("Document"));
        Assert.Equal("Hub01/Acme", reader.Get("Server"));
        Assert.Equal(true, reader.Get("CanRead"));
        Assert.Equal("Servers Only", reader.Get("Entry"));
        Assert.Equal("Hub01/Acme > Mail Servers > Servers Only", reader.Get("Via"));
        Assert.Equal("Manager", reader.Get("Level")!.ToString());
        Assert.Empty(reader.GetList("Assumption"));
    }

    [Fact]
    public void Server_that_may_not_read_has_no_entry()
    {
        PSObject reader = session.Run("Get-DocumentReader security-on-field-removed.dxl -Server DominoB").Output[0];
        Assert.Equal(false, reader.Get("CanRead"));
        Assert.Null(reader.Get("Entry"));
        Assert.Null(reader.Get("Via"));
    }

    [Fact]
    public void Assumptions_about_a_minimal_export_are_reported()
    {
        session.Write("bare.dxl", Dxl.Database(Dxl.ForeignDomain(
            "Bare", "CN=DominoA/O=Acme", 1,
            items: "<item name='$Readers' readers='true' names='true'><text>Mystery Group</text></item>")));
        PSObject reader = Assert.Single(session.Run("Get-DocumentReader bare.dxl").Output);
        Assert.Equal(["DefaultAcl", "DefaultLocalDomainServers", "UnknownEntry: Mystery Group"], reader.GetList(
            "Assumption"));
    }

    [Fact]
    public void Servers_are_taken_in_the_order_given_and_once() => Assert.Equal(
        ["A0 DominoB/Acme False ", "A0 Hub01/Acme True Servers Only"],
        session.Run(
            "Get-ForeignDomainDocument security-on-field-removed.dxl | Where-Object Priority -eq 1 "
                + "| Get-DocumentReader -Server DominoB, CN=Hub01/O=Acme, dominob/ACME" + ToText).Lines);

    [Fact]
    public void VD2_name_that_the_directory_does_not_contain_is_an_error()
    {
        Outcome outcome = session.Try("Get-DocumentReader security-on.dxl -Server Hub01, Servers_Only");
        ErrorRecord error = outcome.TheError(
            "ServerNotFound", "Get-DocumentReader", ErrorCategory.ObjectNotFound, "Servers_Only");
        Assert.EndsWith(" Did you mean Servers Only?", error.Exception.Message);
        Assert.Empty(outcome.Output);
        session.Write("bare.dxl", Dxl.Database(Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1)));
        outcome = session.Run("Get-DocumentReader bare.dxl -Server Nobody/Acme");
        Assert.Contains("'Nobody/Acme' cannot be checked", Assert.Single(outcome.Warnings));
        Assert.Contains("UnknownServer: Nobody/Acme", Assert.Single(outcome.Output).GetList("Assumption"));
    }

    [Fact]
    public void VD2_wildcards_match_servers() => Assert.Equal(
        ["DominoA/Acme", "DominoB/Acme", "DominoA/Acme", "DominoB/Acme"],
        session.Run("Get-DocumentReader security-on.dxl -Server domino*").Values("Server"));

    [Theory]
    [InlineData("Ada Admin/Acme", "True Editor Admins")] // A member of a group.
    [InlineData("CN=Bob / O=Acme", "False Manager ")] // In the ACL.
    [InlineData("Eve/Acme", "True Reader Eve/Acme")] // A value of an item.
    [InlineData("Admins", "True Editor Admins")] // A group.
    public void Any_name_that_occurs_is_answered_for_without_a_warning(string name, string answer)
    {
        session.Write("people.dxl", Dxl.Database(
            "<acl><aclentry name='-Default-' default='true' level='reader'/><aclentry name='Admins' "
                + "type='persongroup' level='editor'/><aclentry name='CN=Bob/O=Acme' type='person' "
                + "level='manager'/><aclentry name='Hub01' type='person' level='noaccess'/></acl>",
            Dxl.Group("Admins", 1, "CN=Ada Admin/O=Acme"), Dxl.Group("LocalDomainServers", 2),
            Dxl.ForeignDomain(
                "BTEx", "CN=DominoA/O=Acme", 3,
                items: "<item name='$Readers' readers='true' names='true'><textlist><text>Admins</text>"
                    + "<text>CN=Eve/O=Acme</text></textlist></item>")));
        Outcome outcome = session.Run(
            $"Get-DocumentReader people.dxl -Server '{name}' | ForEach-Object {{ \"$($_.CanRead) $($_.Level) "
                + "$($_.Entry)\" }");
        Assert.Empty(outcome.Warnings);
        Assert.Equal([answer], outcome.Lines);
    }
}
