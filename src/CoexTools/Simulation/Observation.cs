namespace CoexTools.Simulation;

/// <summary>What was observed of a component when it was probed.</summary>
/// <param name="IsDown">Whether it was down.</param>
/// <param name="Time">When it was probed.</param>
internal sealed record Observation(bool IsDown, DateTimeOffset Time);
