using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell;

// Runs the console of PowerShell, with its command line, and imports the built module.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
// A test of another copy of the module specifies its manifest. A process cannot forget a copy that it imported.
string manifest = Environment.GetEnvironmentVariable("COEXTOOLS_MANIFEST")
    ?? Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
    .First(one => one.Key == "ModuleManifest").Value!;
if (!File.Exists(manifest))
{
    Console.Error.WriteLine($"The module is not built: '{manifest}' does not exist. Run 'dotnet build' first.");
    return 70; // EX_SOFTWARE
}

var state = InitialSessionState.CreateDefault2();
// By default, Windows does not allow scripts, and the types file of the module counts as one.
if (OperatingSystem.IsWindows())
    state.ExecutionPolicy = ExecutionPolicy.Bypass;
state.ImportPSModule(manifest);
return ConsoleShell.Start(state, bannerText: "", helpText: "", args);
