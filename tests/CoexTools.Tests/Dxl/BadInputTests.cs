using System.Text;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests.Dxl;

public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<database>\n<document form='Domain'>\n</database>", 3, 3)]
    [InlineData("<database>\n <document form='Domain' form='Domain'/></database>", 2, 26)]
    [InlineData(
        "<database>\n<document form='Person'><item name='X'><text>&nbsp;</text></item></document></database>", 2, 47)]
    [InlineData(
        "<database>\n<document form='Domain'><item name='X'><text>&nbsp;</text></item></document></database>", 2, 47)]
    [InlineData("<database>\n<d:document/></database>", 2, 2)]
    [InlineData("<database>\n\u0001</database>", 2, 1)]
    [InlineData("<database>\n&#1;</database>", 2, 3)]
    [InlineData("<database>\r\n]]></database>", 2, 1)]
    [InlineData("<wrong>\n</root>", 2, 3)]
    [InlineData("<?xml version='1.0' encoding='no-such'?>\n<database/>", 1, 31)]
    [InlineData("<?xml version='2.0'?>\n<database/>", 1, 16)]
    [InlineData("<database>\n<document form='Domain'><noteinfo><modified></noteinfo></document></database>", 2, 47)]
    public void What_is_not_well_formed_names_its_place(string text, int line, int column)
    {
        string path = _folder.Write(text);
        CoexException error = AssertError(
            "DxlMalformed", path, isPassedOver: text.Contains("form='Person'", StringComparison.Ordinal));
        Assert.True(error.Message.Contains($"at line {line}, column {column}:"), error.Message);
        Assert.IsType<System.Xml.XmlException>(error.InnerException);
    }

    [Theory]
    [InlineData("ucs-4")]
    [InlineData("UCS-4")]
    [InlineData("iso-10646-ucs-4")]
    [InlineData("ucs-2")]
    public void An_encoding_that_the_file_does_not_have_is_an_error(string encoding) =>
        AssertError(
            "DxlMalformed", _folder
                .Write($"<?xml version='1.0' encoding='{encoding}'?>\n<database>{new DomainText()}</database>"));

    [Fact]
    public void A_text_that_Domino_cannot_contain_is_an_error()
    {
        const int Most = 65_535;
        string longest = new('x', Most), tooLong = new('x', Most + 1), escaped = string.Concat(
            Enumerable.Repeat("&amp;", Most + 1));
        string group = $"<document form='Group'><item name='ListName'><text>Group</text></item>";
        string list = "<acl><aclentry name='{0}' level='reader'><role>{1}</role></aclentry></acl>";
        string[] texts =
        [
            $"<database>{new DomainText { Domain = tooLong }}</database>",
            $"<database>{new DomainText { Server = escaped }}</database>",
            $"<database>{new DomainText { Unid = tooLong }}</database>",
            $"<database title='{tooLong}'>{new DomainText()}</database>",
            $"<database>{string.Format(list, tooLong, "")}{new DomainText()}</database>",
            $"<database>{string.Format(list, "x", $"[{tooLong}]")}{new DomainText()}</database>",
        ];
        Assert.All(texts, text => Assert.All(new[] { false, true }, isStrict =>
            Assert.Equal("TextTooLong", Assert.Throws<CoexException>(() => Read(text, isStrict)).ErrorId)));
        string members = $"<database>{new DomainText()}{group}<item "
            + $"name='Members'><text>{tooLong}</text></item></document></database>";
        DirectoryContent content = Read(members);
        Assert.Equal("TextTooLong", Assert.Throws<CoexException>(() => content.Groups).ErrorId);
        // The longest text is read, and rich text has no limit.
        Assert.Single(Read($"<database>{new DomainText { Domain = longest }}</database>").Documents);
        string body = $"<item name='Comments'><richtext><par>{tooLong}</par></richtext></item></document>";
        Assert.Single(
            Read($"<database>{new DomainText().ToString().Replace("</document>", body)}</database>").Documents);

        DirectoryContent Read(string text, bool isStrict = false) => new DxlReader(_folder.Write(text), isStrict)
            .Read(FieldMap.Default, error => Assert.Fail(
                error.Message), CancellationToken.None);
    }

    [Theory]
    [InlineData("", "is empty.")]
    [InlineData("no XML at all", "is a text file, not a DXL file.")]
    [InlineData("\n\n  {\"json\": true}", "is a text file, not a DXL file.")]
    [InlineData("\uFEFFName,Domain\n", "is a text file, not a DXL file.")]
    [InlineData("a\u0001\u0002", "is a binary file, not a DXL file.")]
    [InlineData("PK\u0003\u0004\u0014", "is a ZIP file, not a DXL file.")]
    [InlineData("<!doctype HTML>\n<html><br></html>", "is an HTML page, not a DXL file.")]
    [InlineData("<html><body><br></body></html>", "is an HTML page, not a DXL file.")]
    [InlineData("<html/>", "is an HTML page, not a DXL file.", "DxlNotDirectory")]
    [InlineData("<database/>\ngarbage",
        "at line 2, column 1: The file contains data after the end of the root element.")]
    [InlineData("<database>\n</database>\n <database/>",
        "at line 3, column 3: The file contains data after the end of the root element.")]
    [InlineData("<wrong/>\n<wrong/>", "at line 2, column 2: The file contains data after the end of the root element.")]
    [InlineData("<wrong>\n", "at line 2, column 1: The file ends before its last element is closed: the export is")]
    [InlineData("<database>\n<docu", "line 2, column 6: The file ends in the middle of a tag: the export is")]
    [InlineData("<database>\r\n<document form='Dom", "at line 2, column 20: The file ends in the middle of a tag")]
    [InlineData("<database>\n<document form='Domain'><item name='X'><text>", "line 2, column 46: The file ends before")]
    [InlineData("<!DOCTYPE database [\n<!ELEMENT a ANY\n<database/>", "at line 3, column 12: The file ends before")]
    public void The_message_says_what_the_file_is(string text, string expected, string id = "DxlMalformed")
    {
        CoexException error = AssertError(id, _folder.Write(text));
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void A_compressed_file_is_named()
    {
        string path = _folder.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]);
        Assert.Contains("is a gzip file, not a DXL file.", AssertError("DxlMalformed", path).Message);
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", false)]
    public void A_file_that_was_cut_off_is_malformed_wherever_it_was(string name, bool hasMark)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string text = "<!DOCTYPE database SYSTEM 'a.dtd' [<!ELEMENT a ANY>]>\r\n<!-- é -->"
            + $"<database xmlns='http://www.lotus.com/dxl'>\n{new DomainText()}<document form='Person'/></database>";
        byte[] whole = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        Assert.Single(TemporaryFolder.Read(_folder.Write(whole)).Documents);
        Assert.Single(TemporaryFolder.Read(_folder.Write([.. whole, .. encoding.GetBytes("\r\n \n")])).Documents);
        for (int length = 0; length < whole.Length; length++)
        {
            string path = _folder.Write(whole[..length]);
            CoexException error = Assert.Throws<CoexException>(() => TemporaryFolder.Read(path));
            Assert.True(error.ErrorId == "DxlMalformed", $"Cut off at {length}: {error.ErrorId}: {error.Message}");
        }
    }

    [Theory]
    [InlineData("<html><body/></html>", "html")]
    [InlineData("<Database/>", "Database")]
    [InlineData("<documents><document form='Domain'/></documents>", "documents")]
    [InlineData("<note class='form'/>", "note")]
    [InlineData("<acl><aclentry name='-Default-'/></acl>", "acl")]
    [InlineData("<x:database xmlns:x='urn:other'/>", "x:database")]
    [InlineData("<database xmlns='urn:other'><document form='Domain'/></database>", "database")]
    [InlineData("<document xmlns='urn:other'/>", "document")]
    [InlineData("<?xml version='1.0'?><!DOCTYPE html><html/>", "html")]
    public void Another_root_is_no_directory(string text, string root)
    {
        CoexException error = AssertError("DxlNotDirectory", _folder.Write(text));
        Assert.Contains($"'{root}'", error.Message);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_different_errors()
    {
        AssertError("PathNotFound", Path.Combine(_folder.FullName, "none.dxl"));
        AssertError("PathNotFound", Path.Combine(_folder.FullName, "none", "none.dxl"));
        AssertError("FileUnreadable", _folder.FullName);
    }

    [Fact]
    public void A_file_that_another_program_keeps_to_itself_is_unreadable()
    {
        string path = _folder.Write("<database/>");
        using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        AssertError("FileUnreadable", path);
    }

    [Theory]
    [InlineData("<!DOCTYPE database [<!ENTITY a 'b'>]><database/>")]
    [InlineData(
        "<!DOCTYPE database [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;'>]>"
        + "<database>&c;</database>")]
    [InlineData("<!DOCTYPE database [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><database>&a;</database>")]
    [InlineData("<!DOCTYPE database [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x.dtd'>%a;]><database/>")]
    [InlineData("<!DOCTYPE database [<!ENTITY % a '<!ENTITY b \"c\">'>%a;]><database>&b;</database>")]
    [InlineData(
        "<?xml version='1.0'?><!-- <database> --><?x <database>?>\n<!DOCTYPE database SYSTEM 'a[.dtd' [\n<!-- "
        + "]> --><?x ]>?><!ATTLIST a b CDATA ']>'>\n<!ENTITY a 'b'>]><database/>")]
    [InlineData("<!DOCTYPE database [<!ELEMENT a ANY>]\n[<!ENTITY a 'b'>]><database/>")]
    [InlineData("<!DOCTYPE database PUBLIC \"it's\" 'b' [<!ENTITY a 'b'>]><database/>")]
    [InlineData("<!DOCTYPE database [<!ENTITY a NDATA")]
    public void A_document_type_that_declares_entities_is_forbidden(string text)
    {
        foreach (Encoding encoding in new[] { Encoding.UTF8, new UTF8Encoding(
            true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            AssertError("DxlForbidden", _folder.Write([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]));
            AssertError("DxlForbidden", _folder.Write(encoding.GetBytes(text)));
        }
    }

    [Theory]
    [InlineData("<!DOCTYPE database [ ]>")]
    [InlineData(
        "<!DOCTYPE database SYSTEM 'no/such/file.dtd' [<!ELEMENT database ANY><!ATTLIST database a CDATA #IMPLIED>"
        + "<!NOTATION n SYSTEM 'n'>]>")]
    [InlineData("<!DOCTYPE database [<!-- <!ENTITY a 'b'> -->]>")]
    [InlineData("<!DOCTYPE database [<?x <!ENTITY a 'b'> ?>]>")]
    [InlineData("<!DOCTYPE database SYSTEM '<!ENTITY a'>")]
    [InlineData("<!-- <!DOCTYPE database [<!ENTITY a 'b'>]> -->")]
    public void A_document_type_without_entities_is_fine(string prolog) =>
        Assert.Single(
            TemporaryFolder.Read(_folder.Write($"{prolog}<database>{new DomainText()}</database>")).Documents);

    [Fact]
    public void An_entity_declaration_in_the_content_is_text()
    {
        string path = _folder.Write(
            "<database><!-- <!DOCTYPE a [<!ENTITY a 'b'>]> --><![CDATA[<!DOCTYPE a [<!ENTITY a 'b'>]>]]></database>");
        Assert.Empty(TemporaryFolder.Read(path).Documents);
    }

    [Fact]
    public void The_external_document_type_is_never_opened()
    {
        // It would make the reference below a good one, and the element a bad one.
        string type = _folder.Write("<!ENTITY known 'x'><!ELEMENT database EMPTY>", "a.dtd");
        foreach (string system in new[] { "a.dtd", type, new Uri(type).AbsoluteUri })
        {
            using var held = new FileStream(type, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            Assert.Single(
                TemporaryFolder.Read(
                    _folder
                        .Write("<!DOCTYPE database SYSTEM "
                            + $"'{system}'><database>{new DomainText()}</database>")).Documents);
            AssertError(
                "DxlMalformed", _folder.Write($"<!DOCTYPE database SYSTEM '{system}'><database>&known;</database>"));
        }
    }

    public static TheoryData<string, byte[]> InvalidBytes => new()
    {
        { "utf-8", [0xFF] },
        { "utf-8", [0xC3, 0x28] },
        { "utf-8", [0xE2, 0x82] },
        { "utf-8", [0xC0, 0xAF] }, // Longer than need be.
        { "utf-8", [0xED, 0xA0, 0x80] }, // Half of a pair.
        { "us-ascii", [0xE9] },
        { "utf-16", [0x00, 0xD8] },
        { "utf-16", [0x00, 0xDC] },
        { "utf-16BE", [0xD8, 0x00] },
    };

    [Theory]
    [MemberData(nameof(InvalidBytes))]
    public void Bytes_that_the_encoding_does_not_have_make_a_file_malformed(string name, byte[] bad)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string declaration = $"<?xml version='1.0' encoding='{(name == "utf-16BE" ? "utf-16" : name)}'?>\n";
        foreach (string form in new[] { "Domain", "Person" })
        {
            byte[] before =
            [
                .. encoding.GetPreamble(),
                .. encoding.GetBytes($"{declaration}<database>\n<document form='{form}'><item name='X'><text>ab"),
            ];
            AssertError(
                "DxlMalformed", _folder
                    .Write([.. before, .. bad, .. encoding.GetBytes("</text></item></document></database>")]),
                isPassedOver: form == "Person");
        }
        AssertError(
            "DxlMalformed", _folder
                .Write([.. encoding.GetPreamble(), .. encoding.GetBytes($"{declaration}<database/>\n"), .. bad]));
        AssertError(
            "DxlMalformed",
            _folder
                .Write(
                    [.. encoding.GetPreamble(), .. encoding.GetBytes($"{declaration}<database/>\n<!--"), .. bad,
                        .. encoding.GetBytes("-->")]));
    }

    [Theory]
    [InlineData("utf-8", "ISO-8859-1")]
    [InlineData("utf-8", "us-ascii")]
    [InlineData("utf-8", "utf-16")]
    [InlineData("utf-16", "utf-8")]
    [InlineData("utf-16BE", "ISO-8859-1")]
    public void A_declaration_that_contradicts_the_byte_order_mark_makes_a_file_malformed(string name, string declared)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] bytes = encoding.GetBytes(
            $"<?xml version='1.0' encoding='{declared}'?><database><!-- ééé "
                + $"-->{new DomainText { Domain = "Bé" }}</database>");
        CoexException error = AssertError("DxlMalformed", _folder.Write([.. encoding.GetPreamble(), .. bytes]));
        string real = name == "utf-8" ? "UTF-8" : "UTF-16";
        Assert.Contains($"declares the encoding '{declared}', but its encoding is {real}.", error.Message);
    }

    [Fact]
    public void A_declaration_of_wide_code_units_that_the_file_does_not_have_makes_it_malformed()
    {
        string path = _folder.Write("<?xml version='1.0' encoding='UTF-16'?>\n" + DomainText.File(new DomainText()));
        CoexException error = AssertError("DxlMalformed", path);
        Assert.Contains("declares the encoding 'UTF-16', but its encoding is UTF-8.", error.Message);
    }

    [Theory]
    [InlineData("UTF-8")]
    [InlineData("utf-8")]
    [InlineData("Utf-8")]
    public void A_declaration_that_repeats_the_byte_order_mark_is_fine(string declared)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(
            $"<?xml version='1.0' encoding='{declared}'?><database><!-- ééé "
                + $"-->{new DomainText { Domain = "Bé" }}</database>");
        string path = _folder.Write([.. Encoding.UTF8.GetPreamble(), .. bytes]);
        ForeignDomainDocument document = Assert.Single(TemporaryFolder.Snapshot(path).Unordered);
        Assert.Equal("Bé", document.Domain);
        DxlReaderTests.AssertPositions(path, Encoding.UTF8);
    }

    [Fact]
    public void Names_and_lines_of_ten_thousand_characters_are_read()
    {
        string name = new('n', 10_000);
        string path = _folder.Write(
            $"<database {name}='{name}'><{name}/><document form='Domain'><item name='{name}'/><item "
                + $"name='DomainName'><text>{name}</text></item><item "
                + $"name='MailServer'><text>{name}/Acme</text></item></document></database>");
        ForeignDomainDocument document = Assert.Single(TemporaryFolder.Snapshot(path).Unordered);
        Assert.Equal(name, document.Domain);
        Assert.Equal(name + "/Acme", document.MailServer);
        Assert.Equal(name, document.Item[0].Name);
    }

    [Fact]
    public void Elements_nested_ten_thousand_deep_are_read()
    {
        string deep = string.Concat(Enumerable.Repeat("<par>", 10_000))
            + string.Concat(Enumerable.Repeat("</par>", 10_000));
        string path = _folder.Write(DomainText.File(
            $"<document form='Domain'><item name='Body'><richtext>{deep}</richtext></item><item "
                + "name='MailServer'><text>A</text></item></document>",
            deep));
        Assert.Equal("A", Assert.Single(TemporaryFolder.Snapshot(path).Unordered).MailServer);
    }

    // The sweep may ignore a mistake in a document that it skips. It reports every other mistake as the strict reader
    // does.
    private static CoexException AssertError(string id, string path, bool isPassedOver = false)
    {
        CoexException error =
            Assert.Throws<CoexException>(() => new DxlReader(path, isStrict: true)
                .Read(FieldMap.Default, _ => { }, CancellationToken.None));
        if (!isPassedOver)
            Assert.Equal(error.Message, Assert.Throws<CoexException>(() => TemporaryFolder.Read(path)).Message);
        Assert.True(error.ErrorId == id, $"{error.ErrorId}: {error.Message}");
        Assert.Equal(path, error.Target);
        Assert.Equal(id, Assert.Throws<CoexException>(() => TemporaryFolder.ReadAll(path)).ErrorId);
        Assert.NotEmpty(error.RecommendedAction);
        return error;
    }
}
