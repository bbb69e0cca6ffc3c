using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Probing;

/// <summary>The target of a probe.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Server">The abbreviated name of the Domino server, or the host name of the Exchange server.</param>
/// <param name="Host">The host name or IP address.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="AddressSource">The origin of the address.</param>
/// <param name="Url">The address of a page (HTTP).</param>
/// <param name="IsHealthPage">Specifies whether the page is one that Exchange provides for health checks, with known
/// content.</param>
internal sealed record ProbeTarget(
    ProbeProtocol Protocol, string Server, string Host, int Port, string AddressSource, Uri? Url = null,
    bool IsHealthPage = false)
{
    /// <summary>The source of an address that a user specified for a server.</summary>
    public const string AddressParameter = "Address";

    /// <summary>The source of an address that is the common name of the server.</summary>
    public const string CommonName = "CommonName";

    private const string SmtpHostParameter = "SmtpHost";
    private const string ExchangeUrlParameter = "ExchangeUrl";
    private const string FirstNetworkAddress = ServerSettings.AddressPrefix + "0";

    // Exchange provides these pages for load balancers. They do not require a logon.
    private static readonly string[] HealthPages = ["/ews/healthcheck.htm", "/autodiscover/healthcheck.htm"];

    /// <summary>The address as the result shows it.</summary>
    public string Address => Url?.AbsoluteUri ?? Host;

    /// <summary>Returns a Domino server.</summary>
    public static ProbeTarget Domino(NotesName server, HostAddress address, string source) =>
        new(ProbeProtocol.Nrpc, server.Abbreviated, address.Host, address.Port, source);

    /// <summary>Returns an SMTP host; null if the text is not a host name, with or without a port.</summary>
    public static ProbeTarget? Smtp(string host) => HostAddress.Parse(host, SmtpReply.DefaultPort) is { } address
        ? new ProbeTarget(ProbeProtocol.Smtp, address.Host, address.Host, address.Port, SmtpHostParameter)
        : null;

    /// <summary>
    /// Returns the pages of an address: itself, or if it contains only a host, the pages for health checks. Empty if
    /// the address is not an absolute HTTP or HTTPS address, or if it contains credentials, which a probe never sends.
    /// </summary>
    public static IReadOnlyList<ProbeTarget> Http(Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.UserInfo.Length > 0)
            return [];
        return address.PathAndQuery == "/"
            ? [.. HealthPages.Select(page => Page(new Uri(address, page), isHealthPage: true))]
            : [Page(address, isHealthPage: false)];
    }

    private static ProbeTarget Page(Uri url, bool isHealthPage) =>
        new(ProbeProtocol.Http, url.IdnHost, url.IdnHost, url.Port, ExchangeUrlParameter, url, isHealthPage);

    /// <summary>
    /// Returns the target for a server. An address that the user specified takes precedence, because the user knows
    /// what to probe. Otherwise, the address is the item SMTPFullHostDomain or NetAddr_0 of the Server document, or the
    /// common name of the server.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="specified">The address that the user specified; null if the user did not specify one.</param>
    /// <param name="documents">The Server documents of the server: one, none, or several after a conflict.</param>
    /// <param name="port">The TCP port, unless the address contains one.</param>
    public static ProbeTarget OfServer(
        NotesName server, HostAddress? specified, IReadOnlyList<DominoServer> documents, int port)
    {
        if (specified is not null)
            return Domino(server, specified, AddressParameter);
        if (First(document => document.HostName) is { } host)
            return Target(host, ServerSettings.HostName);
        if (First(document => document.Settings[FirstNetworkAddress]?.FirstOrDefault()) is { } network)
            return Target(network, FirstNetworkAddress);
        return Target(server.CommonName, CommonName);

        string? First(Func<DominoServer, string?> read) =>
            documents.Select(read).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

        // A value that is not an address is looked up as it is, and not found.
        ProbeTarget Target(string host, string source) =>
            Domino(server, HostAddress.Parse(host, port) ?? new HostAddress(host.Trim(), port), source);
    }
}
