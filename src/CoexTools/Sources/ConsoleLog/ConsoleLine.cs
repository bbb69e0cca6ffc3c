using System.Text;
using CoexTools.Text;

namespace CoexTools.Sources.ConsoleLog;

/// <summary>
/// A line of a console log with one of the texts of <see cref="SearchText.All"/>. It refers to the buffer of the
/// reader, and is valid only until the next line is read.
/// </summary>
internal readonly struct ConsoleLine
{
    private const int LongestName = 300;
    private const int LongestText = 500;

    private static readonly Encoding Bytes = Encoding.GetEncoding("iso-8859-1");
    private static readonly int[] CodePages = [1252, 1250, 1251, 852, 932, 936, 949, 950];
    private static readonly byte[] EndOfWarning = Encoding.ASCII.GetBytes("' in Domino");
    private static readonly byte[] Server = Encoding.ASCII.GetBytes(ConsoleTexts.NoRouteServer);

    private readonly byte[] _bytes;
    private readonly int _text;
    private readonly int _key;
    private readonly int _afterKey;
    private readonly int _end;

    /// <param name="key">The text that was found.</param>
    /// <param name="number">The number of the line, from 1.</param>
    /// <param name="time">The time of the line. If the line has no time, the time of the last line with a time before
    /// it.</param>
    /// <param name="isOwnTime">Specifies whether it is the time of the line.</param>
    /// <param name="bytes">The buffer.</param>
    /// <param name="text">The position after the time.</param>
    /// <param name="at">The position of the text that was found.</param>
    /// <param name="end">The end of the line.</param>
    public ConsoleLine(
        SearchText key, long number, ConsoleTime? time, bool isOwnTime, byte[] bytes, int text, int at, int end)
    {
        (Kind, Number, Time, IsOwnTime) = (key.Kind, number, time, isOwnTime);
        (_bytes, _text, _key, _afterKey, _end) = (bytes, text, at, at + key.Text.Length, end);
    }

    /// <summary>Gets the kind of the message.</summary>
    public ConsoleMessageKind Kind { get; }

    /// <summary>Gets the number of the line, from 1.</summary>
    public long Number { get; }

    /// <summary>
    /// Gets the time of the line. If the line has no time, gets that of the last line with a time before it; null if
    /// neither has a time.
    /// </summary>
    public ConsoleTime? Time { get; }

    /// <summary>Specifies whether <see cref="Time"/> is the time of the line.</summary>
    public bool IsOwnTime { get; }

    /// <summary>
    /// Gets the name of the domain in the message, each byte as one character; null if the message does not contain it,
    /// or if the line is torn.
    /// </summary>
    public string? RawDomain
    {
        get
        {
            int limit = Math.Min(_end, _afterKey + LongestName);
            int end = Kind switch
            {
                ConsoleMessageKind.SeveralDocuments when IndexOf(EndOfWarning, limit) is >= 0 and int at => at,
                ConsoleMessageKind.SeveralDocuments => Array.IndexOf(
                    _bytes, (byte)'\'', _afterKey, limit - _afterKey),
                ConsoleMessageKind.NoRoute => IndexOf(Server, limit),
                _ => -1,
            };
            return end < 0 ? null : Bytes.GetString(_bytes, _afterKey, end - _afterKey);
        }
    }

    /// <summary>Gets the text between the time and the message, such as the name of the task.</summary>
    public string Prefix
    {
        get
        {
            int length = Math.Min(_key - _text, LongestName);
            return Bytes.GetString(_bytes, _key - length, length).Trim();
        }
    }

    /// <summary>Gets the bytes of the text, each as one character, shortened if the line is long.</summary>
    public string RawText
    {
        get
        {
            int start = Math.Max(_text, _key - LongestText);
            return Bytes.GetString(_bytes, start, Math.Min(_end - start, 2 * LongestText)).Trim();
        }
    }

    /// <summary>Returns bytes that were read as one character each in an encoding that console logs have.</summary>
    public static IEnumerable<string> Decode(string raw)
    {
        if (raw.All(character => character < 0x80))
            return [raw];
        byte[] bytes = Bytes.GetBytes(raw);
        bool isComplete = true;
        string utf8 = Encoding.UTF8.GetString(bytes);
        return
        [
            utf8, raw, Lmbcs.Decode(bytes, 0, bytes.Length, ref isComplete),
            .. CodePages.Select(CodePage.RuntimeEncoding)
                .Select(encoding => Read(encoding, bytes)).OfType<string>(),
        ];
    }

    private static string? Read(Encoding? encoding, byte[] bytes)
    {
        try
        {
            return encoding?.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private int IndexOf(byte[] text, int limit)
    {
        for (int at = _afterKey; at <= limit - text.Length; at++)
        {
            int length = 0;
            while (length < text.Length && _bytes[at + length] == text[length])
                length++;
            if (length == text.Length)
                return at;
        }
        return -1;
    }
}
