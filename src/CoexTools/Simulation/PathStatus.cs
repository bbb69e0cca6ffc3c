namespace CoexTools.Simulation;

/// <summary>
/// Represents how a request ends, for every service. The values of <see cref="FreeBusyStatus"/> and
/// <see cref="MailStatus"/> are its public names.
/// </summary>
/// <param name="value">The public value.</param>
/// <param name="ending">The end of the request, in words.</param>
/// <param name="state">The state of Exchange or of the last server that ended the request; null if it was not a
/// state.</param>
internal sealed class PathStatus(Enum value, string ending, string? state = null)
{
    // In the order of the values.
    private static readonly PathStatus[] FreeBusy =
    [
        new(FreeBusyStatus.Answered, "answered") { IsReached = true },
        new(FreeBusyStatus.ExchangeUnreachable, "not reached", "HTTP down") { IsHeldByConnection = true },
        new(FreeBusyStatus.Busy, "timed out", "busy"),
        new(FreeBusyStatus.NotRelayed, "not relayed") { IsCausedByDirectory = true },
        new(FreeBusyStatus.NoDomainDocument, "no document") { IsCausedByDirectory = true },
        new(FreeBusyStatus.NoCalendarServer, "no calendar server") { IsCausedByDirectory = true },
        new(FreeBusyStatus.Unreachable, "unreachable"),
        new(FreeBusyStatus.OriginDown, "not sent", "down"),
    ];

    private static readonly PathStatus[] Mail =
    [
        new(MailStatus.Delivered, "delivered") { IsReached = true },
        new(MailStatus.Held, "held", "SMTP down") { IsHeldByConnection = true, IsWaiting = true },
        new(MailStatus.Queued, "queued", "busy") { IsWaiting = true },
        new(MailStatus.Retrying, "retrying") { IsWaiting = true },
        new(MailStatus.NoRoute, "no route") { IsCausedByDirectory = true, IsReturned = true },
        new(MailStatus.Loop, "loop") { IsCausedByDirectory = true, IsReturned = true },
        new(MailStatus.OriginDown, "not sent", "down"),
    ];

    private readonly string _name = value.ToString(); // Requests are counted by it.

    /// <summary>Gets the public value.</summary>
    public Enum Value => value;

    /// <summary>Gets the end of the request, in words.</summary>
    public string Ending => ending;

    /// <summary>
    /// Gets the state of Exchange or of the last server that ended the request; null if it was not a state.
    /// </summary>
    public string? State => state;

    /// <summary>Gets whether the request reached Exchange.</summary>
    public bool IsReached { get; private init; }

    /// <summary>Gets whether a server tried to reach Exchange.</summary>
    public bool IsAtExchange => IsReached || IsHeldByConnection;

    /// <summary>Gets whether the directory, not the network, decides if the request reaches Exchange.</summary>
    public bool DependsOnDirectory => IsReached || IsCausedByDirectory;

    /// <summary>Gets whether a router keeps the message and tries again (RT3, RT4, RT6).</summary>
    public bool IsWaiting { get; private init; }

    /// <summary>Gets whether the router returns the message to its sender (RT2, RT5).</summary>
    public bool IsReturned { get; private init; }

    private bool IsHeldByConnection { get; init; }

    private bool IsCausedByDirectory { get; init; }

    /// <summary>Returns the status of a free/busy request.</summary>
    public static PathStatus Of(FreeBusyStatus status) => FreeBusy[(int)status];

    /// <summary>Returns the status of a message.</summary>
    public static PathStatus Of(MailStatus status) => Mail[(int)status];

    /// <summary>Returns the status of a message by the name of its public value; null for other names.</summary>
    public static PathStatus? OfMessage(string name) =>
        Array.Find(Mail, status => string.Equals(status._name, name, StringComparison.Ordinal));

    /// <summary>
    /// Returns what requests do that do not reach Exchange: <c>fails</c>, <c>waits</c>, or <c>is returned</c>. A
    /// message is not lost while a router keeps it.
    /// </summary>
    /// <param name="statuses">The statuses of the requests.</param>
    /// <param name="isPlural">Specifies whether the sentence is about several services.</param>
    public static string Verb(IEnumerable<PathStatus> statuses, bool isPlural = false)
    {
        List<PathStatus> all = [.. statuses.Distinct()];
        bool waits = all.Exists(status => status.IsWaiting), isReturned = all.Exists(status => status.IsReturned);
        string wait = isPlural ? "wait" : "waits";
        string returned = isPlural ? "are returned (non-delivery report)" : "is returned (non-delivery report)";
        return !all.TrueForAll(status => status.IsWaiting || status.IsReturned) || all.Count == 0
                ? isPlural ? "fail" : "fails"
            : waits && isReturned ? $"{wait} or {returned}"
            : waits ? wait
            : returned;
    }

    /// <summary>Returns the name of the public value.</summary>
    public override string ToString() => _name;
}
