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
    private readonly Lazy<Dictionary<NotesName, ServerExistence>> _undocumented;
    private readonly Lazy<IReadOnlyList<ForeignDomainDocument>>[] _inOrder;
    private readonly Lazy<IReadOnlyList<ForeignDomain>> _domains;
    private object? _derived;
    private object? _derivedOfFormer;

    /// <param name="content">The content of the directory.</param>
    /// <param name="former">The state before a change of documents, with the same documents in the same order; null if
    /// no such state is known. What did not change is taken from it.</param>
    public DirectorySnapshot(DirectoryContent content, DirectorySnapshot? former = null)
    {
        Content = content;
        ShortName = ShortNameOf; // The documents refer to it.
        AccessControlList = content.AccessControlList ?? AccessControlList.Assumed();
        _derivedOfFormer = former?._derived ?? former?._derivedOfFormer;
        var documents = new List<ForeignDomainDocument>(content.Documents.Count);
        ForeignDomainDocument[] known =
            former is not null && ReferenceEquals(content.FieldMap, former.Content.FieldMap) ? former._documents : [];
        int next = 0;
        foreach (DominoDocument document in content.Documents)
        {
            ForeignDomainDocument? was =
                next < known.Length && known[next].Key == document.Key ? known[next++] : null;
            if ((was?.FieldsOf(document) ?? content.FieldMap.Read(document)) is { } fields)
                documents.Add(new ForeignDomainDocument(document, fields, this, priority: 0));
        }
        _documents = [.. documents];
        if (former is not null && HasServersOf(former))
        {
            (_servers, _plainServers) = (former._servers, former._plainServers);
            (_serversByCommonName, _shortNames) = (former._serversByCommonName, former._shortNames);
            _documented = former._documented;
        }
        else
        {
            _servers = new Lazy<IReadOnlyList<NotesName>>(FindServers);
            _plainServers = new Lazy<IReadOnlyList<NotesName>>(FindPlainServers);
            _serversByCommonName = new Lazy<ILookup<string, NotesName>>(() =>
                content.Servers.Select(server => server.NotesName).Distinct()
                    .ToLookup(server => server.CommonName, StringComparer.OrdinalIgnoreCase));
            _shortNames = new Lazy<Dictionary<string, string>>(FindShortNames);
            _documented = new Lazy<HashSet<NotesName>>(() => [.. content.Servers.Select(server => server.NotesName)]);
        }
        _undocumented = new Lazy<Dictionary<NotesName, ServerExistence>>(FindUndocumented);
        _inOrder =
        [
            .. new[] { OrderBy.Modified, OrderBy.Revised }.Select(orderBy =>
                new Lazy<IReadOnlyList<ForeignDomainDocument>>(() => [.. InOrder(_documents, orderBy)])),
        ];
        _domains = new Lazy<IReadOnlyList<ForeignDomain>>(() => ForeignDomain.ByName(_documents));
    }

    /// <summary>Returns the same state, with the Foreign Domain documents that a field map recognizes.</summary>
    public DirectorySnapshot ReadWith(FieldMap map) =>
        ReferenceEquals(map, Content.FieldMap) ? this : new DirectorySnapshot(Content with { FieldMap = map });

    /// <summary>Gets the content of the directory.</summary>
    public DirectoryContent Content { get; }

    /// <summary>
    /// Gets the file that it was read or imported from, or the address of its server; null otherwise.
    /// </summary>
    public string? Path => Content.Path;

    /// <summary>Gets what messages call the directory: its path, or its name.</summary>
    public string DisplayName => Path is { } path ? $"'{path}'" : $"the directory '{Content.Name}'";

    /// <summary>Gets the access control list, or the one that is assumed (AC1).</summary>
    public AccessControlList AccessControlList { get; }

    /// <summary>
    /// Returns what a later room determines of the directory, once for each state: another call returns the same
    /// object. A state keeps only one such object.
    /// </summary>
    /// <param name="determine">Determines it from the state, and from what was determined of the former state; null if
    /// there is none. It must depend on nothing but the directory.</param>
    public T Derived<T>(Func<DirectorySnapshot, T?, T> determine)
        where T : class
    {
        if (Volatile.Read(ref _derived) is { } known)
            return (T)known;
        object derived = determine(this, (T?)_derivedOfFormer);
        derived = Interlocked.CompareExchange(ref _derived, derived, null) ?? derived;
        _derivedOfFormer = null; // The former state can be released.
        return (T)derived;
    }

    /// <summary>Gets every server that is known: by a Server document, or named in a Foreign Domain document.</summary>
    public IReadOnlyList<NotesName> Servers => _servers.Value;

    /// <summary>
    /// Gets the servers that no Foreign Domain document names: mail and application servers. Requests start there.
    /// </summary>
    public IReadOnlyList<NotesName> PlainServers => _plainServers.Value;

    /// <summary>
    /// Gets the servers where requests start by default: the plain servers, or all servers if there are no plain ones.
    /// </summary>
    public IReadOnlyList<NotesName> DefaultOrigins => PlainServers.Count > 0 ? PlainServers : Servers;

    /// <summary>Gets all Foreign Domain documents in the order of the directory, without priority.</summary>
    public IReadOnlyList<ForeignDomainDocument> Unordered => _documents;

    /// <summary>Gets the foreign domains that have a document, by name (NM4, OR5).</summary>
    public IReadOnlyList<ForeignDomain> Domains => _domains.Value;

    /// <summary>Returns the Foreign Domain documents by domain, and within each in the order of priority.</summary>
    public IReadOnlyList<ForeignDomainDocument> InOrder(OrderBy orderBy) => _inOrder[(int)orderBy].Value;

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
            .Concat(ForeignDomain.ByName(all).SelectMany(
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

    /// <summary>Gets <see cref="ShortNameOf"/>, as one delegate that all output objects share.</summary>
    public Func<string, string> ShortName { get; }

    /// <summary>Returns whether a server has a Server document.</summary>
    public bool HasServerDocument(NotesName server) => _documented.Value.Contains(server);

    /// <summary>Returns what the directory shows about the existence of a server.</summary>
    public ServerExistence ExistenceOf(NotesName server) =>
        _undocumented.Value.TryGetValue(server, out ServerExistence existence) ? existence
        : Content.Servers.Count == 0 && !Servers.Contains(server) ? ServerExistence.Unchecked // VD2
        : ServerExistence.Known;

    /// <summary>Returns whether the existence of a server is doubtful (VD3).</summary>
    public bool MayNotExist(NotesName server) =>
        _undocumented.Value.TryGetValue(server, out ServerExistence existence)
        && existence == ServerExistence.Doubtful;

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
        || Content.Groups.Any(group => group.NotesName == name || group.Member.Contains(name))
        || AccessControlList.Entry.Any(entry => entry.NotesName == name)
        || Content.Documents.Any(
            document => document.Items.Any(item => item.Value.Any(value => NotesName.FromText(value) == name)));

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

    // Returns whether another state has the same Server documents, and documents with the same server names.
    private bool HasServersOf(DirectorySnapshot other)
    {
        if (!ReferenceEquals(Content.ServersOnDemand, other.Content.ServersOnDemand)
            || _documents.Length != other._documents.Length)
        {
            return false;
        }
        for (int i = 0; i < _documents.Length; i++)
        {
            if (!_documents[i].HasServersOf(other._documents[i]))
                return false;
        }
        return true;
    }

    private IReadOnlyList<NotesName> FindServers() =>
    [
        .. Content.Servers.Select(server => server.NotesName)
            .Concat(_documents.SelectMany(document => document.NamedServers)).Distinct(),
    ];

    private IReadOnlyList<NotesName> FindPlainServers()
    {
        HashSet<NotesName> named = [.. _documents.SelectMany(document => document.NamedServers)];
        return [.. Servers.Where(server => !named.Contains(server))];
    }

    private Dictionary<string, string> FindShortNames() => Servers
        .GroupBy(server => server.CommonName, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() == 1)
        .ToDictionary(same => same.First().Abbreviated, same => same.Key, StringComparer.OrdinalIgnoreCase);

    // VD3: the servers without a Server document in a directory that has Server documents.
    private Dictionary<NotesName, ServerExistence> FindUndocumented()
    {
        var found = new Dictionary<NotesName, ServerExistence>();
        if (_documented.Value.Count == 0)
            return found;
        foreach (ForeignDomain domain in Domains)
        {
            List<NotesName> named = [.. domain.Documents.SelectMany(document => document.NamedServers).Distinct()];
            bool isDoubtful = named.Any(HasServerDocument);
            foreach (NotesName server in named.Where(server => !HasServerDocument(server)))
            {
                if (isDoubtful || !found.ContainsKey(server))
                    found[server] = isDoubtful ? ServerExistence.Doubtful : ServerExistence.Unverified;
            }
        }
        return found;
    }
}
