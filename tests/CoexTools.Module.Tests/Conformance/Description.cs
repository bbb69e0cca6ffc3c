using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>Describes a command for the rules.</summary>
/// <param name="Type">The class.</param>
/// <param name="Help">The help of the command, or null if the command has no help.</param>
internal sealed record CommandDescription(Type Type, CommandHelp? Help)
{
    private readonly CmdletAttribute? _cmdlet = Type.GetCustomAttribute<CmdletAttribute>();

    public string Verb => _cmdlet?.VerbName ?? "";

    public string Noun => _cmdlet?.NounName ?? "";

    public string Name => $"{Verb}-{Noun}";

    public bool SupportsShouldProcess => _cmdlet?.SupportsShouldProcess ?? false;

    /// <summary>The classes between the command and that of PowerShell.</summary>
    public IReadOnlyList<Type> BaseClasses { get; } =
        [.. Ancestors(Type).TakeWhile(type => type != typeof(PSCmdlet) && type != typeof(Cmdlet))];

    public IReadOnlyList<Type> OutputTypes { get; } =
        [.. Type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(attribute => attribute.Type)
            .Select(name => name.Type)];

    public IReadOnlyList<ParameterDescription> Parameters { get; } =
    [
        .. Type.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute)))
            .Select(property => new ParameterDescription(property)),
    ];

    public override string ToString() => Name;

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (Type? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
            yield return ancestor;
    }
}

/// <summary>Describes a parameter for the rules.</summary>
internal sealed class ParameterDescription(PropertyInfo property)
{
    public string Name => property.Name;

    /// <summary>The type of the parameter, or of the elements of a list.</summary>
    public Type Type { get; } = ElementOf(property.PropertyType);

    public IReadOnlyList<string> Aliases { get; } =
        [.. property.GetCustomAttributes<AliasAttribute>().SelectMany(alias => alias.AliasNames)];

    public IReadOnlyList<ParameterAttribute> Places { get; } = [.. property.GetCustomAttributes<ParameterAttribute>()];

    /// <summary>Whether tab completion suggests values.</summary>
    public bool IsCompleted =>
        property.IsDefined(typeof(ArgumentCompleterAttribute)) || property.IsDefined(typeof(ValidateSetAttribute))
            || Type.IsEnum;

    private static Type ElementOf(Type type) =>
        Nullable.GetUnderlyingType(type) ?? (type.IsArray ? type.GetElementType()! : type);
}

/// <summary>The help of a command.</summary>
internal sealed record CommandHelp(
    string Synopsis, string Description, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<string> Links, IReadOnlyList<string> Examples)
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The help in a file, by command.</summary>
    public static IReadOnlyDictionary<string, CommandHelp> ReadAll(string file) =>
        XDocument.Load(file).Root!.Elements(Command + "command")
        .ToDictionary(command => command.Element(Command + "details")!.Element(Command + "name")!.Value, Of);

    private static CommandHelp Of(XElement command) => new(
        TextOf(command.Element(Command + "details")!.Element(Maml + "description")),
        TextOf(command.Element(Maml + "description")),
        command.Element(Command + "parameters")!.Elements().ToDictionary(
            parameter => parameter.Element(Maml + "name")!.Value, parameter => TextOf(
                parameter.Element(Maml + "description"))),
        Types(command, "inputTypes"),
        Types(command, "returnValues"),
        [.. command.Descendants(Maml + "linkText").Select(link => link.Value)],
        [.. command.Descendants(Dev + "code").Select(code => code.Value)]);

    private static string TextOf(XElement? element) => element?.Value.Trim() ?? "";

    private static List<string> Types(XElement command, string list) =>
        [.. command.Element(Command + list)!.Elements()
            .Select(item => item.Element(Dev + "type")!.Element(Maml + "name")!.Value)];
}

/// <summary>Describes the module for the rules.</summary>
internal sealed record ModuleDescription
{
    /// <summary>The values of the manifest that are not constants.</summary>
    public required IReadOnlyList<string> Computed { get; init; }

    /// <summary>The commands that the manifest exports.</summary>
    public required IReadOnlyList<string> Exported { get; init; }

    /// <summary>The commands in the assembly.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>The commands that the pages in docs describe.</summary>
    public required IReadOnlyList<string> Pages { get; init; }

    /// <summary>The factories of the errors, each with the id of its error.</summary>
    public required IReadOnlyDictionary<string, string> ErrorFactories { get; init; }

    /// <summary>The ids of the errors that the factories return, each with its category.</summary>
    public required IReadOnlyDictionary<string, string> Errors { get; init; }

    /// <summary>The ids of the errors in about_CoexTools_Errors, each with its documented category.</summary>
    public required IReadOnlyDictionary<string, string> DocumentedErrors { get; init; }

    /// <summary>The types of the objects that a user sees.</summary>
    public required IReadOnlyList<string> OutputTypes { get; init; }

    /// <summary>The views, each as its type and its kind.</summary>
    public required IReadOnlyList<(string Type, string Control)> Views { get; init; }
}
