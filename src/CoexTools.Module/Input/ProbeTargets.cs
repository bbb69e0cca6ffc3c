using System.Collections;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Probing;
using CoexTools.Serialization;

namespace CoexTools.Input;

/// <summary>Collects what <c>Test-CoexistenceServer</c> probes, each target once.</summary>
internal sealed class ProbeTargets
{
    private readonly string[]? _servers;
    private readonly int _port;
    private readonly Dictionary<NotesName, HostAddress> _addresses = [];
    private readonly HashSet<NotesName> _used = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ProbeTarget> _domino = [];
    private readonly List<ProbeTarget> _exchange = [];

    /// <exception cref="CoexException">An address is not valid.</exception>
    public ProbeTargets(string[]? servers, Hashtable? addresses, int port, string[] smtpHosts, Uri[] exchangeUrls)
    {
        _servers = servers;
        _port = port;
        foreach (DictionaryEntry entry in addresses ?? [])
        {
            NotesName server = NotesName.FromText(entry.Key.ToString())
                ?? throw CoexException.AddressInvalid(entry.Key, "-Address: A server name is blank.");
            string text = Rehydrator.Unwrap(entry.Value)?.ToString() ?? "";
            HostAddress address = HostAddress.Parse(text, port)
                ?? throw CoexException.AddressInvalid(
                    text, $"-Address: '{CoexException.Shorten(text)}' is not a host name or an IP address.");
            if (_addresses.ContainsKey(server))
                throw CoexException.AddressInvalid(
                    entry.Key, $"-Address: The server '{CoexException.Shorten(server.Abbreviated)}' appears twice.");
            _addresses.Add(server, address);
        }
        foreach (string host in smtpHosts)
        {
            _exchange.Add(ProbeTarget.Smtp(host)
                ?? throw CoexException.AddressInvalid(
                    host, $"-SmtpHost: '{CoexException.Shorten(host)}' is not a host name or an IP address."));
        }
        foreach (Uri url in exchangeUrls)
        {
            IReadOnlyList<ProbeTarget> pages = ProbeTarget.Http(url);
            if (pages.Count == 0)
            {
                // An error must not show a password.
                throw url.IsAbsoluteUri && url.UserInfo.Length > 0
                    ? CoexException.AddressInvalid(
                        url.Host, "-ExchangeUrl: The address contains credentials. The command does not send "
                            + "credentials.")
                    : CoexException.AddressInvalid(
                        url.OriginalString, $"-ExchangeUrl: '{CoexException.Shorten(url.OriginalString)}' is not an "
                            + "absolute HTTP or HTTPS address.");
            }
            _exchange.AddRange(pages);
        }
    }

    /// <summary>Specifies what is probed: Domino servers first, then SMTP hosts, then pages.</summary>
    public IReadOnlyList<ProbeTarget> All => [.. _domino.Concat(_exchange).Distinct()];

    /// <summary>Warnings of the servers that have an address but are not probed.</summary>
    public IEnumerable<string> UnusedAddresses =>
        from server in _addresses.Keys
        where !_used.Contains(server)
        select $"The server '{CoexException.Shorten(server.Abbreviated)}' in -Address is not probed, "
            + "because no document names it. Specify it with -Server."
            + CoexException.DidYouMean(NearestNames.OfServer(server, _known));

    /// <summary>
    /// Adds the servers that documents of a directory name, or the specified servers. A server name that is ambiguous
    /// is an error.
    /// </summary>
    /// <exception cref="CoexException">The directory does not contain a specified server.</exception>
    public void Add(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents, CoexCommand command)
    {
        var names = new ServerNames(command, directory);
        _known.UnionWith(directory.Servers.Select(server => server.Abbreviated));
        var addresses = new Dictionary<NotesName, HostAddress>();
        foreach (KeyValuePair<NotesName, HostAddress> address in _addresses)
        {
            command.Attempt(() => addresses[names.Find(address.Key) ?? address.Key] = address.Value);
        }
        IEnumerable<NotesName> servers = _servers is null
            ? documents.SelectMany(document => document.NamedServers).Distinct()
            : names.Each(_servers);
        names.Check();
        foreach (NotesName server in servers)
        {
            Use(server);
            _domino.Add(ProbeTarget.OfServer(
                server, addresses.TryGetValue(server, out HostAddress? address) ? address : null,
                [.. directory.Content.Servers.Where(document => document.NotesName == server)], _port));
        }
    }

    /// <summary>Adds the specified servers, or those that have an address, without a directory.</summary>
    public void AddWithoutDirectory()
    {
        IEnumerable<NotesName> servers = _servers is null
            ? _addresses.Keys.OrderBy(server => server) : _servers.Select(name => new NotesName(name));
        foreach (NotesName server in servers.Distinct())
        {
            Use(server);
            KeyValuePair<NotesName, HostAddress> address =
                _addresses.FirstOrDefault(address => Means(address.Key, server));
            _domino.Add(ProbeTarget.OfServer(server, address.Value, documents: [], _port));
        }
    }

    private void Use(NotesName server) => _used.UnionWith(_addresses.Keys.Where(name => Means(name, server)));

    // NM3: a flat name stands for the server with this common name.
    private static bool Means(NotesName name, NotesName server) =>
        name == server
            || (!name.IsHierarchical
                && string.Equals(name.Abbreviated, server.CommonName, StringComparison.OrdinalIgnoreCase));
}
