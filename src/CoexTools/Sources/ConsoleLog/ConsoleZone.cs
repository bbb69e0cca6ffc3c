using System.Globalization;
using System.Text.RegularExpressions;

namespace CoexTools.Sources.ConsoleLog;

/// <summary>The time zone of a server, whose console logs contain local times without a zone.</summary>
internal sealed class ConsoleZone
{
    private static readonly TimeSpan Easternmost = TimeSpan.FromHours(14);
    private static readonly TimeSpan Westernmost = TimeSpan.FromHours(-12);

    private readonly TimeZoneInfo? _zone;
    private readonly string _description;

    private ConsoleZone(TimeZoneInfo? zone, string description) => (_zone, _description) = (zone, description);

    /// <summary>Gets the zone of a server that is not known: every zone is possible.</summary>
    public static ConsoleZone Unknown { get; } = new(null, "unknown");

    /// <summary>Gets the latest local time of any server at an instant.</summary>
    public static DateTime LatestLocal(DateTimeOffset now) => now.UtcDateTime + Easternmost;

    /// <summary>Specifies whether the zone is known.</summary>
    public bool IsKnown => _zone is not null;

    /// <summary>Returns a time zone.</summary>
    public static ConsoleZone Of(TimeZoneInfo zone) => new(zone, zone.Id);

    /// <summary>
    /// Returns the time zone that an id of this computer or an offset, such as <c>+01:00</c>, specifies; null if the
    /// text is neither.
    /// </summary>
    public static ConsoleZone? Parse(string text)
    {
        text = text.Trim();
        Match match = Regex.Match(
            text, @"^(?:UTC|GMT)?(?:([+-])([0-9]{1,2})(?::?([0-5][0-9]))?)?$", RegexOptions.IgnoreCase);
        if (match.Success && text.Length > 0)
        {
            string digits(int group) => match.Groups[group].Success ? match.Groups[group].Value : "0";
            var offset = new TimeSpan(
                int.Parse(digits(2), CultureInfo.InvariantCulture), int.Parse(digits(3), CultureInfo.InvariantCulture),
                0);
            if (match.Groups[1].Value == "-")
                offset = -offset;
            return offset < Westernmost || offset > Easternmost ? null
                : new ConsoleZone(TimeZoneInfo.CreateCustomTimeZone(text, offset, text, text), text);
        }
        try
        {
            return Of(TimeZoneInfo.FindSystemTimeZoneById(text));
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or ArgumentException
            or System.Security.SecurityException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Returns the first and the last instant, in UTC, that a local time can be.</summary>
    public (DateTime Earliest, DateTime Latest) ToUtc(DateTime local, TimeSpan slack)
    {
        if (_zone is null)
            return (local - Easternmost, local + slack - Westernmost);
        (TimeSpan low, TimeSpan high) = Offsets(local);
        (TimeSpan lowOfLater, TimeSpan highOfLater) = slack == TimeSpan.Zero ? (low, high) : Offsets(local + slack);
        DateTime earliest = local - high, latest = local + slack - lowOfLater;
        DateTime other = local + slack - highOfLater;
        return (earliest < other ? earliest : other, latest);
    }

    /// <summary>Returns the id or the offset.</summary>
    public override string ToString() => _description;

    // An hour occurs twice at the end of summer time, and does not occur at its start.
    private (TimeSpan Low, TimeSpan High) Offsets(DateTime local)
    {
        if (_zone!.IsAmbiguousTime(local))
        {
            TimeSpan[] offsets = _zone.GetAmbiguousTimeOffsets(local);
            return (offsets.Min(), offsets.Max());
        }
        TimeSpan offset = _zone.GetUtcOffset(local);
        return _zone.IsInvalidTime(local)
            ? (offset - TimeSpan.FromHours(1), offset + TimeSpan.FromHours(1)) : (offset, offset);
    }
}
