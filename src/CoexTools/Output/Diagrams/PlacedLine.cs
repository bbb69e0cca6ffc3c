namespace CoexTools.Output.Diagrams;

/// <summary>A line of text in a box.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsName">Specifies whether it is a part of the name.</param>
/// <param name="IsProblem">Specifies whether it is about a problem.</param>
internal sealed record PlacedLine(string Text, bool IsName, bool IsProblem = false);
