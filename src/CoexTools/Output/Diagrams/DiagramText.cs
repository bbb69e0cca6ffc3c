using CoexTools.Analysis;
using CoexTools.Text;

namespace CoexTools.Output.Diagrams;

/// <summary>Describes pictures in sentences, for readers who do not see them.</summary>
internal static class DiagramText
{
    private const int MostServers = 20;

    /// <summary>Returns the description of a whole picture.</summary>
    public static string Describe(Diagram diagram) =>
        VisibleText.Of(string.Join(" ", diagram.Panels.SelectMany(Sentences)));

    /// <summary>Returns the description of a line.</summary>
    public static string Describe(DiagramPanel panel, DiagramEdge edge)
    {
        string meaning = edge.Kind switch
        {
            DiagramEdgeKind.Document => edge.To == panel.Domain.Id ? "passes requests to" : "see the document of",
            DiagramEdgeKind.ListsFirst => "lists first",
            DiagramEdgeKind.Path => "passes the request to",
            _ => "does not reach",
        };
        string label = edge.Label.Length > 0 ? $" ({edge.Label})" : "";
        string paths = edge.Paths.Count > 0 ? $", path {Numbers.Of(edge.Paths)}" : "";
        return $"{NameOf(panel, edge.From)} {meaning} {NameOf(panel, edge.To)}{label}{paths}";
    }

    /// <summary>Returns the text beside a line.</summary>
    public static string Label(DiagramEdge edge) => string.Join(
        ", ",
        new[]
        {
            edge.Kind == DiagramEdgeKind.ListsFirst ? "lists first" : "", edge.Paths.Count == 0
                ? "" : $"path {Numbers.Of(edge.Paths)}", edge.Label,
        }.Where(part => part.Length > 0));

    private static IEnumerable<string> Sentences(DiagramPanel panel)
    {
        yield return $"{panel.Heading}.";
        foreach (RequestPath path in panel.Paths)
        {
            yield return $"Path {path.Number}: {path.Route}: {path.Stations.RouteEnding}.";
            yield return path.Result.Reason;
        }
        if (panel.Table is not { } table)
            yield break;
        foreach (TableDocument document in table.Documents)
            yield return $"Document {document.Number}: {document.Document}, {document.Detail}.";
        foreach (ReaderRow row in table.Rows)
        {
            string servers = NameList.Within([.. row.Servers.Select(server => server.Abbreviated)], MostServers);
            string lists = row.ListsFirst is { } first ? $" and lists {first} first" : "";
            yield return $"{servers} {(row.Servers.Count == 1 ? "sees" : "see")} {row.Sees}{lists}.";
        }
    }

    private static string NameOf(DiagramPanel panel, string id) =>
        panel.Groups.FirstOrDefault(group => group.Id == id) is { } group
        ? NameList.Within([.. group.Nodes.Select(node => node.Name)], MostServers)
        : panel.Servers.Append(panel.Domain).First(node => node.Id == id).Name;
}
