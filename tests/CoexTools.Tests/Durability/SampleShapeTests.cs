using System.Text;
using System.Text.RegularExpressions;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Model;

namespace CoexTools.Tests.Durability;

/// <summary>
/// Files of the shape that exporters really write are changed without harm: just the bytes that a change means are
/// others.
/// </summary>
public class SampleShapeTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, 120, TimeSpan.Zero);

    private static readonly string[] Samples =
        ["certstore-exportable.xml", "certstore_hetzner_dns_cloud.dxl", "lab_certstore.dxl", "spam.xml"];

    // The header and the items that make a document of whatever kind a Foreign Domain document.
    private const string Header =
        "<noteinfo noteid='91e' unid='57360A417A5EC1F1002586D600299459' sequence='8'>\n<created>"
        + "<datetime>20210515T073409,53+00</datetime></created>\n"
        + "<modified><datetime dst='true'>20210518T220215,28+02</datetime></modified>\n<revised>"
        + "<datetime\n>20210516T000000,00-0330</datetime></revised></noteinfo>";
    private const string Readers =
        "<!-- readers --><item name='$Readers' readers='true' names='true' unknown='kept'><textlist>"
        + "<text>Old</text></textlist></item>";
    private const string MailServer = "<item name='GatewayServer'\n names='true'><text>CN=DominoA/O=Acme</text></item>";
    private const string Marks = "<?kept <item/>?><!-- é€😀 <item name='DocumentAccess'/> --><item name='$Picture'>"
        + "<rawitemdata type='1'>\nAAAA\n</rawitemdata></item>"
        + "<item name='Body' sign='true' seal='true'><richtext><par><run>é<![CDATA[<item "
        + "name='DocumentAccess'/>]]></run></par></richtext></item>";

    private static readonly (string Before, string After)[] Saved =
    [
        ("sequence='8'", "sequence='9'"),
        ("20210518T220215,28+02", "20260701T140000,12+02"), ("20210516T000000,00-0330", "20260701T083000,12-0330"),
    ];

    public static TheoryData<string, string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string, string>();
            foreach (string sample in Samples)
            {
                foreach (string change in new[] { "remove", "set", "protect" })
                {
                    foreach (string encoding in new[] { "utf-8", "utf-8 with mark", "utf-16", "utf-16BE",
                        "iso-8859-1" })
                    {
                        cases.Add(sample, change, encoding, "\n");
                        cases.Add(sample, change, encoding, "\r\n");
                    }
                }
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Just_the_bytes_of_the_change_change(string sample, string change, string encodingName, string newLine)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "dxl-samples", sample))
            .Replace("\r\n", "\n");
        string before = Embed(text, own => own);
        (string Before, string After)[] expected = change switch
        {
            "remove" => [.. Saved, (Texts.AccessField, "")],
            "set" => [.. Saved, (MailServer, MailServer.Replace("CN=DominoA/O=Acme", "CN=DominoB/O=Acme"))],
            _ =>
            [
                .. Saved,
                (Texts.AccessField, ""),
                (
                    "<textlist><text>Old</text></textlist>", "<textlist><text>LocalDomainServers</text><text>"
                        + "CN=DominoA/O=Acme</text></textlist>"),
            ],
        };
        string after = Embed(text, own => expected.Aggregate(own, (part, edit) =>
        {
            Assert.Equal(2, part.Split(edit.Before).Length); // Stands there once.
            return part.Replace(edit.Before, edit.After);
        }));
        Assert.NotEqual(before, after);

        string folder = System.IO.Directory.CreateTempSubdirectory("coextools-samples-").FullName;
        try
        {
            string path = Path.Combine(folder, "names.dxl");
            byte[] bytes = Encode(before);
            File.WriteAllBytes(path, bytes);
            DirectorySnapshot directory = FileChanger.Read(path);
            ForeignDomainDocument document = Assert.Single(directory.Unordered, document => document.Domain == "BTEx");
            FileChanger.Change(directory, [Edit(document)], now: Now);
            Assert.Equal(Encode(after), File.ReadAllBytes(path));

            FileChanger.Undo(path, ChangeHistory.Read(path, _ => { }, CancellationToken.None));
            Assert.Equal(bytes, File.ReadAllBytes(path));
            Assert.Equal(
                ["names.dxl", "names.dxl.journal"], new DirectoryInfo(folder).GetFiles().Select(file => file.Name)
                    .Order(StringComparer.Ordinal));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }

        PlannedEdit Edit(ForeignDomainDocument document) => change switch
        {
            "remove" => ForeignDomainEdits.RemoveField(document, ForeignDomainDocument.DocumentAccessName),
            "set" => ForeignDomainEdits.EditForm(document, new FormFields(MailServer: "DominoB/Acme")),
            _ => ForeignDomainEdits.SetReaders(
                document, ["LocalDomainServers", "DominoA/Acme"], append: false, removeDocumentAccess: true),
        };

        byte[] Encode(string content)
        {
            Encoding encoding = Encoding.GetEncoding(encodingName.Split(' ')[0]);
            content = content.Replace("\n", newLine);
            // The declaration names the encoding. If it is missing and required, it is added.
            content = content.Replace("encoding='utf-8'", $"encoding='{encoding.WebName}'");
            if (encodingName == "iso-8859-1")
            {
                if (!content.Contains("encoding='iso-8859-1'"))
                    content = content.Replace("<?xml version='1.0'", "<?xml version='1.0' encoding='iso-8859-1'")
                        .Replace("<?xml version=\"1.0\"", "<?xml version=\"1.0\" encoding='iso-8859-1'");
                // What it does not have stands as references, which comments do not know.
                content = string.Concat(content.Replace("é€😀 <item", "é <item").EnumerateRunes()
                    .Select(rune => rune.Value > 0xFF ? $"&#{rune.Value};" : rune.ToString()));
            }
            byte[] mark = encodingName.Contains("mark") || encodingName == "utf-16" ? encoding.GetPreamble() : [];
            return [.. mark, .. encoding.GetBytes(content)];
        }
    }

    // A database gets an additional document after its first one. If the root is a document, it is replaced.
    private static string Embed(string text, Func<string, string> edit)
    {
        const string Items = "<item name='DomainType'><text>Foreign Domain</text></item><item name='DomainName'>"
            + $"<text>BTEx</text></item>{Marks}\n{MailServer}\n{Texts.AccessField}\n{Readers}\n";
        if (text.Contains("</database>"))
        {
            int at = text.IndexOf("</document>", StringComparison.Ordinal) + "</document>".Length;
            return text[..at] + "\n" + edit($"<document form='Domain'>\n{Header}\n{Items}</document>") + "\n"
                + Texts.Domain(2, "Other") + text[at..];
        }
        int start = text.IndexOf("<document", StringComparison.Ordinal) is var found and >= 0
            ? found : text.IndexOf("<note ", StringComparison.Ordinal);
        int content = text.IndexOf('>', start) + 1;
        string tag = Regex.Replace(text[start..content], @"form=('|"").*?\1", "form='Domain'");
        string rest = Regex.Replace(text[content..], "<noteinfo.*?</noteinfo>", "", RegexOptions.Singleline);
        string form = tag.Contains("form=") ? "" : "<item name='Form'><text>Domain</text></item>";
        return text[..start] + tag + edit(Header + form + Items) + rest;
    }
}
