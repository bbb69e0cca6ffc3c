using CoexTools.Access;
using CoexTools.Analysis;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CsCheck;

namespace CoexTools.Tests;

/// <summary>
/// The search, and plain enumeration over the oracle, find the same in random directories with up to 8 components.
/// </summary>
public sealed class BruteForceTests
{
    private const string Domain = "BTEx";
    private const int MaximumComponents = 8;

    private static readonly double[] Probabilities = [0.999, 0.99, 0.9, 0.5, 0.25, 1, 0];

    [Fact]
    public void Cut_sets_single_points_of_failure_and_availability_are_those_of_plain_enumeration()
    {
        int asked = 0, notMonotone = 0, failing = 0, surviving = 0;
        Gen.Select(new DirectoryGen(), Gen.Int[0, 7], Gen.Int).Sample(
            (made, switches, seed) =>
            {
                foreach ((PlainOutcome expected, CoexistenceAvailability found) in Compare(made, switches, seed))
                {
                    Interlocked.Increment(ref asked);
                    Interlocked.Add(ref notMonotone, expected.IsMonotone ? 0 : 1);
                    Interlocked.Add(ref failing, expected.CutSets.Contains("") ? 1 : 0);
                    Interlocked.Add(ref surviving, found.SurvivesAnySingleFailure == true ? 1 : 0);
                }
            },
            iter: Repetitions.Of(3_000, divisor: 3), writeLine: TestContext.Current.TestOutputHelper!.WriteLine);
        // The random directories must be of every kind, or the property would say less than it seems to.
        Assert.True(
            asked > Repetitions.Of(5_000, divisor: 3) && notMonotone > Repetitions.Of(100, divisor: 3)
                && failing > Repetitions.Of(100, divisor: 3)
                && surviving > Repetitions.Of(20, divisor: 3),
            $"{asked} asked, {notMonotone} not monotone, {failing} failing, {surviving} surviving");
        TestContext.Current.TestOutputHelper!
            .WriteLine($"{asked} asked, {notMonotone} not monotone, {failing} failing, {surviving} surviving");
    }

    [Fact]
    public void A_search_that_is_cut_short_gives_bounds_that_hold_and_cut_sets_that_are_some()
    {
        Gen.Select(new DirectoryGen(), Gen.Int[0, 2], Gen.Int[2, 6], Gen.Int).Sample(
            (made, maximumOrder, limit, seed) =>
            {
                DirectorySnapshot snapshot = DxlText.Read(made.Directory);
                if (!snapshot.Unordered.Any(IsOfDomain))
                    return;
                var view = new DomainVisibility(
                    snapshot.Unordered.Where(IsOfDomain), AccessEvaluator.Of(snapshot), OrderBy.Modified);
                var scope = new OutageScope(IncludeLeg: true, IncludeBusy: true);
                var odds = new ComponentOdds { Server = new Odds(0.9), Busy = new Odds(0.2), Leg = new Odds(0.8) };
                foreach (CoexistenceService service in Enum.GetValues<CoexistenceService>())
                {
                    var question = new Request(view, service, new NotesName(made.Origins[0]));
                    CoexistenceAvailability whole = new AvailabilityMeasurement(scope, odds, int.MaxValue)
                        .Measure(question, null, null, CancellationToken.None);
                    CoexistenceAvailability part = new AvailabilityMeasurement(scope, odds, maximumOrder, limit)
                        .Measure(question, null, null, CancellationToken.None);
                    Assert.True(whole.IsComplete);
                    Assert.InRange(whole.Availability, part.AvailabilityLow - 1e-12, part.AvailabilityHigh + 1e-12);
                    Assert.True(part.IsMonotone is null || part.IsMonotone == whole.IsMonotone);
                    Assert.Subset(
                        whole.CutSet.Select(cut => cut.ToString())
                            .ToHashSet(), part.CutSet.Select(cut => cut.ToString()).ToHashSet());
                    if (part.IsComplete)
                        Assert.Equal(
                            whole.CutSet.Select(cut => cut.ToString()), part.CutSet.Select(cut => cut.ToString()));
                    if (part.SurvivesAnySingleFailure == true)
                        Assert.True(whole.SurvivesAnySingleFailure);
                }
            },
            iter: Repetitions.Of(1_000, divisor: 3), writeLine: TestContext.Current.TestOutputHelper!.WriteLine);
    }

    /// <summary>
    /// Asks for the cut sets and the availability of each service, and compares them with those of plain enumeration.
    /// </summary>
    internal static IEnumerable<(PlainOutcome Expected, CoexistenceAvailability Found)> Compare(
        DirectoryCase made, int switches, int seed)
    {
        var oracle = new RuleOracle(made.Directory);
        DirectorySnapshot snapshot = DxlText.Read(made.Directory);
        if (!snapshot.Unordered.Any(IsOfDomain))
            yield break;
        var view = new DomainVisibility(
            snapshot.Unordered.Where(IsOfDomain), AccessEvaluator.Of(snapshot), OrderBy.Modified);
        var random = new Random(seed);
        string origin = made.Origins[random.Next(made.Origins.Count)];
        List<PlainComponent>? components = null;
        OutageScope scope = new();
        // As many of the kinds of component as keep the plain enumeration short.
        for (; switches >= 0 && components is null; switches--)
        {
            scope = new OutageScope((switches & 1) != 0, (switches & 2) != 0, (switches & 4) != 0);
            components = Components(made.Directory, oracle, origin, scope, new Random(seed));
            if (components.Count > MaximumComponents)
                components = null;
        }
        if (components is null)
            yield break;
        ComponentOdds odds = Odds(components, scope);
        foreach (CoexistenceService service in Enum.GetValues<CoexistenceService>())
        {
            PlainOutcome expected = PlainEnumeration.Of(
                components, network => IsReached(oracle, origin, service, network));
            CoexistenceAvailability found = new AvailabilityMeasurement(scope, odds, int.MaxValue)
                .Measure(
                    new Request(view, service, new NotesName(origin)), report: null, decided: null,
                    CancellationToken.None);
            // VD5: it is not known where the directory has no server where requests start, beside those that serve the
            // domain.
            bool knowsOrigins = snapshot.Servers.Append(new NotesName(origin))
                .Any(server => !view.NamedServers.Contains(server));
            Check(expected, found, components, knowsOrigins, $"{service} from {origin}, {scope}");
            yield return (expected, found);
        }
    }

