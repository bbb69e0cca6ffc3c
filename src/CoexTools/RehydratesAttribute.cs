namespace CoexTools;

/// <summary>
/// Marks the constructor that rehydrates an object. Each parameter has the name of the property that supplies its
/// value. A parameter without a matching property must have a default value.
/// </summary>
[AttributeUsage(AttributeTargets.Constructor)]
internal sealed class RehydratesAttribute : Attribute;
