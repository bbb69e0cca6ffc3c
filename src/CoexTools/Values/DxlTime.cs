using System.Globalization;
using CoexTools.Model;

namespace CoexTools.Values;

/// <summary>
/// The times of DXL: basic ISO 8601 with hundredths and the offset of the zone in force,
/// <c>20250131T101112,34-05</c>. The date, the time of day, or the offset may be missing.
/// </summary>
internal static class DxlTime
{
    /// <summary>The resolution of times in DXL: one hundredth of a second.</summary>
    public static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Reads a time. Without an offset, UTC is assumed, and <see cref="NoteTime.HasOffset"/> is false. A date without a
    /// time of day is not an instant (OR3), and neither is a time of day without a date.
    /// </summary>
    public static NoteTime Parse(string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
            return default;
        return TryRead(text!, out DateTimeOffset instant, out bool hasOffset)
            ? new NoteTime(instant, text, hasOffset)
            : new NoteTime(null, text, HasOffset: false);
    }

    /// <summary>Writes a time in its own offset, with hundredths.</summary>
    public static string Format(DateTimeOffset time)
    {
        string zone = time.Offset.Minutes == 0 ? "hh" : "hhmm";
        return time.ToString("yyyyMMdd'T'HHmmss','ff", CultureInfo.InvariantCulture)
            + (time.Offset < TimeSpan.Zero ? "-" : "+") + time.Offset.ToString(zone, CultureInfo.InvariantCulture);
    }

    // yyyyMMddTHHmmss[,f…][Z|±hh[[:]mm]]: read by hand, because a regular expression costs more to set up than all
    // times of a file to read.
    private static bool TryRead(string text, out DateTimeOffset instant, out bool hasOffset)
    {
        instant = default;
        hasOffset = false;
        int at = 0;
        if (!TryDigits(text, ref at, 8, out int date))
            return false;
        if (!Is(text, at++, 'T') || !TryDigits(text, ref at, 6, out int time)) // OR3
            return false;
        if (!TryFraction(text, ref at, out long ticks))
            return false;
        if (!TryOffset(text, ref at, out TimeSpan offset, out hasOffset) || at != text.Length)
            return false;
        (int year, int month, int day) = (date / 10000, date / 100 % 100, date % 100);
        (int hour, int minute, int second) = (time / 10000, time / 100 % 100, time % 100);
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23
            || minute > 59 || second > 59)
            return false;
        DateTime local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified).AddTicks(ticks);
        long utc = local.Ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
            return false;
        instant = new DateTimeOffset(local, offset);
        return true;
    }

    private static bool TryFraction(string text, ref int at, out long ticks)
    {
        ticks = 0;
        if (!Is(text, at, ',') && !Is(text, at, '.'))
            return true;
        int start = ++at;
        for (; at < text.Length && IsDigit(text[at]) && at - start < 7; at++)
            ticks = (ticks * 10) + (text[at] - '0');
        for (int digits = at - start; digits < 7; digits++)
            ticks *= 10;
        return at > start;
    }

    private static bool TryOffset(string text, ref int at, out TimeSpan offset, out bool isThere)
    {
        offset = TimeSpan.Zero;
        isThere = at < text.Length;
        if (Is(text, at, 'Z'))
        {
            at++;
            return true;
        }
        if (!Is(text, at, '+') && !Is(text, at, '-'))
            return true;
        bool isWest = text[at++] == '-';
        int minutes = 0;
        if (!TryDigits(text, ref at, 2, out int hours))
            return false;
        if (Is(text, at, ':'))
            at++;
        if (at < text.Length && !TryDigits(text, ref at, 2, out minutes))
            return false;
        offset = new TimeSpan(hours, minutes, 0);
        if (minutes > 59 || offset > TimeSpan.FromHours(14))
            return false;
        if (isWest)
            offset = -offset;
        return true;
    }

    private static bool TryDigits(string text, ref int at, int count, out int number)
    {
        number = 0;
        for (int end = at + count; at < end; at++)
        {
            if (at >= text.Length || !IsDigit(text[at]))
                return false;
            number = (number * 10) + (text[at] - '0');
        }
        return true;
    }

    private static bool Is(string text, int at, char c) => at < text.Length && text[at] == c;

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
