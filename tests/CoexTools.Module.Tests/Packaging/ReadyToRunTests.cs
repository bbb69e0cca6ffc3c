using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CoexTools.Module.Tests.Commands;

namespace CoexTools.Module.Tests.Packaging;

/// <summary>
/// The assemblies that were compiled ahead of time. <c>Module.Tests.ps1</c> verifies that PowerShell uses them, and
/// that the module can be imported if they are damaged.
/// </summary>
public sealed class ReadyToRunTests
{
    // In assemblies for Linux, the processor is combined with this number, so that Windows does not load them.
    private const ushort Linux = 0x7B79;

    public static TheoryData<string, string> Assemblies =>
        new(from system in new[] { "win-x64", "linux-x64" }
            from name in new[] { "CoexTools.dll", "CoexTools.Module.dll" }
            select (system, name));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_contains_the_same_module_as_the_IL_and_native_code_for_its_system(
        string system, string name)
    {
        Assert.SkipUnless(BuiltModule.IsCompiledAheadOfTime, "The build did not compile the module ahead of time.");
        using var native = new PEReader(
            File.OpenRead(Path.Combine(BuiltModule.Folder, "ReadyToRun", system, name)));
        using var plain = new PEReader(File.OpenRead(Path.Combine(BuiltModule.Folder, name)));

        ushort amd64 = (ushort)Machine.Amd64;
        ushort machine = (ushort)native.PEHeaders.CoffHeader.Machine;
        Assert.Equal(system == "win-x64" ? amd64 : (ushort)(amd64 ^ Linux), machine);
        Assert.True(native.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0);
        Assert.Equal(Machine.I386, plain.PEHeaders.CoffHeader.Machine);
        Assert.Equal(0, plain.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);

        // .NET compares this id when PowerShell loads the assembly of the manifest.
        MetadataReader ofNative = native.GetMetadataReader();
        MetadataReader ofPlain = plain.GetMetadataReader();
        Assert.Equal(Mvid(ofPlain), Mvid(ofNative));
        Assert.Equal(Members(ofPlain), Members(ofNative));
    }

    [Theory]
    [InlineData("CoexTools.dll")]
    [InlineData("CoexTools.Module.dll")]
    [InlineData("CoexTools.dll", "CoexTools.Module.dll")]
    public void A_file_that_is_not_an_assembly_is_ignored(params string[] names)
    {
        DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("CoexTools-ready-");
        try
        {
            foreach (string system in new[] { "win-x64", "linux-x64", "other" })
            {
                DirectoryInfo target = folder.CreateSubdirectory(Path.Combine("ReadyToRun", system));
                foreach (string name in names)
                    File.WriteAllText(Path.Combine(target.FullName, name), "not an assembly");
            }
            Load(folder.FullName);
            Load(Path.Combine(folder.FullName, "absent"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")] // An assembly that was loaded from memory has no location.
    public void A_module_without_a_folder_has_only_IL(string? folder) => Load(folder);

    private static void Load(string? folder) =>
        Assembly.LoadFrom(Path.Combine(BuiltModule.Folder, "CoexTools.Start.dll"))
            .GetType("CoexTools.ReadyToRunAssemblies", throwOnError: true)!.GetMethod("Load")!.Invoke(null, [folder]);

    private static Guid Mvid(MetadataReader reader) => reader.GetGuid(reader.GetModuleDefinition().Mvid);

    private static IEnumerable<string> Members(MetadataReader reader) =>
        from handle in reader.TypeDefinitions
        let type = reader.GetTypeDefinition(handle)
        from method in type.GetMethods().Select(reader.GetMethodDefinition)
        select $"{type.Attributes} {reader.GetString(type.Namespace)}.{reader.GetString(type.Name)} "
            + $"{method.Attributes} {reader.GetString(method.Name)}";
}
