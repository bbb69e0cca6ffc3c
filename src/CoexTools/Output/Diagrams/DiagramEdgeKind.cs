namespace CoexTools.Output.Diagrams;

/// <summary>The kinds of lines, the most important last.</summary>
internal enum DiagramEdgeKind
{
    /// <summary>From servers to a coexistence server whose document they see, and from there to Exchange.</summary>
    Document,

    /// <summary>From a coexistence server to another one that it lists first.</summary>
    ListsFirst,

    /// <summary>A part of the path of a request.</summary>
    Path,

    /// <summary>The end of a path: what the request did not reach.</summary>
    NotReached,
}
