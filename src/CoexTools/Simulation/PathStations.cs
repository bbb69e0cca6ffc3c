namespace CoexTools.Simulation;

/// <summary>Represents the stations of a request, by the steps of its result.</summary>
/// <param name="Servers">The abbreviated names of the servers on the way. The first one is the origin.</param>
/// <param name="Status">How the request ended.</param>
/// <param name="Unreached">The servers that the request did not reach from the last one.</param>
internal sealed record PathStations(
    IReadOnlyList<string> Servers, PathStatus Status, IReadOnlyList<UnreachedServer> Unreached)
{
    /// <summary>Gets whether the last server queried Exchange, or sent to it.</summary>
    public bool IsAtExchange => Status.IsAtExchange;

    /// <summary>Gets the end of the request, in words.</summary>
    public string Ending => Status.Ending;

    /// <summary>
    /// Gets the end of the request after its route. A request that is not relayed does not go to the next server.
    /// </summary>
    public string RouteEnding => IsNotRelayed ? $"{Status.Ending} to {string.Join(", ", Unreached)}" : Status.Ending;

    private bool IsNotRelayed => Unreached.Count > 0 && Status == PathStatus.Of(FreeBusyStatus.NotRelayed);

    /// <summary>
    /// Gets the state of the last station, Exchange or a server, that ended the request; null if it was not a state.
    /// </summary>
    public string? State => Status.State;

    /// <summary>Returns the stations of a result.</summary>
    public static PathStations Of(PathResult result)
    {
        var servers = new List<string>();
        foreach (Hop hop in result.Hop)
        {
            if (servers.Count == 0 || servers[servers.Count - 1] != hop.Server)
                servers.Add(hop.Server);
        }
        if (servers.Count == 0 || servers[servers.Count - 1] != result.Server)
            servers.Add(result.Server); // A busy server decides nothing.
        return new PathStations(servers, result.PathStatus, result.Hop.LastOrDefault()?.Unreached ?? []);
    }

    /// <summary>Returns the stations in words: <c>Hub01/Acme > DominoB/Acme > Exchange</c>.</summary>
    /// <param name="origins">The origins; null for the first station.</param>
    public string Route(string? origins = null)
    {
        List<string> stations = [origins ?? Servers[0], .. Servers.Skip(1)];
        if (IsAtExchange)
            stations.Add("Exchange");
        if (State is not null)
            stations[stations.Count - 1] += $" ({State})";
        if (Unreached.Count > 0 && !IsNotRelayed)
            stations.Add(string.Join(", ", Unreached));
        return string.Join(" > ", stations);
    }

    /// <summary>
    /// Returns the path: <c>Hub01/Acme > DominoB/Acme: not relayed to DominoA/Acme (down)</c>.
    /// </summary>
    /// <param name="origins">The origins; null for the first station.</param>
    public string Path(string? origins = null) => $"{Route(origins)}: {RouteEnding}";

    /// <summary>Returns the path.</summary>
    public override string ToString() => Path();
}
