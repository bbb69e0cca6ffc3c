using CoexTools.Analysis;
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
            + $"from {InHeading(path)}: {path.Stations.Ending}";
        IEnumerable<string> drawn = TerminalText.Wrap(heading);
        string indent = "";
        int step = 0;
        for (int i = 0; i < path.Stations.Servers.Count; i++)
        {
            string server = path.Stations.Servers[i];
            string name = i == 0 ? path.Origins(MostOrigins) : server;
            if (i == path.Stations.Servers.Count - 1 && path.Stations.State is { } state && !path.Stations.IsAtExchange)
                name += $" ({state})";
            string branch = i == 0 ? "" : lines.Last;
            drawn = drawn.Concat(
                TerminalText.Wrap(name, indent + branch, indent + TerminalText.Blank(branch)));
            if (i > 0)
                indent += TerminalText.Blank(branch);
            for (; step < result.Hop.Count && result.Hop[step].Server == server; step++)
            {
                Hop hop = result.Hop[step];
                string start = $"{indent}{lines.Down}{hop.Rule}  ";
                string next = indent + lines.Down + TerminalText.Blank(hop.Rule + "  ");
                drawn = drawn.Concat(TerminalText.Wrap(hop.Described, start, next));
            }
        }
        List<string> ends =
            [.. path.Stations.Unreached.Select(server => $"{server.Server} ({server.State ?? "not asked"})")];
        if (path.Stations.IsAtExchange)
            ends.Add("Exchange" + (path.Stations.State is null ? "" : $" ({path.Stations.State})"));
        string[] advice = path.Recommendation is { } recommendation ? [recommendation] : [];
        string[] texts = 
        [
            .. ends, $"{result.StatusName}: {result.Reason}", .. path.Results.SelectMany(one => one.Doubts).Distinct(),
            .. advice,
        ];
        // The doubts and the recommendation belong to the reason.
        int leaves = ends.Count + 1;
        for (int i = 0; i < texts.Length; i++)
        {
            string branch = i < leaves - 1 ? lines.Branch : i == leaves - 1
                ? lines.Last : TerminalText.Blank(lines.Last);
            string next = i < leaves - 1 ? lines.Down : TerminalText.Blank(lines.Last);
            drawn = drawn.Concat(TerminalText.Wrap(texts[i], indent + branch, indent + next));
        }
        return drawn;
    }

    // The names of many origins stand only where the path begins.
    private static string InHeading(RequestPath path) => path.OriginCount > MostInHeading
        ? $"{path.OriginCount} servers"
        : path.Origins(MostInHeading);
}
