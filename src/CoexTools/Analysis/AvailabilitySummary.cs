using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>The availability of a service, as a verdict and a report state it.</summary>
/// <param name="Low">The availability is at least this, from 0 to 1.</param>
/// <param name="High">The availability is at most this, from 0 to 1.</param>
/// <param name="DowntimeHours">The downtime in a year, in hours; if the availability has bounds, at most.</param>
/// <param name="SinglePoints">The servers that stop the service if they alone fail.</param>
/// <param name="CutSets">The smallest sets of servers whose failure stops the service.</param>
internal sealed record AvailabilitySummary(
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

    /// <summary>Measures the availability of a service for requests that start at a server.</summary>
    /// <param name="measurement">The measurement.</param>
    /// <param name="request">The domain, the service, and the server.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static AvailabilitySummary Of(
        AvailabilityMeasurement measurement, Request request, CancellationToken cancel)
    {
        CoexistenceAvailability measured = measurement.Measure(request, null, null, cancel);
        return new AvailabilitySummary(
            measured.AvailabilityLow, measured.AvailabilityHigh, measured.DowntimePerYear.TotalHours,
            measured.SinglePointOfFailure,
            [.. measured.CutSet.Select(cut => string.Join(" + ", cut.Member))])
        {
            Failures = FailuresOf(measured),
            UnknownReason = measured.SurvivesAnySingleFailure is not null ? ""
                : request.Domain.KnowsOrigins ? "there are too many combinations of failures"
                : "the directory contains no other server where requests start",
        };
    }

    /// <summary>Returns the availability with what the failures of connections to Exchange add.</summary>
    /// <param name="measured">The availability if these connections can fail too.</param>
    public AvailabilitySummary WithConnections(CoexistenceAvailability measured) => this with
    {
        HoursWithConnections = measured.DowntimePerYear.TotalHours,
        FailuresWithConnections = FailuresOf(measured),
    };

    private static IReadOnlyList<PathStatus> FailuresOf(CoexistenceAvailability measured) =>
        [.. measured.CutSet.Where(cut => cut.Order <= 1).Select(cut => cut.Path.PathStatus).Distinct()];
}
