using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Probing;

/// <summary>Finds the addresses of Domino servers.</summary>
internal static class ServerAddresses
{
    private const string FirstNetworkAddress = ServerSettings.AddressPrefix + "0";

    /// <summary>
    /// Returns the target for a server. An address that the user specified takes precedence, because the user knows
    /// what to probe. Otherwise, the address is the item SMTPFullHostDomain or NetAddr_0 of the Server document, or the
    /// common name of the server.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="specified">The address that the user specified; null if the user did not specify one.</param>
    /// <param name="documents">The Server documents of the server: one, none, or several after a conflict.</param>
    /// <param name="port">The TCP port, unless the address contains one.</param>
    public static ProbeTarget TargetOf(
        NotesName server, HostAddress? specified, IReadOnlyList<DominoServer> documents, int port)
    {
        if (specified is not null)
            return ProbeTarget.Domino(server, specified, ProbeTarget.AddressParameter);
        if (First(document => document.HostName) is { } host)
            return Target(host, ServerSettings.HostName);
        if (First(document => document.Settings[FirstNetworkAddress]?.FirstOrDefault()) is { } network)
            return Target(network, FirstNetworkAddress);
        return Target(server.CommonName, ProbeTarget.CommonName);

        string? First(Func<DominoServer, string?> read) =>
            documents.Select(read).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

        // A value that is not an address is looked up as it is, and not found.
        ProbeTarget Target(string host, string source) =>
            ProbeTarget.Domino(server, HostAddress.Parse(host, port) ?? new HostAddress(host.Trim(), port), source);
    }
}
