using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>The lists within output objects: PowerShell indexes them, whatever made them.</summary>
public sealed class OutputListTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Made = """
        $d = New-DominoDirectory Acme
        $d | Add-DominoServer Hub01/Acme, DominoA/Acme, DominoB/Acme
        $d | Add-DominoGroup Hubs Hub01/Acme, Hub02/Acme
        $d | Set-DominoAclEntry Hubs Reader -Role NetModifier, ServerModifier
        $d | New-ForeignDomainDocument BTEx DominoB/Acme -Reader Hubs, DominoA > $null
        $d | New-ForeignDomainDocument BTEx DominoA/Acme -Reader Unknown, Hubs > $null
        $d
        """;

    [Theory]
    [InlineData(Made, "ForeignDomain", "Server", "Group")]
    [InlineData(Made + ".Group", "Member")]
    [InlineData(Made + ".Acl", "Entry")]
    [InlineData(Made + ".Acl.Entry | Where-Object Name -eq Hubs", "Role")]
    [InlineData(Made + ".ForeignDomain", "Readers", "Authors", "DocumentAccess", "Item")]
    [InlineData(Made + " | Get-DocumentReader -Server DominoB | Where-Object Assumption", "Assumption")]
    [InlineData("Import-DominoDirectory security-on.dxl", "ForeignDomain", "Server", "Group")]
    [InlineData("(Import-DominoDirectory security-on.dxl).Group", "Member")]
    [InlineData("(Import-DominoDirectory security-on.dxl).Acl", "Entry")]
    [InlineData(
        "(Import-DominoDirectory security-on.dxl).Acl.Entry | Where-Object Name -eq LocalDomainServers", "Role")]
    [InlineData("Get-ForeignDomainDocument security-on.dxl", "Readers", "Authors", "DocumentAccess", "Item")]
    [InlineData("@(Get-ForeignDomainDocument security-on.dxl)[0].Item", "Value")]
    [InlineData("Test-FreeBusyPath security-on.dxl", "Hop")]
    [InlineData("Test-FreeBusyPath no-security.dxl", "Hop", "Warning", "ConsoleMessage")]
    [InlineData(Made + " | Test-FreeBusyPath -From DominoB", "Assumption")]
    [InlineData("Test-MailRoute security-on.dxl -ServerDown DominoA, DominoB", "Hop", "Warning", "ConsoleMessage")]
    [InlineData("Measure-CoexistenceAvailability security-on.dxl -From Hub01", "Component", "CutSet")]
    [InlineData(
        "Measure-CoexistenceAvailability security-on.dxl -From Hub01 | Where-Object { "
            + "$_.SinglePointOfFailure.Count -gt 0 }",
        "SinglePointOfFailure")]
    [InlineData("(Measure-CoexistenceAvailability security-on.dxl -From Hub01).CutSet", "Member")]
    [InlineData(
        "Compare-CoexistencePath security-on.dxl security-on-field-removed.dxl | Where-Object { "
            + "$_.Failure.Count -gt 0 }", "Failure")]
    [InlineData("Test-CoexistenceConfiguration security-on.dxl | Where-Object { $_.Evidence.Count -gt 0 }", "Evidence")]
    [InlineData("Repair-CoexistenceConfiguration security-on.dxl -WhatIf", "Action", "FindingBefore")]
    [InlineData("(Repair-CoexistenceConfiguration security-on.dxl -WhatIf).Action", "ReadersBefore", "Readers")]
    public void List_is_indexed_from_both_ends(string script, params string[] properties)
    {
        IReadOnlyList<PSObject> objects = session.Run($"$WarningPreference = 'Ignore'; {script}").Output;
        Assert.NotEmpty(objects);
        foreach (PSObject item in objects)
        {
            session.Set("item", item);
            foreach (string property in properties)
            {
                string[] values = item.GetList(property);
                Assert.NotEmpty(values);
                Assert.Equal(
                    [$"{values.Length}", values[0], values[^1]],
                    session.Run($"$list = $item.{property}; $list.Count; $list[0]; $list[-1]").Lines);
            }
        }
    }
}
