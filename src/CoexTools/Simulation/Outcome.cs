using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents the end of a request. It is small, so that millions of requests can be run.</summary>
/// <param name="Status">How the request ended.</param>
/// <param name="Server">The server that answered or delivered, or at which the request ended.</param>
/// <param name="Warned">The consoles with a warning: for free/busy about several documents (CC2), for mail that of the
/// router.</param>
internal readonly record struct Outcome(PathStatus Status, NotesName Server, WarnedConsoles Warned)
{
    /// <summary>Creates the outcome of a free/busy request.</summary>
    public Outcome(FreeBusyStatus status, NotesName server, WarnedConsoles warned)
        : this(PathStatus.Of(status), server, warned)
    {
    }

    /// <summary>Creates the outcome of a message.</summary>
    public Outcome(MailStatus status, NotesName server, WarnedConsoles warned)
        : this(PathStatus.Of(status), server, warned)
    {
    }

    /// <summary>Gets whether the request reached Exchange.</summary>
    public bool IsReached => Status.IsReached;

    /// <summary>
    /// Returns whether another request ends with the same status at the same server, whatever the consoles show.
    /// </summary>
    public bool EndsLike(Outcome other) => Status == other.Status && Server == other.Server;

    /// <summary>Returns the status and the server.</summary>
    public override string ToString() => $"{Status} at {Server}";
}
