using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Consoles;

/// <summary>A file of the console log of a server.</summary>
/// <param name="Path">The file.</param>
/// <param name="Summary">What it shows as a whole.</param>
/// <param name="EndsInFuture">Specifies whether the last time is later than now: the clock of the server is wrong, or
/// the dates have a format that cannot be read.</param>
internal sealed record ConsoleLogPart(string Path, ConsoleLogSummary Summary, bool EndsInFuture);
