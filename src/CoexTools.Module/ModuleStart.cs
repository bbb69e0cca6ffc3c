using System.ComponentModel;
using System.Management.Automation.Runspaces;
using CoexTools.Serialization;
using CoexTools.Views;

namespace CoexTools;

/// <summary>
/// Prepares a session when the module is imported. The types are declared here and not in a file of the manifest:
/// PowerShell would declare those of a second copy again, and write an error for each member.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleStart : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string Utility = "Microsoft.PowerShell.Commands.{0}, Microsoft.PowerShell.Commands.Utility";

    /// <inheritdoc/>
    public void OnImport() => EngineCommand.Run(
        "Update-TypeData", string.Format(null, Utility, "UpdateTypeDataCommand"),
        ("TypeData", OutputTypeData.All.Concat(ViewTypeData.All).ToArray()), ("Force", true));

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        foreach (TypeData type in OutputTypeData.All)
        {
            EngineCommand.Run(
                "Remove-TypeData", string.Format(null, Utility, "RemoveTypeDataCommand"), ("TypeName", type.TypeName));
        }
    }
}
