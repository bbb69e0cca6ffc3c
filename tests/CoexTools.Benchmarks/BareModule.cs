using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace CoexTools.Benchmarks;

/// <summary>
/// Creates a module with as many cmdlets as CoexTools, which do nothing. Its import time is the lower limit.
/// </summary>
internal static class BareModule
{
    /// <summary>Writes the module and returns the path of its manifest.</summary>
    public static string Build(string folder)
    {
        string original = File.ReadAllText(Path.Combine(Measurement.ModuleOutput, "CoexTools.psd1"));
        string cmdlets = Regex.Match(original, @"CmdletsToExport\s*=\s*@\(([^)]*)\)").Groups[1].Value;
        string[] names = [.. Regex.Matches(cmdlets, "'([^']+)'").Select(match => match.Groups[1].Value)];

        string target = System.IO.Directory.CreateDirectory(Path.Combine(folder, "Bare")).FullName;
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Bare"), typeof(object).Assembly);
        ModuleBuilder builder = assembly.DefineDynamicModule("Bare");
        ConstructorInfo attribute = typeof(CmdletAttribute).GetConstructor([typeof(string), typeof(string)])!;
        foreach (string name in names)
        {
            string[] parts = name.Split('-');
            TypeBuilder type = builder.DefineType(
                $"Bare.{parts[0]}{parts[1]}Command", TypeAttributes.Public | TypeAttributes.Sealed, typeof(PSCmdlet));
            type.SetCustomAttribute(new CustomAttributeBuilder(attribute, [parts[0], parts[1]]));
            type.DefineDefaultConstructor(MethodAttributes.Public);
            type.CreateType();
        }
        assembly.Save(Path.Combine(target, "Bare.dll"));
        string manifest = Path.Combine(target, "Bare.psd1");
        string list = string.Join(", ", names.Select(name => $"'{name}'"));
        File.WriteAllText(manifest,
            "@{ RootModule = 'Bare.dll'; ModuleVersion = '1.0.0'; GUID = '0b2f7c6e-6f0c-4d0b-8f0a-3f6d1a4b7c11'; "
            + $"CmdletsToExport = @({list}); FunctionsToExport = @(); AliasesToExport = @(); "
            + "VariablesToExport = @() }");
        return manifest;
    }
}
