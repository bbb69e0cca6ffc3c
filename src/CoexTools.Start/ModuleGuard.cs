using System.ComponentModel;
using System.Reflection;

namespace CoexTools;

/// <summary>
/// Refuses a second copy of the module in a session, before PowerShell loads the other assemblies of the copy. .NET
/// loads only one assembly of a name, and its error does not say what to do.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleGuard : IModuleAssemblyInitializer
{
    // The name of data of the process: each version of this assembly has its own static fields.
    private const string Loaded = "CoexTools.Loaded";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">
    /// Another copy of the module is imported in the session, or the process has loaded another version of it.
    /// </exception>
    public void OnImport()
    {
        if (AppDomain.CurrentDomain.GetData(Loaded) is Assembly loaded)
            RefuseOtherCopy(loaded);
        else
            AppDomain.CurrentDomain.SetData(Loaded, typeof(ModuleGuard).Assembly);
    }

    private static void RefuseOtherCopy(Assembly loaded)
    {
        // The module that is being imported is not yet in the list.
        const string type = "Microsoft.PowerShell.Commands.GetModuleCommand, System.Management.Automation";
        IReadOnlyList<PSObject> imported = EngineCommand.Run("Get-Module", type, ("Name", "CoexTools"), ("All", true));
        if (imported.FirstOrDefault()?.BaseObject is PSModuleInfo module)
        {
            throw new InvalidOperationException(
                $"CoexTools is already imported from '{module.ModuleBase}'. A session can use only one copy of the "
                + "module. To use another copy, import it in a new PowerShell session.");
        }
        (Version former, Version version) = (loaded.GetName().Version, typeof(ModuleGuard).Assembly.GetName().Version);
        if (former != version)
        {
            throw new InvalidOperationException(
                $"This session has loaded CoexTools {former.ToString(3)} from "
                + $"'{Path.GetDirectoryName(loaded.Location)}'. .NET cannot load another version. To use "
                + $"CoexTools {version.ToString(3)}, import it in a new PowerShell session.");
        }
    }
}
