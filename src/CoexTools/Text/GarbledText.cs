using System.Text;

namespace CoexTools.Text;

/// <summary>Recognizes text in UTF-8 that was decoded in the Western European code page.</summary>
internal static class GarbledText
{
    // The characters 80 to 9F of code page 1252. It does not contain five of them.
    private const string Special = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>Returns the text that was meant; null if the text was not decoded incorrectly.</summary>
    public static string? Decode(string text)
    {
        byte[] bytes = new byte[text.Length];
        bool isAscii = true;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            isAscii &= c < 0x80;
            int special = c < 0x80 ? -1 : Special.IndexOf(c);
            if (special >= 0)
                bytes[i] = (byte)(0x80 + special);
            else if (c is < '\u0080' or (>= '\u00A0' and <= '\u00FF'))
                bytes[i] = (byte)c;
            else
                return null;
        }
        try
        {
            return isAscii ? null : Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
