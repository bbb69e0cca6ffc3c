using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using CoexTools.Module.Tests.Commands;

namespace CoexTools.Module.Tests.Packaging;

/// <summary>The package of the built module, created in its own folder.</summary>
public sealed class BuiltPackage : IDisposable
{
    public BuiltPackage() => Path = Make(Module, System.IO.Path.Combine(Folder, "package"));

    /// <summary>The folder of the module as the build laid it out.</summary>
    public static string Module { get; } = System.IO.Path.GetDirectoryName(BuiltModule.Manifest)!;

    /// <summary>The version of the module.</summary>
    public static string Version { get; } = System.IO.Path.GetFileName(Module);

    /// <summary>A folder for the tests.</summary>
    public string Folder { get; } = System.IO.Directory.CreateTempSubdirectory("CoexTools-package-").FullName;

    /// <summary>The full path of the package.</summary>
    public string Path { get; }

    /// <summary>Makes the package of a module, and gives its full path.</summary>
    public static string Make(string module, string output)
    {
        (int exitCode, string text) = Run(Metadata("PackageMaker"), module, output);
        Assert.True(exitCode == 0, text);
        return Assert.Single(System.IO.Directory.GetFiles(output, "*.nupkg"));
    }

    /// <summary>Runs a program of .NET, or a command of the SDK.</summary>
    public static (int ExitCode, string Text) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, text);
    }

    /// <summary>The names of the entries, in the order of the package.</summary>
    public IReadOnlyList<string> Entries()
    {
        using ZipArchive archive = ZipFile.OpenRead(Path);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>The text of an entry.</summary>
    public string Read(string entry)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path);
        using var reader = new StreamReader(archive.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>
    /// Unpacks the files of the module as an installer does, and gives the full path of the manifest.
    /// </summary>
    public string Unpack(string modules)
    {
        string target = System.IO.Path.Combine(modules, "CoexTools", Version);
        ZipFile.ExtractToDirectory(Path, target);
        foreach (string folder in new[] { "_rels", "package" })
            System.IO.Directory.Delete(System.IO.Path.Combine(target, folder), recursive: true);
        File.Delete(System.IO.Path.Combine(target, "[Content_Types].xml"));
        File.Delete(System.IO.Path.Combine(target, "CoexTools.nuspec"));
        return System.IO.Path.Combine(target, "CoexTools.psd1");
    }

    /// <summary>Copies the built module to a place where it may be changed.</summary>
    public string CopyModule(string name)
    {
        string copy = System.IO.Path.Combine(Folder, name);
        foreach (string file in System.IO.Directory.GetFiles(Module, "*", SearchOption.AllDirectories))
        {
            string target = System.IO.Path.Combine(copy, System.IO.Path.GetRelativePath(Module, file));
            System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }

    public void Dispose() => System.IO.Directory.Delete(Folder, recursive: true);

    internal static string Metadata(string key) =>
        typeof(BuiltPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
