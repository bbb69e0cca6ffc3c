using System.ComponentModel;
using System.Reflection;

namespace CoexTools;

/// <summary>
/// Refuses a second copy of the module in a session, before PowerShell loads the other assemblies of the copy. .NET
/// loads only one assembly of a name, and its error does not say what to do. Loads the assemblies for this system if
/// there is no other copy.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleGuard : IModuleAssemblyInitializer
{
    // The name of data of the process: each version of this assembly has its own static fields.
    private const string Loaded = "CoexTools.Loaded";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">
    /// Another copy of the module is imported in the session, or the process has loaded another version or build of it.
    /// </exception>
    public void OnImport()
    {
        Assembly start = typeof(ModuleGuard).Assembly;
        string? folder = Path.GetDirectoryName(start.Location);
        if (AppDomain.CurrentDomain.GetData(Loaded) is Assembly loaded)
        {
            RefuseOtherCopy(loaded);
        }
        else
        {
            AppDomain.CurrentDomain.SetData(Loaded, start);
            ReadyToRunAssemblies.Load(folder);
        }
        RefuseOtherBuild(folder);
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

    // All builds of a version share this assembly. .NET compares the others by their module version ids, and its error
    // does not say what to do. PowerShell loads the same files next, unless they are those of a copy in another folder.
    private static void RefuseOtherBuild(string? folder)
    {
        if (folder is null or "")
            return;
        try
        {
            Assembly.LoadFrom(Path.Combine(folder, "CoexTools.dll"));
            Assembly.LoadFrom(Path.Combine(folder, "CoexTools.Module.dll"));
        }
        catch (FileLoadException e)
        {
            throw new InvalidOperationException(
                $"The assemblies of CoexTools in '{folder}' are not of the build that this session has loaded, for "
                + "example because an update replaced them. Import CoexTools in a new PowerShell session. If the error "
                + "persists, install the module again.", e);
        }
    }
}
