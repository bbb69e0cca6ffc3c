namespace CoexTools.Output.Report;

/// <summary>Servers that can read the same documents through the same entries.</summary>
/// <param name="Servers">The servers.</param>
/// <param name="IsCoexistence">Whether this is a coexistence server.</param>
/// <param name="Entries">For each document the entry that admits them; null if they cannot read it.</param>
internal sealed record ReportReaderRow(
    IReadOnlyList<string> Servers, bool IsCoexistence, IReadOnlyList<string?> Entries);
