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
    /// Gets the function that returns the name of a server as tables display it: the common name if no other server of
    /// the directory has it. Null if the directory is not known. A rehydrated object knows only the names that it
    /// contains.
    /// </summary>
    internal Func<string, string>? ShortName { get; set; }
}
