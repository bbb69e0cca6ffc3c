using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Export-DominoDirectory: what Domino imports. Each test has its own files.</summary>
public sealed class ExportTests : IDisposable
{
    private const string Command = "Export-DominoDirectory";
    private const string Story = """
        $d = New-DominoDirectory "Acme's <Directory>" -ReplicaId 852564AC004EBCCF
        $d | Add-DominoServer Hub01/Acme, DominoA/Acme, DominoB/Acme -Domain AcmeNet
        $d | Add-DominoGroup 'Servers Only' Hub01/Acme, */Mail/Acme -Type ServersOnly
        $d | Set-DominoAclEntry -Default NoAccess
        $d | Set-DominoAclEntry Hub01/Acme Editor -Role NetModifier
        $d | New-ForeignDomainDocument BTEx DominoA/Acme -Reader 'Servers Only', DominoA -UniversalId 000000000000000000000000000000A0 > $null
        $d | New-ForeignDomainDocument BTEx DominoB/Acme -MailFile 'a<b>&c''d' -NoDocumentAccess -UniversalId 000000000000000000000000000000A1 > $null
        $d | New-ForeignDomainDocument Other DominoA/Acme -UniversalId 000000000000000000000000000000A2 > $null
        """;

    private const string Described = """
         | ForEach-Object {
            $_.Name; $_.ReplicaId; $_.Server | ForEach-Object { "$_ $($_.Domain)" }
            $_.Group | ForEach-Object { "$_ $($_.Type): $($_.Member -join ', ')" }
            $_.Acl.IsAssumed; $_.Acl.Entry | ForEach-Object { "$_ $($_.Role)" }
            foreach ($document in $_.ForeignDomain) {
                "$document $($document.Priority) $($document.UniversalId) $($document.NoteId) $($document.Sequence)"
                "$($document.Modified.UtcTicks) $($document.Revised.UtcTicks)"
                $document.Item | ForEach-Object { "$($_.Name) $($_.Type) $($_.Flags) $($_.Value -join '|')" }
            }
        }
        """;

