namespace CoexTools.Shell;

/// <summary>Specifies the exit codes of the console. They are the same as in pwsh.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int WrongUsage = 64;
    public const int CannotStart = 70;
    public const int Interrupted = 130;
}

/// <summary>The exception that is thrown when the console cannot run a command line. The message is displayed to the user.</summary>
internal sealed class ShellException(string message, int exitCode) : Exception(message)
{
    /// <summary>Gets the exit code of the process.</summary>
    public int ExitCode { get; } = exitCode;
}
