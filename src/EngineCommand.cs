using System.Reflection;

namespace CoexTools;

/// <summary>Runs commands of PowerShell itself during the import of the module.</summary>
internal static class EngineCommand
{
    /// <summary>Runs a command in the session.</summary>
    /// <param name="name">The name of the command.</param>
    /// <param name="type">Its type. By its name, PowerShell would import the module of the command.</param>
    /// <param name="parameters">The parameters.</param>
    public static IReadOnlyList<PSObject> Run(
        string name, string type, params (string Name, object Value)[] parameters)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        MethodInfo? add = typeof(PowerShell).GetMethod(nameof(PowerShell.AddCommand), [typeof(CommandInfo)]);
        if (add is not null && Type.GetType(type) is { } known)
            add.Invoke(shell, [new CmdletInfo(name, known)]);
        else
            shell.AddCommand(name);
        foreach ((string parameter, object value) in parameters)
            shell.AddParameter(parameter, value);
        return [.. shell.Invoke()];
    }
}
