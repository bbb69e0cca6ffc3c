namespace CoexTools.Output.Diagrams;

/// <summary>A line.</summary>
/// <param name="From">The id of the group or node where it starts.</param>
/// <param name="To">The id of the node where it ends.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Paths">The numbers of the paths that take it.</param>
/// <param name="IsReached">Specifies whether one of these reaches Exchange.</param>
/// <param name="Label">A text beside it.</param>
internal sealed record DiagramEdge(
    string From, string To, DiagramEdgeKind Kind, IReadOnlyList<int> Paths, bool IsReached, string Label);
