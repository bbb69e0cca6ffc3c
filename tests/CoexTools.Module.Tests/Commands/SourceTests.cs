using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// Tests the sources of the commands. The files in/a.dxl, in/b.dxl, and in/[x].dxl each contain one domain with the
/// name of the file.
/// </summary>
public sealed class SourceTests : IClassFixture<ModuleSession>
{
    private const string ToDomain =
        " | ForEach-Object { if ($_.PSObject.Properties['ForeignDomain']) { $_.ForeignDomain.Domain } "
        + "else { $_.Domain } }";

    private readonly ModuleSession _session;

    public SourceTests(ModuleSession session)
    {
        _session = session;
        foreach (string name in new[] { "a", "b", "[x]" })
            session.Write($"in/{name}.dxl", Dxl.Database(Dxl.ForeignDomain(name, "CN=DominoA/O=Acme", 0xA0)));
        session.Set("folder", session.PathOf("in"));
    }

    /// <summary>All commands.</summary>
    public static TheoryData<string> All =>
    [
        "Get-ForeignDomainDocument", "Get-DocumentReader", "Test-FreeBusyPath", "Test-MailRoute",
        "Remove-DocumentAccessField -PassThru",
        "Import-DominoDirectory",
    ];

    /// <summary>Those that read a directory in memory.</summary>
    public static TheoryData<string> FromDirectory =>
        ["Get-ForeignDomainDocument", "Get-DocumentReader", "Test-FreeBusyPath", "Test-MailRoute",
            "Remove-DocumentAccessField -PassThru"];

    /// <summary>Those that take documents.</summary>
    public static TheoryData<string> FromDocuments =>
        ["Get-DocumentReader", "Test-FreeBusyPath", "Test-MailRoute", "Remove-DocumentAccessField -PassThru"];

    [Theory, MemberData(nameof(All))]
    public void Path_takes_wildcards(string command) => Assert.Equal(["a", "b"], Domains($"{command} in/?.dxl"));

    [Theory, MemberData(nameof(All))]
    public void Path_takes_a_wildcard_of_brackets(string command) =>
        Assert.Equal(["b"], Domains($"{command} -Path 'in/[bx].dxl'"));

    [Theory, MemberData(nameof(All))]
    public void Path_takes_several_in_their_order(string command) =>
        Assert.Equal(["b", "a"], Domains($"{command} -Path in/b.dxl, in/a.dxl"));

    [Theory, MemberData(nameof(All))]
    public void Path_takes_an_exact_name_before_a_wildcard(string command)
    {
        _session.Write("brackets/[x].dxl", Dxl.Database(Dxl.ForeignDomain("exact", "CN=DominoA/O=Acme", 1)));
        _session.Write("brackets/x.dxl", Dxl.Database(Dxl.ForeignDomain("wildcard", "CN=DominoA/O=Acme", 1)));
        Assert.Equal(["exact"], Domains($"{command} -Path 'brackets/[x].dxl'"));
    }

    [Theory, MemberData(nameof(All))]
    public void Paths_come_down_the_pipeline(string command) =>
        Assert.Equal(["b", "a"], Domains($"'in/b.dxl', 'in/a.dxl' | {command}"));

    [Theory, MemberData(nameof(All))]
    public void Path_that_a_wildcard_does_not_match_is_nothing(string command) =>
        Assert.Empty(Domains($"{command} in/none*.dxl"));

    [Theory, MemberData(nameof(All))]
    public void Wildcard_leaves_folders_out(string command)
    {
        Directory.CreateDirectory(_session.PathOf("mixed/folder.dxl"));
        _session.Write("mixed/file.dxl", Dxl.Database(Dxl.ForeignDomain("file", "CN=DominoA/O=Acme", 1)));
        Assert.Equal(["file"], Domains($"{command} mixed/*.dxl"));
    }

    [Theory, MemberData(nameof(All))]
    public void LiteralPath_takes_brackets_as_they_are(string command)
    {
        foreach (string parameter in new[] { "LiteralPath", "PSPath", "LP" })
            Assert.Equal(["[x]", "a"], Domains($"{command} -{parameter} 'in/[x].dxl', in/a.dxl"));
    }

