using System.Diagnostics;
using CoexTools.Access;
using CoexTools.Analysis;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Benchmarks;

/// <summary>
/// Measures how the outage search scales with the number of components, compared with an enumeration of all states.
/// </summary>
internal static class AvailabilityGrowth
{
    private const int EnumeratedComponents = 18;

    private static readonly NotesName Hub = new("Hub01/Acme");

    public static int Run()
    {
        Console
            .WriteLine($"{"directory",-22} {"components",10} {"states",10} {"ms",10} {"MB live",8} {"enumerated",12} "
                + $"{"ms",10}  availability");
        foreach (int count in new[] { 5, 10, 15, 18, 20, 40 })
        {
            DomainVisibility view = View(count);
            Row("same order, free/busy", view, CoexistenceService.FreeBusy);
            Row("same order, mail", view, CoexistenceService.Mail);
            Row("own orders, mail", OwnOrders(view), CoexistenceService.Mail);
        }
        Row("all links, mail", View(5), CoexistenceService.Mail, new OutageScope(IncludeLeg: true, IncludeLink: true));
        Row("all links, mail", View(12), CoexistenceService.Mail, new OutageScope(IncludeLeg: true, IncludeLink: true));
        return 0;
    }

    private static void Row(
        string directory, DomainVisibility view, CoexistenceService service, OutageScope? scope = null)
    {
        scope ??= new OutageScope();
        var request = new Request(view, service, Hub);
        var odds = new ComponentOdds { Server = new Odds(0.99) };
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long live = 0;
        var running = Stopwatch.StartNew();
        CoexistenceAvailability found = new AvailabilityMeasurement(scope, odds, int.MaxValue)
            .Measure(
                request, (_, _) => live = Math.Max(
                    live, GC.GetTotalMemory(false) - before), decided: null, CancellationToken.None);
        double searched = running.Elapsed.TotalMilliseconds;

        IReadOnlyList<Component> components = scope.Components(view.NamedServers, Hub);
        string enumerated = "-";
        string plain = "-";
        if (components.Count <= EnumeratedComponents)
        {
            running.Restart();
            double availability = Enumerate(request, components, scope, odds);
            plain = $"{running.Elapsed.TotalMilliseconds:N1}";
            enumerated = $"{1 << components.Count:N0}";
            if (Math.Abs(availability - found.Availability) > 1e-9)
                throw new InvalidOperationException(
                    $"{directory}: Enumeration returned {availability}; the search returned {found.Availability}.");
        }
        string range = found.IsComplete
            ? $"{found.AvailabilityLow}" : $"{found.AvailabilityLow} to {found.AvailabilityHigh}";
        Console.WriteLine(
            $"{directory,-22} {components.Count,10} {found.StateCount,10:N0} {searched,10:N1} {live / 1048576.0,8:N1} "
            + $"{enumerated,12} {plain,10}  {range}");
    }

    private static double Enumerate(
        Request request, IReadOnlyList<Component> components, OutageScope scope, ComponentOdds odds)
    {
        double sum = 0;
        for (long state = 0; state < 1L << components.Count; state++)
        {
            double mass = 1;
            var failures = new List<Failure>();
            for (int i = 0; i < components.Count; i++)
            {
                bool isDown = (state >> i & 1) == 1;
                (double works, double down, _) = odds.Of(components[i], scope);
                mass *= isDown ? down : works;
                if (isDown)
                    failures.Add(new Failure(components[i], IsBusy: false));
            }
            if (request.IsReached(new Outage(failures).Network))
                sum += mass;
        }
        return sum;
    }

    private static DomainVisibility View(int count)
    {
        var content = new DirectoryContent();
        DateTimeOffset now = new(2025, 3, 10, 12, 0, 0, TimeSpan.Zero);
        for (int i = 0; i < count; i++)
        {
            string server = $"Domino{i:00}/Acme";
            content = Changes.DirectoryEdits.AddDocument(
                content, new Changes.NewDocument(
                    "BTEx", new Changes.FormFields(server, null, server))
                { Modified = now.AddMinutes(-i) }, now,
                out _);
        }
        var snapshot = new DirectorySnapshot(content);
        return new DomainVisibility(snapshot.Unordered, AccessEvaluator.Of(snapshot), OrderBy.Modified);
    }

    // Each server has a replica with a different document order, so a message can pass through all of them.
    private static DomainVisibility OwnOrders(DomainVisibility view)
    {
        var random = new Random(1);
        return view.With([.. view.NamedServers.Append(Hub).Select(server =>
        {
            ForeignDomainDocument[] documents = [.. view.Documents];
            random.Shuffle(documents);
            return new ServerReplica(server, "own", documents);
        })]);
    }
}
