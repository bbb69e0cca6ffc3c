using System.Management.Automation;
using System.Security.Cryptography;
using CoexTools.Module.Tests.Commands;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>That no command changes anything with -WhatIf, and that it would change something without.</summary>
[Collection(Schedules.Collection)]
public sealed class WhatIfTests : IDisposable
{
    // For each changing command a call that changes something.
    private static readonly Dictionary<string, string> Calls = new()
    {
        ["Add-DominoGroup"] = "Add-DominoGroup New -Directory $directory",
        ["Add-DominoServer"] = "Add-DominoServer New/Acme -Directory $directory",
        ["Export-CoexistenceFinding"] = "Export-CoexistenceFinding -As Sarif new.sarif -InputObject "
            + "(Test-CoexistenceConfiguration security-on.dxl)",
        ["Export-CoexistenceReport"] = "Export-CoexistenceReport security-on.dxl new.html",
        ["Export-DominoDirectory"] = "Export-DominoDirectory new.dxl -Directory $directory",
        ["New-DominoDirectory"] = "$made.Value = New-DominoDirectory New",
        ["New-ForeignDomainDocument"] = "$null = New-ForeignDomainDocument New DominoA/Acme -Directory $directory",
        ["Protect-ForeignDomainDocument"] = "Protect-ForeignDomainDocument no-security.dxl -ServerGroup 'Servers "
            + "Only' -WarningAction Ignore",
        ["Register-CoexistenceSchedule"] = "$null = Register-CoexistenceSchedule security-on.dxl -Name New "
            + "-PowerShell /opt/pwsh",
        ["Remove-DocumentAccessField"] = "Remove-DocumentAccessField security-on.dxl",
        ["Remove-ForeignDomainDocument"] = "Remove-ForeignDomainDocument -Directory $directory -Domain *",
        ["Repair-CoexistenceConfiguration"] = "$null = Repair-CoexistenceConfiguration security-on.dxl",
        ["Set-DominoAclEntry"] = "Set-DominoAclEntry New Manager -Directory $directory",
        ["Set-ForeignDomainDocument"] = "Set-ForeignDomainDocument security-on.dxl -MailFile new.box "
            + "-WarningAction Ignore",
        ["Undo-DirectoryChange"] = "Undo-DirectoryChange changed.dxl",
        ["Unregister-CoexistenceSchedule"] = "Unregister-CoexistenceSchedule Old",
    };

    private readonly ModuleSession _session = new();

    public WhatIfTests()
    {
        Schedules.Clear();
        File.Copy(_session.PathOf("security-on.dxl"), _session.PathOf("changed.dxl"));
        _session.Run("""
            $made = [psobject] @{ Value = $null }
            $directory = Import-DominoDirectory security-on.dxl
            Remove-DocumentAccessField changed.dxl
            $null = Register-CoexistenceSchedule security-on.dxl -Name Old -PowerShell /opt/pwsh
            """);
    }

    public static TheoryData<string> Names => [.. Calls.Keys];

    public void Dispose()
    {
        _session.Dispose();
        Schedules.Clear();
    }

    [Fact]
    public void There_is_a_call_of_each_changing_command() =>
        Assert.Equal(CommandRules.Changing.Order(), Calls.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_changes_with_WhatIf(string name)
    {
        Assert.False(Changes(Calls[name] + " -WhatIf"));
        Assert.True(Changes(Calls[name]), "The call changes nothing without -WhatIf either, and so proves nothing.");
    }

    [Fact]
    public void A_command_that_does_not_heed_WhatIf_is_found()
    {
        _session.Run(
            "function Set-Thing { [CmdletBinding(SupportsShouldProcess)] param() "
                + "[IO.File]::AppendAllText((Get-ForeignDomainDocument security-on.dxl)[0].Path, ' ') }");
        Assert.True(Changes("Set-Thing -WhatIf"));
        _session.Run(
            "function Set-Thing { [CmdletBinding(SupportsShouldProcess)] param() $directory | Add-DominoServer "
                + "New/Acme -WhatIf:$false }");
        Assert.True(Changes("Set-Thing -WhatIf"));
    }

    private bool Changes(string script)
    {
        IReadOnlyList<string> before = State();
        _session.Run(script);
        return !before.SequenceEqual(State());
    }

    // Every byte of the session's files, the schedules, and what the directory in memory holds.
    private List<string> State()
    {
        IEnumerable<string> files = new[] { _session.Folder, Schedules.Folder }.Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        PSObject memory = _session.Run(
            "@{ Made = $made.Value; Server = $directory.Server; Group = $directory.Group; Acl = $directory.Acl.Entry; "
                + "Document = $directory.ForeignDomain }").Output[0];
        return
        [
            .. files.Order(StringComparer.Ordinal)
                .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
            .. ((System.Collections.Hashtable)memory.BaseObject).Cast<System.Collections.DictionaryEntry>()
                .OrderBy(entry => (string)entry.Key, StringComparer.Ordinal)
                .Select(entry =>
                    $"{entry.Key}: " + string.Join(
                        ", ",
                        LanguagePrimitives.GetEnumerable(entry.Value)?.Cast<object>() ?? [entry.Value ?? "nothing"])),
        ];
    }
}
