namespace CoexTools.Simulation;

/// <summary>Specifies how the route of a message ended.</summary>
public enum MailStatus
{
    /// <summary>Exchange took the message (RT6).</summary>
    Delivered,

    /// <summary>The server that should send to Exchange cannot reach it by SMTP, and holds the message (RT6).</summary>
    Held,

    /// <summary>The message waits for a busy server (RT4).</summary>
    Queued,

    /// <summary>No mail server can be reached: the message stays, and is tried again (RT3).</summary>
    Retrying,

    /// <summary>A server sees no document that names a mail server (RT2).</summary>
    NoRoute,

    /// <summary>The message came back to a server that had it before (RT5).</summary>
    Loop,

    /// <summary>The server that has the message is down itself (RT7).</summary>
    OriginDown,
}
