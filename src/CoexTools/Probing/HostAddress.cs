using System.Globalization;

namespace CoexTools.Probing;

/// <summary>A host, and a port.</summary>
/// <param name="Host">The host name or IP address.</param>
/// <param name="Port">The TCP port.</param>
internal sealed record HostAddress(string Host, int Port)
{
    /// <summary>
    /// Reads a host name or an IP address, with or without a port: <c>host</c>, <c>host:1352</c>, <c>[::1]:1352</c>.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="port">The port if the text does not contain one.</param>
    /// <returns>The address; null if the text is not an address.</returns>
    public static HostAddress? Parse(string text, int port)
    {
        string host = text.Trim();
        int colon = host.LastIndexOf(':');
        bool isBracketed = host.StartsWith("[", StringComparison.Ordinal);
        // Several colons without brackets are those of an IPv6 address.
        if (colon >= 0 && (isBracketed ? host[colon - 1] == ']' : host.IndexOf(':') == colon))
        {
            if (!int.TryParse(host.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port is < 1 or > ushort.MaxValue)
            {
                return null;
            }
            host = host.Substring(0, colon);
        }
        if (isBracketed)
        {
            if (!host.EndsWith("]", StringComparison.Ordinal))
                return null;
            host = host.Substring(1, host.Length - 2);
        }
        bool isHost = host.Length > 0
            && !host.Any(
                c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '/' or '\\' or '[' or ']' or '@' or '=');
        return isHost ? new HostAddress(host, port) : null;
    }
}
