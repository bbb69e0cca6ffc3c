namespace CoexTools;

/// <summary>
/// An object that commands give. It comes back alive from <c>Export-Clixml</c>, jobs and remoting: what PowerShell needs for that is declared
/// once, for this type.
/// </summary>
public abstract class CoexObject
{
    private protected CoexObject()
    {
    }
}

/// <summary>
/// Marks the constructor that brings back an object that has travelled: each parameter is named for the property whose value it takes.
/// One without such a property must have a default value.
/// </summary>
[AttributeUsage(AttributeTargets.Constructor)]
internal sealed class RehydratesAttribute : Attribute;
