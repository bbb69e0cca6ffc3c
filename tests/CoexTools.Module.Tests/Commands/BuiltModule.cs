using System.Reflection;
using System.Text.RegularExpressions;

namespace CoexTools.Module.Tests.Commands;

/// <summary>The module as the build laid it out, with the assembly that this test process is for.</summary>
internal static partial class BuiltModule
{
    private static readonly Lazy<string> Folder = new(Prepare);

    /// <summary>The framework of the assembly under test: <c>net8.0</c> or <c>netstandard2.0</c>.</summary>
    public static string Framework { get; } = Metadata("TestedFramework");

    /// <summary>The full path of the manifest to import.</summary>
    public static string Manifest => Path.Combine(Folder.Value, "CoexTools.psd1");

    /// <summary>The full path of the assembly that the manifest is to load.</summary>
    public static string Assembly => Path.Combine(Folder.Value, "bin", Edition, "CoexTools.Module.dll");

    private static string Edition => Framework == "net8.0" ? "Core" : "Desktop";

    // The manifest takes the assembly for PowerShell 7 in this engine. For the other one a copy of the module names it outright.
    private static string Prepare()
    {
        string built = Metadata("ModuleOutput");
        if (Edition == "Core")
            return built;
        string copy = Path.Combine(Path.GetTempPath(), $"CoexTools-module-{Guid.NewGuid():N}");
        foreach (string file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        string manifest = Path.Combine(copy, "CoexTools.psd1");
        string text = File.ReadAllText(manifest);
        Assert.Single(RootModule().Matches(text));
        File.WriteAllText(manifest, RootModule().Replace(text, $"RootModule = 'bin/{Edition}/CoexTools.Module.dll'"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(copy);
        return copy;
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps a loaded assembly: the folder for temporary files is cleared by others.
        }
    }

    private static string Metadata(string key) => typeof(BuiltModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;

    [GeneratedRegex(@"(?m)^\s*RootModule\s*=.*$")]
    private static partial Regex RootModule();
}
