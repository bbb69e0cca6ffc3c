namespace CoexTools.Output.Report;

/// <summary>What changed in one respect.</summary>
/// <param name="Name">The respect.</param>
/// <param name="Lines">The changes, one a line.</param>
internal sealed record ReportTopic(string Name, IReadOnlyList<string> Lines);
