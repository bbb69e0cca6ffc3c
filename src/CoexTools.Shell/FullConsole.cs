using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell;

namespace CoexTools.Shell;

/// <summary>Starts the console of the full PowerShell SDK with CoexTools imported. It supports the command line of pwsh.</summary>
internal static class FullConsole
{
    private static int Main(string[] args)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule(
            typeof(FullConsole).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(one => one.Key == "ModuleManifest").Value!);
        return ConsoleShell.Start(state, bannerText: "", helpText: "", args);
    }
}
