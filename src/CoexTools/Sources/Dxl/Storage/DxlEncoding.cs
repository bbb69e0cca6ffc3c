using System.Globalization;
using System.Text;

namespace CoexTools.Sources.Dxl.Storage;

/// <summary>Encodings of DXL files. All of them fail on bytes and characters that they do not have.</summary>
internal static class DxlEncoding
{
    /// <summary>UTF-8.</summary>
    public static Encoding Utf8 { get; } = new UTF8Encoding(
        encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>Returns whether a name in an XML declaration is that of UTF-8.</summary>
    public static bool IsUtf8(string name) => name.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the encoding of a name, from an XML declaration or from stored data.</summary>
    /// <exception cref="ArgumentException">The system does not have this encoding.</exception>
    public static Encoding Named(string name) => name switch
    {
        "utf-8" => Utf8,
        "utf-16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        "utf-16BE" => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        "utf-32" => new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        "utf-32BE" => new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        _ => Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
    };

    /// <summary>
    /// Returns the bytes of a text. Characters that the encoding does not contain are written as character references.
    /// </summary>
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
                    escaped.Append("&#").Append(
                        char.ConvertToUtf32(text, at).ToString(CultureInfo.InvariantCulture)).Append(';');
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
