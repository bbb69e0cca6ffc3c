namespace CoexTools.Output.Report;

/// <summary>What is predicted of the console of a server, and what its log shows.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Server">The server.</param>
/// <param name="Predicted">Whether each free/busy request makes the server print the warning, in words.</param>
/// <param name="Seen">What the console log shows, in words.</param>
/// <param name="IsContradiction">Specifies whether the log contradicts the prediction.</param>
internal sealed record ReportConsole(
    string Domain, string Server, string Predicted, string Seen, bool IsContradiction);
