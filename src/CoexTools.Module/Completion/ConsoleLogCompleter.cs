namespace CoexTools.Completion;

/// <summary>Completes console logs: a table for one coexistence server, with a file of the current folder.</summary>
public sealed class ConsoleLogCompleter()
    : ServerFileCompleter(["*.log", "*.log.gz"], (server, file) => $"{file} is the console log of {server}");
