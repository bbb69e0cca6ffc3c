using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests.Dxl;

public class DocumentParserTests
{
    private static readonly Dictionary<string, string> DxlNamespace = new() { [""] = "http://www.lotus.com/dxl" };

    [Theory]
    [InlineData("<text>a</text>", ItemType.Text, "a")]
    [InlineData("<text\n>a</text\n>", ItemType.Text, "a")]
    [InlineData("<text/>", ItemType.Text, "")]
    [InlineData("<text></text>", ItemType.Text, "")]
    [InlineData("<text> a </text>", ItemType.Text, " a ")]
    [InlineData("<text>  </text>", ItemType.Text, "  ")]
    [InlineData("\n <text>a</text>\n", ItemType.Text, "a")]
    [InlineData("<text>a<break/>b<break></break><break/></text>", ItemType.Text, "a\nb\n\n")]
    [InlineData("<text>a\r\nb\rc\nd</text>", ItemType.Text, "a\nb\nc\nd")]
    [InlineData("<text>a<![CDATA[<b>&amp;]]>c</text>", ItemType.Text, "a<b>&amp;c")]
    [InlineData("<text><![CDATA[]]></text>", ItemType.Text, "")]
    [InlineData("<text>a<!-- no -->b<?no no?>c</text>", ItemType.Text, "abc")]
    [InlineData("<!-- no --><?no no?><text>a</text><!-- no -->", ItemType.Text, "a")]
    [InlineData("<text>&lt;&gt;&amp;&apos;&quot;&#65;&#x1F600;&#13;</text>", ItemType.Text, "<>&'\"A😀\r")]
    [InlineData("<text>[NetModifier]</text>", ItemType.Text, "[NetModifier]")]
    [InlineData("<text>a</text><text>b</text>", ItemType.Text, "a|b")]
    [InlineData("<textlist/>", ItemType.TextList, null)]
    [InlineData("<textlist></textlist>", ItemType.TextList, null)]
    [InlineData("<textlist><text/></textlist>", ItemType.TextList, "")]
    [InlineData(
        "<textlist>\n<text>a</text>\n<!-- no --><text>b<break/>c</text><text/></textlist>",
        ItemType.TextList, "a|b\nc|")]
    [InlineData("<number>1.5e3</number>", ItemType.Number, "1.5e3")]
    [InlineData("<number\n>0</number>", ItemType.Number, "0")]
    [InlineData("<numberlist><number>1</number><number>2</number></numberlist>", ItemType.NumberList, "1|2")]
    [InlineData("<datetime dst='true'>20250601T101112,34+02</datetime>", ItemType.DateTime, "20250601T101112,34+02")]
    [InlineData("<datetime>20250601</datetime>", ItemType.DateTime, "20250601")]
    [InlineData("<datetime>T101112,34</datetime>", ItemType.DateTime, "T101112,34")]
    [InlineData("<datetime/>", ItemType.DateTime, "")]
    [InlineData("<datetimelist><datetime>20250601</datetime><datetimepair><datetime>20250602</datetime>"
        + "<datetime>20250603</datetime></datetimepair></datetimelist>",
        ItemType.DateTimeList, "20250601|20250602/20250603")]
    [InlineData(
        "<datetimepair><datetime>20250602</datetime><datetime>20250603</datetime></datetimepair>",
        ItemType.DateTimePair,
        "20250602/20250603")]
    [InlineData("<formula>@If(a; \"b\"; c)</formula>", ItemType.Formula, "@If(a; \"b\"; c)")]
    [InlineData("<rawitemdata type='e'>\nAQAC\r\n AIc=\n</rawitemdata>", ItemType.RawItemData, null)]
    [InlineData("<rawitemdata/>", ItemType.RawItemData, null)]
    [InlineData("<rawitemdata type='500'>\nW05ldE1v\r\n ZGlmaWVyXQ==\n</rawitemdata>", ItemType.Text, "[NetModifier]")]
    [InlineData("<rawitemdata type='0500'>QQBC</rawitemdata>", ItemType.Text, "A\nB")]
    [InlineData("<rawitemdata type='500'/>", ItemType.Text, "")]
    [InlineData("<rawitemdata type='501'>AgABAAIAYWKB</rawitemdata>", ItemType.TextList, "a|bü")]
    [InlineData("<rawitemdata type='501'>AgABAAMAYWKB</rawitemdata>", ItemType.RawItemData, null)] // Cut off.
    [InlineData("<rawitemdata type='300'>AAAAAAAAEEA=</rawitemdata>", ItemType.Number, "4")]
    [InlineData("<rawitemdata type='300'>AAAAAAAA</rawitemdata>", ItemType.RawItemData, null)]
    [InlineData("<rawitemdata type='301'>AgAAAAAAAAAAAPA/AAAAAAAAAEA=</rawitemdata>", ItemType.NumberList, "1|2")]
    [InlineData("<rawitemdata type='400'>QJdJAJ2MJcA=</rawitemdata>", ItemType.DateTime, "20250602T142348,48+01")]
    [InlineData(
        "<rawitemdata type='401'>AQAAAECXSQCdjCXA</rawitemdata>", ItemType.DateTimeList, "20250602T142348,48+01")]
    [InlineData("<rawitemdata type='401'>AgAAAECXSQCdjCXA</rawitemdata>", ItemType.RawItemData, null)] // Cut off.
    [InlineData("<rawitemdata type='502'>DgAKAAAAAgAIAAIABABoaVJlY2VpdmVkOiBoaQ0K</rawitemdata>", ItemType.Text, "hi")]
    [InlineData("<rawitemdata type='502'>DgALAAAAAgAIAAIABABoaVJlY2VpdmVkOiBoaQ0K</rawitemdata>", ItemType.RawItemData,
        null)]
    [InlineData("<rawitemdata type='500'>no Base64!</rawitemdata>", ItemType.RawItemData, null)]
    [InlineData("<rawitemdata>QQ==</rawitemdata>", ItemType.RawItemData, null)]
    [InlineData("<text>a<nonxmlchar value='0b'/>b<nonxmlchar value='0x1'/><nonxmlchar value='0004'/></text>",
        ItemType.Text, "a\u000Bb\u0001\u0004")]
    [InlineData("<text>a<nonxmlchar value='no'/><nonxmlchar value='d800'/><nonxmlchar/></text>", ItemType.Text,
        "a\uFFFD\uFFFD\uFFFD")]
    [InlineData("<richtext><par><run>no</run><break/></par></richtext>", ItemType.RichText, null)]
    [InlineData("<richtext/>", ItemType.RichText, null)]
    [InlineData("<object><file name='a'><filedata>AA==</filedata></file></object>", ItemType.Object, null)]
    [InlineData("<somethingnew><text>no</text></somethingnew>", ItemType.Other, null)]
    [InlineData("<f:text xmlns:f='urn:other'>no</f:text>", ItemType.Other, null)]
    [InlineData("<f:text xmlns:f='urn:other'>no</f:text><text>a</text>", ItemType.Text, "a")]
    [InlineData("<text>a</text><f:text xmlns:f='urn:other'>no</f:text>", ItemType.Text, "a")]
    [InlineData("<text>a<f:x xmlns:f='urn:other'>no<f:break/></f:x>b</text>", ItemType.Text, "ab")]
    [InlineData("<textlist><f:text xmlns:f='urn:other'>no</f:text><text>a</text></textlist>", ItemType.TextList, "a")]
    [InlineData("", ItemType.None, null)]
    [InlineData(" \r\n ", ItemType.None, null)]
    [InlineData("<!-- no -->", ItemType.None, null)]
    public void A_value_is_read(string value, ItemType type, string? expected)
    {
        string dxl = $"<item name='X'>{value}</item>";
        DominoDocument document = DocumentParser.Parse(
            $"<document>\r\n{dxl}<item name='After'><text>z</text></item></document>", DxlNamespace, key: 0);
        Assert.Equal(2, document.Items.Count);
        DominoItem item = document.Items[0];
        Assert.Equal("X", item.Name);
        Assert.Equal(type, item.Type);
        Assert.Equal(expected?.Split('|') ?? [], item.Value);
        Assert.Equal(dxl, item.GetDxl());
        Assert.Equal(["z"], document.Items[1].Value);
    }

