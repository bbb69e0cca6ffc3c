using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CoexTools.Scheduling;

/// <summary>Converts the time of day that a user specified, and computes the next run.</summary>
internal static class ScheduleTime
{
    /// <summary>The format of a time of day in output, which every culture accepts as input.</summary>
    public const string Format = @"hh\:mm";

    /// <summary>
    /// Returns a time of day in whole minutes: in the format of 24 hours with a colon, with AM or PM, or in the format
    /// of a culture.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="culture">The culture of the user.</param>
    /// <exception cref="CoexException">The text is not a time of day, for example because it is a date.</exception>
    public static TimeSpan Parse(string text, CultureInfo culture)
    {
        string plain = Plain(text);
        return OfParts(plain, culture.DateTimeFormat) ?? OfPattern(plain, culture)
            ?? throw CoexException.ScheduleInvalid(text, $"The time '{CoexException.Shorten(text)}' is not valid. "
                + "Specify a time of day from 00:00 to 23:59, for example 14:30, 2:30pm"
                + $"{Example(culture)}.");
    }

    /// <summary>Returns the first time after a moment at which a clock shows a time of day.</summary>
    /// <param name="at">The time of day.</param>
    /// <param name="now">The moment.</param>
    /// <param name="zone">The time zone of the clock.</param>
    public static DateTimeOffset Next(TimeSpan at, DateTimeOffset now, TimeZoneInfo zone)
    {
        DateTime day = TimeZoneInfo.ConvertTime(now, zone).Date;
        DateTimeOffset next = On(day);
        return next > now ? next : On(day.AddDays(1));

        // A time that the clock skips is as much later as the clock is advanced.
        DateTimeOffset On(DateTime date)
        {
            DateTime time = date + at;
            return TimeZoneInfo.ConvertTime(new DateTimeOffset(time, zone.GetUtcOffset(time)), zone);
        }
    }

    // Cultures separate the time and AM or PM by various spaces, and some add marks for the direction of the text.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(c);
            if (category == UnicodeCategory.SpaceSeparator)
                plain.Append(' ');
            else if (category != UnicodeCategory.Format)
                plain.Append(c);
        }
        return plain.ToString().Trim();
    }

    private static TimeSpan? OfParts(string text, DateTimeFormatInfo format)
    {
        Match parts = Regex.Match(
            text, @"^(?<half>\D*?)\s*(?<hour>[0-9]{1,2})((?<by>[:.])(?<minute>[0-9]{2})(\k<by>00)?)?\s*(?<half>\D*)\z",
            RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
        if (!parts.Success)
            return null;
        string separator = parts.Groups["by"].Value;
        if (separator is not ("" or ":") && separator != format.TimeSeparator)
            return null;
        string half = string.Concat(parts.Groups["half"].Captures.Cast<Capture>().Select(one => one.Value));
        int hour = int.Parse(parts.Groups["hour"].Value, CultureInfo.InvariantCulture);
        int minute = separator.Length == 0
            ? 0 : int.Parse(parts.Groups["minute"].Value, CultureInfo.InvariantCulture);
        if (minute > 59)
            return null;
        if (half.Length == 0)
            return separator.Length > 0 && hour < 24 ? new TimeSpan(hour, minute, 0) : null;
        return IsAfternoon(half, format) is { } isAfternoon && hour is >= 1 and <= 12
            ? new TimeSpan((hour % 12) + (isAfternoon ? 12 : 0), minute, 0) : null;
    }

    // Returns null if the text does not designate a half of the day.
    private static bool? IsAfternoon(string half, DateTimeFormatInfo format)
    {
        DateTimeFormatInfo invariant = CultureInfo.InvariantCulture.DateTimeFormat;
        bool isAm = Is(invariant.AMDesignator) || Is(format.AMDesignator);
        bool isPm = Is(invariant.PMDesignator) || Is(format.PMDesignator);
        return isAm == isPm ? null : isPm;

        bool Is(string designator) => string.Equals(Plain(designator), half, StringComparison.OrdinalIgnoreCase);
    }

    // Some cultures write words between the hour and the minute.
    private static TimeSpan? OfPattern(string text, CultureInfo culture)
    {
        string[] patterns = [.. culture.DateTimeFormat.GetAllDateTimePatterns('t').Select(Plain)];
        return DateTime.TryParseExact(text, patterns, culture, DateTimeStyles.NoCurrentDateDefault, out DateTime time)
            ? time.TimeOfDay : null;
    }

    private static string Example(CultureInfo culture)
    {
        string example = Plain(new DateTime(2000, 1, 1, 14, 30, 0).ToString("t", culture));
        return example is "14:30" or "2:30 PM" || OfParts(example, culture.DateTimeFormat) is null
            ? "" : $", or {example}";
    }
}
