namespace CoexTools.Output.Report;

/// <summary>The steps of requests with the same path.</summary>
/// <param name="Number">The number of the trace in the report, from 1.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Service">The service.</param>
/// <param name="Origins">The origins of the first request that took it.</param>
/// <param name="Outage">The outage in which that request took it.</param>
/// <param name="Outcome">The status and the server.</param>
/// <param name="IsReached">Whether the request reaches Exchange.</param>
/// <param name="Steps">The steps.</param>
/// <param name="Reason">Why the request ends so.</param>
/// <param name="Recommendation">What to do about it; null if there is nothing to do.</param>
internal sealed record ReportTrace(
    int Number, string Domain, string Service, IReadOnlyList<string> Origins, string Outage, string Outcome,
    bool IsReached,
    IReadOnlyList<ReportStep> Steps, string Reason, string? Recommendation);
