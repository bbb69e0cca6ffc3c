using System.Collections;
using System.Management.Automation;
using CoexTools.Module.Tests.Commands;

namespace CoexTools.Module.Tests.Completion;

/// <summary>What Tab gives at the end of a line.</summary>
[Collection(Schedules.Collection)]
public sealed class CompletionTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public CompletionTests() =>
        File.Copy(
            Path.Combine(Path.GetDirectoryName(BuiltModule.Manifest)!, "Examples", "AcmeDirectory.dxl"),
            _session.PathOf("Acme.dxl"));

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
    [InlineData("Get-ChildItem . | Test-MailRoute -From mail", "Mail01/Acme")]
    [InlineData("New-ForeignDomainDocument -Directory $directory New -MailFile ", "mail.box")]
    [InlineData("Set-ForeignDomainDocument Acme.dxl -CalendarSystem ma", "mail.box")]
    [InlineData("$directory | New-ForeignDomainDocument New -Reader L", "LocalDomainAdmins,LocalDomainServers")]
    [InlineData("Test-CoexistenceConfiguration Acme.dxl -Rule Cx001", "CX001")]
    [InlineData("Test-CoexistenceExchange -Rule ce001", "CE001")]
    [InlineData("Test-CoexistenceExchange -ExcludeRule tnef", "TnefOn")]
    [InlineData("Get-CoexistenceRule ewso", "EwsOff")]
    [InlineData("Get-CoexistenceRule 'CX001", "CX001")]
    [InlineData("Get-ForeignDomainDocument Acme.dxl -FieldMap @{", "")]
    public void Tab_completes(string line, string expected)
    {
        _session.Run("$directory = Import-DominoDirectory Acme.dxl; $documents = Get-ForeignDomainDocument Acme.dxl");
        Assert.Equal(expected, string.Join(",", Complete(line).Select(result => result.CompletionText)));
    }

    [Fact]
    public void Names_are_read_as_the_field_map_says()
    {
        _session.Write(
            "map.dxl", Dxl.Database(Dxl.ForeignDomain("Mapped", "CN=DominoA/O=Acme", 1))
                .Replace("'DomainName'", "'Elsewhere'"));
        _session.Run("$map = @{ DomainName = 'Elsewhere' }; $name = 'Elsewhere'");
        Assert.Empty(Complete("Get-ForeignDomainDocument map.dxl -Domain M"));
        foreach (string map in (string[])[
            "@{ DomainName = 'Elsewhere' }", "@{ DomainName = 'Nowhere', 'Elsewhere' }", "$map"])
        {
            Assert.Equal(
                "Mapped", Assert.Single(
                    Complete($"Get-ForeignDomainDocument map.dxl -FieldMap {map} -Domain M")).CompletionText);
            Assert.Equal(
                "Mapped", Assert.Single(
                    Complete($"Get-ForeignDomainDocument map.dxl -FieldMap {map} | "
                        + "Test-FreeBusyPath -Domain M")).CompletionText);
        }
        Assert.Empty(Complete("Get-ForeignDomainDocument map.dxl -FieldMap @{ Nonsense = 'Elsewhere' } -Domain M"));
        Assert.Equal(
            "@{ CalendarServer = 'CalendarServer' }",
            Complete("Get-ForeignDomainDocument map.dxl -FieldMap ").Select(result => result.CompletionText)
                .Order().First());
    }

    [Fact]
    public void The_changes_of_a_journal_are_completed_by_their_numbers_the_last_one_first()
    {
        Assert.DoesNotContain(Complete("Undo-DirectoryChange Acme.dxl "), result => result.CompletionText is "1");
        _session.Run("Remove-DocumentAccessField Acme.dxl; Undo-DirectoryChange Acme.dxl");
        foreach (string line in (string[])[
            "Undo-DirectoryChange Acme.dxl ", "Undo-DirectoryChange -LiteralPath Acme.dxl -Id "])
        {
            IReadOnlyList<CompletionResult> ids = Complete(line);
            Assert.Equal(["2", "1"], ids.Select(result => result.CompletionText));
            Assert.EndsWith(
                "UTC, Remove-DocumentAccessField: BTEx (DominoA/Acme), BTEx (DominoB/Acme)", ids[1].ToolTip);
        }
        // A note about changes that were not made cannot be undone.
        File.AppendAllText(
            _session.PathOf("Acme.dxl.journal"),
            "<change id='3' time='2026-11-30' user='' command='' before='h' after='h' undoes='2' />\n");
        Assert.Equal(["2", "1"], Complete("Undo-DirectoryChange Acme.dxl ").Select(result => result.CompletionText));
    }

    [Fact]
    public void Schedules_are_completed_those_of_the_user_with_User()
    {
        Schedules.Clear();
        _session.Run(
            "$null = Register-CoexistenceSchedule Acme.dxl -Name Acme-System -PowerShell /opt/pwsh; "
                + "$null = Register-CoexistenceSchedule Acme.dxl -Name Acme-Mine -User -PowerShell /opt/pwsh");
        Assert.Equal(["Acme-Mine", "Acme-System"], Complete("Get-CoexistenceSchedule a")
            .Select(result => result.CompletionText));
        Assert.Equal("Systemd user schedule, enabled", Complete("Get-CoexistenceSchedule a")[0].ToolTip);
        Assert.Equal(
            "Acme-Mine", Assert.Single(Complete("Unregister-CoexistenceSchedule -User -Name 'A")).CompletionText);
        Assert.Equal("Acme-System", Assert.Single(Complete("Unregister-CoexistenceSchedule A")).CompletionText);
        Schedules.Clear();
    }

    [Fact]
    public void Replicas_are_completed_from_the_exports_of_the_folder()
    {
        foreach (string file in Directory.GetFiles(_session.Folder, "*.dxl")
            .Where(file => !file.EndsWith("Acme.dxl", StringComparison.Ordinal)))
            File.Delete(file);
        _session.Write("B's.dxl", Dxl.Database(""));
        Assert.Equal(
            ["@{ 'DominoA/Acme' = 'B''s.dxl' }", "@{ 'DominoB/Acme' = 'B''s.dxl' }"],
            Complete("Test-FreeBusyPath Acme.dxl -Replica ").Select(result => result.CompletionText));
    }

    [Fact]
    public void Addresses_are_completed_by_server()
    {
        IReadOnlyList<CompletionResult> results = Complete("Test-CoexistenceServer Acme.dxl -Address ");
        Assert.Equal(["@{ 'DominoA/Acme' = 'DominoA' }", "@{ 'DominoB/Acme' = 'DominoB' }"],
            results.Select(result => result.CompletionText));
        Assert.Equal("The address of DominoA/Acme", results[0].ToolTip);
    }

    [Fact]
    public void Console_logs_and_time_zones_are_completed()
    {
        _session.Write("b.log", "");
        CompletionResult log = Complete("Test-CoexistenceConfiguration Acme.dxl -ConsoleLog ")[0];
        Assert.Equal(("@{ 'DominoA/Acme' = 'b.log' }", "b.log is the console log of DominoA/Acme"), (
            log.CompletionText, log.ToolTip));
        Assert.Contains(
            "UTC", Complete("Test-CoexistenceConfiguration Acme.dxl -ConsoleTimeZone U")
                .Select(result => result.CompletionText));
    }

    [Fact]
    public void Notes_ini_files_are_completed_from_the_folder()
    {
        _session.Write("b.ini", "");
        Assert.Equal(
            ["@{ 'DominoA/Acme' = 'b.ini' }", "@{ 'DominoB/Acme' = 'b.ini' }"],
            Complete("Test-CoexistenceConfiguration Acme.dxl -NotesIni ").Select(result => result.CompletionText));
        Assert.Equal(
            "b.ini is the notes.ini of DominoA/Acme", Complete(
                "Test-CoexistenceConfiguration Acme.dxl -NotesIni ")[0].ToolTip);
    }

    [Fact]
    public void Every_name_has_a_tooltip()
    {
        Assert.Equal("Coexistence server for BTEx", Complete("Test-FreeBusyPath Acme.dxl -From DominoA")[0].ToolTip);
        Assert.Equal(
            "Foreign domain, 2 documents: DominoA/Acme, DominoB/Acme", Complete(
                "Test-FreeBusyPath Acme.dxl -Domain B")[0].ToolTip);
        Assert.Equal(
            "Group for servers only, 2 members", Complete(
                "Protect-ForeignDomainDocument Acme.dxl -ServerGroup Serv")[0].ToolTip);
    }

    [Fact]
    public void Names_with_quotes_and_brackets_are_quoted()
    {
        _session.Write("[x].dxl", Dxl.Database(Dxl.ForeignDomain("O'Brien [test]", "CN=DominoA/O=Acme", 1)));
        Assert.Equal(
            "'O''Brien [test]'", Assert.Single(
                Complete("Get-ForeignDomainDocument '[x].dxl' -Domain o")).CompletionText);
    }

    [Theory]
    [InlineData("nowhere.dxl")]
    [InlineData("bad.dxl")]
    [InlineData(".")]
    [InlineData("nodrive:\\x")]
    [InlineData("Variable:\\PID")]
    [InlineData("[")]
    [InlineData("")]
    public void What_cannot_be_read_gives_no_names_and_no_error(string path)
    {
        _session.Write("bad.dxl", "<database><document form='Domain'");
        _session.Set("completer", Completer("ServerCompleter"));
        Assert.Empty(
            _session
                .Run("$completer.CompleteArgument('Test-FreeBusyPath', 'From', '', $null, @{ Path = "
                    + $"'{path}' }})").Output);
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
        Assert.Equal(2, Complete("Test-FreeBusyPath Acme.dxl -From D").Count);
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
        return Activator.CreateInstance(
            command.ImplementingType.Assembly.GetType($"CoexTools.Completion.{name}", throwOnError: true)!)!;
    }
}
