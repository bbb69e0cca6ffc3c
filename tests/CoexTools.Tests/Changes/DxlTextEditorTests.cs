using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests.Changes;

public class DxlTextEditorTests
{
    private const string Modified = "<modified><datetime>20250701T120000,12+00</datetime></modified>";
    private const string Revised = "<revised><datetime>20250701T120000,12+00</datetime></revised>";

    private static readonly DateTimeOffset Now = new(2025, 7, 1, 12, 0, 0, 120, TimeSpan.Zero);

    [Theory]
    [InlineData("<document/>", "<document><noteinfo>{m}{r}</noteinfo></document>")]
    [InlineData("<document a='b>' />", "<document a='b>' ><noteinfo>{m}{r}</noteinfo></document>")]
    [InlineData("<document></document>", "<document><noteinfo>{m}{r}</noteinfo></document>")]
    [InlineData("<d:document xmlns:d='http://www.lotus.com/dxl'/>",
        "<d:document xmlns:d='http://www.lotus.com/dxl'><d:noteinfo>{dm}{dr}</d:noteinfo></d:document>")]
    [InlineData(
        "<document>\r\n<item name='X'/></document\n>",
        "<document><noteinfo>{m}{r}</noteinfo>\r\n<item name='X'/></document\n>")]
    [InlineData("<document><noteinfo/></document>", "<document><noteinfo>{m}{r}</noteinfo></document>")]
    [InlineData("<document><noteinfo unid='a/>' sequence='9'\r\n/></document>",
        "<document><noteinfo unid='a/>' sequence='10'\r\n>{m}{r}</noteinfo></document>")]
    [InlineData("<d:document xmlns:d='http://www.lotus.com/dxl'><d:noteinfo/></d:document>",
        "<d:document xmlns:d='http://www.lotus.com/dxl'><d:noteinfo>{dm}{dr}</d:noteinfo></d:document>")]
    [InlineData("<document><noteinfo></noteinfo></document>", "<document><noteinfo>{m}{r}</noteinfo></document>")]
    [InlineData(
        "<document><noteinfo>\n<lastaccessed/></noteinfo></document>",
        "<document><noteinfo>{m}{r}\n<lastaccessed/></noteinfo></document>")]
    [InlineData("<document><noteinfo><created/><lastaccessed/></noteinfo></document>",
        "<document><noteinfo><created/>{m}{r}<lastaccessed/></noteinfo></document>")]
    [InlineData("<document><noteinfo><created><datetime>20190101</datetime></created\n></noteinfo></document>",
        "<document><noteinfo><created><datetime>20190101</datetime></created\n>{m}{r}</noteinfo></document>")]
    [InlineData("<document><noteinfo><created/><modified/>\n<lastaccessed/></noteinfo></document>",
        "<document><noteinfo><created/>{m}{r}\n<lastaccessed/></noteinfo></document>")]
    [InlineData(
        "<document><noteinfo><created/><revised/></noteinfo></document>",
        "<document><noteinfo><created/>{m}{r}</noteinfo></document>")]
    [InlineData("<document><noteinfo><modified><datetime/></modified><revised></revised></noteinfo></document>",
        "<document><noteinfo>{m}{r}</noteinfo></document>")]
    [InlineData("<document><noteinfo><modified a='>'\n/><revised\n><!-- > --></revised\n></noteinfo></document>",
        "<document><noteinfo>{m}{r}</noteinfo></document>")]
    [InlineData("<document><noteinfo><modified><datetime>garbage</datetime></modified><revised>"
        + "<datetime>&#32;20250101</datetime></revised></noteinfo></document>",
        "<document><noteinfo>{m}{r}</noteinfo></document>")]
    [InlineData("<document><noteinfo><modified><datetime><![CDATA[20250101]]></datetime></modified><revised>"
        + "<datetime>2025<!-- -->0101</datetime></revised></noteinfo></document>",
        "<document><noteinfo>{m}{r}</noteinfo></document>")]
    [InlineData(
        "<document><noteinfo sequence=\n\"  4 \"\n "
        + "a='7'><revised><datetime\ndst='true'>20250101T000000,00</datetime></revised><!-- --><modified><datetime "
        + ">20250101</datetime></modified></noteinfo></document>",
        "<document><noteinfo sequence=\n\"5\"\n a='7'>"
        + "<revised><datetime\ndst='true'>20250701T120000,12+00</datetime></revised><!-- --><modified>"
            + "<datetime >20250701T120000,12+00</datetime></modified></noteinfo></document>")]
    [InlineData(
        "<document><noteinfo sequence='x'>{m}{r}</noteinfo></document>",
        "<document><noteinfo sequence='x'>{m}{r}</noteinfo></document>")]
    [InlineData("<document><noteinfo sequence='2147483647'>{m}{r}</noteinfo></document>",
        "<document><noteinfo sequence='2147483648'>{m}{r}</noteinfo></document>")]
    [InlineData("<document><f:noteinfo xmlns:f='urn:other'><modified/></f:noteinfo></document>",
        "<document><noteinfo>{m}{r}</noteinfo><f:noteinfo xmlns:f='urn:other'><modified/></f:noteinfo></document>")]
    public void A_save_sets_both_times_and_counts(string before, string after)
    {
        DominoDocument document = DocumentParser.Parse(Fill(before), new Dictionary<string, string>(), key: 3);
        DominoDocument saved = DxlTextEditor.Apply(document, DxlTextEditor.Save(document, Now));
        Assert.Equal(Fill(after), saved.Text);
        Assert.Equal(Now, saved.Modified.Instant);
        Assert.Equal(Now, saved.Revised.Instant);
        Assert.Equal(document.Key, saved.Key);
        Assert.Equal(document.Items.Select(item => item.GetDxl()), saved.Items.Select(item => item.GetDxl()));
    }

