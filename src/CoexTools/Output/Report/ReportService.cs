namespace CoexTools.Output.Report;

/// <summary>The requests for a service.</summary>
/// <param name="Name">The name of the service.</param>
/// <param name="Outages">The outages. The first entry stands for everything up.</param>
/// <param name="OmittedOutages">Why there are no more outages; empty if none of interest was left out.</param>
/// <param name="Origins">The origins.</param>
internal sealed record ReportService(
    string Name, IReadOnlyList<string> Outages, string OmittedOutages, IReadOnlyList<ReportOrigins> Origins)
{
    /// <summary>The number of outages with one failure, which follow the first entry; 0 for a former report.</summary>
    public int SingleOutages { get; init; }
}
