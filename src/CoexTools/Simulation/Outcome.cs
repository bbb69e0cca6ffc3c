using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>How a request ends. It is small, so that millions of requests can be run.</summary>
internal readonly record struct Outcome
{
    private readonly byte _status;
    private readonly bool _isMail;

    public Outcome(FreeBusyStatus status, NotesName server, WarnedConsoles warned)
    {
        _status = (byte)status;
        Server = server;
        Warned = warned;
    }

    public Outcome(MailStatus status, NotesName server, WarnedConsoles warned)
    {
        _status = (byte)status;
        _isMail = true;
        Server = server;
        Warned = warned;
    }

    /// <summary>The server that answered or delivered, or at which the request ended.</summary>
    public NotesName Server { get; }

    /// <summary>
    /// Where a warning appears: for free/busy that of several documents (CC2), for mail those of the router.
    /// </summary>
    public WarnedConsoles Warned { get; }

    /// <summary>Whether the request reached Exchange.</summary>
    public bool IsReached => _status == (_isMail ? (byte)MailStatus.Delivered : (byte)FreeBusyStatus.Answered);

    /// <summary>Whether a server tried to reach Exchange.</summary>
    public bool IsAtExchange =>
        IsReached || (_isMail ? MailStatus == MailStatus.Held : FreeBusyStatus == FreeBusyStatus.ExchangeUnreachable);

    /// <summary>The status of a free/busy request.</summary>
    public FreeBusyStatus FreeBusyStatus => (FreeBusyStatus)_status;

    /// <summary>The status of a message.</summary>
    public MailStatus MailStatus => (MailStatus)_status;

    /// <summary>The name of the status.</summary>
    public string Status => _isMail ? MailStatus.ToString() : FreeBusyStatus.ToString();

    /// <summary>Whether the directory, not the network, decides if the request reaches Exchange.</summary>
    public bool DependsOnDirectory => IsReached
        || (_isMail
            ? MailStatus is MailStatus.NoRoute or MailStatus.Loop
            : FreeBusyStatus is FreeBusyStatus.NotRelayed or FreeBusyStatus.NoDomainDocument
                or FreeBusyStatus.NoCalendarServer);

    /// <summary>
    /// Whether another request for the same service ends with the same status at the same server, whatever the consoles
    /// show.
    /// </summary>
    public bool EndsLike(Outcome other) => _status == other._status && Server == other.Server;

    /// <summary>The status and the server.</summary>
    public override string ToString() => $"{Status} at {Server}";
}
