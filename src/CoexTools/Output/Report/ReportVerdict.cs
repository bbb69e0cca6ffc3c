namespace CoexTools.Output.Report;

/// <summary>A verdict on a domain.</summary>
/// <param name="Level">How serious it is.</param>
/// <param name="Sentence">The verdict as a sentence.</param>
internal sealed record ReportVerdict(VerdictLevel Level, string Sentence);
