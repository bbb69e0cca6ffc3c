using System.Reflection;
using System.Runtime.InteropServices;

namespace CoexTools.Module.Tests.Commands;

/// <summary>The module as the build laid it out.</summary>
internal static class BuiltModule
{
    /// <summary>The folder of the module.</summary>
    public static string Folder { get; } = typeof(BuiltModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ModuleOutput").Value!;

    /// <summary>The full path of the manifest to import.</summary>
    public static string Manifest { get; } = Path.Combine(Folder, "CoexTools.psd1");

    /// <summary>Whether the build has compiled the assemblies of the module ahead of time.</summary>
    public static bool IsCompiledAheadOfTime { get; } = System.IO.Directory.Exists(Path.Combine(Folder, "ReadyToRun"));

    /// <summary>The full path of the assembly of the commands that is loaded on this system.</summary>
    public static string Assembly { get; } = Path.Combine(FolderForSystem(), "CoexTools.Module.dll");

    private static string FolderForSystem()
    {
        string system = OperatingSystem.IsWindows() ? "win-x64" : "linux-x64";
        bool isCompiled = IsCompiledAheadOfTime && (OperatingSystem.IsWindows() || OperatingSystem.IsLinux())
            && RuntimeInformation.ProcessArchitecture == Architecture.X64;
        return isCompiled ? Path.Combine(Folder, "ReadyToRun", system) : Folder;
    }
}
