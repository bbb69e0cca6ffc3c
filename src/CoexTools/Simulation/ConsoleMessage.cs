namespace CoexTools.Simulation;

/// <summary>Represents a message that a server task prints on its console, word for word.</summary>
public sealed class ConsoleMessage : CoexObject
{
    [Rehydrates]
    internal ConsoleMessage(
        string server, string task, string message, Basis basis = Basis.Documented, string? seen = null)
    {
        Server = server;
        Task = task;
        Message = message;
        Basis = basis;
        Seen = seen;
    }

    /// <summary>Gets the server on whose console it appears, abbreviated.</summary>
    public string Server { get; }

    /// <summary>Gets the task that prints it: CalConn or Router.</summary>
    public string Task { get; }

    /// <summary>Gets the text.</summary>
    public string Message { get; }

    /// <summary>
    /// Gets how well it is known that it appears: <see cref="Basis.Observed"/> if the console log of the server shows
    /// it for the domain since the last change of the documents.
    /// </summary>
    public Basis Basis { get; }

    /// <summary>
    /// Gets how often, and when, the console log of the server shows it since the last change of the documents; null if
    /// no console log was specified.
    /// </summary>
    public string? Seen { get; }

    /// <summary>Returns the server, the text, and what the console log shows.</summary>
    public override string ToString() => $"{Server}: {Message}{(Seen is null ? "" : $" (seen: {Seen})")}";
}
