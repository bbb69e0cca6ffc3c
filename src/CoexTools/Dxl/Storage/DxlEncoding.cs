using System.Globalization;
using System.Text;

namespace CoexTools.Dxl.Storage;

/// <summary>The encoding of a DXL file, from its byte order mark, first bytes, or XML declaration, in this order. The default is UTF-8.</summary>
internal static class DxlEncoding
{
    /// <param name="head">The first four bytes, or fewer if the file is shorter.</param>
    /// <param name="declared">The encoding in the XML declaration, or null if there is none.</param>
    public static Encoding Detect(byte[] head, string? declared)
    {
        bool Begins(params byte[] bytes) => head.Length >= bytes.Length && head.Take(bytes.Length).SequenceEqual(bytes);

        if (Begins(0xFF, 0xFE, 0, 0) || Begins((byte)'<', 0, 0, 0))
            return new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true);
        if (Begins(0, 0, 0xFE, 0xFF) || Begins(0, 0, 0, (byte)'<'))
            return new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true);
        if (Begins(0xFF, 0xFE) || Begins((byte)'<', 0))
            return new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
        if (Begins(0xFE, 0xFF) || Begins(0, (byte)'<'))
            return new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);
        if (Begins(0xEF, 0xBB, 0xBF) || declared is null || declared.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
        return Encoding.GetEncoding(declared, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }

    /// <summary>Returns the encoding of a name that <see cref="Detect"/> returned.</summary>
    /// <exception cref="ArgumentException">The system does not have this encoding.</exception>
    public static Encoding Named(string name) => name switch
    {
        "utf-8" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        "utf-16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        "utf-16BE" => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        "utf-32" => new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        "utf-32BE" => new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        _ => Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
    };

    /// <summary>The bytes of a text. Characters that the encoding does not contain are written as character references.</summary>
    public static byte[] GetBytes(Encoding encoding, string text)
    {
        try
        {
            return encoding.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            var escaped = new StringBuilder(text.Length + 64);
            for (int at = 0; at < text.Length; at++)
            {
                int length = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
                if (CanEncode(encoding, text.Substring(at, length)))
                    escaped.Append(text, at, length);
                else
                    escaped.Append("&#").Append(char.ConvertToUtf32(text, at).ToString(CultureInfo.InvariantCulture)).Append(';');
                at += length - 1;
            }
            return encoding.GetBytes(escaped.ToString());
        }
    }

    private static bool CanEncode(Encoding encoding, string text)
    {
        try
        {
            _ = encoding.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
