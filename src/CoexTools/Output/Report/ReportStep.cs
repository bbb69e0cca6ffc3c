namespace CoexTools.Output.Report;

/// <summary>A step of a request.</summary>
/// <param name="Server">The server that decided.</param>
/// <param name="Rule">The rule that it followed.</param>
/// <param name="Basis">How well the rule is known.</param>
/// <param name="Decision">What it decided.</param>
internal sealed record ReportStep(string Server, string Rule, string Basis, string Decision);
