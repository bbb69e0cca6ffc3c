using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Microsoft.PowerShell;

namespace CoexTools.Shell;

/// <summary>Runs one script or command in a runspace that has the module loaded.</summary>
internal sealed class Session : IDisposable
{
    private const string EngineContext = "System.Management.Automation.ExecutionContext, System.Management.Automation";

    private readonly CancellationTokenSource _stop = new();
    private readonly ShellUserInterface _userInterface;
    private readonly ShellHost _host;
    private readonly Runspace _runspace;

    /// <summary>
    /// Gets a value that indicates whether the last statement of a command failed. As in pwsh, the exit code is then 1. A script file does not
    /// set this value.
    /// </summary>
    private bool HasFailed => _runspace.SessionStateProxy.GetVariable("?") is false;

    private Session(CommandLine line, string manifest)
    {
        _userInterface = new ShellUserInterface(!line.NonInteractive && !Console.IsInputRedirected, _stop.Token);
        _host = new ShellHost(_userInterface);
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule(manifest);
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        if (OperatingSystem.IsWindows())
            _runspace.ApartmentState = ApartmentState.STA;
    }

    /// <summary>Runs the script or command and returns the exit code of the process.</summary>
    /// <exception cref="ShellException">The module does not exist or cannot be loaded.</exception>
    public static int Run(CommandLine line, string manifest)
    {
        if (!File.Exists(manifest))
            throw new ShellException($"The module is not built: '{manifest}' does not exist. Run 'dotnet build' first.", ExitCodes.CannotStart);
        using var session = new Session(line, manifest);
        try
        {
            session._runspace.Open();
        }
        catch (RuntimeException e)
        {
            throw new ShellException($"The module '{manifest}' cannot be loaded: {e.Message}", ExitCodes.CannotStart);
        }

        // After opening, because the engine then prepends its own folders.
        Prepend("PSModulePath", Path.GetFullPath(Path.Combine(manifest, "../../..")));

        // Only a pipeline that is added to the history sets $?.
        using Pipeline pipeline = line.Action == ShellAction.RunFile
            ? session.CreateScript(line)
            : session._runspace.CreatePipeline(line.Text, addToHistory: true);
        return session.Run(pipeline);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runspace.Dispose();
        _stop.Dispose();
    }

    private static void Prepend(string variable, string folder)
    {
        string? others = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, string.IsNullOrEmpty(others) ? folder : folder + Path.PathSeparator + others);
    }

    /// <summary>
    /// By default, 'exit' in a script file only sets $LASTEXITCODE, as a native command does. This internal property makes it end the session.
    /// pwsh sets it too; there is no public API.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ScriptCommandProcessorShouldRethrowExit")]
    private static extern void SetRethrowExit([UnsafeAccessorType(EngineContext)] object context, bool value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ExecutionContext")]
    [return: UnsafeAccessorType(EngineContext)]
    private static extern object GetContext(Runspace runspace);

    /// <summary>Creates the pipeline of a script as in pwsh: in the global scope, and from the text of a file without the .ps1 extension.</summary>
    private Pipeline CreateScript(CommandLine line)
    {
        Pipeline pipeline = _runspace.CreatePipeline();
        Command script = line.Text.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)
            ? new Command(line.Text, isScript: false, useLocalScope: false)
            : new Command(File.ReadAllText(line.Text), isScript: true, useLocalScope: false);
        foreach (CommandParameter argument in line.Arguments)
            script.Parameters.Add(argument);
        pipeline.Commands.Add(script);
        SetRethrowExit(GetContext(_runspace), true);
        return pipeline;
    }

    private int Run(Pipeline pipeline)
    {
        ConsoleCancelEventHandler interrupt = (_, e) =>
        {
            // A second Ctrl+C ends the process.
            if (_stop.IsCancellationRequested)
                return;
            e.Cancel = true;
            _stop.Cancel(); // Set first, so that the handlers of the stopped pipeline know the reason.
            pipeline.StopAsync();
        };
        Console.CancelKeyPress += interrupt;
        try
        {
            Print(pipeline);
            return _stop.IsCancellationRequested
                ? ExitCodes.Interrupted
                : _host.RequestedExitCode ?? (HasFailed ? ExitCodes.Failure : ExitCodes.Success);
        }
        catch (Exception e) when (_stop.IsCancellationRequested && e is RuntimeException or InvalidPipelineStateException)
        {
            return ExitCodes.Interrupted;
        }
        catch (RuntimeException e)
        {
            Report(e.ErrorRecord);
            return ExitCodes.Failure;
        }
        finally
        {
            Console.CancelKeyPress -= interrupt;
        }
    }

    /// <summary>Displays the error that ended the script in the format of the engine, including its position.</summary>
    private void Report(ErrorRecord error)
    {
        using Pipeline pipeline = _runspace.CreatePipeline();
        pipeline.Commands.Add("Out-Default");
        pipeline.Input.Write(error);
        pipeline.Input.Close();
        _userInterface.IsReportingError = true;
        pipeline.Invoke();
    }

    /// <summary>Runs a pipeline. As in pwsh, the formatter of the engine receives objects and errors in order.</summary>
    private static void Print(Pipeline pipeline)
    {
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add(new Command("Out-Default", isScript: false, useLocalScope: true));
        pipeline.Invoke();
    }
}
