using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>The types of the objects that a user sees, and the views that the module has for them.</summary>
internal static class OutputTypes
{
    /// <summary>
    /// The output types of the commands, and the types of their properties, if they belong to the module.
    /// </summary>
    public static IReadOnlyList<Type> SeenThrough(IEnumerable<Type> commands)
    {
        var seen = new HashSet<Type>();
        foreach (Type given in commands.SelectMany(command => command.GetCustomAttributes<OutputTypeAttribute>())
            .SelectMany(attribute => attribute.Type).Select(name => name.Type))
            Add(given, given.Assembly, seen);
        return [.. seen.OrderBy(type => type.FullName, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The views of a format file, by the type that they are for: <c>TableControl</c>, <c>ListControl</c>,
    /// <c>WideControl</c>.
    /// </summary>
    public static ILookup<string, string> ViewsIn(string formatFile)
    {
        return (from view in XDocument.Load(formatFile).Descendants("View")
                let control = view.Elements()
                    .Single(
                        element => element.Name.LocalName.EndsWith("Control", StringComparison.Ordinal)).Name.LocalName
                from type in view.Element("ViewSelectedBy")!.Elements("TypeName")
                select (type.Value, control)).ToLookup(pair => pair.Value, pair => pair.control);
    }

    private static void Add(Type type, Assembly own, HashSet<Type> seen)
    {
        Type element = ElementOf(type);
        if (element.Assembly != own || own == typeof(object).Assembly || element.IsEnum)
            return;
        // A user sees the derived types of an abstract type.
        if (element.IsAbstract)
        {
            foreach (Type derived in own.GetExportedTypes().Where(other => other.IsSubclassOf(element)))
                Add(derived, own, seen);
            return;
        }
        if (!seen.Add(element))
            return;
        foreach (PropertyInfo property in element.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            Add(property.PropertyType, own, seen);
    }

    private static Type ElementOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return ElementOf(value);
        if (type.IsArray)
            return ElementOf(type.GetElementType()!);
        return type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type)
            ? ElementOf(type.GetGenericArguments()[0]) : type;
    }
}
