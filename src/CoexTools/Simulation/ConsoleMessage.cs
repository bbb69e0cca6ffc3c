namespace CoexTools.Simulation;

/// <summary>A message that a server task prints on its console, word for word.</summary>
public sealed class ConsoleMessage : CoexObject
{
    [Rehydrates]
    internal ConsoleMessage(string server, string task, string message)
    {
        Server = server;
        Task = task;
        Message = message;
    }

    /// <summary>The server on whose console it appears, abbreviated.</summary>
    public string Server { get; }

    /// <summary>The task that prints it: CalConn or Router.</summary>
    public string Task { get; }

    /// <summary>The text.</summary>
    public string Message { get; }

    /// <summary>The server and the text.</summary>
    public override string ToString() => $"{Server}: {Message}";
}
