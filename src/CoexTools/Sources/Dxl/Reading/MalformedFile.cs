using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using CoexTools.Files;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>Determines what a file is that is not well-formed XML.</summary>
internal sealed class MalformedFile
{
    private const int HeadLength = 1024;

    private readonly string _path;
    private readonly Stream _stream;
    private readonly Encoding _encoding; // In which markup can be read, and which replaces invalid bytes.
    private readonly Encoding? _wide;
    private readonly bool _hasUtf8Mark;

    private MalformedFile(string path, Stream stream, FileHead head)
    {
        _path = path;
        _stream = stream;
        _wide = head.WideEncoding;
        _hasUtf8Mark = head.HasUtf8Mark;
        _encoding = (Encoding)(_wide ?? DxlEncoding.Utf8).Clone();
        _encoding.DecoderFallback = DecoderFallback.ReplacementFallback;
    }

    /// <summary>Returns the error for a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="stream">The file.</param>
    /// <param name="head">Its first bytes.</param>
    /// <param name="error">The error of the XML reader.</param>
    /// <param name="isBehindRoot">Specifies whether the error is behind the end of the root element.</param>
    public static CoexException Explain(
        string path, Stream stream, FileHead head, XmlException error, bool isBehindRoot)
    {
        var file = new MalformedFile(path, stream, head);
        return file.IsOtherFile(error) ?? file.IsOtherEncoding(error) ?? file.IsCutOff(error)
            ?? At(
                path,
                isBehindRoot
                    ? "The file contains data after the end of the root element. The program that wrote it may have "
                        + "overwritten a longer file without truncating it."
                    : error.Message,
                Math.Max(1, error.LineNumber), Math.Max(1, error.LinePosition), error);
    }

    /// <summary>Returns the error for a place in a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="reason">The problem, as a sentence.</param>
    /// <param name="line">The line.</param>
    /// <param name="column">The column.</param>
    /// <param name="inner">The error that was caught.</param>
    public static CoexException At(string path, string reason, int line, int column, Exception? inner) =>
        CoexException.DxlMalformed(
            path, $"is not well-formed XML at line {line}, column {column}: {reason}", inner: inner);

    private CoexException? IsOtherFile(XmlException error)
    {
        byte[] bytes = ReadHead();
        string text = Text(bytes).TrimStart();
        string? kind = bytes.Length switch
        {
            0 => "is empty",
            _ when StartsWith((byte)'P', (byte)'K', 3, 4) || StartsWith((byte)'P', (byte)'K', 5, 6) =>
                "is a ZIP file, not a DXL file",
            _ when StartsWith(0x1F, 0x8B) => "is a gzip file, not a DXL file",
            _ when Starts("<!DOCTYPE html") || Starts("<html") => "is an HTML page, not a DXL file",
            _ when Starts("<") => null,
            _ when text.Any(c => c < ' ' && !char.IsWhiteSpace(c)) => "is a binary file, not a DXL file",
            _ => "is a text file, not a DXL file",
        };
        string action = StartsWith((byte)'P', (byte)'K') || StartsWith(0x1F, 0x8B)
            ? "Decompress the file, and specify the DXL file that it contains."
            : "Specify a DXL file, for example one that NotesDXLExporter wrote.";
        return kind is null ? null : CoexException.DxlMalformed(_path, kind + ".", action, error);

        bool StartsWith(params byte[] start) => bytes.Take(start.Length).SequenceEqual(start);

        bool Starts(string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);
    }

    private CoexException? IsOtherEncoding(XmlException error)
    {
        Match declaration = Regex.Match(Text(ReadHead()), @"^<\?xml[^>]*?\sencoding\s*=\s*['""]([^'"">]+)['""]");
        if (!declaration.Success)
            return null;
        string declared = declaration.Groups[1].Value;
        string family = _wide switch { UTF32Encoding => "UTF-32", UnicodeEncoding => "UTF-16", _ => "UTF-8" };
        bool isWide = declared.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase)
            || declared.StartsWith("utf-32", StringComparison.OrdinalIgnoreCase);
        bool isPossible = _wide is null && !isWide && !_hasUtf8Mark;
        if (isPossible || declared.StartsWith(family, StringComparison.OrdinalIgnoreCase))
            return null;
        return CoexException.DxlMalformed(
            _path, $"declares the encoding '{declared}', but its encoding is {family}.",
            $"Export the database again, or change the declaration to {family}.", error);
    }

    private CoexException? IsCutOff(XmlException error)
    {
        _stream.Position = 0;
        using var text = new StreamReader(_stream, _encoding, true, 4096, leaveOpen: true);
        (int line, int column) = (1, 1);
        bool isInTag = false;
        for (int before = 0; text.Read() is >= 0 and var c; before = c)
        {
            if (c is '\r' || (c is '\n' && before != '\r'))
                (line, column) = (line + 1, 1);
            else if (c is not '\n')
                column++;
            isInTag = c == '<' || (isInTag && c != '>');
        }
        if (error.LineNumber < line || (error.LineNumber == line && error.LinePosition < column))
            return null;
        string where = isInTag ? "in the middle of a tag" : "before its last element is closed";
        return At(_path, $"The file ends {where}: the export is incomplete.", line, column, error);
    }

    private byte[] ReadHead()
    {
        _stream.Position = 0;
        return _stream.ReadBytes(HeadLength);
    }

    private string Text(byte[] bytes) => _encoding.GetString(bytes).TrimStart('\uFEFF');
}
