using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>
/// Represents the state of a directory at one moment: its Foreign Domain documents, and what determines who can read
/// them. It never changes; a change makes a new one.
/// </summary>
internal sealed class DirectorySnapshot
{
    /// <summary>The group that Domino keeps of all servers of a domain.</summary>
    public const string LocalDomainServers = "LocalDomainServers";

    private readonly ForeignDomainDocument[] _documents;
    private readonly Lazy<IReadOnlyList<NotesName>> _servers;
    private readonly Lazy<IReadOnlyList<NotesName>> _plainServers;
    private readonly Lazy<ILookup<string, NotesName>> _serversByCommonName;
    private readonly Lazy<Dictionary<string, string>> _shortNames;
    private readonly Lazy<HashSet<NotesName>> _documented;
    private readonly Lazy<Dictionary<NotesName, bool>> _undocumented;

    public DirectorySnapshot(DirectoryContent content)
    {
        Content = content;
        AccessControlList = content.AccessControlList ?? AccessControlList.Assumed();
        var documents = new List<ForeignDomainDocument>(content.Documents.Count);
        foreach (DominoDocument document in content.Documents)
        {
            if (content.FieldMap.Read(document) is { } fields)
                documents.Add(new ForeignDomainDocument(document, fields, this, priority: 0));
        }
        _documents = [.. documents];
        _servers = new Lazy<IReadOnlyList<NotesName>>(() =>
            [.. content.Servers.Select(server => server.NotesName)
                .Concat(_documents.SelectMany(document => document.NamedServers)).Distinct()]);
        _plainServers = new Lazy<IReadOnlyList<NotesName>>(() =>
        {
            HashSet<NotesName> named = [.. _documents.SelectMany(document => document.NamedServers)];
            return [.. Servers.Where(server => !named.Contains(server))];
        });
        _serversByCommonName = new Lazy<ILookup<string, NotesName>>(() =>
            content.Servers.Select(server => server.NotesName).Distinct()
                .ToLookup(server => server.CommonName, StringComparer.OrdinalIgnoreCase));
        _shortNames = new Lazy<Dictionary<string, string>>(() => Servers
            .GroupBy(server => server.CommonName, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() == 1)
            .ToDictionary(same => same.First().Abbreviated, same => same.Key, StringComparer.OrdinalIgnoreCase));
        _documented = new Lazy<HashSet<NotesName>>(() => [.. content.Servers.Select(server => server.NotesName)]);
        _undocumented = new Lazy<Dictionary<NotesName, bool>>(FindUndocumented);
    }

    /// <summary>Gets the content of the directory.</summary>
    public DirectoryContent Content { get; }

    /// <summary>
    /// Gets the file that it was read or imported from, or the address of its server; null otherwise.
    /// </summary>
    public string? Path => Content.Path;

    /// <summary>Gets the access control list, or the one that is assumed (AC1).</summary>
    public AccessControlList AccessControlList { get; }

    /// <summary>Gets every server that is known: by a Server document, or named in a Foreign Domain document.</summary>
    public IReadOnlyList<NotesName> Servers => _servers.Value;

    /// <summary>
    /// Gets the servers that no Foreign Domain document names: mail and application servers. Requests start there.
    /// </summary>
    public IReadOnlyList<NotesName> PlainServers => _plainServers.Value;

    /// <summary>Gets all Foreign Domain documents in the order of the directory, without priority.</summary>
    public IReadOnlyList<ForeignDomainDocument> Unordered => _documents;

    /// <summary>Gets the foreign domains that have a document, by name (NM4, OR5).</summary>
    public IReadOnlyList<ForeignDomain> Domains => DomainName.Of(_documents);

    /// <summary>Returns the Foreign Domain documents by domain, and within each in the order of priority.</summary>
    public IEnumerable<ForeignDomainDocument> InOrder(OrderBy orderBy) => InOrder(_documents, orderBy);

    /// <summary>
    /// Returns documents by domain (NM4), and within each in the order of priority, which is set. Before them come
    /// those with a blank domain name, which have no priority (OR5).
    /// </summary>
    public static IEnumerable<ForeignDomainDocument> InOrder(
        IEnumerable<ForeignDomainDocument> documents, OrderBy orderBy)
    {
        List<ForeignDomainDocument> all = [.. documents];
        IEnumerable<ForeignDomainDocument> blank = all.Where(document => DomainName.IsBlank(document.Domain));
        return DocumentOrder.Sort(blank, orderBy).Select(document => document.WithPriority(0))
            .Concat(DomainName.Of(all).SelectMany(
                domain => DocumentOrder.Sort(domain.Documents, orderBy)
                    .Select((document, index) => document.WithPriority(index + 1))));
    }

