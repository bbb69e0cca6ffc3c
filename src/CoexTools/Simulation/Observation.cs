namespace CoexTools.Simulation;

/// <summary>Represents what was observed of a component when it was probed.</summary>
/// <param name="IsDown">Specifies whether it was down.</param>
/// <param name="Time">When it was probed.</param>
internal sealed record Observation(bool IsDown, DateTimeOffset Time);