    [Theory]
    [InlineData("<item name='X'/>")]
    [InlineData("<item name='X' />")]
    [InlineData("<item\n name='X'\r\n/>")]
    [InlineData("<item name='X' other='a>b/>'/>")]
    [InlineData("<item other=\"it's >\" name='X'></item\n>")]
    public void An_empty_item_stands_where_it_says(string dxl)
    {
        DominoItem item = Assert.Single(
            DocumentParser.Parse($"<document><?a?>\r{dxl}\n</document>", DxlNamespace, key: 0).Items);
        Assert.Equal("X", item.Name);
        Assert.Equal(ItemType.None, item.Type);
        Assert.Empty(item.Value);
        Assert.Equal(dxl, item.GetDxl());
    }

    [Theory]
    [InlineData("", ItemFlags.Summary)]
    [InlineData("summary='true'", ItemFlags.Summary)]
    [InlineData("summary='false'", ItemFlags.None)]
    [InlineData("sign='true'", ItemFlags.Summary | ItemFlags.Sign)]
    [InlineData("seal='true'", ItemFlags.Summary | ItemFlags.Sealed)]
    [InlineData("names='true'", ItemFlags.Summary | ItemFlags.Names)]
    [InlineData("readers='true'", ItemFlags.Summary | ItemFlags.Readers)]
    [InlineData("authors='true'", ItemFlags.Summary | ItemFlags.Authors)]
    [InlineData("protected='true'", ItemFlags.Summary | ItemFlags.Protected)]
    [InlineData("placeholder='true'", ItemFlags.Summary | ItemFlags.Placeholder)]
    [InlineData("readers='false' authors='false' names='false'", ItemFlags.Summary)]
    [InlineData("summary='false' readers='true' names='true'", ItemFlags.Readers | ItemFlags.Names)]
    public void The_flags_are_those_of_the_attributes(string attributes, ItemFlags flags)
    {
        DominoItem item = Assert.Single(DocumentParser.Parse(
            $"<document><item name='X' {attributes}><text>a</text></item></document>", DxlNamespace, 0).Items);
        Assert.Equal(flags, item.Flags);
        Assert.Equal((flags & ItemFlags.Readers) != 0, item.IsReaders);
        Assert.Equal((flags & ItemFlags.Authors) != 0, item.IsAuthors);
        Assert.Equal((flags & ItemFlags.Names) != 0, item.IsNames);
        Assert.Equal((flags & ItemFlags.Protected) != 0, item.IsProtected);
        Assert.Equal((flags & ItemFlags.Summary) != 0, item.IsSummary);
    }