    /// <summary>
    /// Returns the server that a name in a document stands for: that of this name; for a flat name without a Server
    /// document, the one server with a Server document whose common name it is (NM5). Server documents are read only
    /// for a flat name.
    /// </summary>
    public NotesName Resolve(NotesName written)
    {
        if (!IsFlatServer(written))
            return written;
        List<NotesName> servers = [.. _serversByCommonName.Value[written.CommonName]];
        return servers.Count == 1 ? servers[0] : written; // Several or none: a separate server.
    }

    /// <summary>
    /// Returns the common name of a server if no other server of the directory has it; otherwise, and for any other
    /// name, the name itself.
    /// </summary>
    public string ShortNameOf(string abbreviated) =>
        _shortNames.Value.TryGetValue(abbreviated, out string? name) ? name : abbreviated;

    /// <summary>Returns whether a server has a Server document.</summary>
    public bool HasServerDocument(NotesName server) => _documented.Value.Contains(server);

    /// <summary>
    /// Returns whether a server that Foreign Domain documents name may not exist: it does not have a Server document,
    /// although another coexistence server of the domain does (VD3). False for all other servers.
    /// </summary>
    public bool MayNotExist(NotesName server) =>
        _undocumented.Value.TryGetValue(server, out bool mayNotExist) && mayNotExist;

    /// <summary>
    /// Returns whether the directory cannot tell if a server that Foreign Domain documents name exists: it has Server
    /// documents, but for none of the coexistence servers of the domain (VD3).
    /// </summary>
    public bool IsUnverified(NotesName server) =>
        _undocumented.Value.TryGetValue(server, out bool mayNotExist) && !mayNotExist;

    /// <summary>
    /// Returns whether a name in a document is flat and not the whole name of a Server document (NM5).
    /// </summary>
    public bool IsFlatServer(NotesName written) =>
        !written.IsHierarchical && !_serversByCommonName.Value[written.CommonName].Contains(written);

    /// <summary>
    /// Returns whether a name occurs in the directory: as a server, a group or a member of one, in the access control
    /// list, or as a value of an item of a Domain document. The group that Domino keeps of all servers may be left out
    /// of an export (AC4).
    /// </summary>
    public bool Mentions(NotesName name) =>
        Servers.Contains(name)
        || name == new NotesName(LocalDomainServers)
        || Content.Groups.Any(group => new NotesName(group.Name) == name || group.Member.Contains(name))
        || AccessControlList.Entry.Any(entry => entry.NotesName == name)
        || Content.Documents.Any(
            document => document.Items.Any(item => item.Value.Any(value => NotesName.FromText(value) == name)));

    /// <summary>
    /// Returns whether it cannot be determined that a server exists: the directory contains no Server documents, and no
    /// Foreign Domain document names the server (VD2).
    /// </summary>
    public bool IsUnchecked(NotesName server) => Content.Servers.Count == 0 && !Servers.Contains(server);

    /// <summary>
    /// Returns the servers that a name means: the server of that name; for a flat name every server that has it as its
    /// common name; none if the directory knows no such server (NM3). <see cref="Servers"/> holds a flat name of a
    /// document only if NM5 does not resolve it.
    /// </summary>
    public IReadOnlyList<NotesName> FindServers(NotesName name)
    {
        if (Servers.Contains(name) || name.IsHierarchical)
            return [.. Servers.Where(server => server == name)];
        return [
            .. Servers.Where(
                server => string.Equals(server.CommonName, name.Abbreviated, StringComparison.OrdinalIgnoreCase))];
    }

    // VD3: the servers without a Server document, and whether another server of one of their domains has one.
    private Dictionary<NotesName, bool> FindUndocumented()
    {
        var found = new Dictionary<NotesName, bool>();
        if (_documented.Value.Count == 0)
            return found;
        foreach (ForeignDomain domain in Domains)
        {
            List<NotesName> named = [.. domain.Documents.SelectMany(document => document.NamedServers).Distinct()];
            bool isVerified = named.Any(HasServerDocument);
            foreach (NotesName server in named.Where(server => !HasServerDocument(server)))
                found[server] = isVerified || (found.TryGetValue(server, out bool known) && known);
        }
        return found;
    }
}
