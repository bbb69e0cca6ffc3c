using System.Globalization;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Model;

namespace CoexTools.Tests.Durability;

/// <summary>Several processes change one file at once: no change is lost.</summary>
public abstract class RivalTests(ITestOutputHelper output, CopyWay way)
{
    [Theory]
    [InlineData(2, 50)]
    [InlineData(3, 20)]
    public void No_change_of_rivals_is_lost(int rivals, int full)
    {
        using Workplace place = Workplace.Make(200_000, way);
        Run(place, rivals, Repetitions.Of(full, divisor: 3)).ForEach(output.WriteLine);
    }

    /// <summary>Lets several processes change one file at once, and checks that no change is lost.</summary>
    /// <returns>What each process reports.</returns>
    internal static List<string> Run(Workplace place, int rivals, int rounds)
    {
        var reports = new List<string>();
        List<Child> children =
        [
            .. Enumerable.Range(1, rivals)
                .Select(
                    number => Child.Start("rival", place.Way, place.FilePath, Texts.UniversalId(number), $"{rounds}")),
        ];
        Child.Race(children, said =>
        {
            Assert.StartsWith($"{rounds} done", said);
            reports.Add(said);
        });

        IReadOnlyList<JournalEntry> entries = place.History();
        Assert.Equal(rivals * rounds, entries.Count);
        place.AssertAgrees(entries);
        Assert.Equal(["names.dxl", "names.dxl.journal"], place.Content);
        foreach (ForeignDomainDocument document in place.Read().Unordered)
        {
            int number = int.Parse(document.UniversalId, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Assert.Equal(7 + (number <= rivals ? rounds : 0), document.Sequence);
            Assert.Equal(
                number <= rivals ? rounds : 0,
                entries.Count(entry => Assert.Single(entry.Documents).UniversalId == document.UniversalId));
        }
        return reports;
    }
}

/// <summary>With the hash of the file.</summary>
public sealed class RivalTestsByHash(ITestOutputHelper output) : RivalTests(output, CopyWay.Hashed);

/// <summary>With the identity of the file.</summary>
public sealed class RivalTestsByIdentity(ITestOutputHelper output) : RivalTests(output, CopyWay.Portable);

/// <summary>With the identity of the file, copied by the system.</summary>
public sealed class RivalTestsBySystem(ITestOutputHelper output) : RivalTests(output, CopyWay.System);
