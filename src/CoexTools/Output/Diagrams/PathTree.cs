using CoexTools.Simulation;

namespace CoexTools.Output.Diagrams;

/// <summary>
/// Draws the path of requests as a tree for the console: a server below the one that passes the request to it, and the
/// reason at the end.
/// </summary>
internal static class PathTree
{
    private const int MostOrigins = 60;
    private const int MostInHeading = 4;

    /// <summary>Returns the lines of the tree of a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="lines">The characters for lines.</param>
    public static IEnumerable<string> Draw(RequestPath path, LineSet lines)
    {
        PathResult result = path.Result;
        string heading = $"{result.Service.Described()} for {result.Domain} "
            + $"from {path.Origins(MostInHeading)}: {path.Stations.Ending}";
        IEnumerable<string> drawn = ConsoleText.Wrap(heading);
        string indent = "";
        int step = 0;
        for (int i = 0; i < path.Stations.Servers.Count; i++)
        {
            string server = path.Stations.Servers[i];
            string name = i == 0 ? Origins(path) : server;
            if (i == path.Stations.Servers.Count - 1 && path.Stations.State is { } state && !path.Stations.IsAtExchange)
                name += $" ({state})";
            string branch = i == 0 ? "" : lines.Last;
            drawn = drawn.Concat(
                ConsoleText.Wrap(name, indent + branch, indent + ConsoleText.Blank(branch)));
            if (i > 0)
                indent += ConsoleText.Blank(branch);
            for (; step < result.Hop.Count && result.Hop[step].Server == server; step++)
            {
                Hop hop = result.Hop[step];
                string start = $"{indent}{lines.Down}{hop.Rule}  ";
                string next = indent + lines.Down + ConsoleText.Blank(hop.Rule + "  ");
                drawn = drawn.Concat(ConsoleText.Wrap(hop.Described, start, next));
            }
        }
        List<string> ends =
            [.. path.Stations.Unreached.Select(server => $"{server.Server} ({server.State ?? "not asked"})")];
        if (path.Stations.IsAtExchange)
            ends.Add("Exchange" + (path.Stations.State is null ? "" : $" ({path.Stations.State})"));
        string[] advice = result.Recommendation is { } recommendation ? [recommendation] : [];
        string[] texts = [.. ends, $"{result.StatusName}: {result.Reason}", .. advice];
        // The recommendation belongs to the reason.
        int leaves = ends.Count + 1;
        for (int i = 0; i < texts.Length; i++)
        {
            string branch = i < leaves - 1 ? lines.Branch : i == leaves - 1
                ? lines.Last : ConsoleText.Blank(lines.Last);
            string next = i < leaves - 1 ? lines.Down : ConsoleText.Blank(lines.Last);
            drawn = drawn.Concat(ConsoleText.Wrap(texts[i], indent + branch, indent + next));
        }
        return drawn;
    }

    private static string Origins(RequestPath path) => path.OriginCount > MostInHeading
        ? $"{path.OriginCount} servers: {path.Origins(MostOrigins)}"
        : path.Origins(MostOrigins);
}
