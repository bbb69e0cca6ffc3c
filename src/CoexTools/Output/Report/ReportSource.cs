namespace CoexTools.Output.Report;

/// <summary>Where a directory came from.</summary>
/// <param name="Name">The name of the directory.</param>
/// <param name="Path">The file; null for a directory in memory.</param>
/// <param name="Sha256">The SHA-256 hash of the file; null if it is not known.</param>
/// <param name="Remark">What to know about the file; empty if there is nothing.</param>
/// <param name="Exported">When the file was written; null if it is not known.</param>
internal sealed record ReportSource(
    string Name, string? Path, string? Sha256, string Remark, DateTimeOffset? Exported = null);