    private static void Check(
        PlainOutcome expected, CoexistenceAvailability found, List<PlainComponent> components,
        bool knowsOrigins, string told)
    {
        string[] cuts =
        [
            .. found.CutSet.Select(cut => string.Join(", ", cut.Member.Order(StringComparer.OrdinalIgnoreCase)))
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
        Assert.True(
            expected.CutSets.SequenceEqual(cuts, StringComparer.OrdinalIgnoreCase),
            $"{told}: {string.Join("; ", expected.CutSets)} but {string.Join("; ", cuts)}");
        Assert.Equal(
            expected.Single, found.SinglePointOfFailure.Order(
                StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        bool survives = !expected.CutSets.Contains("") && expected.Single.Count == 0;
        Assert.Equal(survives && !knowsOrigins ? null : survives, found.SurvivesAnySingleFailure);
        Assert.Equal(
            components.Select(component => component.Name).Order(StringComparer.OrdinalIgnoreCase),
            found.Component.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(expected.IsMonotone, found.IsMonotone);
        Assert.True(found.IsComplete, told);
        Assert.Equal(expected.Availability, found.Availability, 1e-12);
        Assert.Equal((found.Availability, found.Availability), (found.AvailabilityLow, found.AvailabilityHigh));
        Assert.InRange(found.StateCount, 1, expected.StateCount);
        Assert.All(found.CutSet, cut => Assert.False(cut.Path.Reachable));
    }

    private static bool IsReached(RuleOracle oracle, string origin, CoexistenceService service, PlainNetwork network) =>
        service == CoexistenceService.FreeBusy
        ? oracle.FreeBusy(origin, Domain, network).Status == "Answered"
        : oracle.Mail(origin, Domain, service == CoexistenceService.Calendar, network).Status == "Delivered";

    // The components of the request's own words: the servers that the documents name, except the origin; their legs;
    // the links among all of these.
    private static List<PlainComponent> Components(
        PlainDirectory directory, RuleOracle oracle, string origin, OutageScope scope, Random random)
    {
        List<string> servers = [.. directory.Documents
            .Where(document => document.Domain.Name.Equals(Domain, StringComparison.OrdinalIgnoreCase))
            .SelectMany(document => new[] { document.MailServer, document.CalendarServer })
            .Where(server => server is not null && server.Name.Length > 0)
            .Select(server => oracle.ServerOf(server!.Name))
            .Distinct(StringComparer.OrdinalIgnoreCase)];
        List<string> others = [.. servers.Where(server => !server.Equals(origin, StringComparison.OrdinalIgnoreCase))];
        List<PlainComponent> components =
        [
            .. others.Select(
                server => new PlainComponent(server, "server", server, null, scope.IncludeBusy ? Three() : Two())),
        ];
        if (scope.IncludeLeg)
        {
            foreach (string server in servers)
            {
                double[] chances = Two();
                components.Add(new PlainComponent(server + " HTTP", "http", server, null, chances));
                components.Add(new PlainComponent(server + " SMTP", "smtp", server, null, chances));
            }
        }
        if (scope.IncludeLink)
        {
            List<string> ends = [origin, .. others.Order(StringComparer.OrdinalIgnoreCase)];
            for (int i = 0; i < ends.Count; i++)
            {
                for (int j = i + 1; j < ends.Count; j++)
                    components.Add(new PlainComponent($"{ends[i]}|{ends[j]}", "link", ends[i], ends[j], Two()));
            }
        }
        return components;

        double[] Two()
        {
            double works = Probabilities[random.Next(Probabilities.Length)];
            return [works, 1 - works];
        }

        double[] Three()
        {
            double up = Probabilities[random.Next(Probabilities.Length)];
            double busy = Probabilities[random.Next(Probabilities.Length)];
            return [up * (1 - busy), 1 - up, up * busy];
        }
    }

    private static ComponentOdds Odds(List<PlainComponent> components, OutageScope scope)
    {
        return new ComponentOdds
        {
            Server = new Odds(0.123) { ByServer = By("server", component => 1 - component.Chances[1]) },
            Busy = new Odds(0.123)
            {
                ByServer = By(
                    "server", component => scope.IncludeBusy && component.Chances[1] < 1
                        ? component.Chances[2] / (1 - component.Chances[1]) : 0),
            },
            Leg = new Odds(0.123) { ByServer = By("http", component => component.Chances[0]) },
            Link = new Odds(0.123)
            {
                ByLink = components.Where(component => component.Kind == "link")
                    .ToDictionary(
                        component => (new NotesName(component.Other!), new NotesName(component.Server)),
                        component => component.Chances[0]),
            },
        };

        Dictionary<NotesName, double> By(string kind, Func<PlainComponent, double> chance) =>
            components.Where(component => component.Kind == kind)
                .ToDictionary(component => new NotesName(component.Server), chance);
    }

    private static bool IsOfDomain(ForeignDomainDocument document) =>
        document.Domain.Equals(Domain, StringComparison.OrdinalIgnoreCase);
}
