using CoexTools.Analysis;

namespace CoexTools.Output.Diagrams;

/// <summary>A part of a picture: one domain, or the requests for one service in it.</summary>
/// <param name="Heading">Specifies what the panel shows.</param>
/// <param name="Groups">Servers that are not coexistence servers, with the same paths and the same documents.</param>
/// <param name="Servers">The coexistence servers.</param>
/// <param name="Domain">The foreign domain.</param>
/// <param name="Edges">The lines.</param>
/// <param name="Paths">The paths of requests.</param>
/// <param name="Ends">The ids of the groups and nodes where paths end, each with the number of the path.</param>
/// <param name="Table">Specifies who can read which document; null if the documents are not known.</param>
internal sealed record DiagramPanel(
    string Heading, IReadOnlyList<DiagramGroup> Groups, IReadOnlyList<DiagramNode> Servers, DiagramNode Domain,
    IReadOnlyList<DiagramEdge> Edges,
    IReadOnlyList<RequestPath> Paths, IReadOnlyList<(string Id, int Path)> Ends, ReaderTable? Table);
