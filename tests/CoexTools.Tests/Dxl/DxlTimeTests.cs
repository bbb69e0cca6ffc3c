using System.Globalization;
using CoexTools.Model;
using CoexTools.Values;
using CsCheck;

namespace CoexTools.Tests.Dxl;

public class DxlTimeTests
{
    [Theory]
    [InlineData("20250131T101112,34-05", "2025-01-31T10:11:12.34-05:00")]
    [InlineData("20250131T101112,34+05", "2025-01-31T10:11:12.34+05:00")]
    [InlineData("20250131T101112,34+00", "2025-01-31T10:11:12.34+00:00")]
    [InlineData("20250131T101112,34-00", "2025-01-31T10:11:12.34+00:00")]
    [InlineData("20250131T101112,34Z", "2025-01-31T10:11:12.34+00:00")]
    [InlineData("20250131T101112,34+0530", "2025-01-31T10:11:12.34+05:30")]
    [InlineData("20250131T101112,34+05:30", "2025-01-31T10:11:12.34+05:30")]
    [InlineData("20250131T101112,34-0330", "2025-01-31T10:11:12.34-03:30")]
    [InlineData("20250131T101112,34+1400", "2025-01-31T10:11:12.34+14:00")]
    [InlineData("20250131T101112,34-1400", "2025-01-31T10:11:12.34-14:00")]
    [InlineData("20250131T101112,34+0545", "2025-01-31T10:11:12.34+05:45")]
    [InlineData("20250131T101112-05", "2025-01-31T10:11:12-05:00")]
    [InlineData("20250131T101112.34-05", "2025-01-31T10:11:12.34-05:00")]
    [InlineData("20250131T101112,3-05", "2025-01-31T10:11:12.3-05:00")]
    [InlineData("20250131T101112,03-05", "2025-01-31T10:11:12.03-05:00")]
    [InlineData("20250131T101112,3456789-05", "2025-01-31T10:11:12.3456789-05:00")]
    [InlineData("20240229T000000,00+00", "2024-02-29T00:00:00+00:00")]
    [InlineData("20250131T235959,99+00", "2025-01-31T23:59:59.99+00:00")]
    [InlineData(" \n 20250131T101112,34-05 \t", "2025-01-31T10:11:12.34-05:00")]
    [InlineData("00010101T000000,00+00", "0001-01-01T00:00:00+00:00")]
    [InlineData("00010101T140000,00+14", "0001-01-01T14:00:00+14:00")]
    [InlineData("99991231T235959,99+00", "9999-12-31T23:59:59.99+00:00")]
    [InlineData("99991231T095959,99-14", "9999-12-31T09:59:59.99-14:00")]
    public void A_time_with_an_offset_is_that_instant_in_that_offset(string text, string expected)
    {
        NoteTime time = DxlTime.Parse(text);
        DateTimeOffset wanted = DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture);
        Assert.Equal(wanted, time.Instant);
        Assert.Equal(wanted.Offset, time.Instant!.Value.Offset);
        Assert.True(time.HasOffset);
        Assert.False(time.IsInvalid);
        Assert.Equal(text.Trim(), time.Text);
    }

    [Theory]
    [InlineData("20250131T101112,34", "2025-01-31T10:11:12.34+00:00")]
    [InlineData("20250131T101112", "2025-01-31T10:11:12+00:00")]
    public void Without_an_offset_UTC_is_taken_and_the_time_says_so(string text, string expected)
    {
        NoteTime time = DxlTime.Parse(text);
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), time.Instant);
        Assert.Equal(TimeSpan.Zero, time.Instant!.Value.Offset);
        Assert.False(time.HasOffset);
        Assert.False(time.IsInvalid);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    public void Nothing_is_no_time_and_no_mistake(string? text)
    {
        NoteTime time = DxlTime.Parse(text);
        Assert.Equal(default, time);
        Assert.False(time.IsInvalid);
    }

    [Theory]
    [InlineData("T101112,34-05")] // The time of day alone is allowed in DXL, but is not an instant.
    [InlineData("20250131")] // The date alone is allowed in DXL, but is not an instant (OR3).
    [InlineData("20250131Z")]
    [InlineData("20250131+02")]
    [InlineData("T101112,34")]
    [InlineData("T101112")]
    [InlineData("101112,34")]
    [InlineData("garbage")]
    [InlineData("2025-01-31T10:11:12Z")]
    [InlineData("20250131T10:11:12")]
    [InlineData("20250131 101112")]
    [InlineData("20250131t101112")]
    [InlineData("20250131T101112z")]
    [InlineData("20250131T1011")]
    [InlineData("20250131T")]
    [InlineData("2025013T101112")]
    [InlineData("20250131T101112,")]
    [InlineData("20250131T101112,34567890-05")]
    [InlineData("20250131T101112,34-5")]
    [InlineData("20250131T101112,34-050")]
    [InlineData("20250131T101112,34-05300")]
    [InlineData("20250131T101112,34-0560")]
    [InlineData("20250131T101112,34-0599")]
    [InlineData("20250131T101112,34+15")]
    [InlineData("20250131T101112,34+1401")]
    [InlineData("20250131T101112,34-99")]
    [InlineData("20250131T101112,34-05Z")]
    [InlineData("20250229T000000,00+00")]
    [InlineData("20251301T000000,00+00")]
    [InlineData("20250100T000000,00+00")]
    [InlineData("20250132T000000,00+00")]
    [InlineData("20250131T240000,00+00")]
    [InlineData("20250131T106000,00+00")]
    [InlineData("20250131T101060,00+00")]
    [InlineData("00000101T000000,00+00")]
    [InlineData("00010101T000000,00+01")] // Before the first instant that there is.
    [InlineData("99991231T235959,99-01")] // Behind the last one.
    [InlineData("٢٠٢٥٠١٣١T101112,34-05")] // Digits, but none of ISO's.
    [InlineData("２０２５０１３１T101112")]
    [InlineData("20250131T101112,34-05\u0000")]
    [InlineData("20250131T101112,34-05 20250131T101112,34-05")]
    [InlineData("-0250131T101112")]
    [InlineData("+20250131T101112,34-05")]
    public void What_is_no_time_has_no_instant_and_keeps_its_text(string text)
    {
        NoteTime time = DxlTime.Parse(text);
        Assert.Null(time.Instant);
        Assert.True(time.IsInvalid);
        Assert.False(time.HasOffset);
        Assert.Equal(text, time.Text);
    }

    [Fact]
    public void A_very_long_text_is_refused_at_once()
    {
        string text = new('1', 10_000_000);
        Assert.True(DxlTime.Parse(text).IsInvalid);
    }

    [Theory]
    [InlineData("2025-01-31T10:11:12.349-05:00", "20250131T101112,34-05")]
    [InlineData("2025-01-31T10:11:12+00:00", "20250131T101112,00+00")]
    [InlineData("2025-01-31T10:11:12.009+05:30", "20250131T101112,00+0530")]
    [InlineData("2025-01-31T10:11:12.5-03:30", "20250131T101112,50-0330")]
    [InlineData("2025-01-31T10:11:12.5-00:30", "20250131T101112,50-0030")]
    [InlineData("0001-01-01T00:00:00+00:00", "00010101T000000,00+00")]
    [InlineData("9999-12-31T23:59:59.9999999+00:00", "99991231T235959,99+00")]
    public void A_time_is_written_in_its_own_offset_with_hundredths(string time, string expected) =>
        Assert.Equal(expected, DxlTime.Format(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)));

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Select(
            Gen.Long[DateTime.MinValue.AddDays(1).Ticks / 100_000, DateTime.MaxValue.AddDays(-1).Ticks / 100_000],
            Gen.Int[-14 * 60, 14 * 60])
            .Sample((hundredths, minutes) =>
            {
                var time = new DateTimeOffset(hundredths * 100_000, TimeSpan.FromMinutes(minutes));
                NoteTime read = DxlTime.Parse(DxlTime.Format(time));
                Assert.Equal(time, read.Instant);
                Assert.Equal(time.Offset, read.Instant!.Value.Offset);
                Assert.True(read.HasOffset);
            });

    [Fact]
    public void No_text_makes_the_reading_fail() =>
        Gen.String[Gen.Char["0123456789T,.+-Z: \0é٢"], 0, 45].Sample(text =>
        {
            NoteTime time = DxlTime.Parse(text);
            Assert.Equal(string.IsNullOrWhiteSpace(text) ? null : text.Trim(), time.Text);
        });

    [Theory]
    [InlineData("ar-SA")] // Another calendar.
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("sv-SE")] // Another minus sign.
    public void The_culture_does_not_matter(string name)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            NoteTime time = DxlTime.Parse("20250131T101112,34-0330");
            Assert.Equal(new DateTimeOffset(2025, 1, 31, 10, 11, 12, 340, new TimeSpan(-3, -30, 0)), time.Instant);
            Assert.Equal("20250131T101112,34-0330", DxlTime.Format(time.Instant!.Value));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
