namespace CoexTools.Probing;

/// <summary>A reason why a probe cannot continue.</summary>
internal sealed class ProbeException : Exception
{
    private ProbeException(ProbeStatus status, string message, Exception? inner)
        : base(message, inner) => Status = status;

    /// <summary>The status of the probe.</summary>
    public ProbeStatus Status { get; }

    public static ProbeException NameNotFound(string host, Exception inner) =>
        new(
            ProbeStatus.NameNotFound,
            $"The host name '{CoexException.Shorten(host)}' cannot be resolved: {inner.Message}", inner);

    public static ProbeException Refused(string host, int port, Exception inner) =>
        new(ProbeStatus.Refused, $"The connection to {host}, port {port}, failed: {inner.Message}", inner);

    public static ProbeException NotAccepted(string host, int port, TimeSpan timeout) =>
        new(
            ProbeStatus.TimedOut,
            FormattableString.Invariant(
                $"{host} did not accept a connection on port {port} within {timeout.TotalSeconds} s."), inner: null);
}
