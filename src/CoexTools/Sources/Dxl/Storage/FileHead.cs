using System.Text;
using CoexTools.Files;

namespace CoexTools.Sources.Dxl.Storage;

/// <summary>The first bytes of a file, and what they prove about the rest.</summary>
internal sealed class FileHead
{
    private const int Length = 4;

    private readonly byte[] _bytes;

    private FileHead(byte[] bytes) => _bytes = bytes;

    /// <summary>Gets whether the file is an NSF file.</summary>
    public bool IsNsf => StartsWith(0x1A, 0);

    /// <summary>Gets whether the file starts with the byte order mark of UTF-8.</summary>
    public bool HasUtf8Mark => StartsWith(0xEF, 0xBB, 0xBF);

    /// <summary>
    /// The encoding, if a byte order mark or a &lt; as the first character proves one with code units of two or four
    /// bytes. Null for other files, whose markup is written as in ASCII.
    /// </summary>
    public Encoding? WideEncoding => this switch
    {
        _ when StartsWith(0xFF, 0xFE, 0, 0) || StartsWith((byte)'<', 0, 0, 0) =>
            new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        _ when StartsWith(0, 0, 0xFE, 0xFF) || StartsWith(0, 0, 0, (byte)'<') =>
            new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        _ when StartsWith(0xFF, 0xFE) || StartsWith((byte)'<', 0) =>
            new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        _ when StartsWith(0xFE, 0xFF) || StartsWith(0, (byte)'<') =>
            new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        _ => null,
    };

    /// <summary>Reads the first bytes of a stream, and returns to its start.</summary>
    public static FileHead Read(Stream stream)
    {
        byte[] bytes = stream.ReadBytes(Length);
        stream.Position = 0;
        return new FileHead(bytes);
    }

    /// <summary>
    /// Returns the encoding of a DXL file: as its first bytes prove, else as its XML declaration says, else UTF-8.
    /// </summary>
    /// <param name="declared">The encoding in the XML declaration; null if it does not specify one.</param>
    /// <exception cref="ArgumentException">The system does not have the encoding.</exception>
    public Encoding EncodingOf(string? declared) => WideEncoding
        ?? (HasUtf8Mark || declared is null || DxlEncoding.IsUtf8(declared)
            ? DxlEncoding.Utf8 : DxlEncoding.Named(declared));

    private bool StartsWith(params byte[] bytes) =>
        _bytes.Length >= bytes.Length && _bytes.Take(bytes.Length).SequenceEqual(bytes);
}
