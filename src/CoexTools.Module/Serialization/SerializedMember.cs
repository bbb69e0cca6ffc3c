namespace CoexTools.Serialization;

/// <summary>A part of an object that travels.</summary>
/// <param name="Name">Its name on the way.</param>
/// <param name="Type">What it is.</param>
/// <param name="Get">Its value.</param>
/// <param name="IsHidden">Whether it is part of the payload, and not a visible property.</param>
/// <param name="IsOptional">Whether an object may come without it, as those of a version do that does not have
/// it.</param>
/// <param name="Default">Its value then.</param>
internal sealed record SerializedMember(
    string Name, Type Type, Func<object, object?> Get, bool IsHidden = false, bool IsOptional = false,
    object? Default = null);
