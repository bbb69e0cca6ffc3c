using System.Text;
using System.Xml;
using CoexTools.Dxl.Reading;
using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Tests.Dxl;

/// <summary>
/// The sweep and the plain reader agree, on thousands of files that were spoilt at random. The sweep may leave a file to the plain reader, and
/// may overlook a mistake within an element that it passes over; it may do nothing else.
/// </summary>
public class SweepTests
{
    private static readonly int Mutations = Repetitions.Of(24_000);

    private static readonly string[] Pieces =
    [
        "<", ">", "/", "'", "\"", "&", "=", " ", "\n", "\r\n", "]]>", "-->", "<!--", "<!-- x -->", "<![CDATA[", "<![CDATA[</document>]]>", "<?x y?>",
        "<?xml?>", "</document>",
        "<document>", "<document form='Domain'>", "<document form=\"Domain\" />", "<note class='document'>", "</note>", "</database>", "<acl>",
        "</acl>", "<!-- -- -->", "<!--->", "xmlns='urn:x'",
        "form='Domain'", "form='Person'", "x:", "&#68;", "&lt;", "é", "\u0001", "<view/>", "<view>", "</view>", "<item name='a>b'/>", "a",
        "<documents/>", "</documents>", "<!DOCTYPE x>", "<docu",
        "form='Gateway Domain'", "form='Custom'", "<item name='Type'><text>Domain</text></item>", "<item name=\"type\"\n><text>Person</text></item>",
        "'Type'", "\"Type\"", "&#84;",
    ];

