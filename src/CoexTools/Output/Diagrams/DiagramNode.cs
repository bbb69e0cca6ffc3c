namespace CoexTools.Output.Diagrams;

/// <summary>A node.</summary>
/// <param name="Id">Identifies the node in its panel.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name.</param>
/// <param name="Notes">Specifies what is known of it.</param>
internal sealed record DiagramNode(string Id, DiagramNodeKind Kind, string Name, IReadOnlyList<DiagramNote> Notes);
