namespace CoexTools.Pester.Tests;

/// <summary>The result of one It, or of a block or a file that failed outside of its tests.</summary>
/// <param name="Name">The file and the path of the It.</param>
/// <param name="Failure">The errors with their positions, or null.</param>
/// <param name="SkipReason">Why the It did not run, or null.</param>
public sealed record PesterResult(string Name, string? Failure, string? SkipReason);
