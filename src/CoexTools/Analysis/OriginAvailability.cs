namespace CoexTools.Analysis;

/// <summary>The availability of a service for servers whose requests have the same outcomes.</summary>
/// <param name="Servers">The servers.</param>
/// <param name="Availability">The availability.</param>
internal sealed record OriginAvailability(IReadOnlyList<string> Servers, AvailabilitySummary Availability);
