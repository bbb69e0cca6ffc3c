namespace CoexTools;

/// <summary>
/// Represents an output object of a cmdlet. Derived types are rehydrated after <c>Export-Clixml</c>, jobs and remoting. The type data that
/// PowerShell requires for this is defined once, for this type.
/// </summary>
public abstract class CoexObject
{
    private protected CoexObject()
    {
    }
}

/// <summary>
/// Marks the constructor that rehydrates an object. Each parameter has the name of the property that supplies its value. A parameter
/// without a matching property must have a default value.
/// </summary>
[AttributeUsage(AttributeTargets.Constructor)]
internal sealed class RehydratesAttribute : Attribute;
