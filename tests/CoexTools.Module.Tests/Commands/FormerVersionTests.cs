using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// What former versions wrote is still read: serialized objects are rehydrated, and the journal of version 0.1.0 lists
/// and undoes its changes.
/// </summary>
public sealed class FormerVersionTests : IDisposable
{
    private readonly ModuleSession _session = new();

    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "former-version");

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("documents", "ForeignDomainDocument", 2)]
    [InlineData("directory", "DominoDirectory", 1)]
    [InlineData("inmemory", "DominoDirectory", 1)]
    [InlineData("acl", "AccessControlList", 1)]
    [InlineData("readers", "DocumentReader", 10)]
    [InlineData("freebusy", "FreeBusyPathResult", 3)]
    [InlineData("mail", "MailRouteResult", 3)]
    [InlineData("availability", "CoexistenceAvailability", 1)]
    [InlineData("differences", "CoexistencePathDifference", 1)]
    [InlineData("findings", "CoexistenceFinding", 5)]
    [InlineData("changes", "DirectoryChange", 2)]
    [InlineData("sealed-item", "DominoItem", 1)]
    [InlineData("0.2.0/freebusy", "FreeBusyPathResult", 1)]
    [InlineData("0.2.0/documents", "ForeignDomainDocument", 2)]
    [InlineData("0.2.0/directory", "DominoDirectory", 1)]
    [InlineData("0.2.0/mail", "MailRouteResult", 1)]
    [InlineData("0.2.0/differences", "CoexistencePathDifference", 1)]
    public void Serialized_objects_are_rehydrated(string file, string type, int atLeast)
    {
        IReadOnlyList<PSObject> objects = Deserialize(file);
        Assert.True(objects.Count >= atLeast, $"{objects.Count} objects");
        Assert.All(objects, one => Assert.Equal(type, one.BaseObject.GetType().Name));
    }

    [Fact]
    public void The_flag_of_a_rehydrated_item_has_its_current_name()
    {
        _session.Set("former", Deserialize("sealed-item"));
        Assert.Equal(["Summary, Sealed"], _session.Run("\"$($former[0].Flags)\"").Lines);
        Assert.Equal(
            ["Sealed"],
            _session.Run(
                "Get-ForeignDomainDocument security-on.dxl -FieldMap @{ DocumentAccess = 'checksum' } "
                    + "| Select-Object -First 1 | ForEach-Object { 'Sealed' }").Lines);
    }

    [Theory]
    [InlineData("0.2.0/documents", "$former | Test-FreeBusyPath -ServerDown DominoA")]
    [InlineData("0.2.0/directory", "Test-FreeBusyPath -Directory $former[0] -ServerDown DominoA")]
    public void What_version_0_2_0_serialized_is_answered_for(string file, string command)
    {
        _session.Set("former", Deserialize(file));
        Assert.Equal(
            _session.Run("Test-FreeBusyPath security-on.dxl -ServerDown DominoA | ForEach-Object { \"$_\" }").Lines,
            _session.Run($"{command} | ForEach-Object {{ \"$_\" }}").Lines);
    }

    [Fact]
    public void Rehydrated_documents_are_answered_for()
    {
        _session.Set("former", Deserialize("documents"));
        Outcome former = _session.Run("$former | Test-FreeBusyPath -ServerDown DominoA | ForEach-Object { \"$_\" }");
        Outcome live = _session.Run(
            "Test-FreeBusyPath security-on.dxl -ServerDown DominoA | ForEach-Object { \"$_\" }");
        Assert.NotEmpty(live.Lines);
        Assert.Equal(live.Lines, former.Lines);
    }

    [Fact]
    public void Rehydrated_ACL_entries_have_no_type_and_are_proved_by_what_they_came_with()
    {
        _session.Set("former", Deserialize("acl"));
        Assert.Equal(
            [
                .. _session.Run(
                    "(Import-DominoDirectory security-on.dxl).Acl.Entry | ForEach-Object { \"$_ Unspecified\" }").Lines,
                "Hubs: Reader Unspecified",
            ],
            _session.Run("$former[0].Entry | ForEach-Object { \"$_ $($_.Type)\" }").Lines);
        string text = File.ReadAllText(Path.Combine(Folder, "acl.clixml"));
        _session.Set("text", text.Replace(">[NetModifier]<", ">[Other]<", StringComparison.Ordinal));
        Assert.Equal(
            "PSCustomObject", _session.Run(
                "[Management.Automation.PSSerializer]::Deserialize($text)").Output[0].BaseObject.GetType().Name);
    }

    [Fact]
    public void A_member_that_was_taken_out_is_missed()
    {
        string text = _session.Run(
            "$d = New-DominoDirectory A; $d | Set-DominoAclEntry Hubs Reader -Type ServerGroup; "
                + "[Management.Automation.PSSerializer]::Serialize($d.Acl.Entry[-1], 3)").Lines[0];
        Assert.Equal("AccessControlEntry", TypeOf(text));
        Assert.Equal(
            "PSCustomObject",
            TypeOf(System.Text.RegularExpressions.Regex.Replace(
                text, "<Obj N=\"Type\".*?</Obj>", "", System.Text.RegularExpressions.RegexOptions.Singleline)));

        string TypeOf(string serialized)
        {
            _session.Set("text", serialized);
            return _session.Run("[Management.Automation.PSSerializer]::Deserialize($text)").Output[0].BaseObject
                .GetType().Name;
        }
    }

    [Fact]
    public void A_journal_lists_its_changes_and_undoes_them()
    {
        foreach (string name in new[] { "changed.dxl", "changed.dxl.journal" })
            File.Copy(Path.Combine(Folder, name), _session.PathOf(name));
        Assert.Equal(["DocumentAccess", "DocumentAccess"], _session.Run(
            "Get-DirectoryChange changed.dxl | ForEach-Object Field").Lines);
        _session.Run("Undo-DirectoryChange changed.dxl");
        Assert.Equal(
            File.ReadAllText(Path.Combine(ModuleSession.Scenarios, "security-on.dxl")), File.ReadAllText(
                _session.PathOf("changed.dxl")));
    }

    private IReadOnlyList<PSObject> Deserialize(string file)
    {
        _session.Set("text", File.ReadAllText(Path.Combine(Folder, file + ".clixml")));
        return _session.Run("[Management.Automation.PSSerializer]::Deserialize($text)").Output;
    }
}
