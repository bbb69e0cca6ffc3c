using System.Text;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Tests.Dxl;

public sealed class DxlReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<document {0}form='Domain'>{1}</document>")]
    [InlineData("<document {0}>{1}<item name='Form'><text>Domain</text></item></document>")]
    [InlineData("<note class='document' {0}>{1}<item name='Form'><text>Domain</text></item></note>")]
    [InlineData("<note {0}>{1}<item name='Form'><text>domain</text></item></note>")]
    [InlineData("<database {0}><document form='Domain'>{1}</document></database>")]
    [InlineData(
        "<database {0}><note class='document'>{1}<item name='form'><text>Domain</text></item></note></database>")]
    [InlineData("<database {0}><note class='document' form='Domain'>{1}</note></database>")]
    [InlineData("<database {0}><note class='form'><item name='Form'><text>Domain</text></item></note>"
        + "<document form='Domain'>{1}</document></database>")]
    [InlineData(
        "<database {0}><databaseinfo/><unknown><document form='Domain'/></unknown><document "
            + "form='DOMAIN'>{1}</document></database>")]
    [InlineData(
        "<database {0}><x:document xmlns:x='urn:other' form='Domain'/><document "
            + "form='Domain'>{1}</document></database>")]
    [InlineData(
        "<database {0}><document form='Person'>{1}</document><document form='Domain'>{1}</document></database>")]
    public void A_document_is_found_at_the_root_or_in_a_database_with_and_without_namespace(string shape)
    {
        const string Content =
            "<noteinfo unid='0123456789ABCDEF0123456789ABCDEF'/>\n<item name='DomainName'><text>BTEx</text></item>"
            + "<item name='MailServer'><text>A/B</text></item>";
        foreach (string space in new[] { "", "xmlns='http://www.lotus.com/dxl' " })
        {
            foreach (string prolog in new[] { "", "<?xml version='1.0'?>\n", "<!DOCTYPE database SYSTEM 'no/such.dtd'>",
                "<!-- a --><?b c?>\n" })
            {
                string path = _folder.Write(prolog + string.Format(shape, space, Content));
                ForeignDomainDocument document = Assert.Single(TemporaryFolder.Snapshot(path).Unordered);
                Assert.Equal("BTEx", document.Domain);
                Assert.Equal("A/B", document.MailServer);
                Assert.Equal("0123456789ABCDEF0123456789ABCDEF", document.UniversalId);
                Assert.Equal(path, document.Path);
            }
        }
    }

    [Fact]
    public void A_prefix_stands_for_the_namespace_wherever_it_is_declared()
    {
        var text = new DomainText { Prefix = "d:" };
        foreach (string file in new[]
        {
            $"<d:database xmlns:d='http://www.lotus.com/dxl'>{text}</d:database>",
            $"<database xmlns:d='http://www.lotus.com/dxl'>{text}</database>",
            text.ToString().Replace("<d:document", "<d:document xmlns:d='http://www.lotus.com/dxl'"),
        })
        {
            ForeignDomainDocument document = Assert.Single(TemporaryFolder.Snapshot(_folder.Write(file)).Unordered);
            Assert.Equal("DominoA/Acme", document.CalendarServer);
            Assert.True(document.HasDocumentAccess);
            Assert.Equal(7, document.Sequence);
        }
    }

    [Fact]
    public void The_elements_of_another_namespace_are_none_of_ours()
    {
        string path = _folder.Write(
            "<database xmlns:d='urn:other'><d:acl><aclentry name='No' level='manager'/></d:acl><d:document "
                + "form='Domain'><item name='MailServer'><text>no</text></item></d:document></database>");
        DirectoryContent content = TemporaryFolder.Read(path);
        Assert.Empty(content.Documents);
        Assert.Null(content.AccessControlList);
        Assert.Empty(TemporaryFolder.ReadAll(path));
    }

    [Fact]
    public void The_rest_of_a_directory_is_read()
    {
        string path = _folder.Write(
            """
            <database xmlns='http://www.lotus.com/dxl' replicaid='852564AC004EBCCF' title='Acme&apos;s Directory'>
            <acl><role>[Unused]</role><aclentry name='-Default-' default='true' level='author'/><aclentry
             name='CN=Hub01/O=Acme' level='Manager'><role>[A]</role><role
            > [B] </role></aclentry><aclentry name='Odd' level='7'/><aclentry name='None'/></acl>
            <document form='Server'><item name='ServerName'><text>CN=Hub01/O=Acme</text></item><item name='Domain'><text>Acme</text></item></document>
            <document form='Server'><item name='Domain'><text>no name</text></item></document>
            <document form='Group'><item name='ListName'><text>All</text></item><item name='GroupType'><number>4</number></item><item
             name='Members'><textlist><text>CN=Hub01/O=Acme</text><text>Other</text></textlist></item></document>
            <document form='Group'><item name='ListName'><text>Plain</text></item></document>
            <document form='Person'><item name='MailServer'><text>CN=Hub01/O=Acme</text></item></document>
            <document><item name='Form'><text>Memo</text></item></document>
            </database>
            """);
        DirectoryContent content = TemporaryFolder.Read(path);
        Assert.Equal("Acme's Directory", content.Name);
        Assert.Equal("852564AC004EBCCF", content.ReplicaId);
        Assert.Equal(path, content.Path);
        DominoServer server = Assert.Single(content.Servers);
        Assert.Equal(("Hub01/Acme", "Acme"), (server.Name, server.Domain));
        Assert.Equal([("All", GroupType.ServersOnly), ("Plain", GroupType.MultiPurpose)],
            content.Groups.Select(group => (group.Name, group.Type)));
        Assert.Equal(["Hub01/Acme", "Other"], content.Groups[0].Member.Select(member => member.Abbreviated));
        Assert.Equal(
            [
                ("-Default-", AccessLevel.Author, true, ""), ("Hub01/Acme", AccessLevel.Manager, false, "[A] [B]"),
                ("Odd", AccessLevel.NoAccess, false, ""), ("None", AccessLevel.NoAccess, false, ""),
            ],
            content.AccessControlList!.Entry.Select(
                entry => (entry.Name, entry.Level, entry.IsDefault, string.Join(' ', entry.Role))));
        Assert.Equal(new FileInfo(path).Length, content.Layout().Stamp.Length);
        Assert.Equal(Bytes.Hash(File.ReadAllBytes(path)), content.Layout().Stamp.Hash);
    }

    [Fact]
    public void A_document_alone_at_the_root_tells_its_replica()
    {
        string path = _folder.Write(
            "<document xmlns='http://www.lotus.com/dxl' version='12.0' replicaid='852564AC004EBCCF' form='Domain'/>");
        DirectoryContent content = TemporaryFolder.Read(path);
        Assert.Equal("852564AC004EBCCF", content.ReplicaId);
        Assert.Equal("names", content.Name);
    }

    [Fact]
    public void Documents_of_one_UNID_both_come()
    {
        string path = _folder.Write(
            DomainText.File(new DomainText { Server = "A/Acme" }, new DomainText { Server = "B/Acme" }));
        IReadOnlyList<ForeignDomainDocument> documents = TemporaryFolder.Snapshot(path).Unordered;
        Assert.Equal(["A/Acme", "B/Acme"], documents.Select(document => document.MailServer));
        Assert.Single(documents.Select(document => document.UniversalId).Distinct());
        Assert.Equal(2, documents.Select(document => document.Document.Key).Distinct().Count());
    }

    [Theory]
    [InlineData("created")]
    [InlineData("modified")]
    [InlineData("revised")]
    public void An_invalid_time_is_reported_and_taken_as_unknown(string element)
    {
        string path = _folder.Write(DomainText.File(
            $"<document form='Domain'><noteinfo unid='0123456789ABCDEF0123456789ABCDEF'><{element}>"
                + $"<datetime>20250631T101112,34+02</datetime></{element}></noteinfo>"
            + "<item name='MailServer'><text>A/Acme</text></item></document>",
            $"<document form='Person'><noteinfo><{element}><datetime>nobody "
                + $"asks</datetime></{element}></noteinfo></document>"));
        var problems = new List<CoexException>();
        DirectoryContent content = new DxlReader(path).Read(FieldMap.Default, problems.Add, CancellationToken.None);
        CoexException problem = Assert.Single(problems);
        Assert.Equal("DateTimeInvalid", problem.ErrorId);
        Assert.Equal("0123456789ABCDEF0123456789ABCDEF", problem.Target);
        Assert.Contains($"'{element}'", problem.Message);
        Assert.Contains("20250631T101112,34+02", problem.Message);
        ForeignDomainDocument document = Assert.Single(new DirectorySnapshot(content).Unordered);
        Assert.Null(document.Created);
        Assert.Null(document.Modified);
        Assert.Null(document.Revised);
    }

    [Fact]
    public void A_file_with_an_error_reports_nothing_but_that()
    {
        string path = _folder.Write(DomainText.File(new DomainText { Modified = "no time" }) + "garbage");
        var problems = new List<CoexException>();
        CoexException error =
            Assert.Throws<CoexException>(() => new DxlReader(path)
                .Read(FieldMap.Default, problems.Add, CancellationToken.None));
        Assert.Equal("DxlMalformed", error.ErrorId);
        Assert.Empty(problems);
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        string path = _folder.Write(DomainText.File(new DomainText()));
        Assert.Throws<OperationCanceledException>(
            () => new DxlReader(path)
                .Read(FieldMap.Default, problem => throw problem, new CancellationToken(canceled: true)));
    }

    public static TheoryData<string, bool> Encodings =>
        new MatrixTheoryData<string, bool>(["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE"], [false, true]);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void An_encoding_is_detected_by_the_first_bytes(string name, bool hasMark)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        foreach (string newLine in new[] { "\n", "\r\n", "\r" })
        {
            foreach (string declaration in new[]
            {
                "",
                "<?xml version='1.0'?>",
                $"<?xml version='1.0' encoding='{(name.StartsWith("utf-16") ? "utf-16" : "utf-8")}'?>{newLine}",
            })
            {
                if (name.StartsWith("utf-32") && declaration.Contains("utf-8"))
                    continue;
                var text = new DomainText { NewLine = newLine, Domain = "Bé€😀" };
                byte[] bytes = encoding.GetBytes(
                    $"{declaration}<!-- é😀 --><database><!-- é😀 -->{text}<!-- é😀 -->{newLine}{text}</database>");
                string path = _folder.Write(hasMark ? [.. encoding.GetPreamble(), .. bytes] : bytes);
                IReadOnlyList<ForeignDomainDocument> documents = TemporaryFolder.Snapshot(path).Unordered;
                Assert.Equal(["Bé€😀", "Bé€😀"], documents.Select(document => document.Domain));
                AssertPositions(path, encoding);
                Assert.All(documents, document => Assert.Equal(text.ToString(), document.Document.Text));
                Assert.All(
                    documents, document => Assert.Equal(
                        DomainText.Field, Assert.Single(document.Document.ItemsNamed("documentaccess")).GetDxl()));
            }
        }
    }

    [Fact]
    public void A_declared_encoding_is_believed()
    {
        const string Text = "<document form='Domain'><item name='DomainName'><text>Bé</text></item><item "
            + "name='MailServer'><text>Ä/Ö</text></item></document>";
        string path = _folder.Write(
            Encoding.Latin1.GetBytes(
                $"<?xml version='1.0' encoding='ISO-8859-1'?><!-- éé --><database><!-- éé -->{Text}{Text}</database>"));
        IReadOnlyList<ForeignDomainDocument> documents = TemporaryFolder.Snapshot(path).Unordered;
        Assert.Equal(["Bé", "Bé"], documents.Select(document => document.Domain));
        Assert.Equal(["Ä/Ö", "Ä/Ö"], documents.Select(document => document.MailServer));
        AssertPositions(path, Encoding.Latin1);
    }

    [Theory]
    [InlineData("<document form='Domain' title='😀>'/>")]
    [InlineData("<document form='Domain' title=\"'é>😀'\"\r\n/>")]
    [InlineData("<document form='Domain' title='a\rb\nc'/>")]
    public void An_empty_document_ends_where_its_tag_ends(string text)
    {
        string path = _folder.Write($"<database>{text}<acl a='😀'/>{text}\r\n</database>");
        List<DominoDocument> documents = TemporaryFolder.ReadAll(path);
        Assert.Equal([text, text], documents.Select(document => document.Text));
        AssertPositions(path, Encoding.UTF8);
    }

    [Theory]
    [InlineData("a\rb\nc\r\nd\n\re\r\r\n\nf")]
    [InlineData("\ra\n\n")]
    [InlineData("a\rb\n")]
    [InlineData("\r\n\ra\r\n")]
    public void Line_ends_may_be_mixed(string between)
    {
        var text = new DomainText { Domain = between + "X" };
        string path = _folder.Write($"<database>{between}{text}{between}<!--{between}-->{text}</database>");
        List<DominoDocument> documents = TemporaryFolder.ReadAll(path);
        Assert.Equal([text.ToString(), text.ToString()], documents.Select(document => document.Text));
        AssertPositions(path, Encoding.UTF8);
        foreach (DominoDocument document in documents)
        {
            Assert.All(document.Items, item => Assert.Matches("(?s)^<item .*</item>$", item.GetDxl()));
            Assert.Equal(DomainText.Field, Assert.Single(document.ItemsNamed("DocumentAccess")).GetDxl());
        }
    }

    /// <summary>
    /// Asserts that each document, and each Domain document of the directory, is in the file where its position says.
    /// </summary>
    internal static void AssertPositions(string path, Encoding encoding)
    {
        byte[] bytes = File.ReadAllBytes(path);
        List<DxlElement> elements = TemporaryFolder.ReadElements(path);
        foreach (DxlElement element in elements)
            AssertText(element.Text, element.Position);
        DirectoryContent content = new DxlReader(path).Read(FieldMap.Default, _ => { }, CancellationToken.None);
        Assert.Equal(content.Documents.Select(document => document.Key), content.Layout().Positions.Keys);
        foreach (DominoDocument document in content.Documents)
        {
            AssertText(document.Text, content.Layout().Positions[document.Key]);
            Assert.Equal(elements[document.Key].Position, content.Layout().Positions[document.Key]);
        }

        void AssertText(string text, FilePosition position) =>
            Assert.Equal(text, encoding.GetString(bytes, (int)position.Offset, (int)position.Length));
    }
}
