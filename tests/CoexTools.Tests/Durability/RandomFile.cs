using System.Text;
using System.Text.RegularExpressions;
using CsCheck;

namespace CoexTools.Tests.Durability;

/// <summary>A Domain document of a random file.</summary>
internal sealed record RandomDocument(int Number, string Domain, long? Instant, string Text);

/// <summary>
/// A file of random shape: documents of whatever kind with items of all kinds, between comments, instructions, sections
/// of raw characters and elements that nobody knows.
/// </summary>
internal sealed partial record RandomFile(IReadOnlyList<object> Parts, string EncodingName, bool HasMark)
{
    private const string FileStart = "{start}", FileEnd = "{end}";

    public IEnumerable<RandomDocument> Documents => Parts.OfType<RandomDocument>();

    public Encoding Encoding => Encoding.GetEncoding(EncodingName);

    /// <summary>The bytes of the file, as an export has them. The specified documents replace its own.</summary>
    public byte[] ToExport(IReadOnlyList<RandomDocument> documents)
    {
        string text = Encoding.GetString(ToBytes(documents));
        return Encoding.GetBytes(DocumentTypeLine().Replace(text, "", 1));
    }

    /// <summary>The bytes of the file. The specified documents replace its own.</summary>
    public byte[] ToBytes(IReadOnlyList<RandomDocument>? documents = null)
    {
        int next = 0;
        string text = string.Concat(
            Parts.Select(part => part is RandomDocument own ? (documents?[next++] ?? own).Text : (string)part));
        return [.. HasMark ? Encoding.GetPreamble() : [], .. Encoding.GetBytes(text)];
    }

    /// <summary>One of some values.</summary>
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static readonly Gen<string> Junk = OneOf(
        "", "\n", "\n\n", "<!-- é between <document form='Domain'> -->\n", "<?instruction <document form='Domain'/>?>",
        "<![CDATA[<document form='Domain'></document>]]>",
        "<x:unknown xmlns:x='urn:x' a='>'><x:document form='Domain'/></x:unknown>\n", "\u00e9{€}\n",
        "<document form='Person'><item name='FullName'><text>J\u00e4ne {😀}</text></item></document>\n",
        "<document form='Server'><item name='ServerName' names='true'><text>CN=Hub01/O=Acme</text></item></document>\n",
        "<document form='Domain'><item name='DomainType'><text>Adjacent Domain</text></item></document>\n",
        "<document form=\"Group\"\n><item name='ListName'><text>Servers</text></item><item name='Members' "
            + "names='true'><textlist><text>CN=A/O=Acme</text><text>CN=B/O=Acme</text></textlist></item></document>",
        "<agent name='a'><code event='options'><lotusscript>' &lt;document&gt;</lotusscript></code></agent>\n");

    private static readonly Gen<string> Item = Gen.Select(
        OneOf("Comment", "$Any", "a.b", "&lt;odd&gt;", "Form2"),
        OneOf(
            "", " summary='false'", " sign='true' seal=\"true\"", " readers='true' names='true'", " authors='true'",
            " protected='true' placeholder='true'", " unknown='&gt;'"),
        OneOf(
            "", "<text/>", "<text>plain \u00e9{€😀} &#233;&amp;</text>", "<text>one<break/>two</text>",
            "<textlist><text>a</text><text/><text>c</text></textlist>",
            "<number>1.5</number>", "<numberlist><number>1</number><number>-2e9</number></numberlist>",
            "<datetime dst='true'>20250601T101112,34+02</datetime>",
            "<datetimelist><datetime>20250601</datetime><datetimepair><datetime>20250601</datetime>"
                + "<datetime>20250602</datetime></datetimepair></datetimelist>",
            "<formula>@If(a &lt; b; \"x\"; 'y')</formula>",
            "<rawitemdata type='e'>\nAQACAIcAAgAC\nABsA\n</rawitemdata>",
            "<richtext><pardef id='1'/><par def='1'><run><font size='9pt'/>t\u00e9xt<![CDATA[<item "
                + "name='DocumentAccess'/>]]></run></par></richtext>",
            "<object><file hosttype='msdos' name='a.txt'><filedata>\nAAAA\n</filedata></file></object>",
            "<composite><cd type='1'/></composite>",
            "<x:value xmlns:x='urn:x'><text>not a value</text></x:value>",
            "<text>a<!-- c -->b<?p?>c<![CDATA[&]]></text>"),
        OneOf("", "\n", "<!-- item -->", "<?i?>"),
        (name, flags, value, behind) => $"<item name='{name}'{flags}>{value}</item>{behind}");