    [Fact]
    public void Items_of_one_name_come_together_whatever_their_case()
    {
        DominoDocument document = DocumentParser.Parse(
            "<document><item name='A'><text>1</text></item><item name='b'><text>no</text></item><item "
                + "name='a'><textlist><text> 2 </text><text> </text></textlist></item></document>",
            DxlNamespace, 0);
        Assert.Equal(["A", "a"], document.ItemsNamed("a").Select(item => item.Name));
        Assert.Equal(["1", "2"], document.Values("A"));
        Assert.Equal("no", document.FirstValue("B"));
        Assert.Null(document.FirstValue("C"));
    }

    [Fact]
    public void The_header_is_read_and_what_is_unknown_is_skipped()
    {
        DominoDocument document = DocumentParser.Parse(
            """
            <document xmlns:f='urn:other'><somethingnew><item name='No'/></somethingnew><f:noteinfo unid='no'/><f:item name='No'/>
            <noteinfo
             noteid=' 8fe '
             unid='0123456789ABCDEF0123456789ABCDEF' sequence=" 12 "><f:modified><datetime>19990101</datetime></f:modified>
            <created><datetime>20190101T000000</datetime></created><modified><datetime
             dst='true'><![CDATA[20250601T101112,34]]>+02</datetime></modified>
            <revised><!-- no --><datetime>20250601T<?no?>101112,35</datetime></revised></noteinfo>
            <noteinfo unid='second'/>
            <item name='Form'><text> Domain </text></item></document>
            """,
            DxlNamespace, 5);
        Assert.Equal(5, document.Key);
        Assert.Equal("8fe", document.NoteId);
        Assert.Equal("0123456789ABCDEF0123456789ABCDEF", document.UniversalId);
        Assert.Equal(12, document.Sequence);
        Assert.Equal(new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero), document.Created.Instant);
        Assert.False(document.Created.HasOffset);
        Assert.Equal(new DateTimeOffset(2025, 6, 1, 10, 11, 12, 340, TimeSpan.FromHours(2)), document.Modified.Instant);
        Assert.Equal(new DateTimeOffset(2025, 6, 1, 10, 11, 12, 350, TimeSpan.Zero), document.Revised.Instant);
        Assert.Equal("Domain", document.Form);
        Assert.Equal("Form", Assert.Single(document.Items).Name);
    }

    [Theory]
    [InlineData("<document/>", "")]
    [InlineData("<document form='Domain'/>", "Domain")]
    [InlineData("<document></document>", "")]
    [InlineData("<document><noteinfo/></document>", "")]
    [InlineData("<document form=''><item name='FORM'><text>Domain</text></item></document>", "Domain")]
    [InlineData("<document form='A'><item name='Form'><text>B</text></item></document>", "A")]
    public void A_document_may_lack_almost_everything(string text, string form)
    {
        DominoDocument document = DocumentParser.Parse(text, DxlNamespace, 0);
        Assert.Equal(form, document.Form);
        Assert.Equal("", document.UniversalId);
        Assert.Equal("", document.NoteId);
        Assert.Null(document.Sequence);
        Assert.Equal(default, document.Created);
        Assert.Equal(default, document.Modified);
        Assert.Equal(default, document.Revised);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public void A_sequence_that_is_no_number_is_unknown(string sequence) =>
        Assert.Null(
            DocumentParser.Parse($"<document><noteinfo sequence='{sequence}'/></document>", DxlNamespace, 0).Sequence);

    [Fact]
    public void Names_of_ten_thousand_characters_are_read()
    {
        string name = new('n', 10_000);
        DominoDocument document = DocumentParser.Parse(
            $"<document form='{name}'><item name='{name}'><text>{name}</text></item><{name}/></document>",
            DxlNamespace, 0);
        Assert.Equal(name, document.Form);
        Assert.Equal(name, Assert.Single(document.Items).Name);
        Assert.Equal(name, document.FirstValue(name));
    }
}
