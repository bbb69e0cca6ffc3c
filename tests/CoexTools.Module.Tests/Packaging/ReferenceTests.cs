using CoexTools.Module.Tests.Commands;
using Mono.Cecil;

namespace CoexTools.Module.Tests.Packaging;

/// <summary>
/// The assemblies of the module refer only to types and members that .NET Framework 4.7.2 and Windows PowerShell 5.1
/// contain, except in methods that never run there.
/// </summary>
public sealed class ReferenceTests(ITestOutputHelper output)
{
    private const string VectorGuard = "Callers check Vectors.AreThere, which is true only in .NET 5 and later.";

    private static readonly string Module = Path.GetDirectoryName(BuiltModule.Manifest)!;

    // What Windows PowerShell does not contain, and the reason why it is not used there.
    private static readonly Dictionary<string, string> Missing = new()
    {
        ["System.Numerics.Vector"] = VectorGuard,
        ["System.Numerics.Vector`1"] = VectorGuard,
        ["System.Numerics.Vector::Equals"] = VectorGuard,
        ["System.Numerics.Vector`1::.ctor"] = VectorGuard,
        ["System.Numerics.Vector`1::get_Count"] = VectorGuard,
        ["System.Numerics.Vector`1::get_Item"] = VectorGuard,
        ["System.Numerics.Vector`1::get_Zero"] = VectorGuard,
        ["System.Numerics.Vector`1::op_BitwiseAnd"] = VectorGuard,
        ["System.Numerics.Vector`1::op_BitwiseOr"] = VectorGuard,
        ["System.Numerics.Vector`1::op_Equality"] = VectorGuard,
        ["System.Numerics.Vector`1::op_ExclusiveOr"] = VectorGuard,
        ["System.Numerics.Vector`1::op_Subtraction"] = VectorGuard,
    };

    // The only methods that may refer to what is missing. A method that refers to it cannot be compiled there, so it
    // must not be inlined either.
    private static readonly string[] Guarded =
    [
        "CoexTools.Sources.Dxl.Reading.TagSearch::PassVectors",
        "CoexTools.Files.ContentHash::DivideVectors",
        "CoexTools.Sources.ConsoleLog.ConsoleSearch::CountVectors",
        "CoexTools.Sources.ConsoleLog.ConsoleSearch::PassVectors",
    ];

    [Fact]
    public void Windows_PowerShell_contains_every_type_and_member_that_the_module_uses()
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var users = new SortedSet<string>(StringComparer.Ordinal);
        using var assemblies = new WindowsPowerShell();
        foreach (string name in new[] { "CoexTools.dll", "CoexTools.Module.dll", "CoexTools.Start.dll" })
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(
                Path.Combine(Module, name), new ReaderParameters { AssemblyResolver = assemblies });
            List<MemberReference> references = [.. module.GetTypeReferences(), .. module.GetMemberReferences()];
            output.WriteLine($"{name}: {references.Count} references");
            Assert.True(references.Count > 40, $"{name}: only {references.Count} references were found.");

            HashSet<string> absent = [.. references.Where(reference => !Exists(reference)).Select(Name)];
            missing.UnionWith(absent);
            users.UnionWith(module.GetTypes().SelectMany(type => type.Methods)
                .Where(method => Used(method).Any(absent.Contains)).Select(Name));
        }
        Assert.Equal(Missing.Keys.Order(StringComparer.Ordinal), missing);
        Assert.Equal(Guarded.Order(StringComparer.Ordinal), users);
    }

    [Fact]
    public void Methods_that_Windows_PowerShell_cannot_compile_are_not_inlined()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Path.Combine(Module, "CoexTools.dll"));
        MethodDefinition[] guarded =
            [.. module.GetTypes().SelectMany(type => type.Methods).Where(method => Guarded.Contains(Name(method)))];
        Assert.Equal(Guarded.Length, guarded.Length);
        Assert.All(guarded, method => Assert.True(method.NoInlining, Name(method)));
    }

    private static bool Exists(MemberReference reference)
    {
        // The runtime itself contains the members of arrays.
        if (reference.DeclaringType is ArrayType)
            return true;
        try
        {
            return reference.Resolve() is not null;
        }
        catch (AssemblyResolutionException)
        {
            return false;
        }
    }

    // The types and members that the compiler of the runtime needs for a method.
    private static IEnumerable<string> Used(MethodDefinition method)
    {
        IEnumerable<MemberReference> references =
            [method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)];
        if (method.HasBody)
        {
            references = references.Concat(method.Body.Variables.Select(variable => variable.VariableType))
                .Concat(method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MemberReference>());
        }
        return references
            .SelectMany(
                reference => reference is TypeReference ? [reference] : new[] { reference, reference.DeclaringType })
            .Select(Name);
    }

    // The name without type arguments and signature, so that each use of a generic type or method has the same name.
    private static string Name(MemberReference reference) => reference switch
    {
        TypeReference type => type.GetElementType().FullName,
        { DeclaringType: { } type } => $"{Name(type)}::{reference.Name}",
        _ => reference.FullName,
    };

    // Finds assemblies only in these folders. The resolvers of Cecil also look among the assemblies of the running
    // program.
    private sealed class WindowsPowerShell : IAssemblyResolver
    {
        private static readonly string[] Folders =
        [
            Module,
            BuiltPackage.Metadata("NetFramework"),
            Path.Combine(BuiltPackage.Metadata("NetFramework"), "Facades"),
            BuiltPackage.Metadata("PowerShellStandard"),
        ];

        private readonly Dictionary<string, AssemblyDefinition> _assemblies = [];

        public AssemblyDefinition Resolve(AssemblyNameReference name) =>
            Resolve(name, new ReaderParameters { AssemblyResolver = this });

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
        {
            if (!_assemblies.TryGetValue(name.Name, out AssemblyDefinition? assembly))
            {
                string path = Folders.Select(folder => Path.Combine(folder, name.Name + ".dll"))
                    .FirstOrDefault(File.Exists)
                    ?? throw new AssemblyResolutionException(name);
                _assemblies[name.Name] = assembly = AssemblyDefinition.ReadAssembly(path, parameters);
            }
            return assembly;
        }

        public void Dispose()
        {
            foreach (AssemblyDefinition assembly in _assemblies.Values)
                assembly.Dispose();
        }
    }
}
