namespace CoexTools.Probing;

/// <summary>The result of a probe of a server: the output of <c>Test-CoexistenceServer</c>.</summary>
public sealed class ServerProbe : CoexObject
{
    [Rehydrates]
    internal ServerProbe(
        string server, string address, int port, string addressSource, ProbeProtocol protocol, ProbeStatus status,
        string? answeredName,
        TimeSpan? latency, DateTimeOffset time, string reason, string? recommendation, bool? startTls = null,
        CertificateProblem? certificate = null,
        DateTimeOffset? certificateExpires = null)
    {
        Server = server;
        Address = address;
        Port = port;
        AddressSource = addressSource;
        Protocol = protocol;
        Status = status;
        AnsweredName = answeredName;
        Latency = latency;
        Time = time;
        Reason = reason;
        Recommendation = recommendation;
        StartTls = startTls;
        Certificate = certificate;
        CertificateExpires = certificateExpires;
    }

    /// <summary>The abbreviated name of the Domino server, or the host name of the Exchange server.</summary>
    public string Server { get; }

    /// <summary>The host name or IP address that was probed; for HTTP, the whole address.</summary>
    public string Address { get; }

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>
    /// The origin of the address: the parameter <c>Address</c>, <c>SmtpHost</c>, or <c>ExchangeUrl</c>, the item
    /// <c>SMTPFullHostDomain</c> or <c>NetAddr_0</c> of the Server document, or <c>CommonName</c>.
    /// </summary>
    public string AddressSource { get; }

    /// <summary>The protocol.</summary>
    public ProbeProtocol Protocol { get; }

    /// <summary>The status.</summary>
    public ProbeStatus Status { get; }

    /// <summary>
    /// The name by which the server identified itself, abbreviated for a Domino server; null if it did not.
    /// </summary>
    public string? AnsweredName { get; }

    /// <summary>The time from the start of the connection to the answer; null if there was no answer.</summary>
    public TimeSpan? Latency { get; }

    /// <summary>The start time of the probe.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The reason for the status, in sentences.</summary>
    public string Reason { get; }

    /// <summary>The recommended action; null for none.</summary>
    public string? Recommendation { get; }

    /// <summary>
    /// Gets whether the SMTP server offers STARTTLS; null for other protocols, and if the server did not list its
    /// extensions.
    /// </summary>
    public bool? StartTls { get; }

    /// <summary>The reason for the rejection of the certificate; null if no certificate was received.</summary>
    public CertificateProblem? Certificate { get; }

    /// <summary>The expiration time of the certificate; null if no certificate was received.</summary>
    public DateTimeOffset? CertificateExpires { get; }

    /// <summary>Returns the probe in one line.</summary>
    public override string ToString() => $"{Server} {Protocol.ToString().ToUpperInvariant()}: {Status}";
}
