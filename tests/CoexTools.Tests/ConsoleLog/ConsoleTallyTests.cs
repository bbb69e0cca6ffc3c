using CoexTools.Consoles;

namespace CoexTools.Tests;

/// <summary>What two readings of a console log have in common, if the order of day and month is open.</summary>
public sealed class ConsoleTallyTests
{
    // The days of the lines in each reading, and what the total contains.
    [Theory]
    [InlineData("", "", 0, null, null, false)]
    [InlineData("1", "", 0, null, null, false)]
    [InlineData("", "1", 0, null, null, false)]
    [InlineData("1 2", "1 2", 2, 1, 2, false)]
    [InlineData("1 2", "1 3", 2, 1, 2, true)] // The last line differs.
    [InlineData("1 3", "2 3", 2, 1, 3, true)] // The first line differs.
    [InlineData("1 2 3", "1 3", 2, 1, 3, false)]
    [InlineData("2", "3 4", 1, 2, 2, true)]
    [InlineData("3 1 2", "1 2 3", 3, 1, 3, false)] // The lines of a reading can go back.
    public void Only_what_both_readings_have_is_certain(
        string one, string other, long after, int? first, int? last, bool isAmbiguous)
    {
        var total = new ConsoleTally();
        total.Add(TallyOf(one), TallyOf(other));
        Assert.Equal((after, first, last), (total.After, total.First?.Time.Day, total.Last?.Time.Day));
        Assert.Equal(isAmbiguous, total.IsAmbiguous);
        Assert.Equal(Math.Max(TallyOf(one).Possible, TallyOf(other).Possible), total.Possible);
    }

    [Fact]
    public void A_later_file_extends_the_total_in_both_directions()
    {
        var total = new ConsoleTally();
        total.Add(TallyOf("5 6"), TallyOf("5 7"));
        total.Add(TallyOf("4 8"), TallyOf("4 8"));
        total.Add(TallyOf("5"), TallyOf("5"));
        Assert.Equal((4, 8), (total.First!.Value.Time.Day, total.Last!.Value.Time.Day));
        Assert.True(total.IsAmbiguous);
        Assert.Equal(5, total.After);
    }

    [Fact]
    public void A_line_that_is_only_possible_has_no_place()
    {
        var tally = new ConsoleTally();
        tally.Add(LineOn(1), isCertain: false, isFuture: true);
        tally.Add(LineOn(2), isCertain: false, isFuture: false);
        Assert.Equal((2, 1, 0), (tally.Possible, tally.Future, tally.After));
        Assert.Null(tally.First);
        Assert.Null(tally.Last);
    }

    private static ConsoleTally TallyOf(string days)
    {
        var tally = new ConsoleTally();
        foreach (string day in days.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            tally.Add(LineOn(int.Parse(day)), isCertain: true, isFuture: false);
        return tally;
    }

    private static ConsoleSighting LineOn(int day) => new("console.log", day, new DateTime(2026, 1, day));
}