    [Theory, MemberData(nameof(All))]
    public void PSPath_comes_by_property(string command) => Assert.Equal(
        ["[x]", "b"],
        Domains(
            "'[x]', 'b' | ForEach-Object { [pscustomobject]@{ "
                + "PSPath = \"Microsoft.PowerShell.Core\\FileSystem::$folder/$_.dxl\" } } "
                + $"| {command}"));

    [Theory, MemberData(nameof(All))]
    public void Files_come_down_the_pipeline(string command) =>
        Assert.Equal(["[x]", "a"],
            Domains($"'[x]', 'a' | ForEach-Object {{ [IO.FileInfo] \"$folder/$_.dxl\" }} | {command}"));

    [Theory, MemberData(nameof(All))]
    public void Relative_path_is_relative_to_the_location_of_the_session(string command)
    {
        Assert.NotEqual(_session.Folder, Environment.CurrentDirectory);
        Assert.False(File.Exists("a.dxl"));
        Assert.Equal(
            ["a", "b"],
            Domains(
                "$ExecutionContext.SessionState.Path.PushCurrentLocation('t'); $null = "
                + $"$ExecutionContext.SessionState.Path.SetLocation($folder); try {{ {command} a.dxl; {command} "
                + "-LiteralPath b.dxl } "
                + "finally { $null = $ExecutionContext.SessionState.Path.PopLocation('t') }"));
    }

    [Theory, MemberData(nameof(FromDirectory))]
    public void Directory_comes_by_name(string command) =>
        Assert
            .Equal(
                ["b", "a"],
                Domains($"$b = Import-DominoDirectory in/b.dxl; $a = Import-DominoDirectory in/a.dxl; {command} "
                    + "-Directory $b, $a"));

    [Theory, MemberData(nameof(FromDirectory))]
    public void Directory_comes_down_the_pipeline(string command) =>
        Assert.Equal(["a", "b"], Domains($"Import-DominoDirectory in/?.dxl | {command}"));

    [Theory, MemberData(nameof(FromDocuments))]
    public void Documents_come_by_name(string command) =>
        Assert.Equal(["b", "a"],
            Domains($"$documents = Get-ForeignDomainDocument in/b.dxl, in/a.dxl; {command} -InputObject $documents"));

    [Theory, MemberData(nameof(FromDocuments))]
    public void Documents_come_down_the_pipeline(string command) =>
        Assert.Equal(["a", "b"], Domains($"Get-ForeignDomainDocument in/?.dxl | {command}"));

    [Theory, MemberData(nameof(FromDocuments))]
    public void Documents_of_a_directory_in_memory_come_down_the_pipeline(string command) =>
        Assert.Equal(["a"], Domains($"Import-DominoDirectory in/a.dxl | Get-ForeignDomainDocument | {command}"));

    [Theory, MemberData(nameof(FromDocuments))]
    public void Domain_chooses_among_documents_of_the_pipeline(string command) =>
        Assert
            .Equal(["b"],
                Domains($"Get-ForeignDomainDocument (Import-DominoDirectory in/b.dxl).Path | {command} -Domain B"));

    [Theory, MemberData(nameof(FromDirectory))]
    public void Domain_is_matched_exactly_before_by_wildcard(string command)
    {
        _session.Write("names.dxl", Dxl.Database(
            Dxl.ForeignDomain("x", "CN=DominoA/O=Acme", 1), Dxl.ForeignDomain("[x]", "CN=DominoA/O=Acme", 2),
            Dxl.ForeignDomain("Xy", "CN=DominoA/O=Acme", 3)));
        Assert.Equal(["[x]"], Domains($"{command} names.dxl -Domain '[x]'"));
        Assert.Equal(["x"], Domains($"{command} names.dxl -Domain '[wx]'"));
        Assert.Equal(["x", "Xy"], Domains($"{command} names.dxl -Domain 'X*'"));
        Assert.Equal(["x", "[x]"], Domains($"{command} names.dxl -Domain '[x]', X"));
        Assert.Empty(Domains($"{command} names.dxl -Domain 'none*'"));
    }

