using System.ComponentModel;
using System.Management.Automation.Runspaces;
using System.Reflection;
using CoexTools.Output;
using CoexTools.Serialization;

namespace CoexTools;

/// <summary>
/// Prepares a session when the module is imported. The types are declared here and not in a file of the manifest:
/// PowerShell would declare those of a second copy again, and write an error for each member.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleStart : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string Utility = "Microsoft.PowerShell.Commands.{0}, Microsoft.PowerShell.Commands.Utility";

    // A name of the process: each copy has its own static fields.
    private const string Imported = "CoexTools.IsImported";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another copy of the module is imported in the session.</exception>
    public void OnImport()
    {
        // Only a second import in a process can be that of a second copy.
        if (AppDomain.CurrentDomain.GetData(Imported) is not null)
            RefuseOtherCopy();
        AppDomain.CurrentDomain.SetData(Imported, true);
        Run(
            "Update-TypeData", string.Format(null, Utility, "UpdateTypeDataCommand"),
            ("TypeData", OutputTypeData.All.Append(ViewTypeData.All).ToArray()), ("Force", true));
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        foreach (TypeData type in OutputTypeData.All)
        {
            Run(
                "Remove-TypeData", string.Format(null, Utility, "RemoveTypeDataCommand"), ("TypeName", type.TypeName));
        }
    }

    // .NET loads an assembly only once. PowerShell would run the code of the first copy under the name of the second.
    // The module that is being imported is not yet in the list.
    private static void RefuseOtherCopy()
    {
        const string type = "Microsoft.PowerShell.Commands.GetModuleCommand, System.Management.Automation";
        IReadOnlyList<PSObject> imported = Run("Get-Module", type, ("Name", "CoexTools"), ("All", true));
        if (imported.FirstOrDefault()?.BaseObject is PSModuleInfo module)
        {
            throw new InvalidOperationException(
                $"CoexTools is already imported from '{module.ModuleBase}'. A session can use only one copy of the "
                + "module: to use another copy, import it in a new PowerShell session.");
        }
    }

    // By type, because the name would make PowerShell import the module of the command.
    private static IReadOnlyList<PSObject> Run(
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
