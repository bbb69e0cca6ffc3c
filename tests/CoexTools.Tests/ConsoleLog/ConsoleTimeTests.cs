using System.Globalization;
using System.Text;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Tests;

/// <summary>The times at the start of lines, in the formats of servers.</summary>
public sealed class ConsoleTimeTests
{
    [Theory]
    [InlineData("[86243:000002-00007D9DC1973740] 01/31/2026 01:52:26   Text", "2026-01-31 01:52:26", "Text")]
    [InlineData("08.02.2008 15:47:43   Calendar Connector started", "2008-02-08 15:47:43", "Calendar")]
    [InlineData("11/25/2008 07:21:58 AM  Calendar Connector started", "2008-11-25 07:21:58", "Calendar")]
    [InlineData("> 11/25/2008 07:22:09 PM  AMgr", "2008-11-25 19:22:09", "AMgr")]
    [InlineData("25/11/2008 12:00:00 AM  Text", "2008-11-25 00:00:00", "Text")]
    [InlineData("25/11/2008 12:00:00 pm  Text", "2008-11-25 12:00:00", "Text")]
    [InlineData("25/11/2008 1:05:00 p.m.  Text", "2008-11-25 13:05:00", "Text")]
    [InlineData("25/11/08 1:05 a. m.  Text", "2008-11-25 01:05:00", "Text")]
    [InlineData("25-11-98 23:05:06   Text", "1998-11-25 23:05:06", "Text")]
    [InlineData("2026-01-31 01:52:26   Text", "2026-01-31 01:52:26", "Text")]
    [InlineData("2026.01.31. 1:52:26   Text", "2026-01-31 01:52:26", "Text")]
    [InlineData("31.1.2026 01.52.26   Text", "2026-01-31 01:52:26", "Text")]
    [InlineData("31/01/2026, 01:52:26   Amtliches", "2026-01-31 01:52:26", "Amtliches")]
    // A program that collects logs stamps each line in UTC; the local time of the server follows.
    [InlineData("2026-01-31T06:52:26.123Z [86243:2-7D9D] 31.01.2026 01:52:26   Text", "2026-01-31 01:52:26", "Text")]
    [InlineData("2026-01-31T02:52:26+01:00 31.01.2026 01:52:26   Text", "2026-01-31 01:52:26", "Text")]
    [InlineData("2026-01-31T02:52:26,5-05:00 31.01.2026 01:52:26   Text", "2026-01-31 01:52:26", "Text")]
    // The time of the stamp has no zone, so it is the local time.
    [InlineData("2026-01-31 01:52:26", "2026-01-31 01:52:26", "")]
    [InlineData("2026-01-31 01:52:26.123", "2026-01-31 01:52:26", ".123")]
    [InlineData("2026-01-31 01:52:26,12 Text", "2026-01-31 01:52:26", ",12 Text")]
    [InlineData("2026-01-31 01:52:26+", "2026-01-31 01:52:26", "+")]
    [InlineData("2026-01-31 01:52:26+21 Text", "2026-01-31 01:52:26", "+21")]
    [InlineData("2026-01-31 01:52:26-0x Text", "2026-01-31 01:52:26", "-0x")]
    [InlineData("2026-01-31 01:52:26- / Text", "2026-01-31 01:52:26", "- /")]
    [InlineData("2026-01-31 01:52:26-1/ Text", "2026-01-31 01:52:26", "-1/")]
    [InlineData("\0\0[0F4C:0002-1A2B] 31/01/2026 01:52:26   PM is here", "2026-01-31 01:52:26", "PM")]
    [InlineData("31/01/2026 01:52:26 apm", "2026-01-31 01:52:26", "apm")]
    [InlineData("31/01/2026 01:52:26 a.", "2026-01-31 01:52:26", "a.")]
    [InlineData("31/01/2026 01:52:26 p", "2026-01-31 01:52:26", "p")]
    [InlineData("31/01/2026 01:52:26 PM", "2026-01-31 13:52:26", "")]
    [InlineData("31/01/2026 01:52:26 p.m", "2026-01-31 13:52:26", "")]
    [InlineData("31/01/2026 01:52:26 PM{", "2026-01-31 13:52:26", "{")]
    [InlineData("31/01/2026 13:52:26 PM Text", "2026-01-31 13:52:26", "Text")]
    public void A_time_is_read(string line, string time, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        int at = 0;
        Assert.True(ConsoleTime.TryRead(bytes, ref at, bytes.Length, out ConsoleTime read));
        Assert.Equal(time, read.In(DateOrder.DayFirst).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        Assert.StartsWith(text, Encoding.UTF8.GetString(bytes[at..]).TrimStart());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Text")]
    [InlineData("[86243:000002")]
    [InlineData("[86243:000002]")]
    [InlineData("[86243:000002] ")]
    [InlineData("31")]
    [InlineData("31/")]
    [InlineData("31/a")]
    [InlineData("31/01")]
    [InlineData("31/01/")]
    [InlineData("31/01/a")]
    [InlineData("31/01/2026 a")]
    [InlineData("31/01/2026 /")]
    [InlineData("31/01/2026 01")]
    [InlineData("31/01/2026 01-52")]
    [InlineData("31/01/2026 01:")]
    [InlineData("31/01/2026 01:a")]
    [InlineData("31/01/2026 01:52:a")]
    [InlineData("31/01/2026 01:52:60")]
    [InlineData("31/00/2026 01:52:26")]
    [InlineData("01/01/1970 01:52:26")]
    [InlineData("01/01/9999 01:52:26")]
    [InlineData("2026-31-01 01:52:26")]
    [InlineData("2026-01-31T02:52:26+01:00")] // Only the stamp of a program that collects logs.
    [InlineData("2026-01-31T02:52:26Z")]
    [InlineData("31/01/2026")]
    [InlineData("31/01/2026 ")]
    [InlineData("31/01.2026 01:52:26")]
    [InlineData("31/13/2026 01:52:26")]
    [InlineData("30/02/2026 01:52:26")]
    [InlineData("00/01/2026 01:52:26")]
    [InlineData("31/01/126 01:52:26")]
    [InlineData("131/01/2026 01:52:26")]
    [InlineData("31/01/2026 25:52:26")]
    [InlineData("31/01/2026 01:62:26")]
    [InlineData("2026-01-31T06:52:26.123Z Text")] // Not a local time.
    [InlineData("192.168.10.1 01:02:03")]
    public void Another_text_is_no_time(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        int at = 0;
        Assert.False(ConsoleTime.TryRead(bytes, ref at, bytes.Length, out _));
        Assert.Equal(0, at);
    }

    // The hour in the line, the earliest hour, and how many hours later it can be.
    [Theory]
    [InlineData("03", 3, 12)]
    [InlineData("12", 0, 12)]
    [InlineData("00", 0, 0)]
    [InlineData("13", 13, 0)]
    public void Half_a_day_in_another_script_can_be_the_morning_or_the_afternoon(string hour, int earliest, int slack)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"2026/01/31 {hour}:12:26 下午   Text");
        int at = 0;
        Assert.True(ConsoleTime.TryRead(bytes, ref at, bytes.Length, out ConsoleTime read));
        Assert.Equal(new DateTime(2026, 1, 31, earliest, 12, 26), read.In(DateOrder.MonthFirst));
        Assert.Equal(TimeSpan.FromHours(slack), read.Slack);
    }

