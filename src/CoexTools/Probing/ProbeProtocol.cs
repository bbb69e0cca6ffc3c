namespace CoexTools.Probing;

/// <summary>The protocol of a probe.</summary>
public enum ProbeProtocol
{
    /// <summary>Notes remote procedure calls, which Domino servers use among themselves.</summary>
    Nrpc,

    /// <summary>SMTP (RFC 5321), over which a coexistence server sends mail to Exchange.</summary>
    Smtp,

    /// <summary>HTTP or HTTPS, over which a coexistence server sends free/busy requests to Exchange.</summary>
    Http,
}
