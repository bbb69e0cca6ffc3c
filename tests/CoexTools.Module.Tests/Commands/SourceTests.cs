namespace CoexTools.Module.Tests.Commands;

/// <summary>Where commands read from. All tests read the files in/a.dxl, in/b.dxl and in/[x].dxl: each has one domain, named like the file.</summary>
public sealed class SourceTests : IClassFixture<ModuleSession>
{
    private const string ToDomain = " | ForEach-Object { if ($_.PSObject.Properties['ForeignDomain']) { $_.ForeignDomain.Domain } else { $_.Domain } }";

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
        "Get-ForeignDomainDocument", "Get-DocumentReader", "Test-FreeBusyPath", "Test-MailRoute", "Remove-DocumentAccessField -PassThru", "Import-DominoDirectory",
    ];

    /// <summary>Those that read a directory in memory.</summary>
    public static TheoryData<string> FromDirectory =>
        ["Get-ForeignDomainDocument", "Get-DocumentReader", "Test-FreeBusyPath", "Test-MailRoute", "Remove-DocumentAccessField -PassThru"];

    /// <summary>Those that take documents.</summary>
    public static TheoryData<string> FromDocuments => ["Get-DocumentReader", "Test-FreeBusyPath", "Test-MailRoute", "Remove-DocumentAccessField -PassThru"];

    [Theory, MemberData(nameof(All))]
    public void Path_takes_wildcards(string command) => Assert.Equal(["a", "b"], Domains($"{command} in/?.dxl"));

    [Theory, MemberData(nameof(All))]
    public void Path_takes_a_wildcard_of_brackets(string command) => Assert.Equal(["b"], Domains($"{command} -Path 'in/[bx].dxl'"));

    [Theory, MemberData(nameof(All))]
    public void Path_takes_several_in_their_order(string command) => Assert.Equal(["b", "a"], Domains($"{command} -Path in/b.dxl, in/a.dxl"));

    [Theory, MemberData(nameof(All))]
    public void Path_takes_an_exact_name_before_a_wildcard(string command)
    {
        _session.Write("brackets/[x].dxl", Dxl.Database(Dxl.ForeignDomain("exact", "CN=DominoA/O=Acme", 1)));
        _session.Write("brackets/x.dxl", Dxl.Database(Dxl.ForeignDomain("wildcard", "CN=DominoA/O=Acme", 1)));
        Assert.Equal(["exact"], Domains($"{command} -Path 'brackets/[x].dxl'"));
    }

    [Theory, MemberData(nameof(All))]
    public void Paths_come_down_the_pipeline(string command) => Assert.Equal(["b", "a"], Domains($"'in/b.dxl', 'in/a.dxl' | {command}"));

    [Theory, MemberData(nameof(All))]
    public void Path_that_a_wildcard_does_not_match_is_nothing(string command) => Assert.Empty(Domains($"{command} in/none*.dxl"));

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
        Domains($"'[x]', 'b' | ForEach-Object {{ [pscustomobject]@{{ PSPath = \"Microsoft.PowerShell.Core\\FileSystem::$folder/$_.dxl\" }} }} | {command}"));

    [Theory, MemberData(nameof(All))]
    public void Files_come_down_the_pipeline(string command) =>
        Assert.Equal(["[x]", "a"], Domains($"'[x]', 'a' | ForEach-Object {{ [IO.FileInfo] \"$folder/$_.dxl\" }} | {command}"));

    [Theory, MemberData(nameof(All))]
    public void Relative_path_is_relative_to_the_location_of_the_session(string command)
    {
        Assert.NotEqual(_session.Folder, Environment.CurrentDirectory);
        Assert.False(File.Exists("a.dxl"));
        Assert.Equal(
            ["a", "b"],
            Domains($"$ExecutionContext.SessionState.Path.PushCurrentLocation('t'); $null = $ExecutionContext.SessionState.Path.SetLocation($folder); "
                + $"try {{ {command} a.dxl; {command} -LiteralPath b.dxl }} finally {{ $null = $ExecutionContext.SessionState.Path.PopLocation('t') }}"));
    }

    [Theory, MemberData(nameof(FromDirectory))]
    public void Directory_comes_by_name(string command) =>
        Assert.Equal(["b", "a"], Domains($"$b = Import-DominoDirectory in/b.dxl; $a = Import-DominoDirectory in/a.dxl; {command} -Directory $b, $a"));

    [Theory, MemberData(nameof(FromDirectory))]
    public void Directory_comes_down_the_pipeline(string command) => Assert.Equal(["a", "b"], Domains($"Import-DominoDirectory in/?.dxl | {command}"));

    [Theory, MemberData(nameof(FromDocuments))]
    public void Documents_come_by_name(string command) =>
        Assert.Equal(["b", "a"], Domains($"$documents = Get-ForeignDomainDocument in/b.dxl, in/a.dxl; {command} -InputObject $documents"));

    [Theory, MemberData(nameof(FromDocuments))]
    public void Documents_come_down_the_pipeline(string command) => Assert.Equal(["a", "b"], Domains($"Get-ForeignDomainDocument in/?.dxl | {command}"));

    [Theory, MemberData(nameof(FromDocuments))]
    public void Documents_of_a_directory_in_memory_come_down_the_pipeline(string command) =>
        Assert.Equal(["a"], Domains($"Import-DominoDirectory in/a.dxl | Get-ForeignDomainDocument | {command}"));

    [Theory, MemberData(nameof(FromDocuments))]
    public void Domain_chooses_among_documents_of_the_pipeline(string command) =>
        Assert.Equal(["b"], Domains($"Get-ForeignDomainDocument (Import-DominoDirectory in/b.dxl).Path | {command} -Domain B"));

    [Theory, MemberData(nameof(FromDirectory))]
    public void Domain_is_matched_exactly_before_by_wildcard(string command)
    {
        _session.Write("names.dxl", Dxl.Database(
            Dxl.ForeignDomain("x", "CN=DominoA/O=Acme", 1), Dxl.ForeignDomain("[x]", "CN=DominoA/O=Acme", 2), Dxl.ForeignDomain("Xy", "CN=DominoA/O=Acme", 3)));
        Assert.Equal(["[x]"], Domains($"{command} names.dxl -Domain '[x]'"));
        Assert.Equal(["x"], Domains($"{command} names.dxl -Domain '[wx]'"));
        Assert.Equal(["x", "Xy"], Domains($"{command} names.dxl -Domain 'X*'"));
        Assert.Equal(["x", "[x]"], Domains($"{command} names.dxl -Domain '[x]', X"));
        Assert.Empty(Domains($"{command} names.dxl -Domain 'none*'"));
    }

    [Theory, MemberData(nameof(All))]
    public void FieldMap_names_other_items(string command)
    {
        _session.Write("fields.dxl", Dxl.Database(Dxl.ForeignDomain("ignored", "CN=DominoA/O=Acme", 1, items: "<item name='Known as'><text>mapped</text></item>")));
        Assert.Equal(["ignored"], Domains($"{command} fields.dxl"));
        Assert.Equal(["mapped"], Domains($"{command} fields.dxl -FieldMap @{{ DomainName = 'Known as' }}"));
        Assert.Equal(["mapped"], Domains($"{command} -LiteralPath fields.dxl -FieldMap @{{ domainname = 'none', 'Known as' }}"));
    }

    private IReadOnlyList<string> Domains(string script) => _session.Run($"& {{ {script} }}{ToDomain}").Lines;
}
