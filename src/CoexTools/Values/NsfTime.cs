using System.Globalization;

namespace CoexTools.Values;

/// <summary>
/// A TIMEDATE: hundredths of a second since midnight GMT, the Julian day, the zone, and a daylight saving flag. The
/// date or the time of day can be missing.
/// </summary>
/// <param name="low">The time of day, or FFFFFFFF for a date without a time.</param>
/// <param name="high">The day in the low 24 bits (FFFFFF for a time without a date), and the zone in the high
/// bits.</param>
internal readonly struct NsfTime(uint low, uint high) : IEquatable<NsfTime>
{
    private const uint DayMask = 0xFFFFFF;
    private const uint FirstJulianDay = 1721426; // 0001-01-01
    private const uint HundredthsOfDay = 24 * 60 * 60 * 100;

    public uint Low { get; } = low;

    public uint High { get; } = high;

    /// <summary>Gets whether there is neither a date nor a time of day.</summary>
    public bool IsEmpty => Low == 0 && High == 0;

    private bool HasDate => (High & DayMask) != DayMask;

    private bool HasTimeOfDay => Low != uint.MaxValue;

    private bool IsDaylightSaving => High >> 31 != 0;

    // The zone in effect. The stored zone is standard time.
    private TimeSpan ZoneOffset
    {
        get
        {
            int minutes = (int)(((High >> 24) & 0xF) * 60) + (int)(((High >> 28) & 3) * 15);
            if ((High & 0x40000000) == 0)
                minutes = -minutes;
            return TimeSpan.FromMinutes(minutes + (IsDaylightSaving ? 60 : 0));
        }
    }

    /// <summary>The instant in its own zone, or null if it is not a valid date and time of day.</summary>
    public DateTimeOffset? Instant
    {
        get
        {
            long days = (long)(High & DayMask) - FirstJulianDay;
            TimeSpan offset = ZoneOffset;
            if (!HasDate || !HasTimeOfDay || Low >= HundredthsOfDay || days < 0 || Math.Abs(offset.TotalHours) > 14)
                return null;
            long utc = (days * TimeSpan.TicksPerDay) + (Low * (TimeSpan.TicksPerSecond / 100));
            long local = utc + offset.Ticks;
            return utc <= DateTime.MaxValue.Ticks && local >= 0 && local <= DateTime.MaxValue.Ticks
                ? new DateTimeOffset(local, offset) : null;
        }
    }

    /// <summary>The time in DXL format, or null if it is not a valid date, time of day, or both.</summary>
    public string? Text
    {
        get
        {
            if (Instant is { } instant)
                return DxlTime.Format(instant);
            long days = (long)(High & DayMask) - FirstJulianDay;
            if (HasDate && !HasTimeOfDay && days >= 0 && days <= DateTime.MaxValue.Ticks / TimeSpan.TicksPerDay)
                return new DateTime(days * TimeSpan.TicksPerDay, DateTimeKind.Unspecified).ToString(
                    "yyyyMMdd", CultureInfo.InvariantCulture);
            if (!HasDate && HasTimeOfDay && Low < HundredthsOfDay)
            {
                // A time of day without a date is local time.
                var clock = new DateTime(Low * (TimeSpan.TicksPerSecond / 100), DateTimeKind.Unspecified);
                return clock.ToString("'T'HHmmss','ff", CultureInfo.InvariantCulture);
            }
            return null;
        }
    }

    /// <summary>The time in DXL format, or its two words in hexadecimal if it is not a valid time.</summary>
    public string TextOrHalves => Text ?? ToString();

    /// <summary>The element <c>datetime</c> of DXL.</summary>
    public string Dxl => $"<datetime{(IsDaylightSaving && Instant is not null ? " dst='true'" : "")}>"
        + $"{TextOrHalves}</datetime>";

    /// <summary>Returns the two words in hexadecimal, in the order in which database ids are written.</summary>
    public override string ToString() => $"{High:X8}{Low:X8}";

    public bool Equals(NsfTime other) => Low == other.Low && High == other.High;

    public override bool Equals(object? obj) => obj is NsfTime other && Equals(other);

    public override int GetHashCode() => unchecked((int)(Low ^ High));
}
