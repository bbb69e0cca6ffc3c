namespace CoexTools.Simulation;

/// <summary>Represents what a serialized result of a request contains.</summary>
/// <param name="Domain">The domain of the request.</param>
/// <param name="From">The abbreviated name of the server where the request started.</param>
/// <param name="Server">The abbreviated name of the server at which the request ended.</param>
/// <param name="Warnings">The warnings on consoles.</param>
/// <param name="Trace">The trace.</param>
/// <param name="Failures">What failed in the network; null if it was not recorded.</param>
/// <param name="Path">The file of the directory; null if there was none, or if it was not recorded.</param>
/// <param name="Route">The route; null if it was not recorded.</param>
/// <param name="Origins">The servers whose requests have this path; null if they were not recorded.</param>
internal sealed record RecordedPath(
    string Domain, string From, string Server, IReadOnlyList<ConsoleMessage> Warnings, PathTrace Trace,
    IReadOnlyList<string>? Failures, string? Path, string? Route, IReadOnlyList<string>? Origins);
