using CoexTools.Module.Tests.Shell;
using Mono.Cecil;

namespace CoexTools.Module.Tests.Packaging;

/// <summary>
/// Tests the import of a copy with other assemblies. .NET refuses it, and says neither which copy the session uses nor
/// what to do.
/// </summary>
public sealed class ModuleCopyTests(BuiltPackage package) : IClassFixture<BuiltPackage>
{
    private static string Folder => Path.GetDirectoryName(ShellProcess.ModuleManifest)!;

    [Fact]
    public void A_copy_with_other_assemblies_is_refused_with_one_sentence()
    {
        // CoexTools.Start is the same in all builds of a version.
        string copy = Copy("other-build", module =>
        {
            if (!IsStart(module))
                module.Mvid = Guid.NewGuid();
        });
        Assert.Equal(
            [
                $"1 CoexTools is already imported from '{Folder}'. A session can use only one copy of the "
                    + "module. To use another copy, import it in a new PowerShell session.",
                "DominoDirectory",
            ],
            Import(copy, ""));
    }

    [Fact]
    public void Another_version_is_refused_with_one_sentence_after_the_module_was_removed()
    {
        string copy = Copy("other-version", module =>
        {
            module.Assembly.Name.Version = new Version(9, 8, 7, 0);
            if (IsStart(module))
                module.Assembly.Name.Name = "CoexTools.Start.9.8.7";
        });
        Assert.Equal(
            [
                $"1 This session has loaded CoexTools {BuiltPackage.Version} from '{Folder}'. .NET cannot "
                    + "load another version. To use CoexTools 9.8.7, import it in a new PowerShell session.",
                "DominoDirectory",
            ],
            Import(copy, "Remove-Module CoexTools; "));
    }

    // The shell has imported the built module. It can still be used afterwards.
    private string[] Import(string copy, string before)
    {
        string script = $"{before}try {{ Import-Module '{copy}' -ErrorAction SilentlyContinue }} catch {{ "
            + "$null = $_ }; "
            + "\"$($error.Count) $($error[0].Exception.Message)\"; "
            + $"Import-Module '{ShellProcess.ModuleManifest}'; (New-DominoDirectory Acme).GetType().Name";
        ShellResult result = ShellProcess.Run(package.Folder, "-NoProfile", "-Command", script);
        Assert.Equal("", result.Error);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool IsStart(ModuleDefinition module) =>
        module.Assembly.Name.Name.StartsWith("CoexTools.Start.", StringComparison.Ordinal);

    private string Copy(string name, Action<ModuleDefinition> change)
    {
        string copy = package.CopyModule(name);
        foreach (string file in Directory.GetFiles(copy, "*.dll"))
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(File.ReadAllBytes(file)));
            change(module);
            module.Write(file);
        }
        return Path.Combine(copy, "CoexTools.psd1");
    }
}
