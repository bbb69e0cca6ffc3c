using System.Collections.Concurrent;
using System.Reflection;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.State;

namespace CoexTools.Serialization;

/// <summary>What of an object travels, and how it is brought back from that.</summary>
/// <param name="Members">What travels, in the order that <paramref name="Make"/> takes it.</param>
/// <param name="Make">Makes the object again.</param>
internal sealed record SerializedShape(IReadOnlyList<SerializedMember> Members, Func<object?[], object> Make)
{
    private static readonly ConcurrentDictionary<Type, SerializedShape> Shapes = new()
    {
        // Documents and directories are as their directory's state says; the rest of their properties travels for those
        // who only look.
        [typeof(ForeignDomainDocument)] = new(
            [
                new(
                    "Directory", typeof(DirectoryState),
                    document => DirectoryState.Of(((ForeignDomainDocument)document).Directory), IsHidden: true),
                new("Key", typeof(int), document => ((ForeignDomainDocument)document).Key, IsHidden: true),
                new(
                    nameof(ForeignDomainDocument.Priority), typeof(int),
                    document => ((ForeignDomainDocument)document).Priority),
            ],
            values => ((DirectoryState)values[0]!).Document((int)values[1]!, (int)values[2]!)),
        [typeof(DominoDirectory)] = new(
            [new(
                "State", typeof(DirectoryState), directory => DirectoryState.Of(((DominoDirectory)directory).State),
                IsHidden: true)],
            values => ((DirectoryState)values[0]!).NewDirectory()),
    };

    /// <summary>The shape of a type.</summary>
    public static SerializedShape Of(Type type) => Shapes.GetOrAdd(type, Read);

    private static SerializedShape Read(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors(
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Single(one => one.IsDefined(typeof(RehydratesAttribute), inherit: false));
        ParameterInfo[] parameters = constructor.GetParameters();
        var members = new List<SerializedMember>();
        foreach (ParameterInfo parameter in parameters)
        {
            PropertyInfo? property = type.GetProperty(
                parameter.Name!,
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.IgnoreCase);
            if (property is not null)
                members.Add(new SerializedMember(
                    property.Name, parameter.ParameterType, property.GetValue,
                    IsHidden: property.GetMethod is not { IsPublic: true }, IsOptional: parameter.HasDefaultValue,
                    Default: parameter.HasDefaultValue ? parameter.DefaultValue : null));
        }
        int count = members.Count;
        PropertyInfo[] texts =
            [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
                .Where(property => typeof(IEnumerable<string>).IsAssignableFrom(property.PropertyType)
                    || property.PropertyType == typeof(string))];
        members.Add(
            new SerializedMember(
                nameof(ShortNames), typeof(IReadOnlyList<string>), owner => FindShortNames((CoexObject)owner, texts),
                IsHidden: true, IsOptional: true));
        return new SerializedShape(members, values =>
        {
            var made = (CoexObject)constructor.Invoke(
                [.. values.Take(count), .. parameters.Skip(count).Select(parameter => parameter.DefaultValue)]);
            if (values[count] is IReadOnlyList<string> names)
                made.ShortName = ShortNames.Of(names);
            return made;
        });
    }

    // The names as the texts contain them. The directory can contain thousands of others.
    private static IReadOnlyList<string>? FindShortNames(CoexObject owner, PropertyInfo[] properties) =>
        owner.ShortName is { } shortName
            ? ShortNames.Find(
                properties.Select(property => property.GetValue(owner))
                    .SelectMany(value => value is string text ? [text] : value as IEnumerable<string> ?? []),
                shortName)
            : null;
}