    // Few instants, so that some are equal; written in several zones; missing; or no time at all.
    private static readonly Gen<(long? Instant, string Text)> Time =
        Gen.Int[0, 7].Select<int, (long? Instant, string Text)>(number => number switch
        {
            0 => (null, ""),
            1 => (null, "<modified/>"),
            2 => (1, "<modified><datetime dst='true'>20250601T101112,34+02</datetime></modified>"),
            3 => (1, "<modified><datetime>20250601T081112,34+00</datetime></modified>"),
            4 => (2, "<modified><datetime\n>20250601T081112,35</datetime></modified>"),
            5 => (3, "<modified><datetime>20250601T044112,36-0330</datetime></modified>"),
            6 => (0, "<modified><datetime><![CDATA[20250531T]]>000000</datetime></modified>"),
            _ => (4, "<modified><!-- m --><datetime>20250602T000000,00+14</datetime></modified>"),
        });

    // No end tag has a line end in it, as no exporter writes one: the stock XML reader counts it twice where its buffer
    // ends there.
    private static readonly Gen<Func<int, RandomDocument>> Document = Gen.Select(
        OneOf("BTEx", "btex", "Other", "\u00c9cole"), Time, Item.List[0, 4], Item.List[0, 3], Gen.Bool, Gen.Bool,
        (domain, time, first, last, hasField, hasRevised) =>
            (Func<int, RandomDocument>)(number => new RandomDocument(number, domain, time.Instant,
                $"<document form='Domain' a='>'>\n<noteinfo noteid='8fe' unid='{Texts.UniversalId(number)}' "
                + $"sequence='{number}'><created><datetime>20190101T000000,00+00</datetime></created>{time.Text}"
                + (hasRevised ? "<revised><datetime>20250601T081112,34+00</datetime></revised>" : "") + "</noteinfo>\n"
                + string.Concat(first)
                + $"<item name='DomainName'><text>{domain}</text></item><item name='GatewayServer' "
                + $"names='true'><text>CN=S{number}/O=Acme</text></item>"
                + (hasField ? Texts.AccessField + "\n" : "") + string.Concat(last) + "</document >")));

    /// <summary>All kinds of files.</summary>
    public static readonly Gen<RandomFile> Any = Gen.Select(
        Gen.Select(Document, Junk, (document, junk) => (document, junk)).List[0, 7], Junk, OneOf(
            "\n", "\r\n", "\r"), OneOf("", "d:"),
        OneOf("utf-8", "utf-16", "utf-16BE", "iso-8859-1"), Gen.Bool,
        OneOf(
            "", "<databaseinfo dbid='1'/>\n",
            "<acl maxinternetaccess='editor'>\n<role>[NetModifier]</role>\n<aclentry name='-Default-' "
                + "default='true' level='author'></aclentry></acl>\n"),
        (documents, junk, newLine, prefix, encoding, hasMark, head) =>
        {
            string declaration = encoding == "iso-8859-1"
                ? "<?xml version='1.0' encoding='iso-8859-1'?>" : "<?xml version='1.0'?>";
            var parts = new List<object>
            {
                Write($"{declaration}\n<!DOCTYPE database SYSTEM 'xmlschemas/domino_12_0_2.dtd'>\n<!-- head -->\n"
                    + FileStart + head),
            };
            parts.AddRange(documents.SelectMany<(Func<int, RandomDocument> Make, string Junk), object>((pair, index) =>
            {
                RandomDocument document = pair.Make(index + 1);
                return [Write(pair.Junk), document with { Text = Write(document.Text) }];
            }));
            parts.Add(Write(junk + FileEnd + "\n<!-- end -->\n<?end?>\n"));
            return new RandomFile(parts, encoding, hasMark && encoding != "iso-8859-1");

            string Write(string text)
            {
                text = WithPrefix(text, prefix)
                    .Replace(
                        FileStart, $"<{prefix}database "
                            + $"xmlns{(prefix.Length > 0 ? ":d" : "")}='http://www.lotus.com/dxl' title='T'>\n")
                    .Replace(FileEnd, $"</{prefix}database>");
                text = encoding == "iso-8859-1"
                    ? text.Replace("{€}", "&#8364;").Replace("{😀}", "&#x1F600;").Replace("{€😀}", "&#8364;&#x1F600;")
                    : text.Replace("{€}", "€").Replace("{😀}", "😀").Replace("{€😀}", "€😀");
                return text.Replace("\n", newLine);
            }
        });

    // Puts the prefix before the names of elements, but not of those within comments and the like, nor of those that
    // have one.
    private static string WithPrefix(string text, string prefix) =>
        prefix.Length == 0 ? text : System.Text.RegularExpressions.Regex.Replace(
            text, @"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<!DOCTYPE.*?>|(</?)(?!x:)(?=[a-z])",
            match => match.Groups[1].Success ? match.Value + prefix : match.Value,
            System.Text.RegularExpressions.RegexOptions.Singleline);

    [GeneratedRegex(@"<!DOCTYPE.*?>[ \t]*\r?\n?")]
    private static partial Regex DocumentTypeLine();
}
