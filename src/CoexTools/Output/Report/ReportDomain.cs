using CoexTools.Analysis;

namespace CoexTools.Output.Report;

/// <summary>What a report says of a domain.</summary>
/// <param name="Name">The name.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="AfterRepair">What the repair changes, as a sentence; null if there is no repair.</param>
/// <param name="Documents">The documents, in order of priority.</param>
/// <param name="Readers">Who can read which document.</param>
/// <param name="Services">The outcome of requests, by service.</param>
internal sealed record ReportDomain(
    string Name, DomainVerdict Verdict, string? AfterRepair, IReadOnlyList<ReportDocument> Documents,
    IReadOnlyList<ReportReaderRow> Readers,
    IReadOnlyList<ReportService> Services);
