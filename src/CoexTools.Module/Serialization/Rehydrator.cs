using System.Collections;
using System.Reflection;

using CoexTools.State;
namespace CoexTools.Serialization;

/// <summary>
/// Brings objects back that have travelled, from the bags of properties that PowerShell makes of them on the way.
/// </summary>
internal static class Rehydrator
{
    private const string Prefix = "Deserialized.";

    /// <summary>Returns the object that PowerShell may have wrapped.</summary>
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>Whether a value is a bag of properties of one of our objects.</summary>
    public static bool IsDeserialized(object? value, out PSObject bag)
    {
        bag = (value as PSObject)!;
        return bag is { BaseObject: PSCustomObject, TypeNames.Count: > 0 } && TypeOf(bag) is not null;
    }

    /// <summary>Returns the original object of a property bag.</summary>
    /// <exception cref="RehydrationException">It cannot be rehydrated.</exception>
    public static CoexObject Rehydrate(PSObject bag)
    {
        Type type = TypeOf(bag) ?? throw new RehydrationException("It is not a CoexTools object.");
        SerializedShape shape = SerializedShape.Of(type);
        Queue<object?> payload = Unpack(bag);
        int hidden = shape.Members.Count(member => member.IsHidden);
        int required = shape.Members.Count(member => member is { IsHidden: true, IsOptional: false });
        if (payload.Count < 1 + required || payload.Count > 1 + hidden || payload.Dequeue() is not string seal)
            throw new RehydrationException(
                "Some of its properties are missing. Either the module CoexTools was not loaded when the object was "
                    + "serialized, or only some properties were selected.");
        List<SerializedMember> missing =
            [.. shape.Members.Where(
                member => member.IsOptional && !member.IsHidden && bag.Properties[member.Name] is null)];
        CoexObject revived;
        try
        {
            revived = (CoexObject)shape.Make(
            [
                .. shape.Members.Select(member => missing.Contains(member) || (member.IsHidden && payload.Count == 0)
                    ? member.Default
                    : Convert(member.IsHidden ? payload.Dequeue() : Read(bag, member.Name), member.Type, member.Name)),
            ]);
            AbsentMembers.Add(revived, missing);
        }
        catch (TargetInvocationException e)
        {
            throw new RehydrationException("Its properties were changed.", e.InnerException);
        }
        catch (RehydrationException) when (!Checksum.IsOfThisVersion(seal))
        {
            throw new RehydrationException(
                $"It was serialized by CoexTools {Checksum.VersionOf(seal)}. This is CoexTools {Checksum.Version}.");
        }
        if (!Checksum.IsOf(seal, revived))
        {
            throw new RehydrationException(Checksum.IsOfThisVersion(seal)
                ? "It was changed after it was serialized."
                : $"It was serialized by CoexTools {Checksum.VersionOf(seal)}. This is CoexTools {Checksum.Version}.");
        }
        return revived;
    }

    /// <summary>A value, brought back if it has travelled.</summary>
    /// <exception cref="CoexException">It cannot be brought back.</exception>
    public static object? Accept(object? value)
    {
        if (!IsDeserialized(value, out PSObject bag))
            return value;
        try
        {
            return Rehydrate(bag);
        }
        catch (RehydrationException e)
        {
            throw CoexException.ObjectDamaged(bag, bag.ToString(), e.Message);
        }
    }

    private static Type? TypeOf(PSObject bag)
    {
        // Not always the first: Select-Object inserts its own type name before it.
        if (bag.TypeNames.FirstOrDefault(
            one => one.StartsWith(Prefix + nameof(CoexTools) + ".", StringComparison.Ordinal)) is not { } name)
            return null;
        Type? type = SerializedTypeName.Find(name.Substring(Prefix.Length));
        return type is { IsAbstract: false } && typeof(CoexObject).IsAssignableFrom(type) ? type : null;
    }

    private static Queue<object?> Unpack(PSObject bag)
    {
        object? payload =
            (bag.Properties[SerializationTarget.PayloadName]
                ?? bag.Properties[SerializationTarget.FormerPayloadName])?.Value;
        object? plain = Unwrap(payload);
        return new Queue<object?>(plain is IList several ? several.Cast<object?>() : [plain]);
    }

    private static object? Read(PSObject bag, string name) =>
        (bag.Properties[name] ?? throw new RehydrationException($"Its property {name} is missing.")).Value;

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
            CoexObject revived = IsDeserialized(plain, out PSObject bag) ? Rehydrate(bag) : throw Wrong(name);
            return wanted.IsInstanceOfType(revived) ? revived : throw Wrong(name);
        }
        if (wanted.IsGenericType && wanted.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            && plain is IEnumerable list and not string)
        {
            Type element = wanted.GetGenericArguments()[0];
            object?[] values =
                [.. list.Cast<object?>().Select(one => Convert(one, element, name) ?? throw Wrong(name))];
            var array = Array.CreateInstance(element, values.Length);
            values.CopyTo(array, 0);
            return Activator.CreateInstance(typeof(OutputList<>).MakeGenericType(element), array);
        }
        throw Wrong(name);
    }

    private static DateTimeOffset ReadTime(PSObject time, string name) =>
        time.Properties[nameof(DateTimeOffset.UtcDateTime)]?.Value is DateTime utc
            && time.Properties[nameof(DateTimeOffset.Offset)]?.Value is TimeSpan offset
            ? new DateTimeOffset(DateTime.SpecifyKind(utc + offset, DateTimeKind.Unspecified), offset)
            : throw Wrong(name);

    private static RehydrationException Wrong(string name) => new($"Its property {name} was changed.");
}
