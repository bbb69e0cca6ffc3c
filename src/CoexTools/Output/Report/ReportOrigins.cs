using CoexTools.Analysis;

namespace CoexTools.Output.Report;

/// <summary>Servers whose requests have the same outcomes.</summary>
/// <param name="Servers">The servers.</param>
/// <param name="Outcomes">The outcome in each outage.</param>
/// <param name="Now">The availability today.</param>
/// <param name="AfterRepair">The availability after the repair; null if there is no repair.</param>
internal sealed record ReportOrigins(
    IReadOnlyList<string> Servers, IReadOnlyList<ReportOutcome> Outcomes, AvailabilitySummary Now,
    AvailabilitySummary? AfterRepair);