    private static readonly XNamespace Namespace = "http://www.lotus.com/dxl";

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    public static TheoryData<string> Files
    {
        get
        {
            return
            [
                .. new[] { "scenarios", "dxl-samples" }
                    .SelectMany(folder => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", folder)))
                    .Where(file => Path.GetExtension(file) is ".dxl" or ".xml")
                    .Select(file => Path.GetRelativePath(AppContext.BaseDirectory, file))
                    .Order(),
            ];
        }
    }

    [Fact]
    public void Directory_made_in_memory_is_read_from_its_export_as_it_was()
    {
        Assert.Empty(_session.Run(Story + "\n$d | Export-DominoDirectory out.dxl").Output);
        IReadOnlyList<string> made = _session.Run("$d" + Described).Lines;
        Assert.Equal(made, _session.Run("Import-DominoDirectory out.dxl" + Described).Lines);
        Assert.Contains("Acme's <Directory>", made);
        Assert.Contains("BTEx (DominoB/Acme) 1 000000000000000000000000000000A1", string.Join("\n", made));
    }

    [Theory, MemberData(nameof(Files))]
    public void Import_export_and_import_again_are_equal(string file)
    {
        // Of one name, for a directory without a title is called by its file's.
        string name = Path.GetFileName(file);
        Directory.CreateDirectory(_session.PathOf("one"));
        Directory.CreateDirectory(_session.PathOf("two"));
        _session.Set("file", Path.Combine(AppContext.BaseDirectory, file));
        _session.Run($"""
            $first = Import-DominoDirectory $file
            $first | Export-DominoDirectory one/{name}
            $second = Import-DominoDirectory one/{name}
            $second | Export-DominoDirectory two/{name}
            """);
        Assert.Equal(_session.Run("$first" + Described).Lines, _session.Run("$second" + Described).Lines);
        Assert.Equal(
            File.ReadAllBytes(_session.PathOf($"one/{name}")), File.ReadAllBytes(_session.PathOf($"two/{name}")));
        // Only the order of the documents of a domain is another one.
        Assert.Equal(
            WithoutDocumentType(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file))).Split('\n')
                .Order(StringComparer.Ordinal),
            File.ReadAllText(_session.PathOf($"one/{name}")).Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Export_is_structured_as_those_of_Domino()
    {
        _session.Run(Story + "\n$d | Export-DominoDirectory out.dxl");
        XElement root = Read("out.dxl");
        Assert.Equal(Namespace + "database", root.Name);
        Assert.Equal("852564AC004EBCCF", (string?)root.Attribute("replicaid"));
        Assert.Equal("Acme's <Directory>", (string?)root.Attribute("title"));
        Assert.NotNull(root.Attribute("version"));
        Assert.Equal(
            ["acl", "document", "document", "document", "document", "document", "document", "document"],
            root.Elements().Select(element => element.Name.LocalName));

        XElement list = root.Element(Namespace + "acl")!;
        Assert.Equal(["role", "aclentry"], list.Elements().Select(element => element.Name.LocalName).Distinct());
        string[] roles = [.. list.Elements(Namespace + "role").Select(role => role.Value)];
        Assert.All(
            list.Elements(Namespace + "aclentry")
                .Elements(Namespace + "role"), role => Assert.Contains(role.Value, roles));
        Assert.Equal(
            ["-Default- noaccess", "LocalDomainServers manager", "CN=Hub01/O=Acme editor"],
            list.Elements(Namespace + "aclentry")
                .Select(entry => $"{(string?)entry.Attribute("name")} {(string?)entry.Attribute("level")}"));

        Assert.Equal(
            ["Server", "Server", "Server", "Group", "Domain", "Domain", "Domain"],
            root.Elements(Namespace + "document").Select(document => (string?)document.Attribute("form")));
        foreach (XElement document in root.Elements(Namespace + "document"))
        {
            XElement info = document.Elements().First();
            Assert.Equal(Namespace + "noteinfo", info.Name);
            Assert.Matches("^[0-9a-f]+$", (string?)info.Attribute("noteid"));
            Assert.Matches("^[0-9A-F]{32}$", (string?)info.Attribute("unid"));
            Assert.Equal("1", (string?)info.Attribute("sequence"));
            Assert.Equal(
                ["created", "modified", "revised", "lastaccessed", "addedtofile"], info.Elements()
                    .Select(element => element.Name.LocalName));
            Assert.All(
                info.Elements(), time => Assert.Matches(
                    @"^\d{8}T\d{6},\d\d[+-]\d\d$", Assert.Single(time.Elements(Namespace + "datetime")).Value));
            Assert.All(document.Elements().Skip(1), item => Assert.Equal(Namespace + "item", item.Name));
            Assert.Equal(
                (string?)document.Attribute("form"),
                document.Elements(Namespace + "item").First(item => (string?)item.Attribute("name") == "Type").Value);
        }
        Assert.Equal(
            root.Descendants(Namespace + "noteinfo").Count(),
            root.Descendants(Namespace + "noteinfo").Select(info => (string?)info.Attribute("noteid"))
                .Distinct().Count());
    }

    [Fact]
    public void Documents_of_a_domain_stand_oldest_first()
    {
        _session.Run("Import-DominoDirectory security-on.dxl | Export-DominoDirectory out.dxl");
        Assert.Equal(["A1", "A0"], Unids("out.dxl"));
        Assert.Equal(["DominoA/Acme", "DominoB/Acme"], _session.Run("Get-ForeignDomainDocument out.dxl")
            .Values("MailServer"));
        _session.Run(Story + "\n$d | Export-DominoDirectory made.dxl");
        Assert.Equal(["A0", "A1", "A2"], Unids("made.dxl"));
    }

    [Fact]
    public void What_was_not_changed_is_exported_as_it_was_imported()
    {
        _session.Run(
            "$d = Import-DominoDirectory security-on.dxl; $d.ForeignDomain[0] | Remove-DocumentAccessField; $d | "
                + "Export-DominoDirectory out.dxl");
        string before = File.ReadAllText(_session.PathOf("security-on.dxl"));
        string after = File.ReadAllText(_session.PathOf("out.dxl"));
        int start = before.IndexOf("<document form='Domain'>", StringComparison.Ordinal);
        int second = before.LastIndexOf("<document form='Domain'>", StringComparison.Ordinal);
        Assert.StartsWith(
            WithoutDocumentType(before[..start])
            + before[second..before.LastIndexOf("</database>", StringComparison.Ordinal)], after);
        Assert.Equal([false, true], _session.Run("Get-ForeignDomainDocument out.dxl").Values("HasDocumentAccess"));
    }

    [Fact]
    public void Acl_entry_types_are_exported_and_read_again()
    {
        _session.Run("""
            $d = Import-DominoDirectory security-on.dxl
            $d | Set-DominoAclEntry 'Servers Only' Reader -Type ServerGroup
            $d | Set-DominoAclEntry Hub01/Acme Reader -Type Server
            $d | Set-DominoAclEntry LocalDomainServers -Type Unspecified
            $d | Set-DominoAclEntry 'Servers Only' Editor
            $d | Export-DominoDirectory out.dxl
            """);
        Assert.Equal(
            ["LocalDomainServers Unspecified", "Servers Only ServerGroup", "Hub01/Acme Server"],
            _session.Run(
                "(Import-DominoDirectory out.dxl).Acl.Entry | Where-Object Name -In 'LocalDomainServers', 'Servers "
                    + "Only', 'Hub01/Acme' | ForEach-Object { \"$($_.Name) $($_.Type)\" }").Lines);
        Assert.Equal(
            "unspecified",
            (string?)Read("out.dxl").Element(Namespace + "acl")!.Elements(Namespace + "aclentry")
                .Single(entry => (string?)entry.Attribute("name") == "LocalDomainServers").Attribute("type"));
    }

    [Fact]
    public void Acl_entry_that_was_set_is_exported_beside_what_was_imported()
    {
        _session.Run(
            "$d = Import-DominoDirectory security-on.dxl; $d | Set-DominoAclEntry OtherDomainServers NoAccess "
                + "-Role Extra; $d | Export-DominoDirectory out.dxl");
        XElement list = Read("out.dxl").Element(Namespace + "acl")!;
        Assert.Equal("editor", (string?)list.Attribute("maxinternetaccess"));
        XElement entry = list.Elements(Namespace + "aclentry")
            .Single(other => (string?)other.Attribute("name") == "OtherDomainServers");
        Assert.Equal("servergroup", (string?)entry.Attribute("type"));
        Assert.Equal("noaccess", (string?)entry.Attribute("level"));
        Assert.Equal(["[Extra]"], entry.Elements().Select(role => role.Value));
        Assert.Contains("[Extra]", list.Elements(Namespace + "role").Select(role => role.Value));
        Assert.Equal(4, list.Elements(Namespace + "aclentry").Count());
    }

    [Fact]
    public void ForeignDomainOnly_holds_the_changed_document_and_those_before_it_in_priority_oldest_first()
    {
        _session.Write("three.dxl", Dxl.Database(
            Dxl.Server("CN=Hub01/O=Acme", 1),
            Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 0xA0, modified: "20250303T000000,00+00"),
            Dxl.ForeignDomain("BTEx", "CN=DominoB/O=Acme", 0xA1, modified: "20250302T000000,00+00"),
            Dxl.ForeignDomain("BTEx", "CN=DominoC/O=Acme", 0xA2, modified: "20250301T000000,00+00"),
            Dxl.ForeignDomain("Other", "CN=DominoA/O=Acme", 0xA3)));
        _session.Run(
            "$d = Import-DominoDirectory three.dxl; $d.ForeignDomain[0] "
                + "| Protect-ForeignDomainDocument -AdminGroup Admins -Force -WarningAction Ignore; "
                + "$d | Export-DominoDirectory one.dxl -ForeignDomainOnly");
        Assert.Equal(["A0"], Unids("one.dxl"));

        _session.Run(
            "$d = Import-DominoDirectory three.dxl; $d.ForeignDomain[1] | Protect-ForeignDomainDocument -AdminGroup "
                + "Admins -PreserveOrder -Force -WarningAction Ignore; $d | Export-DominoDirectory two.dxl "
                + "-ForeignDomainOnly");
        Assert.Equal(["A1", "A0"], Unids("two.dxl"));

        XElement root = Read("two.dxl");
        Assert.Equal("852564AC004EBCCF", (string?)root.Attribute("replicaid"));
        Assert.Equal(["document", "document"], root.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(["DominoA/Acme", "DominoB/Acme"], _session.Run("Get-ForeignDomainDocument two.dxl")
            .Values("MailServer"));
    }

    [Fact]
    public void ForeignDomainOnly_holds_documents_that_did_not_change_but_precede_a_changed_one()
    {
        _session.Run("""
            $d = Import-DominoDirectory security-on.dxl
            $d | New-ForeignDomainDocument BTEx DominoC/Acme -Modified 2020-01-01Z -UniversalId 000000000000000000000000000000A2 > $null
            $d | Export-DominoDirectory out.dxl -ForeignDomainOnly
            """);
        Assert.Equal(["A2", "A1", "A0"], Unids("out.dxl"));
    }

    [Fact]
    public void ForeignDomainOnly_holds_all_documents_where_none_changed_or_all_are_new()
    {
        Outcome outcome = _session.Run(
            "Import-DominoDirectory security-on.dxl | Export-DominoDirectory out.dxl -ForeignDomainOnly -Verbose");
        Assert.Contains("Wrote 2 documents.", outcome.Verbose);
        Assert.Equal(["A1", "A0"], Unids("out.dxl"));
        _session.Run(Story + "\n$d | Export-DominoDirectory made.dxl -ForeignDomainOnly");
        Assert.Equal(["A0", "A1", "A2"], Unids("made.dxl"));
        Assert.DoesNotContain("<acl", File.ReadAllText(_session.PathOf("made.dxl")));
    }

    [Fact]
    public void Changed_documents_of_a_file_are_written_oldest_first_in_one_pipeline()
    {
        _session.Run(
            "Remove-DocumentAccessField security-on.dxl -PassThru | Export-DominoDirectory -Path changed.dxl "
                + "-ForeignDomainOnly");
        // As it stands, the last document would become the primary.
        Assert.Equal(["A0", "A1"], Unids("security-on.dxl"));
        Assert.Equal(["A1", "A0"], Unids("changed.dxl"));
        Assert.Equal("852564AC004EBCCF", (string?)Read("changed.dxl").Attribute("replicaid"));
        Assert.Equal(
            ["DominoA/Acme False", "DominoB/Acme False"],
            _session.Run(
                "Get-ForeignDomainDocument changed.dxl | ForEach-Object { \"$($_.MailServer) "
                    + "$($_.HasDocumentAccess)\" }").Lines);
        Assert.DoesNotContain("form='Server'", File.ReadAllText(_session.PathOf("changed.dxl")));
        // By position too.
        _session.Run(
            "$documents = Get-ForeignDomainDocument security-on.dxl; Export-DominoDirectory $documents again.dxl "
                + "-ForeignDomainOnly; $documents | Export-DominoDirectory piped.dxl -ForeignDomainOnly");
        Assert.Equal(
            File.ReadAllBytes(_session.PathOf("changed.dxl")), File.ReadAllBytes(_session.PathOf("again.dxl")));
        Assert.Equal(
            File.ReadAllBytes(_session.PathOf("changed.dxl")), File.ReadAllBytes(_session.PathOf("piped.dxl")));
    }

    [Fact]
    public void Journal_says_which_of_the_documents_have_changed()
    {
        _session.Write("three.dxl", Three);
        _session.Run(
            "Remove-DocumentAccessField three.dxl; Get-ForeignDomainDocument three.dxl | Where-Object MailServer -eq "
                + "DominoB/Acme | Set-ForeignDomainDocument -MailFile x -WarningAction Ignore");
        // B is the newest now; A comes before it in the file, and has not changed.
        _session.Run("Get-ForeignDomainDocument three.dxl | Export-DominoDirectory one.dxl -ForeignDomainOnly");
        Assert.Equal(["A1"], Unids("one.dxl"));
        // Only those of the pipeline count, with those that precede them.
        Outcome outcome = _session.Run(
            "Get-ForeignDomainDocument three.dxl | Where-Object MailServer -eq DominoC/Acme "
                + "| Export-DominoDirectory two.dxl -ForeignDomainOnly -PassThru -Verbose");
        Assert.Equal(["A2", "A0", "A1"], Unids("two.dxl"));
        Assert.Contains("Wrote 3 documents.", outcome.Verbose);
        Assert.Equal("two.dxl", Assert.IsType<FileInfo>(Assert.Single(outcome.Output).BaseObject).Name);
        _session.Run(
            "Get-ForeignDomainDocument three.dxl -Domain Other | Export-DominoDirectory -LiteralPath 'three [1].dxl' "
                + "-ForeignDomainOnly");
        Assert.Equal(["A3"], Unids("three [1].dxl"));
    }

    [Fact]
    public void Documents_are_written_as_they_are_with_WhatIf_and_in_memory()
    {
        byte[] before = File.ReadAllBytes(_session.PathOf("security-on.dxl"));
        _session.Run(
            "Remove-DocumentAccessField security-on.dxl -WhatIf -PassThru | Export-DominoDirectory if.dxl "
                + "-ForeignDomainOnly");
        Assert.Equal([false, false], _session.Run("Get-ForeignDomainDocument if.dxl").Values("HasDocumentAccess"));
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf("security-on.dxl")));
        _session.Run(
            "$d = Import-DominoDirectory security-on.dxl; $d.ForeignDomain[0] | Remove-DocumentAccessField -PassThru "
                + "| Export-DominoDirectory memory.dxl -ForeignDomainOnly");
        Assert.Equal(["A0"], Unids("memory.dxl"));
    }

    [Fact]
    public void Documents_of_several_directories_are_an_error()
    {
        File.Copy(_session.PathOf("security-on.dxl"), _session.PathOf("second.dxl"));
        _session.Try(
            "Get-ForeignDomainDocument security-on.dxl, second.dxl | Export-DominoDirectory out.dxl -ForeignDomainOnly")
            .TheError("DirectoryInvalid", Command, ErrorCategory.InvalidArgument, "000000000000000000000000000000A0");
        Assert.False(File.Exists(_session.PathOf("out.dxl")));
        _session.Run("@() | Export-DominoDirectory out.dxl -ForeignDomainOnly");
        Assert.False(File.Exists(_session.PathOf("out.dxl")));
    }

    [Fact]
    public void Without_the_switch_all_of_the_directory_of_the_documents_is_written()
    {
        _session.Run("@(Remove-DocumentAccessField security-on.dxl -PassThru)[0] | Export-DominoDirectory out.dxl");
        Assert.Equal(["A1", "A0"], Unids("out.dxl"));
        string changed = WithoutDocumentType(File.ReadAllText(_session.PathOf("security-on.dxl")));
        Assert.Equal(
            changed.Split('\n').Order(StringComparer.Ordinal),
            File.ReadAllText(_session.PathOf("out.dxl")).Split('\n').Order(StringComparer.Ordinal));
        int start = changed.IndexOf("<document form='Domain'>", StringComparison.Ordinal);
        Assert.StartsWith(changed[..start], File.ReadAllText(_session.PathOf("out.dxl")));
        _session.Run(
            "Set-ForeignDomainDocument security-on.dxl -MailFile a-longer-name-than-before.box -PassThru "
                + "-WarningAction Ignore | Export-DominoDirectory out.dxl -Force");
        Assert.Equal(["A1", "A0"], Unids("out.dxl"));
    }

    [Fact]
    public void Documents_of_a_file_whose_elements_have_a_prefix_are_written_in_its_namespace()
    {
        string text = File.ReadAllText(_session.PathOf("security-on.dxl"));
        text = System.Text.RegularExpressions.Regex.Replace(text, "<(/?)(?=[a-z])", "<$1d:")
            .Replace("xmlns='http", "xmlns:d='http");
        _session.Write("prefix.dxl", text);
        _session.Run(
            "Remove-DocumentAccessField prefix.dxl -PassThru | Export-DominoDirectory out.dxl -ForeignDomainOnly");
        Assert.Equal(["A1", "A0"], Unids("out.dxl"));
        Assert.Contains("<d:document", File.ReadAllText(_session.PathOf("out.dxl")));
    }

    [Fact]
    public void Export_over_its_own_import_keeps_what_it_does_not_know()
    {
        _session.Run(
            "$d = Import-DominoDirectory security-on.dxl; $d | Remove-DocumentAccessField; $d | "
                + "Export-DominoDirectory $d.Path -Force");
        Assert.Equal(["DominoA/Acme", "DominoB/Acme"], _session.Run("Get-ForeignDomainDocument security-on.dxl")
            .Values("MailServer"));
        string text = File.ReadAllText(_session.PathOf("security-on.dxl"));
        Assert.StartsWith("<?xml version='1.0' encoding='utf-8'?>\n<database ", text);
    }

    [Theory]
    [InlineData("NoSuchDrive:/x.dxl", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Variable:x", "WriteFailed", ErrorCategory.WriteError)]
    public void Path_that_is_none_of_a_file_is_an_error(string path, string id, ErrorCategory category) =>
        _session.Try($"New-DominoDirectory Acme | Export-DominoDirectory {path}").TheError(id, Command, category, path);

    [Fact]
    public void Folder_and_file_in_no_folder_are_errors()
    {
        Directory.CreateDirectory(_session.PathOf("folder"));
        _session.Try("New-DominoDirectory Acme | Export-DominoDirectory folder -Force")
            .TheError("WriteFailed", Command, ErrorCategory.WriteError, _session.PathOf("folder"));
        _session.Try("New-DominoDirectory Acme | Export-DominoDirectory nowhere/x.dxl")
            .TheError(
                "PathNotFound", Command, ErrorCategory.ObjectNotFound, Path.Combine(
                    _session.Folder, "nowhere", "x.dxl"));
        Assert.False(Directory.Exists(_session.PathOf("nowhere")));
    }

    [Fact]
    public void PassThru_gives_the_file_which_can_be_piped_on()
    {
        string[] before = Directory.GetFiles(_session.Folder);
        Outcome outcome = _session.Run(Story + "\n$d | Export-DominoDirectory -LiteralPath 'out [1].dxl' -PassThru");
        Assert.Equal(
            _session.PathOf("out [1].dxl"), Assert.IsType<FileInfo>(Assert.Single(outcome.Output).BaseObject).FullName);
        Assert.Equal(
            before.Append(_session.PathOf("out [1].dxl")).Order(), Directory.GetFiles(_session.Folder).Order());
        Assert.Equal(
            ["BTEx", "BTEx", "Other"],
            _session.Run("Export-DominoDirectory -Directory $d -Path out2.dxl -PassThru | Get-ForeignDomainDocument")
                .Values("Domain"));
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        string[] before = Directory.GetFiles(_session.Folder);
        Assert.Empty(_session.Run(Story + "\n$d | Export-DominoDirectory out.dxl -WhatIf -PassThru").Output);
        Assert.Contains("Write all of 'Acme's <Directory>'", Assert.Single(_session.Host.Lines));
        Assert.Equal(before, Directory.GetFiles(_session.Folder));
    }

    [Fact]
    public void Exported_file_is_changed_and_taken_back_like_any_other()
    {
        _session.Run(Story + "\n$d | Export-DominoDirectory out.dxl");
        byte[] before = File.ReadAllBytes(_session.PathOf("out.dxl"));
        _session.Run(
            "Remove-DocumentAccessField out.dxl; Set-ForeignDomainDocument out.dxl -Domain BTEx -MailFile x "
                + "-WarningAction Ignore");
        Assert.Equal([true, true, false], _session.Run("Get-ForeignDomainDocument out.dxl")
            .Values("HasDocumentAccess"));
        _session.Run("Undo-DirectoryChange out.dxl -Id 1, 2");
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf("out.dxl")));
    }

    private static string Three => Dxl.Database(
        Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 0xA0, modified: "20250303T000000,00+00"),
        Dxl.ForeignDomain("BTEx", "CN=DominoB/O=Acme", 0xA1, modified: "20250302T000000,00+00"),
        Dxl.ForeignDomain("BTEx", "CN=DominoC/O=Acme", 0xA2, modified: "20250301T000000,00+00"),
        Dxl.ForeignDomain("Other", "CN=DominoA/O=Acme", 0xA3));

    private XElement Read(string name)
    {
        using XmlReader reader = XmlReader.Create(
            _session.PathOf(name), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        return XElement.Load(reader);
    }

    // The last two digits of the Foreign Domain documents' UNIDs, in the order of the file.
    private IEnumerable<string> Unids(string name) => Read(name).Elements(Namespace + "document")
        .Where(document => (string?)document.Attribute("form") == "Domain")
        .Select(document => ((string)document.Element(Namespace + "noteinfo")!.Attribute("unid")!)[^2..]);

    // An export does not name the document type.
    private static string WithoutDocumentType(string text) => Regex.Replace(text, "<!DOCTYPE.*?>\n", "");
}
