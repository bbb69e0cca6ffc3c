namespace CoexTools.Output.Diagrams;

/// <summary>A line with its place.</summary>
/// <param name="Edge">The line.</param>
/// <param name="Start">Specifies where it starts.</param>
/// <param name="End">Specifies where it ends.</param>
/// <param name="Lane">Specifies where the vertical part of a line between two coexistence servers is; null for a line
/// to the next column.</param>
/// <param name="IsJoined">Specifies whether it ends at another line that leads to the same server.</param>
internal sealed record PlacedEdge(
    DiagramEdge Edge, (int X, int Y) Start, (int X, int Y) End, int? Lane, bool IsJoined = false);
