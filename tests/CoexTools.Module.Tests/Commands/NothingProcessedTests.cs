using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>VD1: what was not looked at is not good news, and the user learns of it.</summary>
public sealed class NothingProcessedTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public NothingProcessedTests(ModuleSession session)
    {
        _session = session;
        session.Write("none.dxl", Dxl.Database());
    }

    [Theory]
    [InlineData("Repair-CoexistenceConfiguration security-on.dxl -WhatIf")]
    [InlineData("Measure-CoexistenceAvailability security-on.dxl")]
    [InlineData("Remove-DocumentAccessField security-on.dxl -WhatIf")]
    [InlineData("Protect-ForeignDomainDocument security-on.dxl -ServerGroup LocalDomainServers -WhatIf")]
    [InlineData("Test-FreeBusyPath security-on.dxl -Quiet")]
    [InlineData("Test-MailRoute security-on.dxl")]
    [InlineData("Compare-ForeignDomainDocument security-on.dxl no-security.dxl")]
    [InlineData("Compare-CoexistencePath security-on.dxl no-security.dxl")]
    public void A_pattern_that_matches_no_domain_is_a_warning(string command)
    {
        Outcome outcome = _session.Run($"{command} -Domain 'Zz*'");
        Assert.Single(outcome.Warnings, warning =>
            warning.Contains("The pattern 'Zz*' matches no domain in ", StringComparison.Ordinal)
            && warning.Contains("security-on.dxl", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Repair-CoexistenceConfiguration none.dxl -WhatIf")]
    [InlineData("Measure-CoexistenceAvailability none.dxl")]
    [InlineData("Remove-DocumentAccessField none.dxl -WhatIf")]
    [InlineData("Get-DocumentReader none.dxl")]
    [InlineData("Format-CoexistenceTree none.dxl")]
    [InlineData("Test-FreeBusyPath none.dxl")]
    [InlineData("Compare-ForeignDomainDocument none.dxl security-on.dxl")]
    [InlineData("Compare-CoexistencePath none.dxl security-on.dxl")]
    public void A_directory_without_documents_is_a_warning(string command) =>
        Assert.Single(_session.Run(command).Warnings, warning =>
            warning.Contains("none.dxl", StringComparison.Ordinal)
            && warning.Contains(" contains no Foreign Domain document", StringComparison.Ordinal));

    [Theory]
    [InlineData("Compare-ForeignDomainDocument")]
    [InlineData("Compare-CoexistencePath")]
    public void A_comparison_without_any_document_is_an_error(string command)
    {
        Outcome outcome = _session.Try($"{command} none.dxl none.dxl");
        Assert.Empty(outcome.Output);
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("NothingToCompare,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
    }

    [Theory]
    [InlineData("security-on.dxl security-on.dxl -Domain 'Zz*'", "")]
    [InlineData("none.dxl none.dxl", "")]
    [InlineData("security-on.dxl security-on.dxl -Domain Nowhere", "")]
    [InlineData("security-on.dxl security-on.dxl", "There are no differences.")]
    public void Only_what_was_compared_is_equal(string arguments, string expected) => Assert.Equal(
        expected,
        Assert.Single(_session.Try(
            $"Compare-ForeignDomainDocument {arguments} -InformationVariable i -WarningAction Ignore; \"$i\"").Lines));

    [Theory]
    [InlineData("Get-ForeignDomainDocument")]
    [InlineData("Get-DocumentReader")]
    public void A_Get_command_is_silent_about_a_pattern(string command)
    {
        Outcome outcome = _session.Run($"{command} security-on.dxl -Domain 'Zz*'");
        Assert.Empty(outcome.Output);
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public void A_rule_that_does_not_exist_is_one_finding_without_a_verdict()
    {
        Outcome outcome = _session.Try(
            "Test-CoexistenceConfiguration security-on.dxl -Rule CX00l -InformationVariable i; \"$i\"");
        Assert.Equal("CX035", outcome.Output[0].Get("Rule"));
        Assert.Equal(2, outcome.Output.Count);
        Assert.DoesNotContain("BTEx:", outcome.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_that_is_not_known_is_not_displayed()
    {
        _session.Write("lone.dxl", Dxl.Database(Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1)));
        string view = string.Join(
            "\n", _session.Run("Measure-CoexistenceAvailability lone.dxl | Format-List | Out-String").Lines);
        Assert.Matches(@"Availability\s*: not known", view);
        Assert.DoesNotContain("0.0 s", view, StringComparison.Ordinal);
    }
}
