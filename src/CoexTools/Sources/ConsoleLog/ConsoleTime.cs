namespace CoexTools.Sources.ConsoleLog;

/// <summary>
/// The date and the time at the start of a line, in the format of the server. The line does not show the order of day
/// and month, nor the time zone.
/// </summary>
internal readonly struct ConsoleTime
{
    private const int LongestPrefix = 100;
    private const int FirstYearOfCentury = 70;

    private readonly int _first;
    private readonly int _second;
    private readonly int _year;
    private readonly bool _isYearFirst;
    private readonly TimeSpan _time;

    private ConsoleTime(int first, int second, int year, bool isYearFirst, TimeSpan time, TimeSpan slack)
    {
        (_first, _second, _year, _isYearFirst, _time, Slack) = (first, second, year, isYearFirst, time, slack);
    }

    /// <summary>
    /// Gets how much later the time can be: twelve hours if it is not known whether it is in the morning.
    /// </summary>
    public TimeSpan Slack { get; }

    /// <summary>
    /// Specifies whether only one order of day and month is possible: the other one has no such month.
    /// </summary>
    public DateOrder? Decisive => _isYearFirst || (_first > 12) == (_second > 12) ? null
        : _first > 12 ? DateOrder.DayFirst : DateOrder.MonthFirst;

    /// <summary>Specifies whether the two orders of day and month are two different dates.</summary>
    public bool IsAmbiguous => !_isYearFirst && _first != _second && _first <= 12 && _second <= 12;

    /// <summary>
    /// Returns the local time of the server. If only the other order of day and month is possible, the line has that
    /// order.
    /// </summary>
    public DateTime In(DateOrder order)
    {
        bool isDayFirst = !_isYearFirst && (Decisive ?? order) == DateOrder.DayFirst;
        return new DateTime(_year, isDayFirst ? _second : _first, isDayFirst ? _first : _second) + _time;
    }

    /// <summary>Reads the date and the time at the start of a line.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="at">The start of the line; receives the position after the time.</param>
    /// <param name="end">The end of the line.</param>
    /// <param name="time">Receives the time.</param>
    /// <returns>Whether the line starts with a time.</returns>
    public static bool TryRead(byte[] bytes, ref int at, int end, out ConsoleTime time)
    {
        time = default;
        int place = SkipPrefix(bytes, at, end);
        int start = place;
        if (!Number(bytes, ref place, end, 4, out int a))
            return false;
        bool isYearFirst = place - start == 4;
        if (!Separator(bytes, ref place, end, out byte separator)
            || (!isYearFirst && place - start > 3)
            || !Number(bytes, ref place, end, 2, out int b)
            || place >= end || bytes[place++] != separator)
        {
            return false;
        }
        int last = place;
        if (!Number(bytes, ref place, end, isYearFirst ? 2 : 4, out int c))
            return false;
        int digits = place - last;
        if (place < end && bytes[place] is (byte)'.' or (byte)',')
            place++;
        int year = isYearFirst ? a : digits == 4 ? c : digits == 2 ? c + (c < FirstYearOfCentury ? 2000 : 1900) : 0;
        (int first, int second) = isYearFirst ? (b, c) : (a, b);
        if (!IsDate(year, first, second, isYearFirst)
            || !TimeOfDay(bytes, ref place, end, out TimeSpan of, out TimeSpan slack))
        {
            return false;
        }
        // The stamp of a program that collects logs, in its own time zone. The local time of the server follows.
        if (isYearFirst && SkipZone(bytes, ref place, end))
        {
            if (!TryRead(bytes, ref place, end, out time))
                return false;
            at = place;
            return true;
        }
        at = place;
        time = new ConsoleTime(first, second, year, isYearFirst, of, slack);
        return true;
    }

    // A fraction of a second, and Z or an offset from UTC.
    private static bool SkipZone(byte[] bytes, ref int at, int end)
    {
        int place = at;
        if (place < end && bytes[place] is (byte)'.' or (byte)',')
        {
            place++;
            while (place < end && bytes[place] is >= (byte)'0' and <= (byte)'9')
                place++;
        }
        bool isOffset = place + 2 < end && bytes[place] is (byte)'+' or (byte)'-'
            && bytes[place + 1] is >= (byte)'0' and <= (byte)'1' && bytes[place + 2] is >= (byte)'0' and <= (byte)'9';
        if (isOffset)
        {
            place++;
            while (place < end && bytes[place] is (>= (byte)'0' and <= (byte)'9') or (byte)':')
                place++;
        }
        else if (place < end && bytes[place] == 'Z')
            place++;
        else
            return false;
        at = place;
        return true;
    }

    // A prompt, control characters, a byte order mark, and the process and thread in brackets.
    private static int SkipPrefix(byte[] bytes, int at, int end)
    {
        int limit = Math.Min(end, at + LongestPrefix);
        while (at < limit && (bytes[at] <= ' ' || bytes[at] is (byte)'>' or 0xEF or 0xBB or 0xBF))
            at++;
        if (at < limit && bytes[at] == '[')
        {
            int close = Array.IndexOf(bytes, (byte)']', at, limit - at);
            if (close > 0)
                at = close + 1;
        }
        while (at < limit && bytes[at] <= ' ')
            at++;
        return at;
    }

    private static bool IsDate(int year, int first, int second, bool isYearFirst) =>
        year is > 1970 and < 9999 && first > 0 && second > 0
        && (IsDay(year, first, second) || (!isYearFirst && IsDay(year, second, first)));

    private static bool IsDay(int year, int month, int day) => month <= 12 && day <= DateTime.DaysInMonth(year, month);

    private static bool TimeOfDay(byte[] bytes, ref int at, int end, out TimeSpan time, out TimeSpan slack)
    {
        time = slack = default;
        int start = at;
        while (at < end && bytes[at] is (byte)' ' or (byte)'T')
            at++;
        if (at == start || !Number(bytes, ref at, end, 2, out int hour) || at >= end
            || bytes[at] is not ((byte)':' or (byte)'.'))
        {
            return false;
        }
        byte separator = bytes[at++];
        if (!Number(bytes, ref at, end, 2, out int minute))
            return false;
        int second = 0;
        if (at < end && bytes[at] == separator)
        {
            at++;
            if (!Number(bytes, ref at, end, 2, out second))
                return false;
        }
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        bool? isAfternoon = HalfDay(bytes, ref at, end, out bool isForeign);
        if (isAfternoon is { } afternoon && hour <= 12)
            hour = (hour % 12) + (afternoon ? 12 : 0);
        else if (isForeign && hour is > 0 and <= 12)
            (hour, slack) = (hour % 12, TimeSpan.FromHours(12));
        time = new TimeSpan(hour, minute, second);
        return true;
    }

    // AM or PM, also with periods. One that is written in another script directly follows the time, like AM; the text
    // of a line follows at a distance.
    private static bool? HalfDay(byte[] bytes, ref int at, int end, out bool isForeign)
    {
        int place = at;
        if (place < end && bytes[place] == ' ')
            place++;
        isForeign = place < end && bytes[place] >= 0x80;
        if (place >= end || (bytes[place] | 0x20) is not ('a' or 'p'))
            return null;
        bool isAfternoon = (bytes[place++] | 0x20) == 'p';
        while (place < end && bytes[place] is (byte)'.' or (byte)' ')
            place++;
        if (place >= end || (bytes[place++] | 0x20) != 'm')
            return null;
        if (place < end && (bytes[place] | 0x20) is >= 'a' and <= 'z')
            return null;
        at = place < end && bytes[place] == '.' ? place + 1 : place;
        return isAfternoon;
    }

    private static bool Separator(byte[] bytes, ref int at, int end, out byte separator)
    {
        separator = at < end ? bytes[at++] : (byte)0;
        return separator is (byte)'/' or (byte)'.' or (byte)'-';
    }

    private static bool Number(byte[] bytes, ref int at, int end, int most, out int number)
    {
        number = 0;
        int start = at;
        while (at < end && at - start < most && bytes[at] is >= (byte)'0' and <= (byte)'9')
            number = (number * 10) + bytes[at++] - '0';
        return at > start;
    }
}
