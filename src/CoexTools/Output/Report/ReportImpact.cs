using CoexTools.Analysis;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Output.Report;

/// <summary>States in one line who is affected by failures, and what they cost.</summary>
internal static class ReportImpact
{
    private const int MostServers = 4;

    /// <summary>Returns the line about a domain; empty without origins.</summary>
    public static string Of(ReportDomain domain)
    {
        List<string> servers =
        [
            .. domain.Services.SelectMany(service => service.Origins)
                .Where(origins => Hours(origins.Now) > 0).SelectMany(origins => origins.Servers).Distinct(),
        ];
        if (servers.Count == 0)
            return "";
        IEnumerable<string> costs =
            from service in domain.Services.Where(service => service.Origins.Count > 0)
            let statuses = service.Origins.SelectMany(origins => origins.Now.FailuresWithConnections).ToList()
            where statuses.Count > 0
            group service.Name by CostOf(statuses) into same
            select $"{string.Join(" and ", same.Select(FirstLetter.ToLower))} {same.Key}";
        string cost = string.Join(", ", costs);
        return $"Affected: Notes users whose server is {NameList.Within(servers, MostServers)}."
            + (cost.Length == 0 ? "" : $" A failure affects: {cost}.");
    }

    private static double Hours(AvailabilitySummary availability) =>
        availability.HoursWithConnections ?? availability.DowntimeHours;

    private static string CostOf(IReadOnlyList<PathStatus> statuses) => PathStatus.Verb(statuses) switch
    {
        "fails" => "(no information about Exchange users)",
        "waits" => "(delayed; returned after 24 hours by default)",
        var verb when verb.StartsWith("waits", StringComparison.Ordinal) => "(delayed or returned)",
        _ => "(returned to the sender)",
    };
}
