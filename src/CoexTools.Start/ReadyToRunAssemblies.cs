using System.Reflection;
using System.Runtime.InteropServices;

namespace CoexTools;

/// <summary>
/// Loads the assemblies that the build compiled ahead of time for this system. Those in the folder of the module
/// contain only IL, most of which each process would compile again.
/// </summary>
internal static class ReadyToRunAssemblies
{
    // An earlier runtime would ignore the native code, and map a larger file for nothing.
    private const int RuntimeVersion = 10;

    /// <summary>
    /// Loads the assemblies. When PowerShell loads the one of the manifest, .NET returns the loaded one, because both
    /// have the same module version id (MVID).
    /// </summary>
    /// <param name="module">The folder of the module.</param>
    public static void Load(string? module)
    {
        // The version is 4 in Windows PowerShell.
        if (module is null or "" || Environment.Version.Major < RuntimeVersion
            || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return;
        }
        string system = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "win-x64"
            : RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? "linux-x64" : "other";
        string folder = Path.Combine(module, "ReadyToRun", system);
        string core = Path.Combine(folder, "CoexTools.dll");
        if (!File.Exists(core))
            return;
        try
        {
            // The assembly of the commands requires the core. Without the core, it must not be loaded from this folder.
            // The IL of the commands can use the native code of the core.
            Assembly.LoadFrom(core);
            Assembly.LoadFrom(Path.Combine(folder, "CoexTools.Module.dll"));
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            // The IL in the folder of the module does the same.
        }
    }
}
