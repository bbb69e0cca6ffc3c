namespace CoexTools.Shell;

/// <summary>The exit codes that are not those of a script; the same as those of pwsh.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int WrongUsage = 64;
    public const int CannotStart = 70;
    public const int Interrupted = 130;
}

/// <summary>The console cannot do what it was asked to; the message is for its user.</summary>
internal sealed class ShellException(string message, int exitCode) : Exception(message)
{
    /// <summary>The exit code of the process.</summary>
    public int ExitCode { get; } = exitCode;
}