    [Fact]
    public void Sweep_agrees_with_the_plain_reader()
    {
        byte[][] seeds = [.. Seeds()];
        int agreedOnDocuments = 0, left = 0, overlooked = 0;
        Parallel.For(0, Mutations, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var random = new Random(seed);
            byte[] bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            bool allForms = random.Next(2) == 0;
            Outcome swept = Sweep(bytes, allForms, blockSize: random.Next(4) == 0 ? 1 << 16 : random.Next(8, 300));
            Outcome plain = Plain(bytes, allForms);
            if (swept.Error is not null)
            {
                Interlocked.Increment(ref left); // The plain reader then decides alone.
            }
            else if (plain.Error is null)
            {
                Interlocked.Increment(ref agreedOnDocuments);
                Assert.True(
                    plain.Text == swept.Text, $"Seed {seed}: the readers differ.\n--- plain\n{plain.Text}\n--- swept\n{swept.Text}\n"
                        + $"--- file\n{Encoding.UTF8.GetString(bytes)}");
            }
            else
            {
                // If the sweep finds no mistake, everything that matters must be correct, and what it skipped must be a separate element.
                Interlocked.Increment(ref overlooked);
                Outcome rest = Plain(OnlyWhatMatters(bytes, swept), allForms);
                Assert.True(
                    rest.Error is null && swept.HasPassedOver,
                    $"Seed {seed}: the sweep overlooked '{plain.Error}'.\n{Encoding.UTF8.GetString(bytes)}");
            }
        });
        // Enough of each, or the test would say nothing.
        Assert.True(agreedOnDocuments > Mutations / 10, $"only {agreedOnDocuments} files were read by both");
        Assert.True(left > Mutations / 10, $"only {left} files were left to the plain reader");
        Assert.True(overlooked > Repetitions.Of(50), $"only {overlooked} files had a mistake that was passed over");
    }

    [Theory]
    [InlineData("<database></database>x")]
    [InlineData("<database></database><a/>")]
    [InlineData("<database><document form='Person'></database>")]
    [InlineData("<database><document form='Person'><item></document>")]
    [InlineData("<database><document form='Person'></document></document></database>")]
    [InlineData("<database><document form='Person'/>text</database>")]
    [InlineData("<database><document form='Person'></document>")]
    [InlineData("<database><document form='Person'><!-- </document></database>")]
    [InlineData("<database>")]
    [InlineData("")]
    [InlineData("<?xml version='1.0' encoding='iso-8859-1'?><database/>")]
    [InlineData("<!DOCTYPE database [<!ELEMENT a ANY>]><database></database>")]
    [InlineData("<x:database xmlns:x='http://www.lotus.com/dxl'></x:database>")]
    public void Sweep_leaves_what_it_is_not_sure_of(string text) => Assert.NotNull(Sweep(Encoding.UTF8.GetBytes(text), allForms: false, 64).Error);

    [Fact]
    public void Sweep_passes_over_documents_within_comments_and_sections()
    {
        const string Text = "<database><document form='Person'><!-- </document> --><![CDATA[</document><document form='Domain'>]]><?p </document>?>"
            + "<a><document form='Domain'></document></a></document>"
            + "<!-- <document form='Domain'/> --><document form='Domain'><item name='x'/></document></database>";
        foreach (int window in Enumerable.Range(8, 60))
            Assert.Contains(
                "<document form='Domain'><item name='x'/></document>",
                Assert.Single(Sweep(Encoding.UTF8.GetBytes(Text), allForms: false, window).Elements).Text);
    }

    [Theory]
    [InlineData("<document form='Gateway Domain'/>", true)]
    [InlineData("<document form='foreign domain'></document>", true)]
    [InlineData("<document form='Custom'><item name='Type'><text>Domain</text></item></document>", true)]
    [InlineData("<document form='Custom'><item\nname = \"tYPE\"\n><text\n> DOMAIN\n</text></item></document>", true)]
    [InlineData("<document form='Custom'><item name='&#84;ype'><text>Domain</text></item></document>", true)]
    [InlineData("<document form='Custom'><item name='Ty&#x70;e'><text>Domain</text></item></document>", true)]
    [InlineData("<document form='Custom'><item name='Type'><text>&#68;omain</text></item></document>", true)]
    [InlineData("<document form='Custom'><item name='Type'><text>Do<![CDATA[main]]></text></item></document>", true)]
    [InlineData("<document form='Custom'><item name='Type'><textlist><text>Domain</text><text>x</text></textlist></item></document>", true)]
    [InlineData("<document form='Custom'><item name='Type'/><item name='Type'><text>Domain</text></item></document>", true)]
    [InlineData("<document form='Custom'><item name='Type'><text></text></item><item name='Type'><text>Domain</text></item></document>", true)]
    [InlineData("<document form='Custom'><item name='Type'><text>Person</text></item><item name='Type'><text>Domain</text></item></document>", false)]
    [InlineData("<document form='Custom'><item name='Type'><text>Person</text></item></document>", false)]
    [InlineData("<document form='Custom'><item name='Types'><text>Domain</text></item></document>", false)]
    [InlineData("<document form='Custom'><richtext><item name='Type'><text>Domain</text></item></richtext></document>", false)]
    [InlineData("<document form='Custom'/>", false)]
    [InlineData("<document form='Person'><item name='Type'><text>Domain</text></item></document>", false)]
    [InlineData("<document><item name='Type'><text>Domain</text></item></document>", true)]
    public void Forms_and_types_decide_alike_in_both_readers(string document, bool isTaken)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"<database><document form='Person'><a/></document>{document}<document form='Group'/></database>");
        Outcome plain = Plain(bytes, allForms: false);
        Assert.Null(plain.Error);
        Assert.Equal(isTaken ? 2 : 1, plain.Documents);
        foreach (int window in Enumerable.Range(8, 40).Append(1 << 16))
            Assert.Equal(plain.Text, Sweep(bytes, allForms: false, window).Text);
    }

    [Theory]
    [InlineData("Person", 0, true)]
    [InlineData("Person", 17 << 20, true)]
    [InlineData("Domain", 0, false)] // A large document that matters: the plain reader takes it.
    public void A_large_document_of_another_form_is_passed_over_unless_its_type_may_be_Domain(string type, int before, bool isSwept)
    {
        string filler = new('x', before), rest = new('y', 18 << 20);
        byte[] bytes = Encoding.UTF8.GetBytes(
            $"<database><document form='Custom'><item name='a'><text>{filler}</text></item><item name='Type'><text>{type}</text></item>"
                + $"<item name='b'><text>{rest}</text></item></document>"
            + "<document form='Group'/></database>");
        Outcome swept = Sweep(bytes, allForms: false, 1 << 19);
        Assert.Equal(isSwept, swept.Error is null);
        if (isSwept)
            Assert.Equal(Plain(bytes, allForms: false).Text, swept.Text);
        else
            Assert.Equal(2, Plain(bytes, allForms: false).Documents);
    }

    private static IEnumerable<byte[]> Seeds()
    {
        foreach (string file in System.IO.Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".dxl" or ".xml"))
            yield return File.ReadAllBytes(file);
        // Small files, in which a change is likely to hit what matters.
        string[] small =
        [
            "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE database SYSTEM 'x.dtd'>\n<database xmlns='http://www.lotus.com/dxl' "
                + "title='A'>\n<databaseinfo dbid='1'><datamodified/></databaseinfo>\n<acl>"
                + "<aclentry name='-Default-' default='true' level='author'/></acl>\n"
                + "<document form='Person'>\n<item name='a'><text>b</text></item></document>\n<document form='Domain'><noteinfo unid='1'/>"
                + "<item name='DomainName'><text>BTEx</text></item><item name='GatewayServer'>"
                + "<text>A/B</text></item></document>\n<document form='Server'><item name='ServerName'>"
                + "<text>A/B</text></item></document></database>\n",
            "<database><document form='Person'><a><document form='Domain'/></a></document><document><item name='Form'>"
                + "<text>Domain</text></item></document><note class='document'><item name='Form'><text>Group</text></item></note>"
                + "<note class='form'/><view><x/></view></database>",
            "\uFEFF<database><!-- a --><?b c?><document\n form = \"Person\" ></document\n><document form='Do&#109;ain'></document ></database>"
                + "<!-- d -->\n",
            "<database><document form='Person'><![CDATA[ </document> ]]>"
                + "<item name='x'>\n<rawitemdata type='e'>\n"
                + "AQACAIcAAgACABsAAwACAAYABAAQACxQ4ru35DpylxQjDsMeDacFANAEUH+/P858jJ4WBlEyc/Ph\n</rawitemdata></item></document>"
                + "<document form='Group'><item name='ListName'><text>g</text></item></document></database>",
        ];
        small =
        [
            .. small,
            "<database><document form='Custom'><item name='Type'><text>Domain</text></item><item name='DomainName'>"
                + "<text>BTEx</text></item></document><document form='Memo'><item name='Type'><text\n>Memo</text\n></item></document>"
                + "<document form='Foreign Domain'/><document form='Odd'><item name='x'><textlist><text>a</text></textlist></item>"
                + "<item name=\"TYPE\" summary='false'><textlist><text> domain </text></textlist></item></document></database>",
        ];
        for (int i = 0; i < 15; i++)
            yield return Encoding.UTF8.GetBytes(small[i % small.Length]);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        List<byte> bytes = [.. seed];
        for (int edits = random.Next(0, 4); edits > 0; edits--)
        {
            int at = random.Next(bytes.Count + 1);
            int length = Math.Min(random.Next(1, 12), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 2 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3 when random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at); // Cut off.
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }
        return [.. bytes];
    }

    private static DocumentFilter Filter(bool allForms) => allForms ? DocumentFilter.All : DocumentFilter.Directory;

    private static Outcome Sweep(byte[] bytes, bool allForms, int blockSize)
    {
        var outcome = new Outcome();
        try
        {
            var stream = new MemoryStream(bytes);
            outcome.End(DxlSweep.TryRead(
                stream, FileHead.Read(stream), Filter(allForms), element => outcome.Add(element, allForms), CancellationToken.None, blockSize));
            // For some of the files: it takes its time.
            foreach (DxlElement element in outcome.Elements.Where(_ => outcome.Error is null && bytes.Length % 32 == 0))
            {
                bool isTraced = element.Kind == DxlElementKind.Document && Filter(allForms).Traces(element.Form);
                Assert.Equal(
                    isTraced ? Bytes.Hash(bytes[..(int)element.Position.Offset]) : null,
                    element.State is null ? null : ContentHash.Format(element.State));
            }
        }
        catch (XmlException e)
        {
            outcome.Error = e.Message;
        }
        return outcome;
    }

    private static Outcome Plain(byte[] bytes, bool allForms)
    {
        var outcome = new Outcome();
        try
        {
            var stream = new MemoryStream(bytes);
            outcome.End(PlainReader.Read(
                "x", stream, FileHead.Read(stream), Filter(allForms), element => outcome.Add(element, allForms), CancellationToken.None));
        }
        catch (Exception e) when (e is XmlException or CoexException)
        {
            outcome.Error = e.Message;
        }
        return outcome;
    }

    // The file without the elements that the sweep passed over.
    private static byte[] OnlyWhatMatters(byte[] bytes, Outcome swept) =>
    [
        .. bytes[..(int)swept.Outline!.ContentStart],
        .. swept.Elements.SelectMany(element => bytes[(int)element.Position.Offset..(int)(element.Position.Offset + element.Position.Length)]),
        .. bytes[(int)swept.Outline.End..],
    ];

    private sealed class Outcome
    {
        private readonly StringBuilder _text = new();

        public string? Error { get; set; }

        public List<DxlElement> Elements { get; } = [];

        public DxlOutline? Outline { get; private set; }

        public string Text => _text.ToString();

        /// <summary>Whether there is more between the root's tags than what was taken and blanks.</summary>
        public bool HasPassedOver => Outline!.End - Outline.ContentStart > Elements.Sum(element => element.Position.Length);

        public int Documents { get; private set; }

        public void Add(DxlElement element, bool allForms)
        {
            Elements.Add(element);
            if (element.Kind == DxlElementKind.AccessControlList)
            {
                _text.Append($"acl {element.Position} {string.Join("|", AccessControlListParser.Parse(element).Entry)}\n");
                return;
            }
            DominoDocument document = DocumentParser.Parse(element);
            if (!allForms && DirectoryForms.KindOf(document) == DocumentKind.Other)
                return;
            Documents++;
            _text.Append(
                $"{document.Key} {document.Form} {element.Position} {document.UniversalId}\n{document.Text}\n{string.Join("|", document.Items)}\n");
        }

        public void End(DxlReading? reading)
        {
            if (reading is null)
            {
                Error = "not sure";
                return;
            }
            Outline = reading.Outline;
            _text.Append($"{string.Join("|", reading.RootAttributes)} {reading.Outline} {reading.LastKey} {reading.Stamp.Hash}");
        }
    }
}
