using System.Collections;
using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// Tests every error of reading: its id, category, target, and recommended action, and that the command continues.
/// </summary>
public sealed class ErrorTests : IClassFixture<ModuleSession>
{
    private static readonly string[] Readers =
    [
        "Get-ForeignDomainDocument", "Get-DocumentReader", "Test-FreeBusyPath", "Test-MailRoute",
        "Remove-DocumentAccessField",
        "Import-DominoDirectory",
    ];

    private readonly ModuleSession _session;

    public ErrorTests(ModuleSession session)
    {
        _session = session;
        session.Write("good.dxl", Dxl.Database(Dxl.ForeignDomain("Good", "CN=DominoA/O=Acme", 1)));
        session.Write(
            "cut.dxl", Dxl.Database(Dxl.ForeignDomain("Cut", "CN=DominoA/O=Acme", 1)).Replace("</database>", ""));
        session.Write("crossed.dxl", "<database>\n<document form='Domain'></item>\n</database>");
        session.Write("page.dxl", "<html><body/></html>");
        session.Write(
            "entity.dxl", "<!DOCTYPE database [<!ENTITY e 'x'>]>\n"
                + Dxl.Database().Replace("<?xml version='1.0' encoding='utf-8'?>\n", ""));
        Directory.CreateDirectory(session.PathOf("folder"));
        session.Write("clash.dxl", Dxl.Database(
            Dxl.Server("CN=Hub01/O=Acme", 1), Dxl.Server("CN=Hub01/O=Other", 2), Dxl.Server("CN=Hub02/O=Acme", 3),
            Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 4)));
    }

    public static TheoryData<string> Commands => [.. Readers];

    public static TheoryData<string> DomainCommands =>
        [.. Readers.Where(command => command != "Import-DominoDirectory")];

    public static TheoryData<string, string, string, ErrorCategory> BadFiles
    {
        get
        {
            var cases = new TheoryData<string, string, string, ErrorCategory>();
            foreach (string command in Readers)
            {
                cases.Add(command, "missing.dxl", "PathNotFound", ErrorCategory.ObjectNotFound);
                cases.Add(command, "*.dxl", "PathNotFound", ErrorCategory.ObjectNotFound);
                cases.Add(command, "folder", "FileUnreadable", ErrorCategory.OpenError);
                cases.Add(command, "cut.dxl", "DxlMalformed", ErrorCategory.InvalidData);
                cases.Add(command, "crossed.dxl", "DxlMalformed", ErrorCategory.InvalidData);
                cases.Add(command, "page.dxl", "DxlNotDirectory", ErrorCategory.InvalidData);
                cases.Add(command, "entity.dxl", "DxlForbidden", ErrorCategory.SecurityError);
            }
            return cases;
        }
    }

    public static TheoryData<string, string> ServerParameters
    {
        get
        {
            var cases = new TheoryData<string, string>
            {
                { "Get-ForeignDomainDocument", "-VisibleTo Hub01" },
                { "Get-DocumentReader", "-Server Hub01" },
            };
            foreach (string command in new[] { "Test-FreeBusyPath", "Test-MailRoute" })
            {
                foreach (string parameter in new[] { "From", "ServerDown", "ServerBusy", "HttpDown", "SmtpDown" })
                    cases.Add(command, $"-{parameter} Hub01");
                cases.Add(command, "-LinkDown 'Hub02|Hub01'");
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(BadFiles))]
    public void Bad_file_is_an_error_and_the_others_come_through(
        string command, string file, string id, ErrorCategory category)
    {
        Outcome outcome = _session.Try($"{With(command)} -LiteralPath '{file}', good.dxl");
        Assert.Null(outcome.Terminating);
        outcome.TheError(id, command, category, _session.PathOf(file));
        Assert.Single(outcome.Output);
    }

    [Theory, MemberData(nameof(BadFiles))]
    public void Bad_file_ends_the_command_where_the_user_says_so(
        string command, string file, string id, ErrorCategory category)
    {
        Outcome outcome = _session.Try($"{With(command)} -LiteralPath '{file}', good.dxl -ErrorAction Stop");
        Assert.IsType<ActionPreferenceStopException>(outcome.Terminating).ErrorRecord
            .Is(id, command, category, _session.PathOf(file));
        Assert.Empty(outcome.Output);
    }

    [Theory, MemberData(nameof(Commands))]
    public void Bad_file_of_the_pipeline_does_not_end_it(string command)
    {
        Outcome outcome = _session.Try($"'page.dxl', 'good.dxl' | {With(command)}");
        outcome.TheError("DxlNotDirectory", command, ErrorCategory.InvalidData, _session.PathOf("page.dxl"));
        Assert.Single(outcome.Output);
    }

    [Theory, MemberData(nameof(Commands))]
    public void Path_without_a_wildcard_that_does_not_exist_is_an_error(string command)
    {
        Outcome outcome = _session.Try($"{With(command)} -Path missing.dxl, good.dxl");
        outcome.TheError("PathNotFound", command, ErrorCategory.ObjectNotFound, "missing.dxl");
        Assert.Single(outcome.Output);
    }

    [Theory, MemberData(nameof(Commands))]
    public void Path_of_an_unknown_drive_is_an_error(string command) =>
        _session.Try($"{With(command)} -LiteralPath 'NoSuchDrive:/x.dxl'")
            .TheError("PathNotFound", command, ErrorCategory.ObjectNotFound, "NoSuchDrive:/x.dxl");

    [Theory, MemberData(nameof(Commands))]
    public void Path_of_another_provider_is_an_error(string command) =>
        _session.Try($"{With(command)} -LiteralPath Variable:PSHOME")
            .TheError("FileUnreadable", command, ErrorCategory.OpenError, "Variable:PSHOME");

    [Fact]
    public void Malformed_file_names_line_and_column()
    {
        ErrorRecord error = Assert.Single(_session.Try("Import-DominoDirectory crossed.dxl").Errors);
        Assert.Contains("line 2, column 27", error.Exception.Message);
    }

    [Theory, MemberData(nameof(Commands))]
    public void Invalid_time_is_an_error_and_the_document_is_given_all_the_same(string command)
    {
        _session.Write(
            "time.dxl",
            Dxl.Database(
                Dxl.ForeignDomain(
                    "Time", "CN=DominoA/O=Acme", 0xAB, modified: "20251399T000000,00+00",
                    revised: "20250101T000000,00+00")));
        Outcome outcome = _session.Try($"{With(command)} time.dxl");
        outcome.TheError("DateTimeInvalid", command, ErrorCategory.InvalidData, "000000000000000000000000000000AB");
        Assert.Single(outcome.Output);
    }

    [Fact]
    public void Invalid_time_is_null_and_the_others_are_kept()
    {
        _session.Write(
            "time.dxl",
            Dxl.Database(
                Dxl.ForeignDomain(
                    "Time", "CN=DominoA/O=Acme", 0xAB, modified: "20251399T000000,00+00",
                    revised: "20250101T000000,00+00")));
        PSObject document = Assert.Single(_session.Try("Get-ForeignDomainDocument time.dxl").Output);
        Assert.Null(document.Get("Modified"));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), document.Get("Revised"));
    }

    [Theory, MemberData(nameof(DomainCommands))]
    public void Domain_that_is_not_there_is_an_error_and_the_others_come_through(string command)
    {
        Outcome outcome = _session.Try($"{With(command)} good.dxl -Domain Nowhere, good");
        ErrorRecord error = outcome.TheError("DomainNotFound", command, ErrorCategory.ObjectNotFound, "Nowhere");
        Assert.Contains(_session.PathOf("good.dxl"), error.Exception.Message);
        Assert.Single(outcome.Output);

        outcome =
            _session
                .Try($"$directory = Import-DominoDirectory good.dxl; {With(command)} -Directory $directory "
                    + "-Domain Nowhere");
        outcome.TheError("DomainNotFound", command, ErrorCategory.ObjectNotFound, "Nowhere");
        Assert.Empty(outcome.Output);
    }

    [Theory, MemberData(nameof(ServerParameters))]
    public void Flat_name_of_several_servers_is_an_error_that_lists_them(string command, string parameter)
    {
        Outcome outcome = _session.Try($"{command} clash.dxl {parameter}");
        ErrorRecord error = outcome.TheError("ServerAmbiguous", command, ErrorCategory.InvalidArgument, "Hub01");
        Assert.Contains("Hub01/Acme, Hub01/Other", error.Exception.Message);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("Test-FreeBusyPath", "-From", "From")]
    [InlineData("Test-MailRoute", "-From", "From")]
    [InlineData("Get-DocumentReader", "-Server", "Server")]
    public void Other_servers_come_through_beside_an_ambiguous_one(string command, string parameter, string property)
    {
        Outcome outcome = _session.Try($"{command} clash.dxl {parameter} Hub01, Hub02");
        outcome.TheError("ServerAmbiguous", command, ErrorCategory.InvalidArgument, "Hub01");
        Assert.Equal(["Hub02/Acme"], outcome.Values(property));
    }

    [Theory]
    [InlineData("Test-FreeBusyPath", "DominoA")]
    [InlineData("Test-FreeBusyPath", "DominoA|")]
    [InlineData("Test-FreeBusyPath", "A|B|C")]
    [InlineData("Test-MailRoute", "DominoA")]
    public void Link_that_does_not_name_two_servers_ends_the_command(string command, string link)
    {
        PSObject caught = Assert.Single(
            _session.Run($"try {{ {command} good.dxl -LinkDown '{link}' }} catch {{ $_ }}").Output);
        Assert.IsType<ErrorRecord>(caught.BaseObject).Is("LinkInvalid", command, ErrorCategory.InvalidArgument, link);
    }

    [Theory, MemberData(nameof(Commands))]
    public void Field_map_with_an_unknown_property_ends_the_command(string command)
    {
        var map = new Hashtable { ["Nonsense"] = "x" };
        _session.Set("map", map);
        PSObject caught = Assert.Single(
            _session.Run($"try {{ {With(command)} good.dxl -FieldMap $map }} catch {{ $_ }}").Output);
        ErrorRecord error = Assert.IsType<ErrorRecord>(caught.BaseObject);
        error.Is("FieldMapInvalid", command, ErrorCategory.InvalidArgument, map);
        Assert.Contains("'Nonsense'", error.Exception.Message);
    }

    [Theory]
    [InlineData("Test-FreeBusyPath")]
    [InlineData("Test-MailRoute")]
    public void Quiet_is_false_where_anything_failed(string command)
    {
        Outcome outcome = _session.Try($"{command} -LiteralPath good.dxl, page.dxl -Quiet");
        outcome.TheError("DxlNotDirectory", command, ErrorCategory.InvalidData, _session.PathOf("page.dxl"));
        Assert.Equal([false], outcome.Output.Select(item => item.BaseObject));
        Assert.Equal([true], _session.Run($"{command} -LiteralPath good.dxl -Quiet").Output
            .Select(item => item.BaseObject));
    }

    private static string With(string command) =>
        command == "Remove-DocumentAccessField" ? command + " -PassThru" : command;
}