    // Each date at 12:00; the latest time is 2026-11-30.
    [Theory]
    [InlineData("05/11/2026 06/11/2026", null)]
    [InlineData("05/05/2026 06/06/2026", "DayFirst")] // Both orders are the same dates.
    [InlineData("2026-05-11 2026-06-11", "DayFirst")]
    [InlineData("05/11/2026 13/11/2026", "DayFirst")]
    [InlineData("05/11/2026 11/13/2026", "MonthFirst")]
    [InlineData("05/11/2026 13/11/2026 11/14/2026", null)] // The format has changed.
    [InlineData("01/12/2025 05/12/2026", "MonthFirst")] // The other order is in the future.
    [InlineData("10/09/2026 09/10/2026 10/09/2026", null)] // Both orders go back.
    [InlineData("11/09/2026 12/09/2026 01/10/2026", "DayFirst")] // The other order goes back.
    [InlineData("09/11/2026 09/12/2026 10/01/2026", "MonthFirst")]
    public void The_order_follows_from_the_dates(string dates, string? order)
    {
        var evidence = new DateOrderEvidence(new DateTime(2026, 11, 30));
        foreach (string date in dates.Split(' '))
        {
            byte[] bytes = Encoding.ASCII.GetBytes(date + " 12:00:00");
            int at = 0;
            Assert.True(ConsoleTime.TryRead(bytes, ref at, bytes.Length, out ConsoleTime time));
            evidence.Add(time);
        }
        Assert.Equal(order, evidence.Order?.ToString());
    }

    // The local time, and the first and the last instant in UTC.
    [Theory]
    [InlineData("+01:00", "2026-03-10 12:00", "2026-03-10 11:00", "2026-03-10 11:00")]
    [InlineData("-0530", "2026-03-10 12:00", "2026-03-10 17:30", "2026-03-10 17:30")]
    [InlineData("UTC", "2026-03-10 12:00", "2026-03-10 12:00", "2026-03-10 12:00")]
    [InlineData("utc+2", "2026-03-10 12:00", "2026-03-10 10:00", "2026-03-10 10:00")]
    [InlineData(null, "2026-03-10 12:00", "2026-03-09 22:00", "2026-03-11 00:00")]
    [InlineData("Europe/Berlin", "2026-07-10 12:00", "2026-07-10 10:00", "2026-07-10 10:00")]
    [InlineData("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30", "2026-10-25 01:30")]
    [InlineData("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 00:30", "2026-03-29 02:30")]
    public void A_local_time_is_one_instant_or_one_of_several(string? zone, string local, string earliest,
        string latest)
    {
        ConsoleZone known = zone is null ? ConsoleZone.Unknown : ConsoleZone.Parse(zone)!;
        Assert.Equal(
            (At(earliest), At(latest)), known.ToUtc(At(local), TimeSpan.Zero));

        static DateTime At(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+15")]
    [InlineData("+01:75")]
    [InlineData("Atlantis/Capital")]
    public void Another_text_is_no_time_zone(string text) => Assert.Null(ConsoleZone.Parse(text));
}
