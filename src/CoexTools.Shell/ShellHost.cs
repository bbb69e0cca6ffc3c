using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace CoexTools.Shell;

/// <summary>Represents the console to the PowerShell engine that it hosts.</summary>
internal sealed class ShellHost(ShellUserInterface userInterface) : PSHost
{
    /// <inheritdoc/>
    public override string Name => "CoexTools.Shell";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => userInterface;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    /// <summary>Gets the exit code that the script specified with 'exit', or null.</summary>
    public int? RequestedExitCode { get; private set; }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => RequestedExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new PSNotSupportedException("Nested prompts are not supported.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new PSNotSupportedException("Nested prompts are not supported.");

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
