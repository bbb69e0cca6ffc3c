using System.Diagnostics;
using CoexTools.Analysis;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>
/// That 20 components are no matter of 2^20 simulations in usual directories, and none of memory in any.
/// </summary>
public sealed class ScaleTests
{
    private static readonly NotesName Hub = new("Hub01/Acme");

    // Every server sees every document: a request goes down the table, and no server more than one question deep.
    [Theory]
    [InlineData(CoexistenceService.FreeBusy)]
    [InlineData(CoexistenceService.Mail)]
    public void States_grow_with_the_servers_where_all_see_the_same(CoexistenceService service)
    {
        long[] states =
            [.. new[] { 5, 10, 20, 40 }.Select(count => Measure(Open(count), service, new OutageScope()).StateCount)];
        Assert.All(states.Zip([5, 10, 20, 40]), pair => Assert.InRange(pair.First, 2, pair.Second + 1));
    }

    [Fact]
    public void Twenty_servers_with_failover_are_measured_exactly()
    {
        CoexistenceAvailability found = Measure(
            Secured(20), CoexistenceService.FreeBusy, new OutageScope(), maximumOrder: 20);
        Assert.True(found.IsComplete);
        Assert.True(found.SurvivesAnySingleFailure);
        Assert.Equal(20, Assert.Single(found.CutSet).Order);
        Assert.Equal(1, found.Availability);
        Assert.Equal(0, found.DowntimePerYear.Ticks);

        found = Measure(Secured(20), CoexistenceService.FreeBusy, new OutageScope());
        Assert.False(found.IsComplete); // The only cut set has more members than were asked for.
        Assert.Contains("up to 20", found.Remark);
        Assert.Equal(found.AvailabilityLow, found.AvailabilityHigh);
    }

    // The worst that there is for 20 components: every server has its own order, so that a message may wander through
    // all of them.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Twenty_servers_that_each_have_their_own_order_are_measured_exactly_in_little_memory(int seed)
    {
        var random = new Random(seed);
        DomainVisibility open = Open(20);
        DomainVisibility view = open.With(
            [.. open.NamedServers.Append(Hub)
                .Select(server => new ServerReplica(server, "own", Shuffled(open.Documents, random)))]);
        foreach (OutageScope scope in new[] { new OutageScope(), new OutageScope(IncludeBusy: true) })
        {
            (CoexistenceAvailability found, long bytes, TimeSpan time) =
                Weigh(() => Measure(view, CoexistenceService.Mail, scope, maximumOrder: 20));
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{scope}: {found.StateCount:N0} states, {found.CutSet.Count} cut sets, {bytes >> 20} MB "
                    + $"allocated, {time}");
            Assert.True(found.IsComplete);
            Assert.InRange(found.StateCount, 21, 2L << 20);
            Assert.InRange(bytes, 0, 200L << 20);
        }
    }

    [Fact]
    public void Five_servers_with_all_their_links_are_measured_exactly()
    {
        foreach (CoexistenceService service in Enum.GetValues<CoexistenceService>())
        {
            (CoexistenceAvailability found, long bytes, TimeSpan time) =
                Weigh(() => Measure(
                    Open(5), service, new OutageScope(
                        IncludeLeg: true, IncludeLink: true, IncludeBusy: true), maximumOrder: 30));
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{service}: {found.Component.Count} components, {found.StateCount:N0} states, {found.CutSet.Count} "
                    + $"cut sets, {bytes >> 20} MB allocated, {time}");
            Assert.Equal(5 + 10 + 15, found.Component.Count);
            Assert.True(found.IsComplete);
        }
    }

    [Fact]
    public void Too_many_components_give_bounds_and_say_so()
    {
        foreach (CoexistenceService service in new[] { CoexistenceService.FreeBusy, CoexistenceService.Mail })
        {
            (CoexistenceAvailability found, long bytes, TimeSpan time) =
                Weigh(() => Measure(
                    Open(40), service, new OutageScope(IncludeLeg: true, IncludeLink: true, IncludeBusy: true)));
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{service}: {found.Component.Count} components, {found.StateCount:N0} states, {found.CutSet.Count} "
                    + $"cut sets, {bytes >> 20} MB allocated, {time}, {found.AvailabilityLow} "
                    + $"to {found.AvailabilityHigh} {found.Remark}");
            Assert.False(found.IsComplete);
            Assert.InRange(found.AvailabilityHigh - found.AvailabilityLow, double.Epsilon, 1e-6);
            Assert.NotEmpty(found.Remark);
            Assert.InRange(found.StateCount, 1, 3_000_000);
        }
    }

    // The search with fewer failures at once is made larger as long as it fits, and is not begun at the largest.
    [Fact]
    public void Too_many_components_cost_no_more_where_all_cut_sets_are_asked_for()
    {
        CoexistenceAvailability found = Measure(
            Open(12), CoexistenceService.Mail, new OutageScope(
                IncludeLeg: true, IncludeLink: true), maximumOrder: int.MaxValue);
        Assert.False(found.IsComplete);
        Assert.InRange(found.StateCount, 1, 1_000_000);
        Assert.NotEmpty(found.CutSet);
    }

    private static (CoexistenceAvailability Found, long Bytes, TimeSpan Time) Weigh(
        Func<CoexistenceAvailability> measure)
    {
        var running = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        CoexistenceAvailability found = measure();
        return (found, GC.GetAllocatedBytesForCurrentThread() - before, running.Elapsed);
    }

    private static CoexistenceAvailability Measure(
        DomainVisibility view, CoexistenceService service, OutageScope scope, int maximumOrder = 3) =>
            new AvailabilityMeasurement(scope, new ComponentOdds(), maximumOrder)
                .Measure(new Request(view, service, Hub), null, null, CancellationToken.None);

    private static DomainVisibility Open(int count) =>
        Sketch.View(
            string.Join(
                " | ", Names(count).Select((name, i) => $"doc BTEx; both={name}; at={Time(i)}")
                    .Prepend($"server {Hub}")));

    private static DomainVisibility Secured(int count) =>
        Sketch.View(string.Join(
            " | ", Names(count).Select((name, i) => $"doc BTEx; both={name}; at={Time(i)}; readers={name}, {Hub}")
                .Prepend($"server {Hub}")));

    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => $"Domino{i:00}/Acme");

    private static string Time(int i) =>
        new DateTime(2025, 3, 10, 12, 0, 0).AddMinutes(-i).ToString("yyyyMMdd'T'HHmmss',00+00'");

    private static List<ForeignDomainDocument> Shuffled(IReadOnlyList<ForeignDomainDocument> documents, Random random)
    {
        ForeignDomainDocument[] shuffled = [.. documents];
        random.Shuffle(shuffled);
        return [.. shuffled];
    }
}
