using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace CoexTools.Benchmarks;

/// <summary>A module with as many cmdlets as CoexTools has, which do nothing: what importing costs at least.</summary>
internal static class BareModule
{
    /// <summary>Writes the module, and gives the path of its manifest.</summary>
    public static string Build(string folder)
    {
        string module = typeof(BareModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ModuleOutput").Value!;
        string[] names = [.. Regex.Matches(Regex.Match(File.ReadAllText(Path.Combine(module, "CoexTools.psd1")), @"CmdletsToExport\s*=\s*@\(([^)]*)\)").Groups[1].Value, "'([^']+)'").Select(match => match.Groups[1].Value)];

        string place = System.IO.Directory.CreateDirectory(Path.Combine(folder, "Bare")).FullName;
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Bare"), typeof(object).Assembly);
        ModuleBuilder builder = assembly.DefineDynamicModule("Bare");
        ConstructorInfo attribute = typeof(CmdletAttribute).GetConstructor([typeof(string), typeof(string)])!;
        foreach (string name in names)
        {
            string[] parts = name.Split('-');
            TypeBuilder type = builder.DefineType($"Bare.{parts[0]}{parts[1]}Command", TypeAttributes.Public | TypeAttributes.Sealed, typeof(PSCmdlet));
            type.SetCustomAttribute(new CustomAttributeBuilder(attribute, [parts[0], parts[1]]));
            type.DefineDefaultConstructor(MethodAttributes.Public);
            type.CreateType();
        }
        assembly.Save(Path.Combine(place, "Bare.dll"));
        string manifest = Path.Combine(place, "Bare.psd1");
        File.WriteAllText(manifest,
            $"@{{ RootModule = 'Bare.dll'; ModuleVersion = '1.0.0'; GUID = '0b2f7c6e-6f0c-4d0b-8f0a-3f6d1a4b7c11'; CmdletsToExport = @({string.Join(", ", names.Select(name => $"'{name}'"))}); FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }}");
        return manifest;
    }
}
