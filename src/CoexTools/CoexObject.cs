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
