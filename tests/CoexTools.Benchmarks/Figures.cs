namespace CoexTools.Benchmarks;

/// <summary>What a measurement printed.</summary>
/// <param name="Cold">The milliseconds of the first time.</param>
/// <param name="Warm">The milliseconds of a later time; null for operations that are not repeated.</param>
/// <param name="Peak">The peak memory of the first time, in bytes.</param>
internal sealed record Figures(double Cold, double? Warm, long Peak);
