using System.Text;
using System.Xml;
using System.Xml.Linq;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests.Dxl;

/// <summary>
/// Files that the Domino exporter wrote: read as they are, and compared with what a plain XML tree of them says.
/// </summary>
public class SampleFilesTests
{
    public static TheoryData<string> Samples => [.. Files("dxl-samples")];

    public static TheoryData<string> SamplesAndScenarios => [.. Files("dxl-samples"), .. Files("scenarios")];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_has_no_foreign_domain_and_is_read_without_error(string file)
    {
        DirectoryContent content = TemporaryFolder.Read(FullName(file));
        Assert.Empty(content.Documents);
        Assert.Empty(new DirectorySnapshot(content).Unordered);
        XElement root = Load(file).Root!;
        Assert.Equal((string?)root.Attribute("replicaid") ?? "", content.ReplicaId);
        Assert.Equal((string?)root.Attribute("title") ?? Path.GetFileNameWithoutExtension(file), content.Name);
    }

    [Theory]
    [MemberData(nameof(SamplesAndScenarios))]
    public void All_documents_and_items_are_found(string file)
    {
        XElement root = Load(file).Root!;
        List<XElement> expected = root.Name.LocalName == "database"
            ? [.. root.Elements().Where(element => element.Name.LocalName == "document")] : [root];
        List<DominoDocument> documents = TemporaryFolder.ReadAll(FullName(file));

        Assert.NotEmpty(documents);
        Assert.Equal(expected.Count, documents.Count);
        foreach ((XElement element, DominoDocument document) in expected.Zip(documents))
        {
            XElement? header = element.Elements().FirstOrDefault(child => child.Name.LocalName == "noteinfo");
            Assert.Equal((string?)header?.Attribute("unid") ?? "", document.UniversalId);
            Assert.Equal((string?)header?.Attribute("noteid") ?? "", document.NoteId);
            Assert.Equal((int?)header?.Attribute("sequence"), document.Sequence);
            Assert.Equal(Time(header, "created"), document.Created.Text);
            Assert.Equal(Time(header, "modified"), document.Modified.Text);
            Assert.Equal(Time(header, "revised"), document.Revised.Text);
            List<XElement> items = [.. element.Elements().Where(child => child.Name.LocalName == "item")];
            Assert.NotEmpty(items);
            Assert.Equal(
                items.Select(item => (string)item.Attribute("name")!), document.Items.Select(item => item.Name));
            Assert.Equal(items.Select(Flags), document.Items.Select(item => item.Flags));
            foreach ((XElement item, DominoItem read) in items.Zip(document.Items))
                Assert.Equal(Values(item), read.Value);
        }
    }

    [Theory]
    [MemberData(nameof(SamplesAndScenarios))]
    public void An_item_s_DXL_alone_gives_the_same_item_again(string file)
    {
        foreach (DominoDocument document in TemporaryFolder.ReadAll(FullName(file)))
        {
            foreach (DominoItem item in document.Items)
            {
                DominoItem again = Assert.Single(
                    DocumentParser.Parse($"<document>{item.GetDxl()}</document>", document.Namespaces, key: 0).Items);
                Assert.Equal(item.Name, again.Name);
                Assert.Equal(item.Type, again.Type);
                Assert.Equal(item.Flags, again.Flags);
                Assert.Equal(item.Value, again.Value);
                Assert.Equal(item.GetDxl(), again.GetDxl());
            }
        }
    }

    [Theory]
    [MemberData(nameof(SamplesAndScenarios))]
    public void A_document_s_bytes_are_where_it_says(string file)
    {
        DxlReaderTests.AssertPositions(FullName(file), System.Text.Encoding.UTF8);
        foreach (DominoDocument document in TemporaryFolder.ReadAll(FullName(file)))
        {
            Assert.Matches("^<(document|note)\\b", document.Text);
            Assert.Matches("</(document|note)\\s*>$", document.Text);
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        System.IO.Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", folder))
            .Where(file => Path.GetExtension(file) is ".dxl" or ".xml")
            .Select(file => Path.Combine(folder, Path.GetFileName(file)))
            .Order(StringComparer.Ordinal);

    private static string FullName(string file) => Path.Combine(AppContext.BaseDirectory, "Data", file);

    private static XDocument Load(string file)
    {
        using XmlReader reader = XmlReader.Create(
            FullName(file), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static string? Time(XElement? header, string name) =>
        header?.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value;

    private static ItemFlags Flags(XElement item)
    {
        bool Has(string name) => (string?)item.Attribute(name) == "true";
        return ((string?)item.Attribute("summary") == "false" ? 0 : ItemFlags.Summary)
            | (Has("sign") ? ItemFlags.Sign : 0) | (Has("seal") ? ItemFlags.Sealed : 0)
            | (Has("names") ? ItemFlags.Names : 0)
            | (Has("readers") ? ItemFlags.Readers : 0) | (Has("authors") ? ItemFlags.Authors : 0)
            | (Has("protected") ? ItemFlags.Protected : 0) | (Has("placeholder") ? ItemFlags.Placeholder : 0);
    }

    private static List<string> Values(XElement item)
    {
        XElement? value = item.Elements().FirstOrDefault();
        return value?.Name.LocalName switch
        {
            "text" or "number" or "datetime" or "formula" => [Text(value)],
            "textlist" or "numberlist" or "datetimelist" => [.. value.Elements().Select(TextOrPair)],
            "rawitemdata" when (string?)value.Attribute("type") == "502" =>
                [MessageHeader(Convert.FromBase64String(value.Value))],
            _ => [],
        };
    }

    // The value as Notes has it, behind 14 bytes: a date, or a text, of which all in the samples are ASCII.
    private static string MessageHeader(byte[] bytes)
    {
        if ((bytes[2] & 3) != 1)
            return Encoding.ASCII.GetString(bytes, 14, BitConverter.ToUInt16(bytes, 6));
        uint high = BitConverter.ToUInt32(bytes, 18);
        DateTime day = new DateTime(1, 1, 1).AddDays((high & 0xFFFFFF) - 1721426);
        DateTime utc = day.AddMilliseconds(10d * BitConverter.ToUInt32(bytes, 14));
        return $"{utc.AddHours(-4):yyyyMMdd'T'HHmmss','ff}-04"; // The zone of all dates in the samples.
    }

    private static string TextOrPair(XElement element) =>
        element.Name.LocalName == "datetimepair" ? string.Join('/', element.Elements().Select(Text)) : Text(element);

    private static string Text(XElement element) =>
        string.Concat(
            element.Nodes().Select(
                node => node is XElement { Name.LocalName: "break" } ? "\n" : node is XText text ? text.Value : ""));
}
