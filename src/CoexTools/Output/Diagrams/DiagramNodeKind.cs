namespace CoexTools.Output.Diagrams;

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
