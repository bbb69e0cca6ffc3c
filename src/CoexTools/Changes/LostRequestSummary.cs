using CoexTools.Analysis;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Changes;

/// <summary>
/// Lost requests in as few sentences as name all of them: the outages in which the same requests are lost alike are
/// one.
/// </summary>
internal static class LostRequestSummary
{
    private const int OutagesNamed = 6;

    /// <summary>Returns the losses in words, in their order.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<ChangedRequest> lost) =>
    [
        .. lost.GroupBy(
            one => (one.Domain, one.Service, Origins: string.Join("|", one.Origins), one.Before, one.After))
            .Select(same => (same.First() with { Outage = Outages([.. same.Select(one => one.Outage)]) }).ToString()),
    ];

    /// <summary>Returns the error that refuses a change of a domain.</summary>
    public static CoexException Refusal(string domain, string directory, IReadOnlyList<ChangedRequest> lost) =>
        CoexException.AnswerLost(domain, directory, Sentence(lost), [.. lost.Select(request => request.ToString())]);

    // The worst outage, and the number of the others: everything up, or the one that breaks the most requests.
    private static string Sentence(IReadOnlyList<ChangedRequest> lost)
    {
        List<IGrouping<string, ChangedRequest>> outages =
        [
            .. lost.GroupBy(request => request.Outage)
                .OrderByDescending(same => same.First().IsWithEverythingUp)
                .ThenByDescending(same => OriginsOf(same).Count),
        ];
        IGrouping<string, ChangedRequest> worst = outages[0];
        List<CoexistenceService> services = [.. worst.Select(request => request.Service).Distinct()];
        string all = NameList.InSentence(
            [services[0].Described(), .. services.Skip(1).Select(service => service.InSentence())]);
        int origins = OriginsOf(worst).Count;
        string from = worst.Count() == 1 || origins == 1 ? worst.First().From : Plural.Of(origins, "server");
        string statuses = string.Join(", ", worst.Select(request => request.After.Split(' ')[0]).Distinct());
        string state = worst.First().IsWithEverythingUp ? "even with everything up" : $"with {worst.Key}";
        string others = outages.Count == 1
            ? "" : $" The same applies to requests in {Plural.Of(outages.Count - 1, "other outage")}.";
        return $"{all} from {from} would not reach Exchange {state} ({statuses}).{others}";
    }

    private static HashSet<NotesName> OriginsOf(IEnumerable<ChangedRequest> lost) =>
        [.. lost.SelectMany(request => request.Origins)];

    private static string Outages(List<string> outages)
    {
        List<string> named = [.. outages.Take(OutagesNamed)];
        if (outages.Count > OutagesNamed)
            named.Add($"in {outages.Count - OutagesNamed} more outages");
        return named.Count == 1
            ? named[0] : $"{string.Join(", ", named.Take(named.Count - 1))} or {named[named.Count - 1]}";
    }
}
