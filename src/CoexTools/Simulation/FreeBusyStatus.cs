namespace CoexTools.Simulation;

/// <summary>Specifies how a free/busy request ended.</summary>
public enum FreeBusyStatus
{
    /// <summary>Exchange answered (CC7).</summary>
    Answered,

    /// <summary>The server that should query Exchange cannot reach it over HTTP (CC7).</summary>
    ExchangeUnreachable,

    /// <summary>The request waits at a busy server, and times out (CC4).</summary>
    Busy,

    /// <summary>
    /// The server that received the request would have to pass it on, which the calendar connector does not do (CC5,
    /// CC6).
    /// </summary>
    NotRelayed,

    /// <summary>A server sees no document for the domain (CC3).</summary>
    NoDomainDocument,

    /// <summary>A server sees documents for the domain, but none names a calendar server (CC3).</summary>
    NoCalendarServer,

    /// <summary>No calendar server can be reached (CC4).</summary>
    Unreachable,

    /// <summary>The origin is down (CC8).</summary>
    OriginDown,
}
