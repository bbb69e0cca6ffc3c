using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>VD2: a name that does not exist is never silence, and the nearest names are suggested.</summary>
public sealed class UnknownNameTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public UnknownNameTests(ModuleSession session)
    {
        _session = session;
        session.Write("a.ini", "ServerTasks=Router\n");
        session.Write("bare.dxl", Dxl.Database(Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1)));
    }

    public static TheoryData<string, string, string, string, string> Servers => new()
    {
        { "Measure-CoexistenceAvailability", "security-on.dxl -From DomnoA", "DomnoA", "DominoA/Acme", "" },
        {
            "Measure-CoexistenceAvailability",
            "security-on.dxl -ServerAvailability @{ DomnoA = 0.5 }", "DomnoA", "DominoA/Acme", ""
        },
        {
            "Measure-CoexistenceAvailability",
            "security-on.dxl -LegAvailability @{ DomnoA = 0.5 }", "DomnoA", "DominoA/Acme", ""
        },
        {
            "Measure-CoexistenceAvailability",
            "security-on.dxl -BusyProbability @{ 'Dmino*' = 0.5 }", "Dmino*", "DominoA/Acme or DominoB/Acme", ""
        },
        {
            "Measure-CoexistenceAvailability",
            "security-on.dxl -LinkAvailability @{ 'Hub01|DomnoA' = 0.5 }", "DomnoA", "DominoA/Acme", ""
        },
        {
            "Measure-CoexistenceAvailability",
            "security-on.dxl -Replica @{ DomnoA = 'bare.dxl' }", "DomnoA", "DominoA/Acme", ""
        },
        { "Compare-CoexistencePath", "security-on.dxl no-security.dxl -From Hub1", "Hub1", "Hub01/Acme", "" },
        {
            "Compare-CoexistencePath",
            "security-on.dxl no-security.dxl -Replica @{ DomnoA = 'bare.dxl' }", "DomnoA", "DominoA/Acme", ""
        },
        { "Test-CoexistenceConfiguration", "security-on.dxl -HubServer Hub1", "Hub1", "Hub01/Acme", "CX035" },
        { "Test-CoexistenceConfiguration", "security-on.dxl -HubServer Hup* -Quiet", "Hup*", "Hub01/Acme", "False" },
        {
            "Test-CoexistenceConfiguration",
            "security-on.dxl -NotesIni @{ DomnoA = 'a.ini' }", "DomnoA", "DominoA/Acme", "CX035"
        },
        { "Test-CoexistenceServer", "security-on.dxl -Server DomnoA", "DomnoA", "DominoA/Acme", "" },
        {
            "Export-CoexistenceReport",
            "security-on.dxl r.html -ServerAvailability @{ DomnoA = 0.5 } -PassThru", "DomnoA", "DominoA/Acme", ""
        },
        {
            "Export-CoexistenceReport",
            "security-on.dxl r.html -Replica @{ DomnoA = 'bare.dxl' } -PassThru", "DomnoA", "DominoA/Acme", ""
        },
        {
            "Remove-ForeignDomainDocument",
            "(Import-DominoDirectory security-on.dxl) BTEx -Server DomnoA", "DomnoA", "DominoA/Acme", ""
        },
    };

    public static TheoryData<string, string, string, string, string> Names => new()
    {
        { "Get-ForeignDomainDocument", "security-on.dxl BTExx", "DomainNotFound", "BTExx", "BTEx" },
        { "Test-MailRoute", "security-on.dxl -Domain BTX", "DomainNotFound", "BTX", "BTEx" },
        {
            "Format-CoexistenceTree",
            "-Result (Test-MailRoute security-on.dxl) -Domain BTX", "DomainNotFound", "BTX", "BTEx"
        },
        { "Get-CoexistenceRule", "CX02", "RuleNotFound", "CX02", "CX020, CX021, or CX022" },
        {
            "Test-CoexistenceConfiguration",
            "security-on.dxl -Rule NoServerDocumnt", "RuleNotFound", "NoServerDocumnt", "NoServerDocument"
        },
        {
            "Repair-CoexistenceConfiguration",
            "security-on.dxl -ServerGroup 'Servers Olny' -WhatIf", "GroupNotFound", "Servers Olny", "Servers Only"
        },
        {
            "Repair-CoexistenceConfiguration",
            "security-on.dxl -Primary DomnoB -WhatIf", "PrimaryNotFound", "DomnoB", "DominoB/Acme"
        },
        {
            "Get-DominoDocument", "security-on.dxl -UniversalId 000000000000000000000000000000B0", "DocumentNotFound",
            "000000000000000000000000000000B0", "000000000000000000000000000000A0"
        },
    };

    [Theory, MemberData(nameof(Servers))]
    public void Server_that_does_not_exist_is_an_error_without_a_result(
        string command, string arguments, string target, string nearest, string output)
    {
        Outcome outcome = _session.Try($"{command} {arguments}");
        ErrorRecord error = outcome.TheError("ServerNotFound", command, ErrorCategory.ObjectNotFound, target);
        Assert.EndsWith($" Did you mean {nearest}?", error.Exception.Message);
        Assert.Equal(output, string.Join("\n", outcome.Lines).Split(' ')[0]); // VD1: an audit returns a finding.
        Assert.False(File.Exists(_session.PathOf("r.html")));
    }

    [Theory, MemberData(nameof(Names))]
    public void Name_that_does_not_exist_is_an_error_with_the_nearest_names(
        string command, string arguments, string id, string target, string nearest)
    {
        Outcome outcome = _session.Try($"{command} {arguments}");
        ErrorRecord error = outcome.TheError(id, command, ErrorCategory.ObjectNotFound, target);
        Assert.Contains($" Did you mean {nearest}", error.Exception.Message);
    }

    [Fact]
    public void Comparison_accepts_a_server_of_either_directory()
    {
        _session.Write("new.dxl", Dxl.Database(
            Dxl.Server("CN=Hub01/O=Acme", 8), Dxl.Server("CN=Hub02/O=Acme", 9),
            Dxl.ForeignDomain("BTEx", "CN=DominoC/O=Acme", 1)));
        Outcome outcome = _session.Run(
            "Compare-CoexistencePath security-on.dxl new.dxl -From Hub02, Mail* -MaximumOrder 0 -WarningAction Ignore");
        Assert.Empty(outcome.Errors);
        Assert.Contains("Mail01/Acme", outcome.Values("From"));
    }

    [Fact]
    public void Number_of_an_exact_name_has_precedence_over_that_of_a_pattern()
    {
        const string Measure =
            "Measure-CoexistenceAvailability security-on-field-removed.dxl -From Hub01 -Service Mail "
                + "-ServerAvailability";
        Outcome exact =
            _session.Run($"({Measure} @{{ 'Domino*' = 0.9; DominoA = 0.5 }}).Availability.ToString('0.###')");
        Assert.Equal(["0.95"], exact.Lines);
        ErrorRecord twice = Assert.Single(_session.Try($"{Measure} @{{ 'Domino*' = 0.9; 'DominoA*' = 0.5 }}").Errors);
        Assert.StartsWith("AvailabilityInvalid,", twice.FullyQualifiedErrorId);
    }

    [Fact]
    public void Availability_says_that_a_name_cannot_be_checked()
    {
        Outcome outcome = _session.Run(
            "Measure-CoexistenceAvailability bare.dxl -Service Mail -ServerAvailability @{ DomnoA = 0.5 }");
        Assert.Contains("'DomnoA' cannot be checked", Assert.Single(outcome.Warnings));
        Assert.Contains("UnknownServer: DomnoA", $"{Assert.Single(outcome.Output).Get("Remark")}");
    }

    [Fact]
    public void Field_that_no_document_contains_is_warned_of()
    {
        const string Remove = "Remove-DocumentAccessField security-on-field-removed.dxl";
        Assert.Equal(
            [
                $"No Foreign Domain document in '{_session.PathOf("security-on-field-removed.dxl")}' contains the "
                    + "field 'DocumentAces'. Did you mean DocumentAccess?",
            ],
            _session.Run($"{Remove} -FieldName DocumentAces").Warnings);
        Assert.Empty(_session.Run(Remove).Warnings); // The field was removed before.
        Assert.DoesNotContain(
            _session.Run($"{Remove} -FieldName CalendarSystem -WhatIf").Warnings,
            warning => warning.Contains("contains the field"));
    }

    [Fact]
    public void UNID_is_found_in_each_file_or_reported_for_it()
    {
        _session.Write("one.dxl", Dxl.Database(Dxl.ForeignDomain("A", "CN=DominoA/O=Acme", 0xA1)));
        _session.Write("two.dxl", Dxl.Database(Dxl.ForeignDomain("B", "CN=DominoA/O=Acme", 0xB2)));
        Outcome outcome = _session.Try($"Get-DominoDocument one.dxl, two.dxl -UniversalId ' {0xA1:x32}'");
        ErrorRecord error =
            outcome.TheError("DocumentNotFound", "Get-DominoDocument", ErrorCategory.ObjectNotFound, $"{0xA1:x32}");
        Assert.Contains("two.dxl", error.Exception.Message);
        Assert.Single(outcome.Output);
    }

    [Fact]
    public void Address_of_a_server_that_does_not_exist_is_warned_of_with_the_nearest_names() => Assert.EndsWith(
        " Did you mean DominoB/Acme?",
        Assert.Single(_session.Run(
            "$null = Test-CoexistenceServer security-on.dxl -Server DominoA -TimeoutSeconds 0.05 "
                + "-Address @{ DominoA = '127.0.0.1:1'; DomnoB = '127.0.0.1:1' }").Warnings));
}
