using System.Globalization;
using CoexTools.Scheduling;

namespace CoexTools.Tests.Scheduling;

/// <summary>Tests which texts are a time of day, and when the next run is.</summary>
public sealed class ScheduleTimeTests
{
    // The conventions of a culture, whatever the library of the operating system knows of it.
    private static readonly CultureInfo English = Culture(":", "AM", "PM", "h:mm tt");
    private static readonly CultureInfo Finnish = Culture(".", "ap.", "ip.", "H.mm");
    private static readonly CultureInfo Chinese = Culture(":", "上午", "下午", "tth:mm");
    private static readonly CultureInfo Canadian = Culture(":", "a.m.", "p.m.", "HH 'h' mm");

    [Theory]
    [InlineData("2:30", "02:30")]
    [InlineData("02:30", "02:30")]
    [InlineData("14:30", "14:30")]
    [InlineData("0:00", "00:00")]
    [InlineData("23:59", "23:59")]
    [InlineData("02:30:00", "02:30")]
    [InlineData(" 2:30 ", "02:30")]
    [InlineData("2:30am", "02:30")]
    [InlineData("2:30 PM", "14:30")]
    [InlineData("2:30\u202FPM", "14:30")]
    [InlineData("12:00am", "00:00")]
    [InlineData("12:30 am", "00:30")]
    [InlineData("12pm", "12:00")]
    [InlineData("2 Am", "02:00")]
    public void Every_culture_accepts_24_hours_and_AM_and_PM(string text, string expected)
    {
        foreach (CultureInfo culture in new[] { CultureInfo.InvariantCulture, English, Finnish, Chinese, Canadian })
            Assert.Equal(expected, ScheduleTime.Parse(text, culture).ToString(ScheduleTime.Format));
    }

    [Theory]
    [InlineData("2.30", "02:30")]
    [InlineData("14.30", "14:30")]
    [InlineData("14.30.00", "14:30")]
    [InlineData("2.30 ip.", "14:30")]
    public void A_culture_has_its_own_separator(string text, string expected)
    {
        Assert.Equal(expected, ScheduleTime.Parse(text, Finnish).ToString(ScheduleTime.Format));
        Assert.Equal("ScheduleInvalid", Assert.Throws<CoexException>(() => ScheduleTime.Parse(text, English)).ErrorId);
    }

    [Fact]
    public void A_culture_has_its_own_designators_and_words()
    {
        Assert.Equal(new TimeSpan(14, 30, 0), ScheduleTime.Parse("下午2:30", Chinese));
        Assert.Equal(new TimeSpan(2, 30, 0), ScheduleTime.Parse("\u200E上午 2:30", Chinese));
        Assert.Equal(new TimeSpan(14, 30, 0), ScheduleTime.Parse("14 h 30", Canadian));
        Assert.Equal(new TimeSpan(14, 30, 0), ScheduleTime.Parse("2:30 p.m.", Canadian));
    }

    [Theory]
    [InlineData("")]
    [InlineData("noon")]
    [InlineData("2")]
    [InlineData("230")]
    [InlineData("2:3")]
    [InlineData("24:00")]
    [InlineData("25:00")]
    [InlineData("2:60")]
    [InlineData("-2:30")]
    [InlineData("2:30:30")]
    [InlineData("2:30.00")]
    [InlineData("0:30am")]
    [InlineData("13:00pm")]
    [InlineData("14:30 AM")]
    [InlineData("am2:30am")]
    [InlineData("am2:30pm")]
    [InlineData("2:30x")]
    [InlineData("2:30 Uhr")]
    [InlineData("1.02:30")]
    [InlineData("2026-11-30")]
    [InlineData("2026-11-30 02:30")]
    [InlineData("11/30/2026 02:30:00")]
    [InlineData("٢:٣٠")]
    public void Anything_else_is_an_error(string text)
    {
        foreach (CultureInfo culture in new[] { CultureInfo.InvariantCulture, English, Finnish, Chinese, Canadian })
        {
            CoexException failure = Assert.Throws<CoexException>(() => ScheduleTime.Parse(text, culture));
            Assert.Equal(("ScheduleInvalid", text), (failure.ErrorId, failure.Target));
            Assert.Contains("14:30", failure.Message);
        }
    }

    [Fact]
    public void Designators_that_do_not_distinguish_the_halves_are_not_accepted()
    {
        CultureInfo same = Culture(":", "x", "x", "H:mm");
        Assert.Throws<CoexException>(() => ScheduleTime.Parse("2:30x", same));
    }

    [Fact]
    public void The_error_shows_an_example_of_the_culture() =>
        Assert.Contains(", or 14.30.", Assert.Throws<CoexException>(() => ScheduleTime.Parse("noon", Finnish)).Message);

    [Theory]
    [InlineData("2026-11-30T01:00:00+01:00", "02:30", "2026-11-30T02:30:00+01:00")]
    [InlineData("2026-11-30T02:30:00+01:00", "02:30", "2026-12-01T02:30:00+01:00")]
    [InlineData("2026-11-30T23:00:00+01:00", "02:30", "2026-12-01T02:30:00+01:00")]
    [InlineData("2026-11-30T23:30:00Z", "02:30", "2026-12-01T02:30:00+01:00")]
    [InlineData("2026-03-28T12:00:00+01:00", "04:00", "2026-03-29T04:00:00+02:00")]
    // The clock is advanced from 02:00 to 03:00.
    [InlineData("2026-03-28T12:00:00+01:00", "02:30", "2026-03-29T03:30:00+02:00")]
    [InlineData("2026-10-24T12:00:00+02:00", "04:00", "2026-10-25T04:00:00+01:00")]
    public void The_next_run_is_the_next_time_at_which_the_clock_shows_the_time(string now, string at, string expected)
    {
        DateTimeOffset next = ScheduleTime.Next(
            TimeSpan.Parse(at, CultureInfo.InvariantCulture), DateTimeOffset.Parse(now, CultureInfo.InvariantCulture),
            CentralEurope());
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), next);
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture).Offset, next.Offset);
    }

    private static TimeZoneInfo CentralEurope()
    {
        var spring = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(
            new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday);
        var autumn = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(
            new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday);
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue, DateTime.MaxValue.Date, TimeSpan.FromHours(1), spring, autumn);
        return TimeZoneInfo.CreateCustomTimeZone("CET", TimeSpan.FromHours(1), "CET", "CET", "CEST", [rule]);
    }

    private static CultureInfo Culture(string separator, string am, string pm, string pattern)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.TimeSeparator = separator;
        culture.DateTimeFormat.AMDesignator = am;
        culture.DateTimeFormat.PMDesignator = pm;
        culture.DateTimeFormat.ShortTimePattern = pattern;
        return culture;
    }
}
