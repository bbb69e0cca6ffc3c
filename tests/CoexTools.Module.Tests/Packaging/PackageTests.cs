using System.Diagnostics;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Xml.Linq;
using CoexTools.Module.Tests.Commands;
using CoexTools.Module.Tests.Shell;

namespace CoexTools.Module.Tests.Packaging;

/// <summary>The package for the Gallery: its files, its metadata, and that it can be installed and used.</summary>
public sealed class PackageTests(
    BuiltPackage package, ModuleSession session) : IClassFixture<BuiltPackage>, IClassFixture<ModuleSession>
{
    // Without the compiler, the build has laid out only the IL, and refuses to create the package.
    private static readonly string[] CompiledFiles = !BuiltModule.IsCompiledAheadOfTime ? [] :
    [
        "ReadyToRun/linux-x64/CoexTools.Module.dll",
        "ReadyToRun/linux-x64/CoexTools.dll",
        "ReadyToRun/win-x64/CoexTools.Module.dll",
        "ReadyToRun/win-x64/CoexTools.dll",
    ];

    // All that is shipped. Whoever adds a file to the module adds it here.
    private static readonly string[] ModuleFiles =
    [
        "CHANGELOG.md",
        "CoexTools.Format.ps1xml",
        "CoexTools.Module.dll",
        "CoexTools.Start.dll",
        "CoexTools.dll",
        "CoexTools.psd1",
        "Examples/AcmeDirectory.dxl",
        "Examples/DominoDirectory.schema.json",
        "Examples/Export-NotesDirectory.ps1",
        "Examples/Failover.Tests.ps1",
        "Examples/Grafana-Dashboard.json",
        "Examples/Import-NotesDirectory.ps1",
        "Examples/Repair-Nightly.ps1",
        "Examples/Scan-Directory.yml",
        "Examples/Show-FailoverGap.ps1",
        "Examples/Test-Fleet.ps1",
        "LICENSE",
        .. CompiledFiles,
        "docs/export-and-import.md",
        "en-US/CoexTools.Module.dll-Help.xml",
        "en-US/about_CoexTools.help.txt",
        "en-US/about_CoexTools_ConsoleLog.help.txt", "en-US/about_CoexTools_Errors.help.txt",
        "en-US/about_CoexTools_FieldMap.help.txt",
        "en-US/about_CoexTools_Limits.help.txt",
        "en-US/about_CoexTools_Monitoring.help.txt",
        "en-US/about_CoexTools_Nsf.help.txt",
        "en-US/about_CoexTools_Objects.help.txt",
        "en-US/about_CoexTools_Repair.help.txt",
        "en-US/about_CoexTools_Rules.help.txt",
        "en-US/about_CoexTools_Scheduling.help.txt",
        "en-US/about_CoexTools_Server.help.txt",
    ];

    [Fact]
    public void The_package_holds_these_files_and_no_other()
    {
        const string Properties = "package/services/metadata/core-properties/nuget.psmdcp";
        Assert.Equal(["_rels/.rels", "CoexTools.nuspec", .. ModuleFiles, "[Content_Types].xml", Properties],
            package.Entries());
        Assert.Equal($"CoexTools.{BuiltPackage.Version}.nupkg", Path.GetFileName(package.Path));
    }

    [Fact]
    public void The_build_leaves_nothing_stale_where_it_lays_the_module_out()
    {
        string copy = package.CopyModule("laid-out");
        foreach (string stale in new[] { "bin/net8.0/CoexTools.dll", "bin/Core/Other.dll",
            "en-US/about_Other.help.txt", "Old.ps1" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, stale))!);
            File.WriteAllText(Path.Combine(copy, stale), "");
        }
        (int exitCode, string text) = BuiltPackage.Run(
            "msbuild", BuiltPackage.Metadata(
                "ModuleProject"), "-t:LayOutModule", $"-p:Configuration={BuiltPackage.Metadata("Configuration")}",
            $"-p:ModuleOutput={copy}/", "-nologo", "-v:q");
        Assert.True(exitCode == 0, text);
        IEnumerable<string> left = Directory.GetFiles(copy, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(copy, file));
        Assert.Equal(ModuleFiles, left.Select(path => path.Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_files_give_the_same_bytes()
    {
        string copy = package.CopyModule("copied");
        foreach (string file in Directory.GetFiles(copy, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        string other = BuiltPackage.Make(copy, Path.Combine(package.Folder, "elsewhere"));
        Assert.True(File.ReadAllBytes(package.Path).AsSpan().SequenceEqual(File.ReadAllBytes(other)));
    }

    [Fact]
    public void The_assemblies_are_optimized_and_name_no_folder_of_the_machine_unless_Debug_was_asked_for()
    {
        bool isDebug = BuiltPackage.Metadata("Configuration") == "Debug";
        string root = Path.GetFullPath(Path.Combine(BuiltPackage.Metadata("ModuleProject"), "../../.."));
        string[] assemblies = Directory.GetFiles(BuiltPackage.Module, "*.dll", SearchOption.AllDirectories);
        Assert.Equal(3 + CompiledFiles.Length, assemblies.Length);
        Assert.False(isDebug && BuiltModule.IsCompiledAheadOfTime);
        foreach (string assembly in assemblies)
        {
            // Those that were compiled ahead of time contain the same IL as the others, and do not load on each system.
            if (!assembly.Contains("ReadyToRun", StringComparison.Ordinal))
            {
                var context = new AssemblyLoadContext(assembly, isCollectible: true);
                DebuggableAttribute? debuggable = context.LoadFromAssemblyPath(assembly)
                    .GetCustomAttribute<DebuggableAttribute>();
                Assert.Equal(isDebug, debuggable?.IsJITOptimizerDisabled ?? false);
                context.Unload();
            }
            Assert.Equal(
                isDebug, Encoding.UTF8.GetString(File.ReadAllBytes(assembly))
                    .Contains(root, StringComparison.OrdinalIgnoreCase));
        }
        // What Import-Module -Verbose shows.
        Assert.Equal(
            Path.Combine(root, isDebug ? "output/Debug" : "output", "CoexTools", BuiltPackage.Version),
            Path.GetFullPath(BuiltPackage.Module));
    }

    [Fact]
    public void The_package_has_the_metadata_of_the_manifest()
    {
        PSModuleInfo manifest = Manifest();
        XElement metadata = XDocument.Parse(package.Read("CoexTools.nuspec")).Root!.Elements().Single();
        string Text(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        Assert.Equal("CoexTools", Text("id"));
        Assert.Equal(manifest.Version.ToString(), Text("version"));
        Assert.Equal(manifest.Author, Text("authors"));
        Assert.Equal(manifest.CompanyName, Text("owners"));
        Assert.Equal(manifest.Description, Text("description"));
        Assert.Equal(manifest.Copyright, Text("copyright"));
        Assert.Equal(manifest.ReleaseNotes, Text("releaseNotes"));
        Assert.Equal(manifest.LicenseUri.OriginalString, Text("licenseUrl"));
        Assert.Equal("false", Text("requireLicenseAcceptance"));
        Assert.DoesNotContain(metadata.Elements(), element => element.Name.LocalName == "dependencies");

        string[] commands = [.. manifest.ExportedCmdlets.Keys];
        IEnumerable<string> ofCommands = commands.SelectMany(name => new[] { $"PSCmdlet_{name}", $"PSCommand_{name}" });
        string[] tags = [.. manifest.Tags, "PSModule", "PSIncludes_Cmdlet", .. ofCommands];
        Assert.Equal(tags.Order(StringComparer.Ordinal), Text("tags").Split(' ').Order(StringComparer.Ordinal));
        Assert.True(Text("tags").Length <= 4000, "The Gallery takes 4000 characters of tags.");
    }

    [Fact]
    public void The_manifest_has_every_field_that_the_Gallery_wants()
    {
        PSModuleInfo manifest = Manifest();
        Assert.NotEqual(Guid.Empty, manifest.Guid);
        Assert.Matches(@"^\d+\.\d+\.\d+$", manifest.Version.ToString());
        foreach (string text in new[] { manifest.Author, manifest.CompanyName, manifest.Copyright, manifest.Description,
            manifest.ReleaseNotes })
            Assert.NotEmpty(text.Trim());
        Assert.Equal(new Version(5, 1), manifest.PowerShellVersion);
        Assert.Equal(["Desktop", "Core"], manifest.CompatiblePSEditions);
        Assert.Equal(new Version(4, 7, 2), manifest.DotNetFrameworkVersion);
        Assert.Equal("https", manifest.LicenseUri.Scheme);
        Assert.Empty(manifest.RequiredModules);
        foreach (string tag in new[] { "PSEdition_Desktop", "PSEdition_Core", "Windows", "Linux", "MacOS" })
            Assert.Contains(tag, manifest.Tags);
        Assert.All(manifest.Tags, tag => Assert.Matches(@"^\S+$", tag));
        // Not '*' and not left out: either makes every session on the machine search the assembly.
        string source = File.ReadAllText(BuiltModule.Manifest);
        foreach (string list in new[] { "CmdletsToExport", "FunctionsToExport", "AliasesToExport",
            "VariablesToExport" })
            Assert.Matches($@"(?m)^\s*{list}\s*=\s*@\(", source);
        Assert.DoesNotContain("*", source, StringComparison.Ordinal);
    }

    [Fact]
    public void The_unpacked_package_is_imported_by_its_name_and_its_help_is_found()
    {
        string modules = Path.Combine(package.Folder, "modules");
        string manifest = package.Unpack(modules);
        ShellResult result = ShellProcess.Run(
            package.Folder, "-NoProfile", "-Command",
            $$"""
            Remove-Module CoexTools
            $env:PSModulePath = '{{modules}}' + [IO.Path]::PathSeparator + $env:PSModulePath
            $module = Import-Module CoexTools -PassThru
            $module.ModuleBase
            $module.ExportedCommands.Count
            (Get-ForeignDomainDocument "$($module.ModuleBase)/Examples/AcmeDirectory.dxl").Count -gt 0
            (Get-Help Get-ForeignDomainDocument).description.Count -gt 0
            (Get-Help about_CoexTools_Rules).Length -gt 1000
            """);
        Assert.Equal(
            new ShellResult(
                0, $"{Path.GetDirectoryName(manifest)}\n{Manifest().ExportedCmdlets.Count}\nTrue\nTrue\nTrue\n", ""),
            result);
    }

    private PSModuleInfo Manifest() =>
        (PSModuleInfo)session.Run($"Test-ModuleManifest '{BuiltModule.Manifest}'").Output[0].BaseObject;
}