    [Theory]
    [InlineData("20250601T101112,34+02", "20250701T140000,12+02")]
    [InlineData("20250601T101112,34-0330", "20250701T083000,12-0330")]
    [InlineData("20250601T101112,34+1400", "20250702T020000,12+14")]
    [InlineData("20250601T101112,34Z", "20250701T120000,12+00")]
    [InlineData("20250601", "20250701T120000,12+00")]
    public void A_time_is_written_in_the_offset_that_it_had(string before, string after)
    {
        DominoDocument document = Parse(new DomainText { Modified = before, Revised = before });
        Assert.Equal(
            new DomainText { Modified = after, Revised = after, Sequence = "8" }.ToString(),
            DxlTextEditor.Apply(document, DxlTextEditor.Save(document, Now)).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(DomainText.Field)]
    [InlineData("<item name='documentACCESS'/>")]
    [InlineData(
        "<item other='it\"s >' "
            + "name=\"DocumentAccess\"\r\n><textlist><text>a<![CDATA[</item>]]></text></textlist></item\r>")]
    [InlineData("<item name='&#68;ocumentAccess'><richtext><item name='DocumentAccess'/></richtext></item>")]
    public void Removing_a_field_takes_its_elements_and_nothing_else(string field)
    {
        foreach (string newLine in new[] { "\n", "\r\n", "\r" })
        {
            foreach (string prefix in new[] { "", "d:" })
            {
                var text = new DomainText { NewLine = newLine, Prefix = prefix };
                DominoDocument document = Parse(text with { Access = [field, DomainText.Field, field] });
                Assert.Equal(field.Length == 0 ? 1 : 3, document.ItemsNamed("DocumentAccess").Count());
                DominoDocument without = DxlTextEditor.Apply(
                    document, DxlTextEditor.RemoveItems(document, "DocumentAccess"));
                Assert.Equal((text with { Access = [] }).ToString(), without.Text);
                Assert.Empty(DxlTextEditor.RemoveItems(without, "DocumentAccess"));
            }
        }
    }

    private static DominoDocument Parse(DomainText text) =>
        DocumentParser.Parse(
            text.ToString(),
            new Dictionary<string, string> { [""] = "http://www.lotus.com/dxl", ["d"] = "http://www.lotus.com/dxl" },
            key: 0);

    private static string Fill(string text) => text
        .Replace("{m}", Modified).Replace("{r}", Revised)
        .Replace(
            "{dm}", Modified.Replace("</", "</d:").Replace("<m", "<d:m").Replace("<d", "<d:d")
                .Replace("<d:d:m", "<d:m"))
        .Replace(
            "{dr}", Revised.Replace("</", "</d:").Replace("<r", "<d:r").Replace("<d", "<d:d")
                .Replace("<d:d:r", "<d:r"));
}
