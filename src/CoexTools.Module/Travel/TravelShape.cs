using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using CoexTools.Directory;

namespace CoexTools.Travel;

/// <summary>What of an object travels, and how it is brought back from that.</summary>
/// <param name="Members">What travels, in the order that <paramref name="Make"/> takes it.</param>
/// <param name="Make">Makes the object again.</param>
internal sealed record TravelShape(IReadOnlyList<TravelMember> Members, Func<object?[], object> Make)
{
    private static readonly ConcurrentDictionary<Type, TravelShape> Shapes = new()
    {
        // Documents and directories are as their directory's state says; the rest of their properties travels for those who only look.
        [typeof(ForeignDomainDocument)] = new(
            [
                new("Directory", typeof(DirectoryState), document => DirectoryState.Of(((ForeignDomainDocument)document).Directory), IsHidden: true),
                new("Key", typeof(int), document => ((ForeignDomainDocument)document).Document.Key, IsHidden: true),
                new(nameof(ForeignDomainDocument.Priority), typeof(int), document => ((ForeignDomainDocument)document).Priority),
            ],
            values => ((DirectoryState)values[0]!).Document((int)values[1]!, (int)values[2]!)),
        [typeof(DominoDirectory)] = new(
            [new("State", typeof(DirectoryState), directory => DirectoryState.Of(((DominoDirectory)directory).State), IsHidden: true)],
            values => ((DirectoryState)values[0]!).NewDirectory()),
    };

    /// <summary>The shape of a type.</summary>
    public static TravelShape Of(Type type) => Shapes.GetOrAdd(type, Read);

    private static TravelShape Read(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Single(one => one.IsDefined(typeof(TravelsAttribute), inherit: false));
        ParameterInfo[] parameters = constructor.GetParameters();
        var members = new List<TravelMember>();
        foreach (ParameterInfo parameter in parameters)
        {
            PropertyInfo? property = type.GetProperty(parameter.Name!, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase);
            if (property is not null)
                members.Add(new TravelMember(property.Name, parameter.ParameterType, property.GetValue));
            else if (type == typeof(DominoItem))
                members.Add(new TravelMember("Dxl", typeof(string), item => ((DominoItem)item).GetDxl(), IsHidden: true));
        }
        return new TravelShape(members, values =>
            constructor.Invoke([.. values, .. parameters.Skip(values.Length).Select(parameter => parameter.DefaultValue)]));
    }
}

/// <summary>A part of an object that travels.</summary>
/// <param name="Name">Its name on the way.</param>
/// <param name="Type">What it is.</param>
/// <param name="Get">Its value.</param>
/// <param name="IsHidden">Whether it travels in the luggage, and is no property that people see.</param>
internal sealed record TravelMember(string Name, Type Type, Func<object, object?> Get, bool IsHidden = false);

/// <summary>Brings objects back that have travelled, from the bags of properties that PowerShell makes of them on the way.</summary>
internal static class Traveller
{
    private const string Prefix = "Deserialized.";

    /// <summary>Whether a value is a bag of properties of one of our objects.</summary>
    public static bool IsBag(object? value, out PSObject bag)
    {
        bag = (value as PSObject)!;
        return bag is { BaseObject: PSCustomObject, TypeNames.Count: > 0 } && TypeOf(bag) is not null;
    }

    /// <summary>The object that a bag was.</summary>
    /// <exception cref="TravelException">It cannot be brought back.</exception>
    public static CoexObject Revive(PSObject bag)
    {
        Type type = TypeOf(bag) ?? throw new TravelException("it is none of CoexTools' objects.");
        TravelShape shape = TravelShape.Of(type);
        Queue<object?> luggage = Unpack(bag);
        if (luggage.Count != 1 + shape.Members.Count(member => member.IsHidden) || luggage.Dequeue() is not string seal)
            throw new TravelException("it has only some of its properties; the module CoexTools was not there when it left, or somebody chose among them.");
        CoexObject revived;
        try
        {
            revived = (CoexObject)shape.Make(
                [.. shape.Members.Select(member => Convert(member.IsHidden ? luggage.Dequeue() : Read(bag, member.Name), member.Type, member.Name))]);
        }
        catch (TargetInvocationException e)
        {
            throw new TravelException("its properties are not as they were.", e.InnerException);
        }
        catch (TravelException) when (!Seal.IsOfThisVersion(seal))
        {
            throw new TravelException($"it is of another version of CoexTools: {Seal.VersionOf(seal)}, and this is {Seal.Version}.");
        }
        if (!Seal.IsOf(seal, revived))
        {
            throw new TravelException(Seal.IsOfThisVersion(seal)
                ? "it was changed on the way."
                : $"it is of another version of CoexTools: {Seal.VersionOf(seal)}, and this is {Seal.Version}.");
        }
        return revived;
    }

