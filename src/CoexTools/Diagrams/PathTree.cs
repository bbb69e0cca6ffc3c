using CoexTools.Simulation;

namespace CoexTools.Diagrams;

/// <summary>
/// Draws the path of requests as a tree for the console: a server below the one that passes the request to it, and the reason at the end.
/// </summary>
internal static class PathTree
{
    private const int MostOrigins = 60;

    /// <summary>Returns the lines of the tree of a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="lines">The characters for lines.</param>
    public static IEnumerable<string> Draw(RequestPath path, LineSet lines)
    {
        PathResult result = path.Result;
        CoexistenceService service = result is MailRouteResult mail ? CoexistenceServices.Of(mail.Kind) : CoexistenceService.FreeBusy;
        string heading = $"{service.Described()} for {result.Domain} from {path.Origins(MostOrigins)}: {path.Stations.Ending}";
        IEnumerable<string> drawn = ConsoleText.Wrap(heading, "", "", ConsoleText.Width);
        string indent = "";
        int step = 0;
        for (int i = 0; i < path.Stations.Servers.Count; i++)
        {
            string server = path.Stations.Servers[i];
            string name = i == 0 ? path.Origins(MostOrigins) : server;
            if (i == path.Stations.Servers.Count - 1 && path.Stations.State is { } state && !path.Stations.IsAtExchange)
                name += $" ({state})";
            string branch = i == 0 ? "" : lines.Last;
            drawn = drawn.Concat(ConsoleText.Wrap(name, indent + branch, indent + ConsoleText.Blank(branch), ConsoleText.Width));
            if (i > 0)
                indent += ConsoleText.Blank(branch);
            for (; step < result.Hop.Count && result.Hop[step].Server == server; step++)
            {
                Hop hop = result.Hop[step];
                string start = $"{indent}{lines.Down}{hop.Rule}  ";
                string next = indent + lines.Down + ConsoleText.Blank(hop.Rule + "  ");
                drawn = drawn.Concat(ConsoleText.Wrap(hop.Described, start, next, ConsoleText.Width));
            }
        }
        List<string> ends = [.. path.Stations.Missed.Select(missed => $"{missed.Server} ({missed.State ?? "not asked"})")];
        if (path.Stations.IsAtExchange)
            ends.Add("Exchange" + (path.Stations.State is null ? "" : $" ({path.Stations.State})"));
        string[] advice = result.Recommendation is { } recommendation ? [recommendation] : [];
        string[] texts = [.. ends, $"{result.StatusName}: {result.Reason}", .. advice];
        // The recommendation belongs to the reason.
        int leaves = ends.Count + 1;
        for (int i = 0; i < texts.Length; i++)
        {
            string branch = i < leaves - 1 ? lines.Branch : i == leaves - 1 ? lines.Last : ConsoleText.Blank(lines.Last);
            string next = i < leaves - 1 ? lines.Down : ConsoleText.Blank(lines.Last);
            drawn = drawn.Concat(ConsoleText.Wrap(texts[i], indent + branch, indent + next, ConsoleText.Width));
        }
        return drawn;
    }
}

/// <summary>The characters for lines on a console, each with a space where text follows.</summary>
internal sealed record LineSet(string Down, string Branch, string Last, char Across, char Upright, string Top, string Middle, string Bottom)
{
    /// <summary>Characters for boxes.</summary>
    public static LineSet Boxes { get; } = new(
        "\u2502  ", "\u251C\u2500 ", "\u2514\u2500 ", '\u2500', '\u2502', "\u250C\u252C\u2510", "\u251C\u253C\u2524", "\u2514\u2534\u2518");

    /// <summary>ASCII characters only.</summary>
    public static LineSet Ascii { get; } = new("|  ", "+- ", "`- ", '-', '|', "+++", "+++", "+++");

    /// <summary>All characters.</summary>
    public string Characters => $"{Down}{Branch}{Last}{Across}{Upright}{Top}{Middle}{Bottom}";
}

/// <summary>Breaks text for the console.</summary>
internal static class ConsoleText
{
    /// <summary>The number of columns to use.</summary>
    public const int Width = 80;

    /// <summary>Returns spaces in the length of a text.</summary>
    public static string Blank(string text) => new(' ', text.Length);

    /// <summary>Returns the lines of a text. No word is broken, so that a longer one exceeds the width.</summary>
    /// <param name="text">The text.</param>
    /// <param name="first">The start of the first line.</param>
    /// <param name="next">The start of all other lines.</param>
    /// <param name="width">The width.</param>
    public static IEnumerable<string> Wrap(string text, string first, string next, int width)
    {
        string start = first;
        string line = "";
        foreach (string word in VisibleText.Of(text).Split(' '))
        {
            if (line.Length > 0 && start.Length + line.Length + 1 + word.Length > width)
            {
                yield return start + line;
                start = next;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return (start + line).TrimEnd();
    }
}
