using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Import-DominoDirectory: the directory in memory.</summary>
public sealed class ImportDominoDirectoryTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    [Fact]
    public void All_properties_are_those_of_the_file()
    {
        PSObject directory = Assert.Single(session.Run("Import-DominoDirectory security-on.dxl").Output);
        Assert.Equal("CoexTools.Model.DominoDirectory", directory.TypeNames[0]);
        Assert.Equal("Acme's Directory", directory.Get("Name"));
        Assert.Equal(session.PathOf("security-on.dxl"), directory.Get("Path"));
        Assert.Equal("852564AC004EBCCF", directory.Get("ReplicaId"));
        Assert.Equal(["BTEx (DominoA/Acme)", "BTEx (DominoB/Acme)"], directory.GetList("ForeignDomain"));
        Assert.Equal(["Hub01/Acme", "Mail01/Acme", "App01/Acme", "DominoA/Acme", "DominoB/Acme"],
            directory.GetList("Server"));
        Assert.Equal(["LocalDomainServers", "Servers Only", "Mail Servers", "LocalDomainAdmins"],
            directory.GetList("Group"));
    }

    [Fact]
    public void Access_control_list_is_read_with_levels_and_roles() => Assert.Equal(
        [
            "-Default- Author ",
            "LocalDomainServers Manager [GroupModifier] [NetModifier] [ServerModifier] [UserModifier]",
            "LocalDomainAdmins Manager ",
            "OtherDomainServers Reader ",
        ],
        session.Run(
            "(Import-DominoDirectory security-on.dxl).Acl.Entry | ForEach-Object { \"$($_.Name) $($_.Level) "
                + "$($_.Role)\" }").Lines);

    [Fact]
    public void Directory_without_a_list_has_the_default_one()
    {
        session.Write("bare.dxl", Dxl.Database());
        Assert.Equal(
            ["True -Default- LocalDomainServers"],
            session.Run(
                "$acl = (Import-DominoDirectory bare.dxl).Acl; \"$($acl.IsAssumed) $($acl.Entry.Name)\"").Lines);
    }

    [Theory]
    [InlineData("Group", "ListName")]
    [InlineData("Server", "ServerName")]
    public void A_damaged_document_that_is_read_on_demand_is_an_error(string form, string item)
    {
        string text = File.ReadAllText(session.PathOf("security-on.dxl"));
        session.Write("damaged.dxl", text.Replace(
            "</database>", $"<document form='{form}'><item "
                + $"name='{item}'><text>&nbsp;</text></item></document></database>"));
        session.Try("Import-DominoDirectory damaged.dxl").TheError(
            "DxlMalformed", "Import-DominoDirectory", ErrorCategory.InvalidData, session.PathOf("damaged.dxl"));
        session.Try("Get-ForeignDomainDocument damaged.dxl | Export-DominoDirectory damaged-out.dxl -ForeignDomainOnly")
            .TheError(
                "DxlMalformed", "Export-DominoDirectory", ErrorCategory.InvalidData, session.PathOf("damaged.dxl"));
        Assert.False(File.Exists(session.PathOf("damaged-out.dxl")));
    }

    [Fact]
    public void A_name_of_millions_of_characters_is_an_error_of_every_command()
    {
        string text = File.ReadAllText(session.PathOf("security-on.dxl"));
        session.Write("long.dxl", text.Replace("DominoA/", string.Concat(Enumerable.Repeat("&amp;", 3_000_000)) + "/"));
        foreach (string command in new[]
        {
            "Import-DominoDirectory long.dxl", "Export-CoexistenceReport long.dxl long.html",
            "ConvertTo-CoexistenceDiagram long.dxl",
            "Format-CoexistenceTree long.dxl", "Get-ForeignDomainDocument long.dxl",
        })
        {
            session.Try(command).TheError(
                "TextTooLong", command.Split(' ')[0], ErrorCategory.InvalidData, session.PathOf("long.dxl"));
        }
    }

    [Fact]
    public void Directory_without_a_title_is_called_like_its_file()
    {
        session.Write("untitled.dxl", "<database/>");
        Assert.Equal(["untitled"], session.Run("Import-DominoDirectory untitled.dxl").Values("Name"));
    }

    [Fact]
    public void Documents_of_the_directory_are_in_order_and_know_it() => Assert.Equal(
        ["1 DominoA/Acme Answered", "2 DominoB/Acme NotRelayed"],
        session.Run("$directory = Import-DominoDirectory security-on.dxl; $directory.ForeignDomain | ForEach-Object { "
            + "$server = $_.CalendarServer; $others = @($directory.ForeignDomain.CalendarServer | Where-Object { $_ "
            + "-ne $server }); \"$($_.Priority) $server $(($directory.ForeignDomain "
            + "| Test-FreeBusyPath -From Hub01 -ServerDown $others -WarningAction Ignore).Status)\" }").Lines);

    [Fact]
    public void Verbose_names_the_file_that_is_read() =>
        Assert.Equal([$"Reading '{session.PathOf("no-security.dxl")}'."], session.Run(
            "Import-DominoDirectory no-security.dxl -Verbose").Verbose);
}
