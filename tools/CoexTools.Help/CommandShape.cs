using System.Reflection;
using System.Runtime.Loader;

namespace CoexTools.Help;

/// <summary>How a parameter takes part in one parameter set.</summary>
/// <param name="Set">The set; null for all.</param>
/// <param name="IsMandatory">Whether it must be given.</param>
/// <param name="Position">Its place; null where it is given by name only.</param>
/// <param name="ByValue">Whether the pipeline's objects are taken for it.</param>
/// <param name="ByPropertyName">Whether a property of the pipeline's objects is taken for it.</param>
internal sealed record ParameterPlace(string? Set, bool IsMandatory, int? Position, bool ByValue, bool ByPropertyName);

/// <summary>A parameter as the command has it.</summary>
internal sealed record ParameterShape(
    string Name, Type Type, IReadOnlyList<ParameterPlace> Places, IReadOnlyList<string> Aliases, bool TakesWildcards)
{
    /// <summary>Whether it is one of the two that the engine adds to commands which change something.</summary>
    public bool IsOfShouldProcess { get; init; }

    /// <summary>Whether it is a switch.</summary>
    public bool IsSwitch => Type.FullName == "System.Management.Automation.SwitchParameter";

    /// <summary>How it takes part in a set; null where it does not.</summary>
    public ParameterPlace? In(string set) =>
        Places.FirstOrDefault(place => place.Set == set) ?? Places.FirstOrDefault(place => place.Set is null);

    /// <summary>The names of the values that there are, for an enumeration.</summary>
    public IReadOnlyList<string> Values
    {
        get
        {
            Type element = Nullable.GetUnderlyingType(Element) ?? Element;
            return element.IsEnum ? element.GetEnumNames() : [];
        }
    }

    /// <summary>The type as PowerShell users know it.</summary>
    public string TypeName
    {
        get
        {
            Type element = Nullable.GetUnderlyingType(Element) ?? Element;
            return element.Name + (Type.IsArray ? "[]" : "");
        }
    }

    private Type Element => Type.IsArray ? Type.GetElementType()! : Type;
}

/// <summary>A command as the built assembly has it.</summary>
internal sealed record CommandShape(
    string Verb, string Noun, string? DefaultSet, IReadOnlyList<ParameterShape> Parameters)
{
    private const string Engine = "System.Management.Automation.";

    /// <summary>The command's name.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The parameter sets, the default one first.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            string[] named =
                [.. Parameters.SelectMany(parameter => parameter.Places).Select(place => place.Set)
                    .OfType<string>().Distinct()];
            return named.Length == 0 ? [""] : [.. named.OrderBy(set => set != DefaultSet)];
        }
    }

    /// <summary>All commands of an assembly.</summary>
    public static IReadOnlyList<CommandShape> ReadAll(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder, name.Name + ".dll") is var beside && File.Exists(beside)
                ? context.LoadFromAssemblyPath(beside) : null;
        Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(path));
        return
        [
            .. from type in assembly.GetExportedTypes()
               let command = Find(type, "CmdletAttribute").FirstOrDefault()
               where command is not null
               let shape = Read(type, command)
               orderby shape.Name
               select shape,
        ];
    }

    private static CommandShape Read(Type type, CustomAttributeData command)
    {
        List<ParameterShape> parameters =
        [
            .. from property in type.GetProperties()
               let places = Find(property, "ParameterAttribute").Select(ReadPlace).ToArray()
               where places.Length > 0
               select new ParameterShape(
                   property.Name, property.PropertyType, places,
                   [
                       .. Find(property, "AliasAttribute")
                           .SelectMany(
                               alias => (IEnumerable<CustomAttributeTypedArgument>)alias.ConstructorArguments[0].Value!)
                           .Select(alias => (string)alias.Value!),
                   ],
                   Find(property, "SupportsWildcardsAttribute").Any()),
        ];
        if (Named(command, "SupportsShouldProcess") is true)
        {
            Type toggle = type.Assembly.GetReferencedAssemblies()
                .Where(name => name.Name == "System.Management.Automation")
                .Select(name => Assembly.Load(name).GetType(Engine + "SwitchParameter")!).Single();
            parameters.Add(OfShouldProcess("WhatIf", "wi"));
            parameters.Add(OfShouldProcess("Confirm", "cf"));

            ParameterShape OfShouldProcess(string name, string alias) =>
                new(
                    name, toggle, [new ParameterPlace(null, false, null, false, false)], [alias],
                    TakesWildcards: false)
                { IsOfShouldProcess = true };
        }
        return new CommandShape(
            (string)command.ConstructorArguments[0].Value!, (string)command.ConstructorArguments[1].Value!,
            (string?)Named(command, "DefaultParameterSetName"),
            [.. parameters.OrderBy(parameter => parameter.IsOfShouldProcess)
                .ThenBy(parameter => parameter.Name, StringComparer.Ordinal)]);
    }

    private static ParameterPlace ReadPlace(CustomAttributeData attribute) => new(
        (string?)Named(attribute, "ParameterSetName"), Named(attribute, "Mandatory") is true, (int?)Named(
            attribute, "Position"),
        Named(attribute, "ValueFromPipeline") is true, Named(attribute, "ValueFromPipelineByPropertyName") is true);

    // Read as data: the attributes in the reference assembly of the engine contain no code.
    private static IEnumerable<CustomAttributeData> Find(MemberInfo member, string attribute) =>
        member.GetCustomAttributesData().Where(data => data.AttributeType.FullName == Engine + attribute);

    private static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.Where(argument => argument.MemberName == name)
            .Select(argument => argument.TypedValue.Value).FirstOrDefault();
}
