namespace CoexTools.Simulation;

/// <summary>
/// Represents what was observed of the connection to Exchange over one protocol. Exchange is probed from the computer
/// that runs the command, so that the observation counts for all coexistence servers.
/// </summary>
/// <param name="Outage">When the connection was probed and found down; null if it was not down, or not probed.</param>
/// <param name="IsProbed">Specifies whether it was probed.</param>
/// <param name="Remarks">The assumptions of each result that depends on it.</param>
internal sealed record LegObservation(DateTimeOffset? Outage, bool IsProbed, IReadOnlyList<string> Remarks)
{
    /// <summary>Gets the observation of a connection that was not probed.</summary>
    public static LegObservation None { get; } = new(null, IsProbed: false, []);

    /// <summary>Gets whether it was down.</summary>
    public bool IsDown => Outage is not null;
}
