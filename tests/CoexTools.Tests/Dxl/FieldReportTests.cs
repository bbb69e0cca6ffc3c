using System.Text;
using CoexTools.Access;
using CoexTools.Audit;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Text;

namespace CoexTools.Tests.Dxl;

/// <summary>Files as administrators reported them: cut off, compressed, or with unusual elements of DXL.</summary>
public sealed class FieldReportTests
{
    private const string MailServer = "<item name='MailServer'><text>A/B</text></item>";

    [Theory]
    [InlineData("01-stream-not-truncated.dxl",
        "at line 74, column 1: The file contains data after the end of the root element.")]
    [InlineData("03-declares-utf16-is-utf8.dxl", "declares the encoding 'UTF-16', but its encoding is UTF-8.")]
    [InlineData("04-resaved-utf16le-bom.dxl", "declares the encoding 'utf-8', but its encoding is UTF-16.")]
    [InlineData("21-zipped.dxl", "is a ZIP file, not a DXL file.")]
    [InlineData("22-gzipped.dxl", "is a gzip file, not a DXL file.")]
    public void The_error_says_what_the_file_is(string file, string expected)
    {
        CoexException error = Assert.Throws<CoexException>(() => Read(file));
        Assert.Equal("DxlMalformed", error.ErrorId);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void Raw_item_data_is_a_value()
    {
        DirectorySnapshot directory = Read("05-rawitemdata-documentaccess.dxl");
        Assert.All(directory.Unordered, document => Assert.Equal(["[NetModifier]"], document.DocumentAccess));
        FreeBusyPathResult result = FreeBusy(directory, "Hub01/Acme", "DominoA/Acme");
        Assert.Equal((FreeBusyStatus.NotRelayed, "DominoB/Acme"), (result.Status, result.Server));
    }

    [Fact]
    public void A_truncated_document_is_incomplete_and_not_open_to_everybody()
    {
        DirectorySnapshot directory = Read("08-truncated-document.dxl");
        FreeBusyPathResult result = FreeBusy(directory, "Hub01/Acme");
        Assert.Contains(result.Assumption, assumption => assumption == "MissingItem: BTEx (DominoA/Acme)");
        Assert.Empty(Failures(directory, "CX006"));
    }

    [Fact]
    public void A_complete_document_with_the_same_universal_id_as_a_truncated_one_is_complete()
    {
        string path = Read("08-truncated-document.dxl").Path!;
        using var folder = new TemporaryFolder();
        string text = File.ReadAllText(path).Replace(
            "00000000000000000000000000000304", "00000000000000000000000000000300", StringComparison.Ordinal);
        var directory = new DirectorySnapshot(new DxlReader(folder.Write(text))
            .Read(FieldMap.Default, problem => throw problem, CancellationToken.None));
        Assert.Equal(
            [true, false],
            directory.Unordered.Where(document => document.UniversalId.EndsWith("300", StringComparison.Ordinal))
                .Select(document => document.IsIncomplete));
    }

    [Fact]
    public void A_character_that_XML_cannot_contain_distinguishes_names()
    {
        DirectorySnapshot directory = Read("11-nonxmlchar-in-name.dxl");
        string[] servers = [.. directory.InOrder(OrderBy.Modified).Select(document => document.MailServer!)];
        Assert.Equal(["Domino\vA/Acme", "DominoB/Acme"], servers);
        IEnumerable<NotesName> named = directory.Unordered.SelectMany(document => document.NamedServers);
        Assert.DoesNotContain(new NotesName("DominoA/Acme"), named);
        Assert.Contains(new NotesName("Domino\vA/Acme"), directory.Servers);
    }

    [Fact]
    public void The_members_of_a_group_that_Domino_computes_are_not_known()
    {
        DirectorySnapshot directory = Read("12-autopopulate-group.dxl");
        Assert.True(directory.Content.Groups.Single(group => group.Name == "Servers Only").IsComputed);
        Assert.False(directory.Content.Groups.Single(group => group.Name == "Servers Only 1").IsComputed);
        Assert.Contains("MissingItem: Group Servers Only", FreeBusy(directory, "Hub01/Acme").Assumption);
    }

    [Theory]
    [InlineData("<item name='AutoPopulate'><text>1</text></item>", true)]
    [InlineData("<item name='SubGroups'><text>Mail Servers 1</text></item>", true)]
    [InlineData("<item name='AdditionalMembers'><text>A/B</text></item>", true)]
    [InlineData("<item name='AutoPopulate'><text>0</text></item>", false)]
    [InlineData("<item name='SubGroups'><text/></item>", false)]
    [InlineData(
        "<item name='SubGroups'><text>Mail Servers 1</text></item><item name='Members'><text>A/B</text></item>", false)]
    public void A_group_is_computed_by_any_of_its_items_if_it_has_no_members(string items, bool isComputed)
    {
        using var folder = new TemporaryFolder();
        string group = $"<document form='Group'><item name='ListName'><text>G</text></item>{items}</document>";
        DirectorySnapshot directory = TemporaryFolder.Snapshot(folder.Write(DomainText.File(group)));
        Assert.Equal(isComputed, Assert.Single(directory.Content.Groups).IsComputed);
    }

    [Fact]
    public void An_adjacent_domain_is_not_a_foreign_domain()
    {
        DirectorySnapshot directory = Read("13-adjacent-without-keyword.dxl");
        Assert.Equal(3, directory.Content.Documents.Count);
        Assert.Equal(["BTEx", "BTEx"], directory.Unordered.Select(document => document.Domain));
        Assert.DoesNotContain(new NotesName("Cal01/Partner"), directory.Servers);
    }

    [Fact]
    public void The_mail_boxes_of_a_server_are_one_queue()
    {
        Assert.Empty(Failures(Read("38-mail1box.dxl"), "CX010"));
        Assert.True(MailFileName.IsSame("mail.box", "MAIL12.BOX"));
        Assert.False(MailFileName.IsSame("mail.box", "mailbox.box"));
        Assert.False(MailFileName.IsSame("mail1.box", "Exchange.box"));
    }

    [Fact]
    public void The_members_of_groups_of_one_name_are_united()
    {
        DirectorySnapshot directory = Read("44-two-groups-same-name.dxl");
        foreach (string server in new[] { "Hub01/Acme", "Mail01/Acme" })
        {
            FreeBusyPathResult result = FreeBusy(directory, server);
            Assert.Equal(FreeBusyStatus.Answered, result.Status);
            Assert.Contains("DuplicateGroup: Servers Only", result.Assumption);
        }
    }

    [Fact]
    public void The_attribute_of_a_conflict_counts_like_the_item()
    {
        DirectorySnapshot directory = Read("47-conflict-attribute.dxl");
        Assert.Equal(3, directory.Unordered.Count);
        CoexistenceFinding finding = Assert.Single(Failures(directory, "CX027"));
        Assert.Equal("00000000000000000000000000000308", finding.Document);
        Assert.Contains("attribute: conflict", finding.Evidence);
        Assert.Contains("ConflictDocument: BTEx (DominoB/Acme)", FreeBusy(directory, "Hub01/Acme").Assumption);
    }

    [Theory]
    [InlineData("50-zone-less-close.dxl", "00000000000000000000000000000304", true)]
    [InlineData("51-hundredths-apart.dxl", "00000000000000000000000000000300", false)]
    public void The_instants_determine_the_order(string file, string primary, bool lacksZone)
    {
        DirectorySnapshot directory = Read(file);
        List<ForeignDomainDocument> documents = [.. directory.InOrder(OrderBy.Modified)];
        Assert.Equal(primary, documents[0].UniversalId);
        Assert.Equal(lacksZone, FreeBusy(directory, "Hub01/Acme").Assumption.Contains(DocumentOrder.NoTimeZone));
    }

    [Theory]
    [InlineData("09-duplicate-items.dxl", "CX036", "MailServer, CalendarServer, $Readers")]
    [InlineData("10-restrict-to-item-names.dxl", "CX040", "only some of the items")]
    [InlineData("12-autopopulate-group.dxl", "CX039", "'Servers Only'")]
    [InlineData("42-member-split-by-comma.dxl", "CX043", "'Hub01/Acme, Mail01/Acme'")]
    [InlineData("44-two-groups-same-name.dxl", "CX038", "2 groups have the name 'Servers Only'")]
    [InlineData("50-zone-less-close.dxl", "CX042", "has no time zone")]
    public void One_finding_says_it(string file, string rule, string expected)
    {
        CoexistenceFinding finding = Assert.Single(Failures(Read(file), rule));
        Assert.Contains(expected, finding.Reason);
    }

    [Theory]
    [InlineData("08-truncated-document.dxl")]
    [InlineData("10-restrict-to-item-names.dxl")]
    public void Readers_that_the_export_lacks_are_not_open_to_everybody(string file) =>
        Assert.DoesNotContain(
            AuditSketch.Run(Read(file), "CX006", new AuditInput { ExplainsMissingItems = true }),
            finding => finding.Outcome == FindingOutcome.Fail);

    [Fact]
    public void The_other_reports_have_no_finding_of_these_rules()
    {
        string[] files =
            ["05-rawitemdata-documentaccess.dxl", "13-adjacent-without-keyword.dxl", "51-hundredths-apart.dxl"];
        foreach (string file in files)
        {
            DirectorySnapshot directory = Read(file);
            Assert.All(Enumerable.Range(36, 9), rule => Assert.Empty(Failures(directory, $"CX{rule:000}")));
        }
    }

    [Theory]
    [InlineData("MÃ¼nchen", "München")]
    [InlineData("â‚¬", "€")]
    [InlineData("München", null)]
    [InlineData("Zürich/Ã", null)]
    [InlineData("Munich", null)]
    [InlineData("上海", null)]
    public void A_name_that_was_decoded_incorrectly_is_recognized(string name, string? intended)
    {
        Assert.Equal(intended, GarbledText.Decode(name));
        DirectorySnapshot directory = Sketch.Directory(AuditSketch.Good + $" | server {name} | server München");
        List<CoexistenceFinding> findings = [.. Failures(directory, "CX044")];
        Assert.Equal(intended is null ? 0 : 1, findings.Count);
        if (name == "MÃ¼nchen")
            Assert.Contains("'München', which the directory also contains.", findings[0].Reason);
    }

    [Fact]
    public void A_second_server_and_a_time_in_the_future_are_findings()
    {
        using var folder = new TemporaryFolder();
        const string Document = "<document form='Domain'><noteinfo><modified><datetime>20310101T000000,00+00</datetime>"
            + "</modified></noteinfo>"
            + "<item name='DomainName'><text>BTEx</text></item><item name='MailServer'><textlist><text>A/B</text>"
            + "<text>C/B</text></textlist></item></document>";
        DirectorySnapshot directory = TemporaryFolder.Snapshot(folder.Write(DomainText.File(Document)));
        Assert.Contains("A/B, C/B. Only the first server is used.", Assert.Single(Failures(directory, "CX037")).Reason);
        var input = new AuditInput { Now = new DateTimeOffset(2030, 12, 31, 0, 0, 0, TimeSpan.Zero) };
        Assert.Equal(FindingOutcome.Fail, Assert.Single(AuditSketch.Run(directory, "CX041", input)).Outcome);
        input = new AuditInput { Now = new DateTimeOffset(2030, 12, 31, 23, 56, 0, TimeSpan.Zero) };
        Assert.Equal(FindingOutcome.Pass, Assert.Single(AuditSketch.Run(directory, "CX041", input)).Outcome);
        IReadOnlyList<ForeignDomainDocument> documents = directory.Domains.Single().Documents;
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var view = new DomainVisibility(documents, AccessEvaluator.Of(directory), OrderBy.Modified, now: now);
        Assert.Contains("FutureTime: BTEx (A/B)", view.Assumptions);
    }

    [Theory]
    [InlineData("<item name='Type'><textlist><text>Foo</text><text>Domain</text></textlist></item>", 1)]
    [InlineData("<item name='Type'><textlist><text>Foo</text><text>Bar</text></textlist></item>", 0)]
    [InlineData("<item name='Type'><rawitemdata type='500'>RG9tYWlu</rawitemdata></item>", 1)]
    public void Any_value_of_the_type_counts(string type, int count)
    {
        using var folder = new TemporaryFolder();
        string document = $"<document form='Own Domain'>{type}<item name='DomainName'><text>BTEx</text></item>"
            + "<item name='MailServer'><text>A/B</text></item></document>";
        Assert.Equal(count, TemporaryFolder.Snapshot(folder.Write(DomainText.File(document))).Unordered.Count);
        Assert.Equal(count, Strict(folder.Write(DomainText.File(document))).Unordered.Count);
    }

    [Theory]
    [InlineData("<textlist><text>1</text><text>4</text></textlist>", GroupType.ServersOnly)]
    [InlineData("<textlist><text>3</text><text>1</text></textlist>", GroupType.DenyListOnly)]
    [InlineData("<numberlist><number>3</number><number>0</number></numberlist>", GroupType.MultiPurpose)]
    public void Any_value_of_the_type_of_a_group_counts(string value, GroupType type)
    {
        using var folder = new TemporaryFolder();
        string group = "<document form='Group'><item name='ListName'><text>G</text></item>"
            + $"<item name='GroupType'>{value}</item></document>";
        DirectorySnapshot directory = TemporaryFolder.Snapshot(folder.Write(DomainText.File(group)));
        Assert.Equal(type, Assert.Single(directory.Content.Groups).Type);
    }

    [Theory]
    [InlineData("<item name='Members'><rawitemdata type='700'>AAAA</rawitemdata></item>", "MissingItem: Group G")]
    [InlineData("<item name='Members' names='true'><text>A/B</text></item>", null)]
    [InlineData("<item name='Comment'><rawitemdata type='700'>AAAA</rawitemdata></item>", null)]
    [InlineData("<item name='Comment' truncated='true'><text>x</text></item>", null)]
    public void Members_that_cannot_be_read_are_an_assumption(string item, string? expected)
    {
        using var folder = new TemporaryFolder();
        string group = $"<document form='Group'><item name='ListName'><text>G</text></item>{item}</document>";
        DirectorySnapshot directory = TemporaryFolder.Snapshot(folder.Write(DomainText.File(group)));
        Assert.Equal(expected is null ? [] : [expected], directory.Content.Assumptions);
    }

    [Fact]
    public void Who_edited_a_document_is_read_from_elements_and_from_items()
    {
        const string Elements = "<updatedby><name>CN=Ada Admin/O=Acme</name><name>CN=Bo Admin/O=Acme</name></updatedby>"
            + "<revisions><datetime>20250101T080000,00+00</datetime>"
            + "<datetime>20250102T080000,00+01</datetime></revisions>";
        const string Items = "<item name='$UpdatedBy' names='true'><textlist><text>CN=Ada Admin/O=Acme</text>"
            + "<text>CN=Bo Admin/O=Acme</text></textlist></item>"
            + "<item name='$Revisions'><datetimelist><datetime>20250101T080000,00+00</datetime>"
            + "<datetime>20250102T080000,00+01</datetime></datetimelist></item>";
        foreach (string content in new[] { Elements, Items })
        {
            using var folder = new TemporaryFolder();
            string document = $"<document form='Domain'>{content}{MailServer}</document>";
            DirectorySnapshot directory = TemporaryFolder.Snapshot(folder.Write(DomainText.File(document)));
            ForeignDomainDocument read = Assert.Single(directory.Unordered);
            Assert.Equal(["Ada Admin/Acme", "Bo Admin/Acme"], read.UpdatedBy);
            Assert.Equal("Bo Admin/Acme", read.LastEditor);
            Assert.Equal(
                [
                    new DateTimeOffset(2025, 1, 1, 8, 0, 0, TimeSpan.Zero),
                    new DateTimeOffset(2025, 1, 2, 8, 0, 0, TimeSpan.FromHours(1)),
                ],
                read.Revision);
        }
    }

    [Theory]
    [InlineData("<?xml version='1.0'?>\n<!DOCTYPE database SYSTEM 'domino_14_0.dtd'>\n", "<?xml version='1.0'?>\n")]
    [InlineData("<!-- <!DOCTYPE a> --><?x <!DOCTYPE a>?>\r\n<!DOCTYPE database SYSTEM \"'>\" [<!ELEMENT a ANY>\n"
        + "<!-- b --><?c d?> ]>\r\n", "<!-- <!DOCTYPE a> --><?x <!DOCTYPE a>?>\r\n")]
    [InlineData("\uFEFF<!DOCTYPE database>", "\uFEFF")]
    [InlineData("<!-- <!DOCTYPE a> -->\n", "<!-- <!DOCTYPE a> -->\n")]
    public void An_export_leaves_the_document_type_out(string prolog, string expected)
    {
        const string Picture = "<item name='Body'><richtext>\n <par>\t<picture><gif>\r\n R0lG\n  ODlh </gif></picture> "
            + "</par>\r\n</richtext></item>";
        using var folder = new TemporaryFolder();
        string document = $"<document form='Domain'>{Picture}{MailServer}</document>";
        string person = $"\r\n<document form='Person'>{Picture}</document> \n";
        string rest = $"<database>{document}{person}</database>\n";
        DirectoryContent content = TemporaryFolder.Read(folder.Write(prolog + rest));
        var directory = new DominoDirectory(DirectoryFile.Import(content, CancellationToken.None));
        using var exported = new MemoryStream();
        DirectoryExport.Write(directory.State, exported, CancellationToken.None);
        Assert.Equal(expected + rest, Encoding.UTF8.GetString(exported.ToArray()));
        using var chosen = new MemoryStream();
        DirectoryExport.WriteForeignDomains(directory.State, [], [], chosen, CancellationToken.None);
        string text = Encoding.UTF8.GetString(chosen.ToArray());
        Assert.StartsWith(expected + "<database>", text);
        Assert.Contains(document, text);
    }

    [Fact]
    public void A_character_that_XML_cannot_contain_is_written_as_DXL_has_it()
    {
        const string Value = "a\u000B&\u0001\nb";
        string item = DxlWriter.Item("d:", "X", ItemFlags.Summary, [Value]);
        Assert.Equal(
            "<d:item name='X'><d:text>a<d:nonxmlchar value='0b'/>&amp;<d:nonxmlchar value='01'/><d:break/>b</d:text>"
            + "</d:item>",
            item);
        DominoDocument document = DocumentParser.Parse(
            $"<d:document xmlns:d='http://www.lotus.com/dxl'>{item}</d:document>", new Dictionary<string, string>(), 0);
        Assert.Equal([Value], Assert.Single(document.Items).Value);
    }

    private static DirectorySnapshot Read(string file) => AuditSketch.Field(Path.Combine("reports", file));

    private static DirectorySnapshot Strict(string path) => new(new DxlReader(path, isStrict: true)
        .Read(FieldMap.Default, problem => throw problem, CancellationToken.None));

    private static IEnumerable<CoexistenceFinding> Failures(DirectorySnapshot directory, string rule) =>
        AuditSketch.Run(directory, rule, new AuditInput { ExplainsMissingItems = true })
            .Where(finding => finding.Outcome == FindingOutcome.Fail);

    private static FreeBusyPathResult FreeBusy(DirectorySnapshot directory, string origin, params string[] down)
    {
        IReadOnlyList<ForeignDomainDocument> documents = directory.Domains.Single().Documents;
        var view = new DomainVisibility(documents, AccessEvaluator.Of(directory), OrderBy.Modified);
        return Requests.FreeBusy(view, origin, new NetworkState(down: [.. down.Select(name => new NotesName(name))]));
    }
}
