namespace CoexTools.Sources.ConsoleLog;

/// <summary>What a console log shows as a whole.</summary>
/// <param name="Order">The order of day and month; null if the file leaves it open.</param>
/// <param name="First">The first time; null if no line has one.</param>
/// <param name="Last">The last time; null if no line has one.</param>
/// <param name="Lines">The number of lines.</param>
internal sealed record ConsoleLogSummary(DateOrder? Order, ConsoleTime? First, ConsoleTime? Last, long Lines);
