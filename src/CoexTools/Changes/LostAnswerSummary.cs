using CoexTools.Analysis;

namespace CoexTools.Changes;

/// <summary>
/// Lost answers in as few sentences as name all of them: the outages in which the same requests are lost alike are one.
/// </summary>
internal static class LostAnswerSummary
{
    private const int OutagesNamed = 6;

    /// <summary>Returns the losses in words, in their order.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<ChangedAnswer> lost) =>
    [
        .. lost.GroupBy(
            answer =>
                (answer.Domain, answer.Service, Origins: string.Join("|", answer.Origins), answer.Before, answer.After))
            .Select(
                same => (same.First() with { Outage = Outages([.. same.Select(answer => answer.Outage)]) }).ToString()),
    ];

    private static string Outages(List<string> outages)
    {
        List<string> named = [.. outages.Take(OutagesNamed)];
        if (outages.Count > OutagesNamed)
            named.Add($"in {outages.Count - OutagesNamed} more outages");
        return named.Count == 1
            ? named[0] : $"{string.Join(", ", named.Take(named.Count - 1))} or {named[named.Count - 1]}";
    }
}
