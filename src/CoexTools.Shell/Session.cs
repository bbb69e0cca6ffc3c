using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Microsoft.PowerShell;

namespace CoexTools.Shell;

/// <summary>One script or command, run in an engine that has the module loaded.</summary>
internal sealed class Session : IDisposable
{
    private const string EngineContext = "System.Management.Automation.ExecutionContext, System.Management.Automation";

    private readonly CancellationTokenSource _stop = new();
    private readonly ShellUserInterface _userInterface;
    private readonly ShellHost _host;
    private readonly Runspace _runspace;

    /// <summary>Whether the last statement of a command has failed, which gives 1 as in pwsh; a script file does not leave it behind.</summary>
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

    /// <summary>Runs what the command line names and returns the exit code of the process.</summary>
    /// <exception cref="ShellException">The module is not there, or cannot be loaded.</exception>
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

        // Only now: on opening, the engine puts its own folders in front.
        PutInFront("PSModulePath", Path.GetFullPath(Path.Combine(manifest, "../../..")));

        // Only what is in the history leaves $? behind.
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

    private static void PutInFront(string variable, string folder)
    {
        string? others = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, string.IsNullOrEmpty(others) ? folder : folder + Path.PathSeparator + others);
    }

    /// <summary>
    /// A script file keeps its 'exit' to itself (it only sets $LASTEXITCODE, as native commands do) unless the engine is told that the file is the
    /// program. pwsh tells it so; there is no public way.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ScriptCommandProcessorShouldRethrowExit")]
    private static extern void SetRethrowExit([UnsafeAccessorType(EngineContext)] object context, bool value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ExecutionContext")]
    [return: UnsafeAccessorType(EngineContext)]
    private static extern object GetContext(Runspace runspace);

    /// <summary>As pwsh does it: in the global scope, and a file of another name (a script with a '#!' line) by its text.</summary>
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
            // The second Ctrl+C takes its course and ends the process.
            if (_stop.IsCancellationRequested)
                return;
            e.Cancel = true;
            _stop.Cancel(); // First, so that whoever sees the pipeline stop knows why.
            pipeline.StopAsync();
        };
        Console.CancelKeyPress += interrupt;
        try
        {
            Print(pipeline);
            return _stop.IsCancellationRequested ? ExitCodes.Interrupted : _host.RequestedExitCode ?? (HasFailed ? ExitCodes.Failure : ExitCodes.Success);
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

    /// <summary>Prints what ended the script as the engine prints errors, with the place where it came from.</summary>
    private void Report(ErrorRecord error)
    {
        using Pipeline pipeline = _runspace.CreatePipeline();
        pipeline.Commands.Add("Out-Default");
        pipeline.Input.Write(error);
        pipeline.Input.Close();
        _userInterface.IsReportingError = true;
        pipeline.Invoke();
    }

    /// <summary>Runs a pipeline; its objects and errors take their turns in the engine's own formatter, as in pwsh.</summary>
    private static void Print(Pipeline pipeline)
    {
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add(new Command("Out-Default", isScript: false, useLocalScope: true));
        pipeline.Invoke();
    }
}
