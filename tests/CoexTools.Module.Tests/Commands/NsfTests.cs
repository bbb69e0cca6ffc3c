using System.IO.Compression;
using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// Every command that reads takes an NSF file, and no command changes one. Each test has its own files.
/// </summary>
public sealed class NsfTests : IDisposable
{
    private const string Gateways = "names.dxl"; // The content determines the format, not the extension.

    private readonly ModuleSession _session = new();

    public NsfTests()
    {
        using var packed = new GZipStream(
            File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "nsf", "namelook.nsf.gz")),
            CompressionMode.Decompress);
        using FileStream file = File.Create(_session.PathOf(Gateways));
        packed.CopyTo(file);
    }

    public void Dispose() => _session.Dispose();

    public static TheoryData<string> Readers =>
    [
        "Get-ForeignDomainDocument FILE", "Get-ForeignDomainDocument FILE -Domain WASHINGTON",
        "Get-DocumentReader FILE",
        "Get-DocumentReader FILE -Server 'MATILDA-1'", "Test-FreeBusyPath FILE", "Test-MailRoute FILE",
        "Test-MailRoute FILE -From 'BERNARD-1'",
        "Measure-CoexistenceAvailability FILE -ServerAvailability 0.99", "Test-CoexistenceConfiguration FILE",
        "Import-DominoDirectory FILE | ForEach-Object { $_.Name; $_.ReplicaId; $_.Server; $_.Group; $_.Group.Member; "
            + "$_.Acl.Entry }",
        "Get-ForeignDomainDocument FILE | Test-MailRoute -ServerDown NETHERLANDS",
        "Compare-CoexistencePath FILE FILE -Service Mail",
        "Test-MailRoute FILE -Replica @{ 'MATILDA-1' = 'FILE' }",
    ];

    public static TheoryData<string> Writers =>
    [
        "Remove-DocumentAccessField names.dxl", "Protect-ForeignDomainDocument names.dxl -ServerGroup Chemists -Force",
        "Repair-CoexistenceConfiguration names.dxl", "Undo-DirectoryChange names.dxl",
        "Get-ForeignDomainDocument names.dxl | Set-ForeignDomainDocument -CalendarServer FAUSTINA -Force",
        "[Management.Automation.PSSerializer]::Deserialize("
            + "[Management.Automation.PSSerializer]::Serialize((Get-ForeignDomainDocument names.dxl))) "
            + "| Set-ForeignDomainDocument -CalendarServer FAUSTINA -Force", // As in a job.
        "New-DominoDirectory X | Export-DominoDirectory names.dxl -Force",
    ];

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_command_answers_from_an_NSF_file_as_from_its_export(string command)
    {
        _session.Run("Import-DominoDirectory names.dxl | Export-DominoDirectory exported.dxl");
        string[] expected = Answers("exported.dxl");
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Answers(Gateways));

        string[] Answers(string file)
        {
            string script = command.Replace("FILE", file);
            Outcome result = _session.Try(script);
            string shown = string.Join("\n", result.Output.Select(Show))
                + string.Join("\n", result.Errors.Select(error => error.ToString()));
            // Only a text file has lines.
            shown = System.Text.RegularExpressions.Regex.Replace(shown, "Line=[0-9]*", "Line=");
            return [.. shown.Replace(_session.PathOf(file), "FILE").Split('\n')];
        }
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void A_command_that_changes_files_refuses_an_NSF_file(string command)
    {
        byte[] before = File.ReadAllBytes(_session.PathOf(Gateways));
        string[] files = Directory.GetFiles(_session.PathOf("."));
        foreach (string switches in new[] { " -Confirm:$false", " -WhatIf" })
        {
            if (switches == " -WhatIf" && command.Contains("Export"))
                continue;
            ErrorRecord error = Assert.Single(_session.Try(command + switches).Errors);
            Assert.StartsWith("NsfReadOnly,", error.FullyQualifiedErrorId);
            Assert.Equal(ErrorCategory.InvalidOperation, error.CategoryInfo.Category);
            Assert.Contains("Export-DominoDirectory", error.ErrorDetails.RecommendedAction);
        }
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf(Gateways)));
        Assert.Equal(files, Directory.GetFiles(_session.PathOf(".")));
    }

    [Fact]
    public void A_directory_that_was_imported_from_an_NSF_file_can_be_changed_and_exported()
    {
        IReadOnlyList<string> read = _session.Run("""
            $d = Import-DominoDirectory names.dxl
            $d.ForeignDomain | Set-ForeignDomainDocument -CalendarServer FAUSTINA -CalendarSystem exchange.nsf -Force -WarningAction Ignore
            $d | Export-DominoDirectory changed.dxl
            Get-ForeignDomainDocument changed.dxl | ForEach-Object { "$($_.Domain) $($_.MailServer) $($_.CalendarServer)" }
            """).Lines;
        Assert.Equal(["NETHERLANDS ANTILLES NETHERLANDS FAUSTINA", "WASHINGTON FAUSTINA FAUSTINA"], read);
    }

    [Fact]
    public void Documents_from_the_pipeline_are_exported_with_the_servers_and_groups_of_their_file()
    {
        _session.Run("""
            Import-DominoDirectory names.dxl | Export-DominoDirectory imported.dxl
            Get-ForeignDomainDocument names.dxl | Export-DominoDirectory piped.dxl
            """);
        Assert.Equal(File.ReadAllText(_session.PathOf("imported.dxl")), File.ReadAllText(_session.PathOf("piped.dxl")));
    }

    [Fact]
    public void Notes_of_every_class_are_returned_with_their_items()
    {
        Assert.Equal(
            ["WASHINGTON"],
            _session.Run("(Get-DominoDocument names.dxl *Domain -UniversalId 00A4003500C400B485255E690058A6A6).Item | "
                + "Where-Object Name -EQ DomainName | ForEach-Object Value").Lines);
        IReadOnlyList<string> classes = _session.Run(
            "Get-DominoDocument names.dxl -Class Acl, Icon, View | ForEach-Object { \"$($_.Class)\" }").Lines;
        Assert.Equal(["Acl", "Icon", "View"], classes.Distinct().Order());
        Assert.Single(classes, "Acl");
        Assert.Equal(
            _session.Run("(Get-DominoDocument names.dxl -Form Group).Count").Lines,
            _session.Run("Import-DominoDirectory names.dxl | ForEach-Object { $_.Group.Count }").Lines);
    }

    [Theory]
    [InlineData(3000, "NsfDamaged", "0xBB8")]
    [InlineData(5, "NsfDamaged", "0x5")]
    [InlineData(200_000, "NsfDamaged", "offset 0x")]
    public void A_file_that_is_cut_off_is_damaged(int length, string id, string where)
    {
        File.WriteAllBytes(_session.PathOf("cut.nsf"), File.ReadAllBytes(_session.PathOf(Gateways))[..length]);
        ErrorRecord error = Assert.Single(_session.Try("Get-ForeignDomainDocument cut.nsf").Errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId);
        Assert.Contains(where, error.Exception.Message);
        Assert.Equal(_session.PathOf("cut.nsf"), error.TargetObject);
    }

    [Fact]
    public void An_NSF_file_is_not_watched_for_repair()
    {
        // Without a timeout.
        ErrorRecord error = Assert.Single(_session.Try("Watch-ForeignDomainDocument names.dxl -Repair").Errors);
        Assert.StartsWith("NsfReadOnly,", error.FullyQualifiedErrorId);
    }

    [Fact]
    public void Watching_reports_a_file_that_was_replaced()
    {
        string path = _session.PathOf(Gateways);
        byte[] content = File.ReadAllBytes(path);
        int at = content.AsSpan().IndexOf("NETHERAN"u8);
        Assert.True(at > 0);
        "NETHERBN"u8.CopyTo(content.AsSpan(at));
        using PowerShell shell = _session.Create(
            "Watch-ForeignDomainDocument names.dxl -Count 1 -IntervalSeconds 0.1 -TimeoutSeconds 600 -Verbose");
        shell.Streams.Verbose.DataAdded += (sender, e) =>
        {
            if (!((PSDataCollection<VerboseRecord>)sender!)[e.Index].Message.StartsWith("Watching"))
                return;
            File.WriteAllBytes(path + ".new", content);
            File.Move(path + ".new", path, overwrite: true);
        };
        PSObject happened = Assert.Single(shell.Invoke());
        Assert.Empty(shell.Streams.Error);
        Assert.Equal("DocumentChanged", happened.Get("Kind")!.ToString());
    }

    private static string Show(PSObject one) => one.BaseObject is string or ValueType
        ? one.ToString()
        : string.Join("; ", one.Properties.Where(property => property.Name is not ("Time" or "Directory"))
            .Select(property => $"{property.Name}={Text(property)}"));

    private static string Text(PSPropertyInfo property) =>
        property.Value is System.Collections.IEnumerable list and not string
            ? string.Join("|", list.Cast<object>()) : $"{property.Value}";
}
