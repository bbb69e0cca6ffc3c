using System.Reflection;

namespace CoexTools.Module.Tests.Commands;

/// <summary>The module as the build laid it out.</summary>
internal static class BuiltModule
{
    /// <summary>The folder of the module.</summary>
    public static string Folder { get; } = typeof(BuiltModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ModuleOutput").Value!;

    /// <summary>The full path of the manifest to import.</summary>
    public static string Manifest { get; } = Path.Combine(Folder, "CoexTools.psd1");

    /// <summary>The full path of the assembly that the manifest is to load.</summary>
    public static string Assembly { get; } = Path.Combine(Folder, "CoexTools.Module.dll");
}
