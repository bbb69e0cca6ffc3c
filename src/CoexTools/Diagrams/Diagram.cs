namespace CoexTools.Diagrams;

/// <summary>A picture of domains: their servers, how requests reach Exchange, and who can read which document.</summary>
/// <param name="Title">The title.</param>
/// <param name="Panels">The panels, from top to bottom.</param>
internal sealed record Diagram(string Title, IReadOnlyList<DiagramPanel> Panels);

/// <summary>A part of a picture: one domain, or the requests for one service in it.</summary>
/// <param name="Heading">What the panel shows.</param>
/// <param name="Groups">Servers that are not coexistence servers, with the same paths and the same documents.</param>
/// <param name="Servers">The coexistence servers.</param>
/// <param name="Domain">The foreign domain.</param>
/// <param name="Edges">The lines.</param>
/// <param name="Paths">The paths of requests.</param>
/// <param name="Ends">The ids of the groups and nodes where paths end, each with the number of the path.</param>
/// <param name="Table">Who can read which document; null if the documents are not known.</param>
internal sealed record DiagramPanel(
    string Heading, IReadOnlyList<DiagramGroup> Groups, IReadOnlyList<DiagramNode> Servers, DiagramNode Domain, IReadOnlyList<DiagramEdge> Edges,
    IReadOnlyList<RequestPath> Paths, IReadOnlyList<(string Id, int Path)> Ends, ReaderTable? Table);

/// <summary>The kinds of nodes.</summary>
internal enum DiagramNodeKind
{
    /// <summary>A server where requests start.</summary>
    Origin,

    /// <summary>A server that a Foreign Domain document names, or that received a request.</summary>
    Coexistence,

    /// <summary>The foreign domain, to which Exchange belongs.</summary>
    Domain,
}

/// <summary>A node.</summary>
/// <param name="Id">Identifies the node in its panel.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name.</param>
/// <param name="Notes">What is known of it.</param>
internal sealed record DiagramNode(string Id, DiagramNodeKind Kind, string Name, IReadOnlyList<DiagramNote> Notes);

/// <summary>A line of text in a node.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsProblem">Whether it is about a problem.</param>
internal sealed record DiagramNote(string Text, bool IsProblem = false);

/// <summary>Servers that have everything in common that the picture shows.</summary>
/// <param name="Id">Identifies the group in its panel.</param>
/// <param name="Nodes">The servers.</param>
/// <param name="Notes">What is known of them.</param>
internal sealed record DiagramGroup(string Id, IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<DiagramNote> Notes);

/// <summary>The kinds of lines, the most important last.</summary>
internal enum DiagramEdgeKind
{
    /// <summary>From servers to a coexistence server whose document they see, and from there to Exchange.</summary>
    Document,

    /// <summary>From a coexistence server to another one that it lists first.</summary>
    ListsFirst,

    /// <summary>A part of the path of a request.</summary>
    Path,

    /// <summary>The end of a path: what the request did not reach.</summary>
    NotReached,
}

/// <summary>A line.</summary>
/// <param name="From">The id of the group or node where it starts.</param>
/// <param name="To">The id of the node where it ends.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Paths">The numbers of the paths that take it.</param>
/// <param name="IsReached">Whether one of these reaches Exchange.</param>
/// <param name="Label">A text beside it.</param>
internal sealed record DiagramEdge(string From, string To, DiagramEdgeKind Kind, IReadOnlyList<int> Paths, bool IsReached, string Label);
