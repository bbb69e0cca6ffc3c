using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Compares predictions for a domain with the console logs of the servers.</summary>
internal interface IConsoleEvidence
{
    /// <summary>
    /// Returns what the console log of a server shows of a message that is predicted; null if there is no log.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="message">The text of the message.</param>
    ConsoleEcho? EchoOf(NotesName server, string message);

    /// <summary>
    /// Determines whether the console log of a server contradicts what the server sees of the domain (CX047, CX048).
    /// </summary>
    bool Contradicts(NotesName server);
}
