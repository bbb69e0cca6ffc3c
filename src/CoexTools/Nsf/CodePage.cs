using System.Text;

namespace CoexTools.Nsf;

/// <summary>
/// A code page that a group of LMBCS stands for. The runtime's code pages are used where it has them: Windows PowerShell's has, and so has that
/// of PowerShell 7, which netstandard2.0 does not show. Those of Western, Central and Eastern European texts are always there.
/// </summary>
internal sealed class CodePage
{
    private const int GroupCount = 0x14;

    private static readonly int[] Numbers =
    [
        0, 850, 851, 1255, 1256, 1251, 852, 0, 1254, 0, 0, 874, 0, 0, 0, 0, 932, 949, 950, 936,
    ];

    // 80 to FF of the code pages.
    private static readonly Dictionary<int, string> Tables = new()
    {
        [850] =
            "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤"
            + "ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0",
        [852] =
            "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤"
            + "đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00AD˝˛ˇ˘§÷¸°¨˙űŘř■\u00A0",
        [1251] =
            "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї"
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

    /// <summary>The code page of a group; null where there is none, or where the runtime lacks it.</summary>
    public static CodePage? Of(byte group) => group < GroupCount ? Groups[group].Value : null;

    /// <summary>A code page by its number; null where there is none.</summary>
    /// <param name="number">The number.</param>
    /// <param name="isBuiltIn">Whether only those are wanted that do not depend on the runtime.</param>
    public static CodePage? Open(int number, bool isBuiltIn = false)
    {
        if (Tables.TryGetValue(number, out string? table))
            return new CodePage(null, table);
        return number != 0 && !isBuiltIn && RuntimeEncoding(number) is { } encoding ? new CodePage(encoding, null) : null;
    }

    /// <summary>An encoding of the runtime that throws on what it does not have; null where the runtime lacks it.</summary>
    internal static Encoding? RuntimeEncoding(int number)
    {
        try
        {
            Type? provider = Type.GetType("System.Text.CodePagesEncodingProvider, System.Text.Encoding.CodePages");
            if (provider?.GetProperty("Instance")?.GetValue(null) is EncodingProvider instance)
                return instance.GetEncoding(number, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return Encoding.GetEncoding(number, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The character of a byte, or of two; null where the code page does not have it.</summary>
    public string? Decode(params byte[] bytes)
    {
        if (bytes.Length == 1 && bytes[0] < 0x80)
            return ((char)bytes[0]).ToString();
        if (_table is not null)
            return _table[bytes[0] - 0x80].ToString();
        try
        {
            string text = _encoding!.GetString(bytes);
            return text.Length == 1 ? text : null; // Two characters: the bytes do not belong together.
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
