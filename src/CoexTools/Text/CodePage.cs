using System.Text;

namespace CoexTools.Text;

/// <summary>
/// A code page that an LMBCS group selects. The Western, Central European, and Cyrillic ones are built in. The others
/// come from the runtime. The runtime of PowerShell 7 has them in a provider that is not part of netstandard2.0.
/// </summary>
internal sealed class CodePage
{
    private const int GroupCount = 0x14;

    private static readonly int[] Numbers =
    [
        0, 850, 851, 1255, 1256, 1251, 852, 0, 1254, 0, 0, 874, 0, 0, 0, 0, 932, 949, 950, 936,
    ];

    // The characters 80 to FF.
    private static readonly Dictionary<int, string> Tables = new()
    {
        [850] =
            "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº"
            + "¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤"
            + "ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0",
        [852] =
            "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽž"
            + "Ęę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤"
            + "đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00AD˝˛ˇ˘§÷¸°¨˙űŘř■\u00A0",
        [1251] =
            "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ\u00A0Ў"
            + "ўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї"
            + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя",
    };

    private static readonly Lazy<CodePage?>[] Groups =
    [
        .. Enumerable.Range(0, GroupCount).Select(group => new Lazy<CodePage?>(() => Open(Numbers[group]))),
    ];

    private readonly Encoding? _encoding;
    private readonly string? _table;

    private CodePage(Encoding? encoding, string? table)
    {
        _encoding = encoding;
        _table = table;
    }

    /// <summary>Returns the code page of a group; null if it does not exist or the runtime does not have it.</summary>
    public static CodePage? Of(byte group) => group < GroupCount ? Groups[group].Value : null;

    /// <summary>Returns a code page by its number; null if it does not exist.</summary>
    /// <param name="number">The number.</param>
    /// <param name="isBuiltIn">Specifies whether to use only the built-in tables. For tests.</param>
    public static CodePage? Open(int number, bool isBuiltIn = false)
    {
        if (Tables.TryGetValue(number, out string? table))
            return new CodePage(null, table);
        return number != 0 && !isBuiltIn && RuntimeEncoding(number) is { } encoding
            ? new CodePage(encoding, null) : null;
    }

    /// <summary>
    /// Returns an encoding of the runtime that throws on unknown bytes, or null if the runtime does not have it.
    /// </summary>
    internal static Encoding? RuntimeEncoding(int number)
    {
        try
        {
            Type? provider = Type.GetType("System.Text.CodePagesEncodingProvider, System.Text.Encoding.CodePages");
            if (provider?.GetProperty("Instance")?.GetValue(null) is EncodingProvider instance)
                return instance.GetEncoding(
                    number, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return Encoding.GetEncoding(number, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Decodes a character of one or two bytes. Returns null if the code page does not contain it.</summary>
    public string? Decode(params byte[] bytes)
    {
        if (bytes.Length == 1 && bytes[0] < 0x80)
            return ((char)bytes[0]).ToString();
        if (_table is not null)
            return _table[bytes[0] - 0x80].ToString();
        try
        {
            string text = _encoding!.GetString(bytes);
            return text.Length == 1 ? text : null; // Two characters: the bytes are not one double-byte character.
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