    /// <summary>A value, brought back if it has travelled.</summary>
    /// <exception cref="CoexException">It cannot be brought back.</exception>
    public static object? Accept(object? value)
    {
        if (!IsBag(value, out PSObject bag))
            return value;
        try
        {
            return Revive(bag);
        }
        catch (TravelException e)
        {
            throw CoexException.ObjectDamaged(bag, bag.ToString(), e.Message);
        }
    }

    private static Type? TypeOf(PSObject bag)
    {
        // Not always the first: Select-Object puts one of its own before it.
        if (bag.TypeNames.FirstOrDefault(one => one.StartsWith(Prefix + nameof(CoexTools) + ".", StringComparison.Ordinal)) is not { } name)
            return null;
        Type? type = typeof(CoexObject).Assembly.GetType(name.Substring(Prefix.Length));
        return type is { IsAbstract: false } && typeof(CoexObject).IsAssignableFrom(type) ? type : null;
    }

    private static Queue<object?> Unpack(PSObject bag)
    {
        object? luggage = bag.Properties[TravelTarget.LuggageName]?.Value;
        object? plain = luggage is PSObject wrapped ? wrapped.BaseObject : luggage;
        return new Queue<object?>(plain is IList several ? several.Cast<object?>() : [plain]);
    }

    private static object? Read(PSObject bag, string name) =>
        (bag.Properties[name] ?? throw new TravelException($"it lacks its property {name}.")).Value;

    // Only what PowerShell makes of such a value on the way: anything else was not there when the object left.
    private static object? Convert(object? value, Type type, string name)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject and { } inner } ? inner : value;
        Type wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (plain is null || wanted.IsInstanceOfType(plain))
            return plain is null && wanted.IsValueType && wanted == type ? throw Wrong(name) : plain;
        if (wanted.IsEnum && plain is int number)
            return Enum.ToObject(wanted, number);
        if (wanted == typeof(DateTimeOffset))
            return plain is PSObject time ? ReadTime(time, name) : throw Wrong(name);
        if (typeof(CoexObject).IsAssignableFrom(wanted))
        {
            CoexObject revived = IsBag(plain, out PSObject bag) ? Revive(bag) : throw Wrong(name);
            return wanted.IsInstanceOfType(revived) ? revived : throw Wrong(name);
        }
        if (wanted.IsGenericType && wanted.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && plain is IEnumerable list and not string)
        {
            Type element = wanted.GetGenericArguments()[0];
            object?[] values = [.. list.Cast<object?>().Select(one => Convert(one, element, name) ?? throw Wrong(name))];
            var array = Array.CreateInstance(element, values.Length);
            values.CopyTo(array, 0);
            return Activator.CreateInstance(typeof(OutputList<>).MakeGenericType(element), array);
        }
        throw Wrong(name);
    }

    private static DateTimeOffset ReadTime(PSObject time, string name) =>
        time.Properties[nameof(DateTimeOffset.UtcDateTime)]?.Value is DateTime utc && time.Properties[nameof(DateTimeOffset.Offset)]?.Value is TimeSpan offset
            ? new DateTimeOffset(DateTime.SpecifyKind(utc + offset, DateTimeKind.Unspecified), offset)
            : throw Wrong(name);

    private static TravelException Wrong(string name) => new($"its property {name} is not what it was.");
}
