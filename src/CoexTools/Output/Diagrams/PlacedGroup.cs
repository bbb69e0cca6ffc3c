namespace CoexTools.Output.Diagrams;

/// <summary>A group with its place.</summary>
internal sealed record PlacedGroup(DiagramGroup Group, Box Box, IReadOnlyList<PlacedLine> Lines);
