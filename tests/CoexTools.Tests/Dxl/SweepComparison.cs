using System.Text;
using System.Xml;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Tests.Dxl;

/// <summary>How the sweep and the plain reader agree on a file.</summary>
internal enum SweepAgreement
{
    /// <summary>Both read the same.</summary>
    Read,

    /// <summary>The sweep leaves the file to the plain reader.</summary>
    Left,

    /// <summary>The sweep overlooks a mistake in an element that it passes over.</summary>
    Overlooked,
}

/// <summary>Compares the sweep with the plain reader.</summary>
internal static class SweepComparison
{
    /// <summary>Parts of files that matter to the readers.</summary>
    public static IReadOnlyList<string> Pieces { get; } =
    [
        "<", ">", "/", "'", "\"", "&", "=", " ", "\n", "\r\n", "]]>", "-->", "<!--", "<!-- x -->", "<![CDATA[",
        "<![CDATA[</document>]]>", "<?x y?>",
        "<?xml?>", "</document>",
        "<document>", "<document form='Domain'>", "<document form=\"Domain\" />", "<note class='document'>", "</note>",
        "</database>", "<acl>",
        "</acl>", "<!-- -- -->", "<!--->", "xmlns='urn:x'",
        "form='Domain'", "form='Person'", "x:", "&#68;", "&lt;", "é", "\u0001", "<view/>", "<view>", "</view>",
        "<item name='a>b'/>", "a",
        "<documents/>", "</documents>", "<!DOCTYPE x>", "<docu",
        "form='Gateway Domain'", "form='Custom'", "<item name='Type'><text>Domain</text></item>",
        "<item name=\"type\"\n><text>Person</text></item>",
        "'Type'", "\"Type\"", "&#84;",
    ];

    /// <summary>
    /// Reads a file by both readers, and compares them. The random numbers choose the documents that matter and the
    /// size of the blocks.
    /// </summary>
    public static SweepAgreement Compare(byte[] bytes, Random random, string told)
    {
        bool allForms = random.Next(2) == 0;
        SweepOutcome swept = Sweep(bytes, allForms, blockSize: random.Next(4) == 0 ? 1 << 16 : random.Next(8, 300));
        SweepOutcome plain = Plain(bytes, allForms);
        if (swept.Error is not null)
            return SweepAgreement.Left; // The plain reader then decides alone.
        if (plain.Error is null)
        {
            Assert.True(
                plain.Text == swept.Text,
                $"{told}: the readers differ.\n--- plain\n{plain.Text}\n--- swept\n{swept.Text}\n--- "
                    + $"file\n{Encoding.UTF8.GetString(bytes)}");
            return SweepAgreement.Read;
        }
        // If the sweep finds no mistake, everything that matters must be correct, and what it skipped must be a
        // separate element.
        SweepOutcome rest = Plain(OnlyWhatMatters(bytes, swept), allForms);
        Assert.True(
            rest.Error is null && swept.HasPassedOver,
            $"{told}: the sweep overlooked '{plain.Error}'.\n{Encoding.UTF8.GetString(bytes)}");
        return SweepAgreement.Overlooked;
    }

