namespace CoexTools.Output.Diagrams;

/// <summary>
/// A picture of domains: their servers, how requests reach Exchange, and who can read which document.
/// </summary>
/// <param name="Title">The title.</param>
/// <param name="Panels">The panels, from top to bottom.</param>
internal sealed record Diagram(string Title, IReadOnlyList<DiagramPanel> Panels);
