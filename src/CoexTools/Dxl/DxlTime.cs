using System.Globalization;
using System.Text.RegularExpressions;
using CoexTools.Directory;

namespace CoexTools.Dxl;

/// <summary>
/// The times of DXL: basic ISO 8601 with hundredths and the offset of the zone in force, <c>20250131T101112,34-05</c>. The time of day or the
/// offset may be missing.
/// </summary>
internal static class DxlTime
{
    /// <summary>One hundredth of a second: what DXL tells apart.</summary>
    public static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(10);

    private static readonly Regex Pattern = new(
        @"^(?<date>\d{8})(T(?<time>\d{6})([,.](?<fraction>\d{1,7}))?)?(?<zone>Z|(?<sign>[+-])(?<hours>\d\d):?(?<minutes>\d\d)?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>
    /// Reads a time. A date alone means midnight; without an offset UTC is taken, and <see cref="NoteTime.HasOffset"/> says so. A time of day
    /// without a date is no instant.
    /// </summary>
    public static NoteTime Parse(string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
            return default;
        if (text!.Length > 40 || Pattern.Match(text) is not { Success: true } match)
            return new NoteTime(null, text, HasOffset: false);

        string clock = match.Groups["time"].Success ? match.Groups["time"].Value : "000000";
        if (!DateTime.TryParseExact(
            match.Groups["date"].Value + clock, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return new NoteTime(null, text, HasOffset: false);
        string fraction = match.Groups["fraction"].Value.PadRight(7, '0');
        local = local.AddTicks(long.Parse(fraction, CultureInfo.InvariantCulture));

        var offset = TimeSpan.Zero;
        if (match.Groups["sign"].Success)
        {
            int minutes = match.Groups["minutes"].Success ? Number(match.Groups["minutes"]) : 0;
            offset = new TimeSpan(Number(match.Groups["hours"]), minutes, 0);
            if (minutes > 59 || offset > TimeSpan.FromHours(14))
                return new NoteTime(null, text, HasOffset: false);
            if (match.Groups["sign"].Value == "-")
                offset = -offset;
        }
        long utc = local.Ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
            return new NoteTime(null, text, HasOffset: false);
        return new NoteTime(new DateTimeOffset(local, offset), text, match.Groups["zone"].Success);
    }

    /// <summary>Writes a time in its own offset, with hundredths.</summary>
    public static string Format(DateTimeOffset time)
    {
        string zone = time.Offset.Minutes == 0 ? "hh" : "hhmm";
        return time.ToString("yyyyMMdd'T'HHmmss','ff", CultureInfo.InvariantCulture)
            + (time.Offset < TimeSpan.Zero ? "-" : "+") + time.Offset.ToString(zone, CultureInfo.InvariantCulture);
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);
}
