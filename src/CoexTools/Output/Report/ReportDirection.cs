namespace CoexTools.Output.Report;

/// <summary>A step of the instructions for Domino.</summary>
/// <param name="Text">What to do, and why.</param>
/// <param name="Commands">The commands, one a line.</param>
internal sealed record ReportDirection(string Text, IReadOnlyList<string> Commands)
{
    /// <summary>What the step consists of, or its alternatives; empty if the text says everything.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];
}
