using System.Collections;

namespace CoexTools.Serialization;

/// <summary>Represents a serialized part of an object.</summary>
/// <param name="Name">Its name on the way.</param>
/// <param name="Type">What it is.</param>
/// <param name="Get">Its value.</param>
/// <param name="IsHidden">Whether it is part of the payload, and not a visible property.</param>
/// <param name="IsOptional">Whether an object may come without it, as those of a version do that does not have
/// it.</param>
/// <param name="Default">Its value then.</param>
internal sealed record SerializedMember(
    string Name, Type Type, Func<object, object?> Get, bool IsHidden = false, bool IsOptional = false,
    object? Default = null)
{
    /// <summary>Returns the value of an object. An optional hidden member without elements has none.</summary>
    public object? ValueOf(object owner) =>
        Get(owner) is { } value && !(IsHidden && IsOptional && value is ICollection { Count: 0 }) ? value : null;
}
