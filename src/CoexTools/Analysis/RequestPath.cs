using CoexTools.Text;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>
/// The path of requests for one service in one domain. Requests that differ only in their origin share a path.
/// </summary>
/// <param name="Number">The number of the path, from 1.</param>
/// <param name="Results">The results of the requests.</param>
/// <param name="Stations">The stations, from the first of the origins.</param>
internal sealed record RequestPath(int Number, IReadOnlyList<PathResult> Results, PathStations Stations)
{
    // No text of a result contains a line break.
    private const string Separator = "\n";

    /// <summary>Gets the result that stands for the others.</summary>
    public PathResult Result => Results[0];

    /// <summary>Specifies whether the requests reach Exchange.</summary>
    public bool IsReached => Result.Reachable;

    /// <summary>Gets the stations in words, with the full names of servers.</summary>
    public string Route => Stations.Route(Origins(3));

    /// <summary>Gets the origins.</summary>
    public IReadOnlyList<string> From { get; } =
        [.. Results.SelectMany(result => result.Origin).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Returns the paths of results for one service in one domain.</summary>
    /// <param name="results">The results.</param>
    /// <param name="withSteps">Specifies whether requests that differ in any step have different paths.</param>
    public static IReadOnlyList<RequestPath> Of(IEnumerable<PathResult> results, bool withSteps = false) =>
    [
        .. results.Select(result => (Result: result, Stations: PathStations.Of(result)))
            .GroupBy(one => Key(one.Result, one.Stations, withSteps))
            .Select((same, index) => new RequestPath(
                index + 1, [.. same.Select(one => one.Result)], same.First().Stations)),
    ];

    /// <summary>Gets what to do, for all origins; null if there is nothing to do.</summary>
    public string? Recommendation => Result.RecommendationFor(From);

    /// <summary>Gets the number of origins.</summary>
    public int OriginCount => From.Count;

    /// <summary>Returns the origins, as far as a line of text has room for them.</summary>
    public string Origins(int most) => NameList.Within(From, most);

    private static string Key(PathResult result, PathStations stations, bool withSteps)
    {
        IEnumerable<string> steps = withSteps
            ? result.Hop.Select(hop => $"{(hop.Server == result.From ? "" : hop.Server)}{hop.Rule}{hop.Decision}"
                + $" {hop.Document} {hop.Basis} {hop.LastSave}")
            : [];
        return string.Join(
            Separator,
            stations.Servers.Skip(1).Concat(stations.Unreached.Select(server => $"{server.Server} {server.State}"))
                .Concat(steps)
                .Append(result.StatusName).Append(result.Reason.Replace(result.From, Separator)));
    }
}
