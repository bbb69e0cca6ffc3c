using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// A session of the engine with the built module imported, in its own folder, which contains the scenarios.
/// </summary>
public sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    public ModuleSession()
    {
        Folder = Path.Combine(Path.GetTempPath(), $"CoexTools-test-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Folder);
        foreach (string scenario in Directory.GetFiles(Scenarios, "*.dxl"))
            File.Copy(scenario, PathOf(Path.GetFileName(scenario)));

        var state = InitialSessionState.CreateDefault();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        // Nothing but PowerShell and the module under test, whatever else the machine has.
        state.Variables.Add(new SessionStateVariableEntry("PSModuleAutoLoadingPreference", "None", ""));
        state.ImportPSModule(BuiltModule.Manifest);
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();
        _runspace.SessionStateProxy.Path.SetLocation(Folder);
    }

    /// <summary>The folder of the scenarios, as the tests came with them.</summary>
    public static string Scenarios { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "scenarios");

    /// <summary>The session's location; it is not that of the process.</summary>
    public string Folder { get; }

    /// <summary>The console of the session.</summary>
    public TestHost Host { get; } = new();

    /// <summary>The full path of a file in the session's folder.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file into the session's folder, and gives its full path.</summary>
    public string Write(string name, string text)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Sets a variable of the session.</summary>
    public void Set(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Runs a script that must not fail.</summary>
    public Outcome Run(string script)
    {
        Outcome outcome = Try(script);
        if (outcome.Terminating is not null)
            Assert.Fail(outcome.Terminating.ToString());
        Assert.Empty(outcome.Errors);
        return outcome;
    }

    /// <summary>Runs a script that may fail.</summary>
    public Outcome Try(string script)
    {
        using PowerShell shell = Create(script);
        return Try(shell);
    }

    /// <summary>A pipeline of the session that is not running yet.</summary>
    public PowerShell Create(string script)
    {
        var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        return shell;
    }

    /// <summary>Shows what a script gives as the console would, and gives the lines.</summary>
    public IReadOnlyList<string> Show(string script)
    {
        Host.Lines.Clear();
        using PowerShell shell = Create(script);
        shell.AddCommand("Out-Default");
        Outcome outcome = Try(shell);
        Assert.Null(outcome.Terminating);
        Assert.Empty(outcome.Errors);
        return [.. Host.Lines];
    }

    public void Dispose()
    {
        _runspace.Dispose();
        foreach (string file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(Folder, recursive: true);
    }

    private static Outcome Try(PowerShell shell)
    {
        var output = new List<PSObject>();
        RuntimeException? terminating = null;
        try
        {
            shell.Invoke(input: null, output);
        }
        catch (RuntimeException e)
        {
            terminating = e;
        }
        return new Outcome(
            output, [.. shell.Streams.Error], [.. shell.Streams.Warning.Select(warning => warning.Message)],
            [.. shell.Streams.Verbose.Select(verbose => verbose.Message)], terminating);
    }
}

/// <summary>What a script gave on each of its streams.</summary>
public sealed record Outcome(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    RuntimeException? Terminating)
{
    /// <summary>The output as text, an object a line.</summary>
    public IReadOnlyList<string> Lines => [.. Output.Select(item => item?.ToString() ?? "")];

    /// <summary>A property of each object.</summary>
    public IReadOnlyList<object?> Values(string property) => [.. Output.Select(item => item.Get(property))];

    /// <summary>The only error there is; it must be as the contract has it.</summary>
    public ErrorRecord TheError(string id, string command, ErrorCategory category, object target)
    {
        ErrorRecord error = Assert.Single(Errors);
        error.Is(id, command, category, target);
        return error;
    }
}

/// <summary>Short ways to look at what the engine gives.</summary>
internal static class Looking
{
    /// <summary>The value of a property that must be there.</summary>
    public static object? Get(this PSObject item, string property)
    {
        PSPropertyInfo found = item.Properties[property];
        Assert.True(found is not null, $"{item.BaseObject.GetType()} has no property {property}.");
        return found.Value;
    }

    /// <summary>The values of a property that is a list, as text.</summary>
    public static string[] GetList(this PSObject item, string property) =>
        [.. item.GetObjects(property).Select(value => value.ToString())];

    /// <summary>The objects of a list property.</summary>
    public static PSObject[] GetObjects(this PSObject item, string property) =>
        [.. LanguagePrimitives.GetEnumerable(item.Get(property)).Cast<object>().Select(PSObject.AsPSObject)];

    /// <summary>Asserts that an error is as the contract has it.</summary>
    public static void Is(this ErrorRecord error, string id, string command, ErrorCategory category, object target)
    {
        Assert.Equal($"{id},{ClassOf(command)}", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.NotEmpty(error.ErrorDetails.Message);
    }

    private static string ClassOf(string command) => $"CoexTools.Commands.{command.Replace("-", "")}Command";
}
