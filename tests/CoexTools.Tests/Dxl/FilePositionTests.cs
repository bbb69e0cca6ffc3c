using System.Text;
using CoexTools.Model;
using CsCheck;

namespace CoexTools.Tests.Dxl;

/// <summary>
/// Documents are cut out of a file by their lines and columns, block after block: what comes out must be what stands
/// there.
/// </summary>
public class FilePositionTests
{
    private const int Block = 1 << 16;

    private static readonly string[] Pieces =
    [
        "a", "é", "€", "😀", "\n", "\r", "\r\n", "\r\r\n", "\n\r", "\t", " ", "&amp;", "&#xE9;", "'", "\"", ">", "] ",
        "<break/>", "<b c='>'/>",
        "<b\r\nc=\"'&lt;\"\n>é</b\r>",
        "<!-- é> <x \r\n -->", "<![CDATA[<item>\r\n]]]>", "<?x ?é\r>?>", "<item name='é😀\r'><text>😀</text></item>",
        "<item name='X'/>",
    ];

    private static readonly (string Name, bool HasMark)[] Encodings =
        [("utf-8", false), ("utf-8", true), ("utf-16", true), ("utf-16", false), ("utf-16BE", true), ("utf-32", true),
            ("iso-8859-1", false)];

    // Short ones, and some that come near the edge of a block.
    private static readonly Gen<string> Content = Gen.Select(
        Gen.Int[0, Pieces.Length - 1].Array[0, 12],
        Gen.Int[0, Pieces.Length - 1],
        Gen.Frequency((6, Gen.Int[0, 3]), (2, Gen.Int[0, 3000]), (1, Gen.Int[Block - 300, Block + 20])),
        Gen.Int[0, Pieces.Length - 1].Array[0, 12],
        (before, repeated, count, after) =>
        {
            var text = new StringBuilder();
            foreach (int piece in before)
                text.Append(Pieces[piece]);
            string filler = Pieces[repeated];
            for (int length = 0; length < count; length += filler.Length)
                text.Append(filler);
            foreach (int piece in after)
                text.Append(Pieces[piece]);
            return text.ToString();
        });

    private static readonly Gen<(string Text, bool IsDocument)> Part = Gen.Select(
        Content, Gen.Int[0, 3], (content, kind) => kind switch
        {
            0 => ($"<document form='Domain' title='é😀>'>{content}</document\r\n>", true),
            1 => ($"<document title='é😀>'\r/>", true),
            2 => ($"<document form='Person'>{content}</document>", true),
            _ => (content, false),
        });

    [Fact]
    public void Every_document_is_what_its_bytes_say() =>
        Gen.Select(Part.Array[1, 6], Gen.Int[0, Encodings.Length - 1]).Sample(
            (parts, number) =>
            {
                (string name, bool hasMark) = Encodings[number];
                Encoding encoding = Encoding.GetEncoding(name);
                string declared = name switch { "utf-16BE" => "utf-16", "utf-32" => "ucs-4", _ => name };
                string all = "<?xml version='1.0' "
                    + $"encoding='{declared}'?><database>{string.Concat(parts.Select(part => part.Text))}</database>";
                string[] expected = [.. parts.Where(part => part.IsDocument).Select(part => part.Text)];
                if (name == "iso-8859-1")
                {
                    all = Narrow(all);
                    expected = [.. expected.Select(Narrow)];
                }
                using var folder = new TemporaryFolder();
                string path = folder.Write([.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(all)]);

                List<DominoDocument> documents = TemporaryFolder.ReadAll(path);
                Assert.Equal(expected, documents.Select(document => document.Text));
                DxlReaderTests.AssertPositions(path, encoding);
                foreach (DominoItem item in documents.SelectMany(document => document.Items))
                    Assert.Matches("(?s)^<item .*(</item>|/>)$", item.GetDxl());
            },
            iter: Repetitions.Of(800));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("😀")]
    [InlineData("€")]
    [InlineData("\r")]
    [InlineData("<item name='X'/>")]
    public void Whatever_straddles_the_edge_of_a_block_is_kept(string straddling)
    {
        using var folder = new TemporaryFolder();
        for (int start = Block - Encoding.UTF8.GetByteCount(straddling) - 1; start <= Block + 1; start++)
        {
            foreach (bool isWithin in new[] { false, true })
            {
                string before = isWithin ? "<database>\n<document form='Domain'>" : "<database>\n";
                string text = before + new string('x', start - before.Length) + straddling;
                text += isWithin ? "y</document><document/>\n</database>"
                    : "y<document form='Domain'>😀</document>\n</database>";
                string path = folder.Write(text);
                List<DominoDocument> documents = TemporaryFolder.ReadAll(path);
                Assert.Equal(isWithin ? 2 : 1, documents.Count);
                int first = text.IndexOf("<document", StringComparison.Ordinal);
                Assert.Equal(
                    text[first..(text.IndexOf("</document>", StringComparison.Ordinal) + "</document>".Length)],
                    documents[0].Text);
                DxlReaderTests.AssertPositions(path, Encoding.UTF8);
            }
        }
    }

    // The stock reader counts the line twice where it fills its buffer anew between such a line end and the >.
    [Theory]
    [InlineData("</text\n>")]
    [InlineData("</text\r\n>")]
    [InlineData("</text\r>")]
    [InlineData("</text \n\n >")]
    public void A_line_end_in_an_end_tag_is_counted_once(string endTag)
    {
        using var folder = new TemporaryFolder();
        foreach (int size in new[] { 2048, 4096, 8192, 1 << 14, 1 << 15, Block, Block * 2 })
        {
            for (int length = size - 20; length < size + 20; length++)
            {
                // In the first document the places of the items are at stake, behind it those of the others.
                string item = $"<item name='A'><text>{new string('x', length - 45)}{endTag}</item>";
                string[] texts =
                    [$"<document>{item}\n<item name='B'/></document>", "<document>\n<item name='C'/></document>"];
                string path = folder.Write($"<database>{texts[0]}\n{texts[1]}</database>");
                List<DominoDocument> documents = TemporaryFolder.ReadAll(path);
                Assert.Equal(texts, documents.Select(document => document.Text));
                Assert.Equal(
                    [item, "<item name='B'/>", "<item name='C'/>"], documents.SelectMany(document => document.Items)
                        .Select(found => found.GetDxl()));
            }
        }
    }

    private static string Narrow(string text) => text.Replace("€", "ü").Replace("😀", "ß");
}
