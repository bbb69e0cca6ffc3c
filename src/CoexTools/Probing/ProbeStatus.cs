namespace CoexTools.Probing;

/// <summary>
/// Specifies the result of a probe. Only <see cref="Up"/> means that the probed server answered as expected.
/// </summary>
public enum ProbeStatus
{
    /// <summary>
    /// The server answered. A Domino server that answers can be busy: a probe cannot determine whether the server
    /// accepts work.
    /// </summary>
    Up,

    /// <summary>A Domino server with another name answered (NRPC).</summary>
    NameDiffers,

    /// <summary>The answer does not have the format of a Domino server (NRPC).</summary>
    NotDomino,

    /// <summary>The connection was accepted, but no byte was sent.</summary>
    Silent,

    /// <summary>The connection was refused, or there is no route to the address.</summary>
    Refused,

    /// <summary>
    /// The name was not resolved, the connection was not accepted, or the answer was not complete within the timeout.
    /// </summary>
    TimedOut,

    /// <summary>The host name cannot be resolved.</summary>
    NameNotFound,

    /// <summary>
    /// The server answered that it does not accept work (SMTP replies 421, 4xx, and 5xx; HTTP status codes 5xx).
    /// </summary>
    Unavailable,

    /// <summary>The answer is not that of an SMTP server, or not that of Exchange (SMTP, HTTP).</summary>
    UnexpectedAnswer,

    /// <summary>The certificate was rejected, so that nothing was requested (HTTPS).</summary>
    CertificateInvalid,
}
