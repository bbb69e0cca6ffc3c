namespace CoexTools.Commands;

/// <summary>The formats of a picture.</summary>
public enum DiagramFormat
{
    /// <summary>Scalable Vector Graphics, for web pages and documents.</summary>
    Svg,

    /// <summary>A flowchart of Mermaid, for wikis and tickets.</summary>
    Mermaid,

    /// <summary>The DOT language of Graphviz.</summary>
    Dot,
}
