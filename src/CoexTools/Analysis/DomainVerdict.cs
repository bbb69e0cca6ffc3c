using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Analysis;

/// <summary>The verdict on a domain.</summary>
/// <param name="Level">How serious it is.</param>
/// <param name="Sentence">The verdict as a sentence.</param>
internal sealed record DomainVerdict(VerdictLevel Level, string Sentence)
{
    /// <summary>The most names in a list.</summary>
    public const int MostNames = 4;

    /// <summary>The most failures at once that count for a verdict.</summary>
    public const int StandardOrder = 2;

    /// <summary>Returns the verdict on a domain, with the standard odds.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="origins">The servers where requests start.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DomainVerdict On(
        DomainVisibility domain, IReadOnlyList<NotesName> origins, CancellationToken cancel)
    {
        IReadOnlyList<IReadOnlyList<NotesName>> bySight = domain.BySight(origins);
        var measurement = AvailabilityMeasurement.For(
            domain, bySight.Count, new OutageScope(), new ComponentOdds(), StandardOrder);
        var services = new List<ServiceVerdict>();
        foreach (CoexistenceService service in CoexistenceServices.All)
        {
            services.Add(ServiceVerdict.Of(
                service.Described(),
                [
                    .. bySight.Select(same => new OriginAvailability(
                        [.. same.Select(origin => origin.Abbreviated)],
                        AvailabilitySummary.Of(measurement, new Request(domain, service, same[0]), cancel))),
                ]));
        }
        return Of(services);
    }

    /// <summary>Returns the verdict on a domain from those on its services.</summary>
    public static DomainVerdict Of(IReadOnlyList<ServiceVerdict> services)
    {
        VerdictLevel worst = VerdictLevel.Good;
        foreach (ServiceVerdict service in services)
            worst = service.Level > worst ? service.Level : worst;
        var clauses = new List<string>();
        for (VerdictLevel level = worst; level >= VerdictLevel.Good; level--)
        {
            clauses.AddRange(services.Where(service => service.Level == level)
                .GroupBy(service => $"{service.Verb(1)}\n{service.Text}").Select(same => Clause([.. same])));
        }
        return new DomainVerdict(worst, FirstLetter.ToUpper(string.Join("; ", clauses) + "."));
    }

    // Of services with the same verdict.
    private static string Clause(IReadOnlyList<ServiceVerdict> same)
    {
        List<string> names = [.. same.Select(service => service.Service)];
        string clause = $"{NameList.InSentence(names)} {same[0].Verb(names.Count)} {same[0].Text}";
        return same[0].Level == VerdictLevel.Unknown ? $"it is not known whether {clause}" : clause;
    }

    /// <summary>
    /// Returns the verdict with the servers whose console logs contradict the directory: then it is not good news
    /// (VD1).
    /// </summary>
    public DomainVerdict Against(IEnumerable<NotesName> contradicted)
    {
        List<string> names = [.. contradicted.Select(server => server.Abbreviated)];
        if (names.Count == 0)
            return this;
        (string logs, string consoles) = names.Count == 1
            ? ("the console log of {0} contradicts", "its console")
            : ("the console logs of {0} contradict", "their consoles");
        string servers = NameList.Within(names, MostNames);
        return new DomainVerdict(
            Level == VerdictLevel.Good ? VerdictLevel.Unknown : Level,
            $"{Sentence} But {logs.Replace("{0}", servers)} the directory, so the prediction can be wrong. Replicate "
                + $"the directory to {servers}, and check {consoles} again after five minutes.");
    }
}