    [Theory, MemberData(nameof(All))]
    public void FieldMap_names_other_items(string command)
    {
        _session.Write(
            "fields.dxl",
            Dxl.Database(
                Dxl.ForeignDomain(
                    "ignored", "CN=DominoA/O=Acme", 1, items: "<item name='Known as'><text>mapped</text></item>")));
        Assert.Equal(["ignored"], Domains($"{command} fields.dxl"));
        Assert.Equal(["mapped"], Domains($"{command} fields.dxl -FieldMap @{{ DomainName = 'Known as' }}"));
        Assert.Equal(["mapped"],
            Domains($"{command} -LiteralPath fields.dxl -FieldMap @{{ domainname = 'none', 'Known as' }}"));
    }

    [Theory, MemberData(nameof(FromDirectory))]
    public void Directory_is_taken_by_position(string command)
    {
        _session.Run("$a = Import-DominoDirectory in/a.dxl; $b = Import-DominoDirectory in/b.dxl");
        Assert.Equal(["a"], Domains($"{command} $a"));
        Assert.Equal(["b", "a"], Domains($"{command} $b, $a"));
        Assert.Equal(["b", "a"], Domains($"{command} @($b, $a) -Verbose:$false"));
        _session.Set("bag", Deserialized("$a"));
        Assert.Equal(["a"], Domains($"{command} $bag"));
        Assert.Equal(["a", "b"], Domains($"{command} $bag, $b"));
        Assert.Equal(["a"], Domains($"$bag | {command}"));
        Assert.Equal(["a"], Domains($"{command} -Directory $bag"));
    }

    [Theory, MemberData(nameof(FromDocuments))]
    public void Documents_are_taken_by_position(string command)
    {
        _session.Run("$a = Get-ForeignDomainDocument in/a.dxl; $b = Get-ForeignDomainDocument in/b.dxl");
        Assert.Equal(["a"], Domains($"{command} $a"));
        Assert.Equal(["b", "a"], Domains($"{command} $b, $a"));
        _session.Set("bag", Deserialized("$a"));
        Assert.Equal(["a"], Domains($"{command} $bag"));
        Assert.Equal(["a"], Domains($"{command} -InputObject $bag"));
    }

    [Fact]
    public void Many_repeated_documents_are_named_in_few_warnings()
    {
        string[] documents =
            [.. Enumerable.Range(1, 8).Select(number => Dxl.ForeignDomain("Domain", $"CN=S{number}/O=Acme", number))];
        _session.Write("repeated.dxl", Dxl.Database([.. documents, .. documents]));
        IReadOnlyList<string> warnings = _session.Run("Get-ForeignDomainDocument repeated.dxl").Warnings;
        Assert.Equal(6, warnings.Count);
        Assert.All(warnings.Take(5), text => Assert.Contains("contains 2 documents with the UNID ", text));
        Assert.EndsWith("several documents with the same UNID for 3 other UNIDs.", warnings[5]);
    }

    [Fact]
    public void Directory_is_taken_by_position_beside_the_file_to_write()
    {
        _session.Run("$a = Import-DominoDirectory in/a.dxl");
        _session.Set("bag", Deserialized("$a"));
        foreach (string call in new[] { "$a {0}", "$bag {0}", "{0} -Directory $a", "$a -LiteralPath {0}",
            "-Path {0} $a" })
        {
            string script = $"Export-DominoDirectory {string.Format(null, call, "out.dxl")} -Force; "
                + "Get-ForeignDomainDocument out.dxl";
            Assert.Equal(["a"], Domains(script));
        }
        Assert.Equal(["a"], Domains("$a | Export-DominoDirectory piped.dxl; Get-ForeignDomainDocument piped.dxl"));
    }

