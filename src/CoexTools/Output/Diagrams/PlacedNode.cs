namespace CoexTools.Output.Diagrams;

/// <summary>A node with its place.</summary>
internal sealed record PlacedNode(DiagramNode Node, Box Box, IReadOnlyList<PlacedLine> Lines);
