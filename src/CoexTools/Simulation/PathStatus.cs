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
        new(MailStatus.Held, "held", "SMTP down") { IsHeldByConnection = true },
        new(MailStatus.Queued, "queued", "busy"),
        new(MailStatus.Retrying, "retrying"),
        new(MailStatus.NoRoute, "no route") { IsCausedByDirectory = true },
        new(MailStatus.Loop, "loop") { IsCausedByDirectory = true },
        new(MailStatus.OriginDown, "not sent", "down"),
    ];

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

    private bool IsHeldByConnection { get; init; }

    private bool IsCausedByDirectory { get; init; }

    /// <summary>Returns the status of a free/busy request.</summary>
    public static PathStatus Of(FreeBusyStatus status) => FreeBusy[(int)status];

    /// <summary>Returns the status of a message.</summary>
    public static PathStatus Of(MailStatus status) => Mail[(int)status];

    /// <summary>Returns the name of the public value.</summary>
    public override string ToString() => value.ToString();
}