    [Theory]
    [InlineData("Add-DominoServer {0} X/Acme, Y/Acme", "Server.Name", "X/Acme, Y/Acme")]
    [InlineData("Add-DominoServer {0} -Name X/Acme", "Server.Name", "X/Acme")]
    [InlineData("Add-DominoGroup {0} Some X/Acme, Y/Acme", "Group.Member", "X/Acme, Y/Acme")]
    [InlineData("Add-DominoGroup {0} Some -Member X/Acme", "Group.Member", "X/Acme")]
    [InlineData("Add-DominoGroup {0} -Name Some -Member X/Acme", "Group.Member", "X/Acme")]
    [InlineData(
        "Set-DominoAclEntry {0} X/Acme Editor", "Acl.Entry",
        "-Default-: Author, LocalDomainServers: Manager, X/Acme: Editor")]
    [InlineData(
        "Set-DominoAclEntry {0} -Name X/Acme Editor", "Acl.Entry",
        "-Default-: Author, LocalDomainServers: Manager, X/Acme: Editor")]
    [InlineData(
        "Set-DominoAclEntry {0} X/Acme -Level Editor", "Acl.Entry",
        "-Default-: Author, LocalDomainServers: Manager, X/Acme: Editor")]
    [InlineData("New-ForeignDomainDocument {0} New X/Acme", "ForeignDomain.MailServer", "X/Acme")]
    [InlineData("New-ForeignDomainDocument {0} New -MailServer X/Acme", "ForeignDomain.MailServer", "X/Acme")]
    [InlineData("New-ForeignDomainDocument {0} -Domain New -Server X/Acme", "ForeignDomain.MailServer", "X/Acme")]
    public void Directory_to_change_is_taken_by_position_by_name_and_by_pipeline(
        string call, string property, string expected)
    {
        string bare = string.Format(null, call, "");
        foreach (string form in new[]
        {
            string.Format(null, call, "$d"), string.Format(
                null, call, "-Directory $d"), $"{bare} -Directory $d", $"$d | {bare}",
        })
        {
            _session.Run($"$d = New-DominoDirectory Acme; $null = {form}");
            Assert.Equal([expected], _session.Run($"$d.{property} -join ', '").Lines);
        }
        if (call.StartsWith("New-", StringComparison.Ordinal))
            return;
        _session.Set("bag", Deserialized("(New-DominoDirectory Acme)"));
        foreach (string form in new[] { string.Format(null, call, "$bag"), $"$bag | {bare}" })
            Assert.Equal([expected], _session.Run($"({form} -PassThru).{property} -join ', '").Lines);
    }

    [Theory]
    [InlineData("$d | Set-DominoAclEntry -Default Editor")]
    [InlineData("Set-DominoAclEntry -Default Editor -Directory $d")]
    [InlineData("Set-DominoAclEntry -Directory $d -Default -Level Editor")]
    public void Default_entry_is_set_in_a_directory_by_name_and_by_pipeline(string call) =>
        Assert.Equal(["Editor"], _session.Run($"$d = New-DominoDirectory Acme; {call}; $d.Acl.Entry[0].Level").Lines);

    [Theory]
    [InlineData("$d | Add-DominoServer X/Acme Y/Acme")]
    [InlineData("Add-DominoServer $d X/Acme Y/Acme")]
    [InlineData("$d | Add-DominoGroup Some X/Acme Y/Acme")]
    [InlineData("Add-DominoGroup $d Some X/Acme Y/Acme")]
    [InlineData("$d | Set-DominoAclEntry X/Acme Editor Reader")]
    [InlineData("$d | New-ForeignDomainDocument New X/Acme Y/Acme")]
    [InlineData("$d | Remove-ForeignDomainDocument New X/Acme Y/Acme")]
    public void An_argument_too_many_is_an_error_and_nothing_is_changed(string call)
    {
        _session.Run("$d = New-DominoDirectory Acme");
        ErrorRecord error = Assert.IsType<ErrorRecord>(
            Assert.Single(_session.Run($"try {{ {call} }} catch {{ $_ }}").Output).BaseObject);
        Assert.IsAssignableFrom<ParameterBindingException>(error.Exception);
        Assert.Empty(_session.Run("$d.Server; $d.Group; $d.ForeignDomain").Output);
    }

    [Fact]
    public void Nothing_to_remove_is_no_error()
    {
        _session.Run("$d = New-DominoDirectory Acme; $null = $d | New-ForeignDomainDocument New X/Acme");
        Assert.Empty(_session.Try("Get-ForeignDomainDocument $d -Domain None* | Remove-ForeignDomainDocument").Errors);
        Assert.Empty(_session.Try("@() | Remove-ForeignDomainDocument").Errors);
        Assert.Single(_session.Run("$d.ForeignDomain").Output);
    }

