using CoexTools.Simulation;

namespace CoexTools.Output.Report;

/// <summary>The availability of a service.</summary>
/// <param name="Low">The availability is at least this, from 0 to 1.</param>
/// <param name="High">The availability is at most this, from 0 to 1.</param>
/// <param name="DowntimeHours">The downtime in a year, in hours; if the availability has bounds, at most.</param>
/// <param name="SinglePoints">The servers that stop the service if they alone fail.</param>
/// <param name="CutSets">The smallest sets of servers whose failure stops the service.</param>
internal sealed record ReportAvailability(
    double Low, double High, double DowntimeHours, IReadOnlyList<string> SinglePoints, IReadOnlyList<string> CutSets)
{
    /// <summary>
    /// The downtime in a year, in hours, if the connections to Exchange can fail too; null if it is not known, as in a
    /// former report.
    /// </summary>
    public double? HoursWithConnections { get; init; }

    /// <summary>
    /// How requests end if nothing fails, or if one server alone does; only of requests that do not reach Exchange.
    /// Empty for a former report.
    /// </summary>
    public IReadOnlyList<PathStatus> Failures { get; init; } = [];

    /// <summary>The same, if the connections to Exchange can fail too.</summary>
    public IReadOnlyList<PathStatus> FailuresWithConnections { get; init; } = [];

    /// <summary>Why it is not known whether the service survives any single failure; empty if it is known.</summary>
    public string UnknownReason { get; init; } = "";

    /// <summary>Whether the service fails even if nothing else does.</summary>
    public bool IsAlwaysDown => CutSets.Count == 1 && CutSets[0].Length == 0;
}
