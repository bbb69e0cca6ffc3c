namespace CoexTools.Probing;

/// <summary>What a probe of a server found: the output of <c>Test-CoexistenceServer</c>.</summary>
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
    /// Where the address came from: the parameter <c>Address</c>, <c>SmtpHost</c>, or <c>ExchangeUrl</c>, the item
    /// <c>SMTPFullHostDomain</c> or <c>NetAddr_0</c> of the Server document, or <c>CommonName</c>.
    /// </summary>
    public string AddressSource { get; }

    /// <summary>The protocol.</summary>
    public ProbeProtocol Protocol { get; }

    /// <summary>What the probe found.</summary>
    public ProbeStatus Status { get; }

    /// <summary>
    /// The name by which the server identified itself, abbreviated for a Domino server; null if it did not.
    /// </summary>
    public string? AnsweredName { get; }

    /// <summary>The time from the start of the connection to the answer; null if there was no answer.</summary>
    public TimeSpan? Latency { get; }

    /// <summary>When the probe started.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>What was found, in sentences.</summary>
    public string Reason { get; }

    /// <summary>What to do about it; null if there is nothing to do.</summary>
    public string? Recommendation { get; }

    /// <summary>
    /// Whether the SMTP server offers STARTTLS; null for other protocols, and if the server did not list its
    /// extensions.
    /// </summary>
    public bool? StartTls { get; }

    /// <summary>Why the certificate was rejected; null if no certificate was received.</summary>
    public CertificateProblem? Certificate { get; }

    /// <summary>When the certificate expires; null if no certificate was received.</summary>
    public DateTimeOffset? CertificateExpires { get; }

    /// <summary>The probe in one line.</summary>
    public override string ToString() => $"{Server} {Protocol.ToString().ToUpperInvariant()}: {Status}";
}