    /// <summary>The files to change.</summary>
    public static IEnumerable<byte[]> Seeds()
    {
        foreach (string file in System.IO.Directory.GetFiles(
            Path.Combine(AppContext.BaseDirectory, "Data"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".dxl" or ".xml"))
            yield return File.ReadAllBytes(file);
        // Small files, in which a change is likely to hit what matters.
        string[] small =
        [
            "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE database SYSTEM 'x.dtd'>\n<database "
                + "xmlns='http://www.lotus.com/dxl' title='A'>\n<databaseinfo "
                + "dbid='1'><datamodified/></databaseinfo>\n<acl><aclentry name='-Default-' default='true' "
                + "level='author'/></acl>\n<document form='Person'>\n<item "
                + "name='a'><text>b</text></item></document>\n<document form='Domain'><noteinfo unid='1'/><item "
                + "name='DomainName'><text>BTEx</text></item><item name='GatewayServer'><text>A/B</text></item>"
                + "</document>\n<document form='Server'><item name='ServerName'>"
                + "<text>A/B</text></item></document></database>\n",
            "<database><document form='Person'><a><document form='Domain'/></a></document><document><item name='Form'>"
                + "<text>Domain</text></item></document><note class='document'><item "
                + "name='Form'><text>Group</text></item></note><note class='form'/><view><x/></view></database>",
            "\uFEFF<database><!-- a --><?b c?><document\n form = \"Person\" ></document\n><document "
                + "form='Do&#109;ain'></document ></database><!-- d -->\n",
            "<database><document form='Person'><![CDATA[ </document> ]]>"
                + "<item name='x'>\n<rawitemdata type='e'>\n"
                + "AQACAIcAAgACABsAAwACAAYABAAQACxQ4ru35DpylxQjDsMeDacFANAEUH+/P858jJ4WBlEyc/Ph\n</rawitemdata>"
                + "</item></document><document form='Group'><item "
                + "name='ListName'><text>g</text></item></document></database>",
        ];
        small =
        [
            .. small,
            "<database><document form='Custom'><item name='Type'><text>Domain</text></item><item name='DomainName'>"
                + "<text>BTEx</text></item></document><document form='Memo'><item "
                + "name='Type'><text\n>Memo</text\n></item></document><document form='Foreign Domain'/><document "
                + "form='Odd'><item name='x'><textlist><text>a</text></textlist></item><item name=\"TYPE\" "
                + "summary='false'><textlist><text> domain </text></textlist></item></document></database>",
        ];
        for (int i = 0; i < 15; i++)
            yield return Encoding.UTF8.GetBytes(small[i % small.Length]);
    }

    /// <summary>Changes a file at up to three places.</summary>
    public static byte[] Mutate(byte[] seed, Random random)
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
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Count)]));
                    break;
            }
        }
        return [.. bytes];
    }

    private static DocumentFilter Filter(bool allForms) => allForms ? DocumentFilter.All : DocumentFilter.Directory;

    public static SweepOutcome Sweep(byte[] bytes, bool allForms, int blockSize)
    {
        var outcome = new SweepOutcome();
        try
        {
            var stream = new MemoryStream(bytes);
            outcome.End(DxlSweep.TryRead(
                stream, FileHead.Read(stream), Filter(allForms), element => outcome.Add(
                    element, allForms), CancellationToken.None, blockSize));
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

    public static SweepOutcome Plain(byte[] bytes, bool allForms)
    {
        var outcome = new SweepOutcome();
        try
        {
            var stream = new MemoryStream(bytes);
            outcome.End(PlainReader.Read(
                "x", stream, FileHead.Read(stream), Filter(allForms), element => outcome.Add(
                    element, allForms), CancellationToken.None));
        }
        catch (Exception e) when (e is XmlException or CoexException)
        {
            outcome.Error = e.Message;
        }
        return outcome;
    }

    // The file without the elements that the sweep passed over.
    private static byte[] OnlyWhatMatters(byte[] bytes, SweepOutcome swept) =>
    [
        .. bytes[..(int)swept.Outline!.ContentStart],
        .. swept.Elements.SelectMany(
            element => bytes[(int)element.Position.Offset..(int)(element.Position.Offset + element.Position.Length)]),
        .. bytes[(int)swept.Outline.End..],
    ];
}

/// <summary>What a reader makes of a file.</summary>
internal sealed class SweepOutcome
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
            $"{document.Key} {document.Form} {element.Position} {document.UniversalId}\n{document.Text}\n"
                + $"{string.Join("|", document.Items)}\n");
    }

    public void End(DxlReading? reading)
    {
        if (reading is null)
        {
            Error = "not sure";
            return;
        }
        Outline = reading.Outline;
        _text
            .Append(
                $"{string.Join("|", reading.RootAttributes)} {reading.Outline} {reading.LastKey} {reading.Stamp.Hash}");
    }
}