    [Theory]
    [InlineData("$d one DominoA")]
    [InlineData("$d one -Server DominoA")]
    [InlineData("$d -Domain one DominoA")]
    [InlineData("-Directory $d one DominoA")]
    [InlineData("one DominoA -Directory $d")]
    [InlineData("-Domain one -Server DominoA $d")]
    [InlineData("($d.ForeignDomain | Where-Object Domain -EQ one | Where-Object MailServer -EQ DominoA/Acme)")]
    [InlineData(
        "-InputObject ($d.ForeignDomain | Where-Object Domain -EQ one | Where-Object MailServer -EQ DominoA/Acme)")]
    public void Documents_to_remove_are_taken_by_position_and_by_name(string arguments)
    {
        _session.Run("""
            $d = New-DominoDirectory Acme
            'one', 'two' | ForEach-Object {
                $name = $_
                'DominoA/Acme', 'DominoB/Acme' | ForEach-Object { $null = New-ForeignDomainDocument $d $name $_ }
            }
            """);
        _session.Run($"Remove-ForeignDomainDocument {arguments} -WarningAction Ignore");
        Assert.Equal(["one DominoB/Acme", "two DominoA/Acme", "two DominoB/Acme"],
            _session.Run("$d.ForeignDomain | ForEach-Object { \"$($_.Domain) $($_.MailServer)\" }").Lines.Order());
    }

    [Fact]
    public void Changes_are_taken_by_position_and_by_pipeline_even_if_they_are_deserialized()
    {
        _session.Write(
            "undo.dxl", Dxl.Database(
                Dxl.ForeignDomain("undo", "CN=DominoA/O=Acme", 0xA0, items: "<item name='X'><text>y</text></item>")));
        string[] calls =
            ["$change | Undo-DirectoryChange", "Undo-DirectoryChange $change",
                "Undo-DirectoryChange -InputObject $change"];
        foreach (string undo in calls)
        {
            foreach (bool isDeserialized in new[] { false, true })
            {
                _session.Run(
                    "Remove-DocumentAccessField undo.dxl -FieldName X; $change = (Get-DirectoryChange undo.dxl)[-1]");
                if (isDeserialized)
                    _session.Set("change", Deserialized("$change"));
                Assert.DoesNotContain("name='X'", File.ReadAllText(_session.PathOf("undo.dxl")));
                _session.Run(undo);
                Assert.Contains("name='X'", File.ReadAllText(_session.PathOf("undo.dxl")));
            }
        }
    }

    [Fact]
    public void FieldMap_holds_for_replicas()
    {
        _session.Write("renamed.dxl", Renamed("CN=DominoA/O=Acme"));
        const string Options = "-From DominoA -Replica @{ 'DominoA/Acme' = 'renamed.dxl' }";
        Assert.Equal(["NoCalendarServer"], Statuses($"Test-FreeBusyPath renamed.dxl {Options}"));
        Assert.Equal(["Answered"], Statuses($"Test-FreeBusyPath renamed.dxl -FieldMap $map {Options}"));
        Assert.Equal(["Answered"],
            Statuses($"Import-DominoDirectory renamed.dxl -FieldMap $map | Test-FreeBusyPath {Options}"));
        Assert.Equal(["Answered"],
            Statuses($"Get-ForeignDomainDocument renamed.dxl -FieldMap $map | Test-FreeBusyPath {Options}"));
        Assert.Empty(
            _session
                .Run("Compare-CoexistencePath renamed.dxl renamed.dxl -FieldMap $map -Service "
                    + $"FreeBusy {Options}").Output);
    }

