namespace CoexTools.Simulation;

/// <summary>Represents a message that a server task prints on its console, word for word.</summary>
public sealed class ConsoleMessage : CoexObject
{
    [Rehydrates]
    internal ConsoleMessage(string server, string task, string message)
    {
        Server = server;
        Task = task;
        Message = message;
    }

    /// <summary>Gets the server on whose console it appears, abbreviated.</summary>
    public string Server { get; }

    /// <summary>Gets the task that prints it: CalConn or Router.</summary>
    public string Task { get; }

    /// <summary>Gets the text.</summary>
    public string Message { get; }

    /// <summary>Returns the server and the text.</summary>
    public override string ToString() => $"{Server}: {Message}";
}
