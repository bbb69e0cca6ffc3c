using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using CoexTools.Module.Tests.Commands;

namespace CoexTools.Module.Tests.Completion;

/// <summary>What Tab gives at the end of a line.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public CompletionTests() =>
        File.Copy(Path.Combine(Path.GetDirectoryName(BuiltModule.Manifest)!, "Examples", "AcmeDirectory.dxl"), _session.PathOf("Acme.dxl"));

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Get-ForeignDomainDocument Acme.dxl -Domain b", "BTEx")]
    [InlineData("Get-ForeignDomainDocument -LiteralPath Acme.dxl -VisibleTo Dom", "DominoA/Acme,DominoB/Acme")]
    [InlineData("Test-FreeBusyPath A*.dxl -ServerDown CN=DominoA", "DominoA/Acme")]
    [InlineData("Test-FreeBusyPath Acme.dxl -ServerDown DominoA, D", "DominoA/Acme,DominoB/Acme")]
    [InlineData("Test-FreeBusyPath Acme.dxl -From *A", "App01/Acme,DominoA/Acme,DominoB/Acme,Hub01/Acme,Mail01/Acme")]
    [InlineData("Test-MailRoute Acme.dxl -LinkDown 'DominoA/Acme|D", "'DominoA/Acme|DominoB/Acme'")]
    [InlineData("Get-ForeignDomainDocument Acme.dxl | Test-MailRoute -SmtpDown M", "Mail01/Acme")]
    [InlineData("'Acme.dxl' | Test-MailRoute -HttpDown H", "Hub01/Acme")]
    [InlineData("Get-ForeignDomainDocument Acme.dxl | Protect-ForeignDomainDocument -ServerGroup 's", "'Servers Only'")]
    [InlineData("Protect-ForeignDomainDocument Acme.dxl -AdminGroup LocalDomainA", "LocalDomainAdmins")]
    [InlineData("Remove-DocumentAccessField Acme.dxl -FieldName Doc", "DocumentAccess")]
    [InlineData("Add-DominoGroup -Directory $directory New -Member \"Mail S", "'Mail Servers'")]
    [InlineData("$directory | Set-DominoAclEntry LocalDomainServers -Role Net", "'[NetModifier]'")]
    [InlineData("$directory | Set-DominoAclEntry Other", "OtherDomainServers")]
    [InlineData("$documents | Get-DocumentReader -Server Hub", "Hub01/Acme")]
    [InlineData("Compare-CoexistencePath Acme.dxl -Domain BT", "BTEx")]
    [InlineData("Test-CoexistenceConfiguration Acme.dxl -HubServer h", "Hub01/Acme")]
    [InlineData("Test-FreeBusyPath Acme.dxl -ServerDown nobody", "")]
    public void Tab_completes(string line, string expected)
    {
        _session.Run("$directory = Import-DominoDirectory Acme.dxl; $documents = Get-ForeignDomainDocument Acme.dxl");
        Assert.Equal(expected, string.Join(",", Complete(line).Select(result => result.CompletionText)));
    }

    [Fact]
    public void Every_name_has_a_tooltip()
    {
        Assert.Equal("Coexistence server for BTEx", Complete("Test-FreeBusyPath Acme.dxl -From DominoA")[0].ToolTip);
        Assert.Equal("Foreign domain, 2 documents: DominoA/Acme, DominoB/Acme", Complete("Test-FreeBusyPath Acme.dxl -Domain B")[0].ToolTip);
        Assert.Equal("Group for servers only, 2 members", Complete("Protect-ForeignDomainDocument Acme.dxl -ServerGroup Serv")[0].ToolTip);
    }

    [Fact]
    public void Names_with_quotes_and_brackets_are_quoted()
    {
        _session.Write("[x].dxl", Dxl.Database(Dxl.ForeignDomain("O'Brien [test]", "CN=DominoA/O=Acme", 1)));
        Assert.Equal("'O''Brien [test]'", Assert.Single(Complete("Get-ForeignDomainDocument '[x].dxl' -Domain o")).CompletionText);
    }

    [Theory]
    [InlineData("nowhere.dxl")]
    [InlineData("bad.dxl")]
    [InlineData(".")]
    [InlineData("nodrive:\\x")]
    [InlineData("Variable:\\PID")]
    public void What_cannot_be_read_gives_no_names_and_no_error(string path)
    {
        _session.Write("bad.dxl", "<database><document form='Domain'");
        _session.Set("completer", Completer("ServerCompleter"));
        Assert.Empty(_session.Run($"$completer.CompleteArgument('Test-FreeBusyPath', 'From', '', $null, @{{ Path = '{path}' }})").Output);
    }

    [Fact]
    public void A_file_that_changed_is_read_again()
    {
        Assert.Equal("BTEx", Assert.Single(Complete("Get-ForeignDomainDocument Acme.dxl -Domain ")).CompletionText);
        string file = _session.PathOf("Acme.dxl");
        File.WriteAllText(file, File.ReadAllText(file).Replace(">BTEx<", ">Contoso<"));
        Assert.Equal("Contoso", Assert.Single(Complete("Get-ForeignDomainDocument Acme.dxl -Domain ")).CompletionText);
    }

    [Fact]
    public void A_file_that_did_not_change_is_not_read_again()
    {
        Complete("Test-FreeBusyPath Acme.dxl -From D");
        string file = _session.PathOf("Acme.dxl");
        DateTime time = File.GetLastWriteTimeUtc(file);
        File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
        File.SetLastWriteTimeUtc(file, time);
        var watch = Stopwatch.StartNew();
        Assert.Equal(2, Complete("Test-FreeBusyPath Acme.dxl -From D").Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Every_name_parameter_has_a_completer()
    {
        string[] names =
        [
            "Domain", "From", "Server", "ServerDown", "ServerBusy", "HttpDown", "SmtpDown", "LinkDown", "VisibleTo", "MailServer", "CalendarServer", "HubServer", "Primary",
            "ServerGroup", "AdminGroup", "FieldName", "Member", "Reader", "Role", "Rule", "ExcludeRule",
        ];
        foreach (CmdletInfo command in _session.Run("Get-Command -Module CoexTools").Output.Select(item => (CmdletInfo)item.BaseObject))
        {
            foreach (ParameterMetadata parameter in command.Parameters.Values.Where(parameter => names.Contains(parameter.Name)))
                Assert.True(parameter.Attributes.OfType<ArgumentCompleterAttribute>().Any(), $"{command.Name} -{parameter.Name}");
        }
    }

    private IReadOnlyList<CompletionResult> Complete(string line)
    {
        using PowerShell shell = _session.Create("");
        shell.Commands.Clear();
        return [.. CommandCompletion.CompleteInput(line, line.Length, new Hashtable(), shell).CompletionMatches];
    }

    private object Completer(string name)
    {
        var command = (CmdletInfo)_session.Run("Get-Command Get-ForeignDomainDocument").Output[0].BaseObject;
        return Activator.CreateInstance(command.ImplementingType.Assembly.GetType($"CoexTools.Commands.Completion.{name}", throwOnError: true)!)!;
    }
}