    [Fact]
    public void FieldMap_holds_for_compared_files()
    {
        _session.Write("renamed.dxl", Renamed("CN=DominoA/O=Acme"));
        _session.Write("other.dxl", Renamed(null));
        const string Compare =
            "Compare-CoexistencePath renamed.dxl other.dxl -From Hub01 -Service FreeBusy -MaximumOrder 0 "
                + "-WarningAction Ignore";
        Assert.Empty(_session.Run(Compare).Output);
        PSObject lost = Assert.Single(_session.Run(Compare + " -FieldMap $map").Output);
        Assert.Equal("Lost", lost.Get("Change")!.ToString());
        var map = new System.Collections.Hashtable { ["Nonsense"] = "x" };
        _session.Set("map", map);
        Assert.IsType<ErrorRecord>(
            Assert.Single(_session.Run($"try {{ {Compare} -FieldMap $map }} catch {{ $_ }}").Output).BaseObject)
            .Is("FieldMapInvalid", "Compare-CoexistencePath", ErrorCategory.InvalidArgument, map);
    }

    [Fact]
    public void Strict_holds_for_compared_files_and_replicas()
    {
        string path = _session.Write("careless.dxl", Careless);
        foreach (string call in new[] { "Compare-CoexistencePath in/a.dxl careless.dxl", "Compare-CoexistencePath "
            + "careless.dxl in/a.dxl" })
        {
            Assert.Empty(_session.Try(call).Errors);
            _session.Try(call + " -Strict")
                .TheError("DxlMalformed", "Compare-CoexistencePath", ErrorCategory.InvalidData, path);
        }
        const string Test = "Test-FreeBusyPath in/a.dxl -Replica @{ DominoA = 'careless.dxl' }";
        Assert.Empty(_session.Try(Test).Errors);
        Assert.IsType<ErrorRecord>(
            Assert.Single(_session.Run($"try {{ {Test} -Strict }} catch {{ $_ }}").Output).BaseObject)
            .Is("DxlMalformed", "Test-FreeBusyPath", ErrorCategory.InvalidData, path);
    }

    [Fact]
    public void Watch_reads_strictly()
    {
        _session.Write("careless.dxl", Careless);
        const string Watch = "Watch-ForeignDomainDocument careless.dxl -IntervalSeconds 0.1 -Count 1 -TimeoutSeconds";
        Assert.Empty(_session.Run($"{Watch} 0.2").Output);
        Assert.Equal(
            "FileUnreadable", Assert.Single(_session.Run($"{Watch} 10 -Strict").Output).Get("Kind")!.ToString());
    }

    [Fact]
    public void Watch_reports_a_domain_that_does_not_exist()
    {
        Outcome outcome = _session.Try(
            "Watch-ForeignDomainDocument in/a.dxl -Domain Nope, A -TimeoutSeconds 0.3 -IntervalSeconds 0.05");
        outcome.TheError("DomainNotFound", "Watch-ForeignDomainDocument", ErrorCategory.ObjectNotFound, "Nope");
        Assert.Empty(_session.Try("Watch-ForeignDomainDocument in/a.dxl -Domain Nope* -TimeoutSeconds 0.1").Errors);
    }

    // The mistake is in a document that no command reads, so that only -Strict finds it.
    private static string Careless => Dxl.Database(
        Dxl.ForeignDomain("careless", "CN=DominoA/O=Acme", 1),
        "<document form='Memo'><item name='x'><text>&nothing;</text></item></document>");

    private string Renamed(string? calendarServer)
    {
        _session.Set("map", new System.Collections.Hashtable { ["CalendarServer"] = "CalendarHost" });
        string item = calendarServer is null
            ? "" : $"<item name='CalendarHost' names='true'><text>{calendarServer}</text></item>";
        return Dxl.Database(
            Dxl.Server("CN=Hub01/O=Acme", 1),
            Dxl.ForeignDomain(
                "renamed", null, 2, items: $"<item name='GatewayServer'><text>CN=DominoA/O=Acme</text></item>{item}"));
    }

    // An object as Import-Clixml returns it in a session that has not imported the module.
    private object Deserialized(string variable)
    {
        string text = Assert.Single(
            _session.Run($"[Management.Automation.PSSerializer]::Serialize({variable}, 3)").Lines);
        return PSSerializer.Deserialize(text);
    }

    private string[] Statuses(string script) =>
        [.. _session.Run(script).Values("Status").Select(status => status!.ToString()!)];

    private IReadOnlyList<string> Domains(string script) => _session.Run($"& {{ {script} }}{ToDomain}").Lines;
}
