namespace CoexTools.Simulation;

/// <summary>The path of a request in a few words: <c>Hub01/Acme > DominoB/Acme: not relayed</c>.</summary>
/// <param name="Route">The servers on the way, and Exchange if the request gets that far.</param>
/// <param name="Ending">How it ends.</param>
internal sealed record PathText(string Route, string Ending)
{
    private const string Exchange = "Exchange";

    /// <summary>Returns the path of a result.</summary>
    public static PathText Of(PathResult result)
    {
        var path = PathStations.Of(result);
        List<string> stations = [.. path.Servers];
        if (path.IsAtExchange)
            stations.Add(Exchange);
        if (path.State is not null)
            stations[stations.Count - 1] += $" ({path.State})";
        if (path.Missed.Count > 0)
            stations.Add(string.Join(", ", path.Missed.Select(Describe)));
        return new PathText(string.Join(" > ", stations), path.Ending);

        static string Describe(MissedServer missed) =>
            missed.Server.Abbreviated + (missed.State is null ? "" : $" ({missed.State})");
    }

    /// <summary>The route, and how it ends.</summary>
    public override string ToString() => $"{Route}: {Ending}";
}
