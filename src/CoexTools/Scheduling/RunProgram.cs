namespace CoexTools.Scheduling;

/// <summary>Runs a system program, such as systemctl, and returns its exit code and output.</summary>
internal delegate (int ExitCode, string Output) RunProgram(string program, params string[] arguments);
