namespace CoexTools.Completion;

/// <summary>
/// Completes replicas: a table for one coexistence server, with a file of the current folder that is not the directory
/// itself.
/// </summary>
public sealed class ReplicaCompleter()
    : ServerFileCompleter(["*.dxl", "*.nsf"], (server, file) => $"{file} is the replica of {server}");
