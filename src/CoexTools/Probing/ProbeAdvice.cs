namespace CoexTools.Probing;

/// <summary>Recommendations about what a probe found.</summary>
internal static class ProbeAdvice
{
    /// <summary>Returns the recommended action; null for none.</summary>
    /// <param name="target">The target of the probe.</param>
    /// <param name="status">The status.</param>
    /// <param name="certificate">The reason for the rejection of the certificate.</param>
    public static string? For(ProbeTarget target, ProbeStatus status, CertificateProblem? certificate) => status switch
    {
        ProbeStatus.Up => null,
        ProbeStatus.NameDiffers =>
            $"Make sure that {Source(target)} belongs to {target.Server}. To probe another address, use -Address.",
        ProbeStatus.NotDomino =>
            $"Check the address and the port. If {target.Server} is a Domino server, report its release: the answer "
                + "format is known only from releases 5 and 6.",
        ProbeStatus.Silent => $"Check whether {target.Server} has hung, and whether a firewall or a load balancer "
            + "accepts its connections.",
        ProbeStatus.Refused => $"Start {target.Server}, or check the port and the firewall.",
        ProbeStatus.TimedOut =>
            $"Make sure that {target.Server} is running and that this computer can reach it, or increase "
                + "-TimeoutSeconds.",
        ProbeStatus.NameNotFound => target.AddressSource == ProbeTarget.CommonName
            ? $"Add the host name '{target.Host}' to DNS, or specify the address with -Address."
            : $"Correct {Source(target)}, or specify another address with {Parameter(target)}.",
        ProbeStatus.Unavailable => $"Check the services, the queues, and the free disk space of {target.Server}.",
        ProbeStatus.UnexpectedAnswer =>
            "Check the address and the port, and whether another server or a proxy answers instead "
                + $"of {target.Server}.",
        _ => Certificate(target, certificate ?? CertificateProblem.Untrusted),
    };

    private static string Source(ProbeTarget target) => target.AddressSource switch
    {
        ProbeTarget.AddressParameter => $"the address '{target.Host}'",
        ProbeTarget.CommonName => $"the host name '{target.Host}' (the common name of the server)",
        _ when target.Protocol == ProbeProtocol.Nrpc =>
            $"the address '{target.Host}' in the Server document ({target.AddressSource})",
        _ => $"the host name '{target.Host}'",
    };

    private static string Parameter(ProbeTarget target) => target.Protocol switch
    {
        ProbeProtocol.Nrpc => "-Address",
        ProbeProtocol.Smtp => "-SmtpHost",
        _ => "-ExchangeUrl",
    };

    private static string Certificate(ProbeTarget target, CertificateProblem problem)
    {
        var steps = new List<string>();
        if ((problem & CertificateProblem.Expired) != 0)
            steps.Add($"Renew the certificate of {target.Server}.");
        if ((problem & CertificateProblem.NotYetValid) != 0)
            steps.Add($"Check the clock of this computer and the certificate of {target.Server}.");
        if ((problem & CertificateProblem.NameMismatch) != 0)
            steps.Add("Specify the host name for which the certificate was issued.");
        if ((problem & CertificateProblem.Untrusted) != 0)
            steps.Add("Add the certification authority to the trusted authorities of this computer, if you trust it.");
        steps.Add("Whether a coexistence server accepts the certificate depends on its own trusted authorities.");
        return string.Join(" ", steps);
    }
}
