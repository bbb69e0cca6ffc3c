namespace CoexTools;

/// <summary>
/// Represents an output object of a cmdlet. Derived types are rehydrated after <c>Export-Clixml</c>, jobs and remoting.
/// The type data that PowerShell requires for this is defined once, for this type.
/// </summary>
public abstract class CoexObject
{
    private protected CoexObject()
    {
    }

    /// <summary>
    /// Returns the name of a server as tables display it: the common name if no other server of the directory has it.
    /// Null if the directory is not known, for example of a rehydrated object.
    /// </summary>
    internal Func<string, string>? ShortName { get; init; }
}
