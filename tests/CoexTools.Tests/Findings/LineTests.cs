using System.Text;
using CoexTools.Audit;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Tests;

/// <summary>The lines of findings in DXL files.</summary>
public sealed class LineTests
{
    private const string Second = "FEDCBA9876543210FEDCBA9876543210";

    public static TheoryData<string, string> Texts
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string encoding in new[] { "utf-8", "utf-16", "utf-16BE", "utf-32", "iso-8859-1" })
            {
                data.Add(encoding, "\n");
                data.Add(encoding, "\r\n");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Findings_have_the_line_of_their_item(string encoding, string newLine)
    {
        using var folder = new TemporaryFolder();
        string text = Text(encoding, newLine, filler: 3);
        string path = Write(folder, text, encoding);
        // Two documents without readers: each finding about an item has the line where the item starts in the text.
        CoexistenceFinding[] findings = [.. Audit(path).Where(finding => finding.Rule is "CX008" or "CX026")];
        Assert.Equal(2, findings.Length);
        string[] lines = text.Split('\n');
        Assert.All(findings, finding =>
        {
            Assert.Equal("CalendarServer", finding.Item);
            Assert.Contains("name='CalendarServer'", lines[finding.Line!.Value - 1]);
        });
        Assert.NotEqual(findings[0].Line, findings[1].Line);
    }

    [Fact]
    public void Findings_without_an_item_have_the_line_of_their_document_or_of_the_primary_one()
    {
        using var folder = new TemporaryFolder();
        string text = Text("utf-8", "\n", filler: 0);
        List<CoexistenceFinding> findings = Audit(Write(folder, text, "utf-8"));
        string[] lines = text.Split('\n');
        int first = Array.FindIndex(
            lines, line => line.StartsWith("<document form='Domain'", StringComparison.Ordinal)) + 1;
        CoexistenceFinding document = findings.First(finding => finding.Rule == "CX006" && finding.Document == Second);
        Assert.Null(document.Item);
        Assert.True(document.Line > first);
        Assert.StartsWith("<document form='Domain'", lines[document.Line!.Value - 1]);
        CoexistenceFinding domain = findings.First(finding => finding.Rule == "CX020");
        Assert.Null(domain.Document);
        Assert.StartsWith("<document form='Domain'", lines[domain.Line!.Value - 1]);
    }

    [Fact]
    public void Lines_are_counted_across_blocks()
    {
        using var folder = new TemporaryFolder();
        foreach (int filler in new[] { 131_000, 400_000 })
        {
            string text = Text("utf-8", "\n", filler);
            CoexistenceFinding finding = Audit(Write(folder, text, "utf-8"))
                .First(finding => finding.Rule == "CX008" && finding.Document == Second);
            Assert.Contains("name='CalendarServer'", text.Split('\n')[finding.Line!.Value - 1]);
        }
    }

    [Fact]
    public void The_line_is_not_known_if_the_file_was_changed_or_is_gone()
    {
        using var folder = new TemporaryFolder();
        string text = Text("utf-8", "\n", filler: 1);
        string path = Write(folder, text, "utf-8");
        CoexistenceFinding known = Audit(path).First(finding => finding.Rule == "CX008");
        CoexistenceFinding changed = Audit(path).First(finding => finding.Rule == "CX008");
        CoexistenceFinding gone = Audit(path).First(finding => finding.Rule == "CX008");
        int? line = known.Line;
        Assert.NotNull(line);
        File.WriteAllText(path, text.Replace("BTEx", "BTEy"));
        Assert.Null(changed.Line);
        File.Delete(path);
        Assert.Null(gone.Line);
        Assert.Equal(line, known.Line); // It was found once, and does not change.
    }

    private static string Text(string encoding, string newLine, int filler) =>
        "<?xml version='1.0' "
        + $"encoding='{encoding.Replace("BE", "")}'?>{newLine}<!--"
        + $"{string.Concat(Enumerable.Repeat(newLine, filler))}-->{newLine}<database "
        + $"xmlns='http://www.lotus.com/dxl'>{newLine}"
        + new Document("0123456789ABCDEF0123456789ABCDEF", "CN=DominoA/O=Acme").Text(newLine)
        + new Document(Second, "CN=DominoB/O=Acme").Text(newLine) + $"</database>{newLine}";

    private static string Write(TemporaryFolder folder, string text, string encoding)
    {
        Encoding bytes = DxlEncoding.Named(encoding);
        return folder.Write([.. bytes.Preamble, .. bytes.GetBytes(text)]);
    }

    private static List<CoexistenceFinding> Audit(string path) =>
        [.. new DirectoryAudit(new DirectorySnapshot(TemporaryFolder.Read(path))).Failures(CancellationToken.None)];

    // A document whose mail server and calendar server differ.
    private sealed record Document(string UniversalId, string Server)
    {
        public string Text(string newLine) => string.Join(
            newLine,
            "<document form='Domain'>", $"<noteinfo unid='{UniversalId}'", " noteid='8fe'/>",
            "<item name='Type'><text>Domain</text></item>",
            "<item name='DomainName'><text>BTEx\u00e4</text></item>",
            $"<item name='MailServer' names='true'><text>{Server}</text></item>",
            "<item name='CalendarServer' names='true'", "><text>CN=Other/O=Acme</text></item>", "</document>", "");
    }
}
