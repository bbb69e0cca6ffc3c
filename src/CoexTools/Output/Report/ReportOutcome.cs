namespace CoexTools.Output.Report;

/// <summary>The outcome of a request.</summary>
/// <param name="IsReached">Whether it reaches Exchange.</param>
/// <param name="Status">The status.</param>
/// <param name="Server">The server that answers, or where the request ends; empty if this is the server where it
/// starts.</param>
/// <param name="Trace">The trace; null if it is not known, as in a former report.</param>
internal sealed record ReportOutcome(bool IsReached, string Status, string Server, ReportTrace? Trace);
