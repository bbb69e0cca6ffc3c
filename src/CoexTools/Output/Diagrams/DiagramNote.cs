namespace CoexTools.Output.Diagrams;

/// <summary>A line of text in a node.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsProblem">Specifies whether it is about a problem.</param>
internal sealed record DiagramNote(string Text, bool IsProblem = false)
{
    /// <summary>Gets the text, with a mark if it is about a problem.</summary>
    public string Marked => IsProblem ? $"\u2715 {Text}" : Text;
}
