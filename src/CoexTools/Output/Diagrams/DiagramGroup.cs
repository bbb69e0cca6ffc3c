namespace CoexTools.Output.Diagrams;

/// <summary>Servers that have everything in common that the picture shows.</summary>
/// <param name="Id">Identifies the group in its panel.</param>
/// <param name="Nodes">The servers.</param>
/// <param name="Notes">Specifies what is known of them.</param>
internal sealed record DiagramGroup(string Id, IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<DiagramNote> Notes);
