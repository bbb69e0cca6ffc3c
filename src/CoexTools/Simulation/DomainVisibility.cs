using System.Collections.Concurrent;
using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Simulation;

/// <summary>
/// Represents the documents of one domain in their order, and what each server sees of them. Servers of one profile
/// share a table.
/// </summary>
internal sealed class DomainVisibility
{
    /// <summary>Documents of the domain were omitted. The result applies only to the specified documents.</summary>
    public const string PartialDomain = "PartialDomain";

    /// <summary>
    /// A document allows or denies domains. The simulation does not include the domain from which a request originates.
    /// </summary>
    public const string DomainRestriction = "DomainRestriction";

    /// <summary>
    /// A server on the way has no Server document, although another coexistence server of the domain has one (VD3).
    /// </summary>
    public const string NoServerDocument = "NoServerDocument";

    /// <summary>
    /// The directory cannot tell whether a server that a user specified, or one on the way, exists (VD2, VD3).
    /// </summary>
    public const string UnknownServer = "UnknownServer";

    /// <summary>
    /// A document spells the name of the domain differently, and the router distinguishes uppercase and lowercase
    /// (VD8).
    /// </summary>
    public const string DomainNameCase = "DomainNameCase";

    /// <summary>
    /// The console log of a server on the way contradicts what the server sees according to the directory (CX047,
    /// CX048).
    /// </summary>
    public const string ConsoleDiffers = "ConsoleDiffers";

    private readonly AccessEvaluator _access;
    private readonly IReadOnlyDictionary<NotesName, ServerReplica> _replicas;
    private readonly Dictionary<NotesName, ServerTable> _replicaTables;
    private readonly ConcurrentDictionary<AccessProfile, ServerTable> _tables = new();
    private readonly Lazy<HashSet<NotesName>> _namedServers;
    private readonly int _wholeDomain;
    private readonly DateTimeOffset? _now;
    private string? _severalDocuments;
    private IReadOnlyList<string>? _assumptions; // Most simulations do not ask for them.

    /// <param name="documents">The documents of one domain (NM4), all of one directory.</param>
    /// <param name="access">The access control of that directory.</param>
    /// <param name="orderBy">The time that determines their order.</param>
    /// <param name="wholeDomain">The number of documents for the domain in the directory if some of them are omitted,
    /// or 0.</param>
    /// <param name="replicas">The content of the servers' own replicas, if known (AC7).</param>
    /// <param name="name">The name of the domain, which is required if it has no documents.</param>
    /// <param name="now">The current time; null if times in the future do not matter.</param>
    public DomainVisibility(
        IEnumerable<ForeignDomainDocument> documents, AccessEvaluator access, OrderBy orderBy, int wholeDomain = 0,
        IEnumerable<ServerReplica>? replicas = null, string? name = null, DateTimeOffset? now = null)
    {
        _access = access;
        OrderBy = orderBy;
        Documents = DocumentOrder.Sort(documents, orderBy);
        if (!Documents.All(access.IsOfDirectory))
            throw new ArgumentException("Some documents belong to another directory.", nameof(documents));
        _wholeDomain = wholeDomain;
        _now = now;
        Name = Documents.Count > 0
            ? Documents[0].Domain
            : name ?? throw new ArgumentException("A domain without documents needs a name.", nameof(name));
        _replicas = (replicas ?? []).ToDictionary(replica => replica.Server);
        _replicaTables = _replicas.Values.ToDictionary(
            replica => replica.Server, replica => new ServerTable(replica.Documents));
        _namedServers = new Lazy<HashSet<NotesName>>(FindNamedServers);
    }

    private DomainVisibility(DomainVisibility other, IEnumerable<ServerReplica> replicas)
    {
        _access = other._access;
        OrderBy = other.OrderBy;
        Documents = other.Documents;
        _wholeDomain = other._wholeDomain;
        _now = other._now;
        Name = other.Name;
        Advisor = other.Advisor;
        ReadRecordedDocuments = other.ReadRecordedDocuments;
        FormerExportAccess = other.FormerExportAccess;
        Consoles = other.Consoles;
        _replicas = replicas.ToDictionary(replica => replica.Server);
        _replicaTables = _replicas.Values.ToDictionary(
            replica => replica.Server, replica => new ServerTable(replica.Documents));
        _namedServers = new Lazy<HashSet<NotesName>>(FindNamedServers);
    }

    /// <summary>
    /// Recommends a change of the directory for a request that the directory stops, instead of what the request itself
    /// recommends; null for none.
    /// </summary>
    public IRequestAdvisor? Advisor { get; init; }

    /// <summary>
    /// Compares the predictions with the console logs of the servers; null if no logs were specified.
    /// </summary>
    public IConsoleEvidence? Consoles { get; init; }

    /// <summary>Reads the documents as they were before recorded changes.</summary>
    public Func<RecordedDocuments> ReadRecordedDocuments { get; init; } = () => RecordedDocuments.None;

    /// <summary>Gets the comparison with a former export of the directory; null if none was specified.</summary>
    public FormerExportAccess? FormerExportAccess { get; init; }

    /// <summary>Gets the name of the domain as spelled in its primary document.</summary>
    public string Name { get; }

    /// <summary>Gets the documents, in order of priority.</summary>
    public IReadOnlyList<ForeignDomainDocument> Documents { get; }

    /// <summary>Gets the time that determines the order.</summary>
    public OrderBy OrderBy { get; }

    /// <summary>Gets the assumptions that apply to every server, mainly about the order (OR2, OR3).</summary>
    public IReadOnlyList<string> Assumptions => _assumptions ??= FindAssumptions();

    /// <summary>Gets the content of the servers' own replicas, if known (AC7).</summary>
    public IEnumerable<ServerReplica> Replicas => _replicas.Values;

    /// <summary>Gets the message of a server that sees several documents (CC2).</summary>
    public string SeveralDocuments => _severalDocuments ??= ConsoleTexts.SeveralDocuments(Name);

    /// <summary>Gets the servers that the documents name, including the documents in replicas.</summary>
    public IReadOnlyCollection<NotesName> NamedServers => _namedServers.Value;

    /// <summary>
    /// Gets whether the directory knows a server that none of the documents names. Requests start there.
    /// </summary>
    public bool KnowsOrigins => _access.Servers.Except(NamedServers).Any();

    /// <summary>Returns the content of a server's own replica, or null if unknown.</summary>
    public ServerReplica? ReplicaOf(NotesName server) =>
        _replicas.TryGetValue(server, out ServerReplica? replica) ? replica : null;

    /// <summary>
    /// Returns what a server sees of the domain: the content of its own replica (AC7), or otherwise the documents that
    /// it can read (AC5).
    /// </summary>
    public ServerTable TableOf(NotesName server)
    {
        if (_replicaTables.Count > 0 && _replicaTables.TryGetValue(server, out ServerTable? own))
            return own;
        AccessProfile profile = _access.ProfileOf(server);
        return _tables.TryGetValue(profile, out ServerTable? table) ? table
            : _tables.GetOrAdd(profile, new ServerTable(SeenBy(profile)));
    }

    /// <summary>
    /// Returns what distinguishes requests from a server: the server itself if a document names it, or otherwise its
    /// table. Requests from servers of the same sight have the same path, unless their own links fail.
    /// </summary>
    public object SightOf(NotesName server) => _namedServers.Value.Contains(server) ? server : TableOf(server);

    /// <summary>Groups servers of the same sight, in the order of the first server of each group.</summary>
    public IReadOnlyList<IReadOnlyList<NotesName>> BySight(IEnumerable<NotesName> servers) =>
        [.. servers.GroupBy(SightOf).Select(same => (IReadOnlyList<NotesName>)[.. same])];

    /// <summary>
    /// Returns whether a server can read the current version of a document. False if the directory no longer contains
    /// the document.
    /// </summary>
    public bool MayRead(NotesName server, ForeignDomainDocument document) =>
        Current(document) is { } current && _access.CanRead(server, current);

    /// <summary>Returns why a server can or cannot read a document.</summary>
    public AccessDecision Explain(NotesName server, ForeignDomainDocument document)
    {
        AccessDecision decision = _access.Decide(server, Current(document) ?? document);
        if (ReplicaOf(server) is not { } replica)
            return decision;
        bool isThere = replica.Documents.Any(document.IsSameNote);
        return isThere == MayRead(server, document)
            ? decision : decision with { CanRead = isThere, Rule = Rule.AC7, Entry = null, Via = null };
    }

    /// <summary>
    /// Returns what a result assumes if it passes through a server that does not have a Server document; null for any
    /// other server (VD3).
    /// </summary>
    public string? AssumptionOn(NotesName server)
    {
        DirectorySnapshot directory = _access.Directory;
        // The directory may no longer have the document of a replica, and then does not know its server.
        bool isForeign = directory.Content.Servers.Count > 0 && !directory.HasServerDocument(server)
            && _replicas.Values.Any(
                replica => replica.Documents.Any(document => document.NamedServers.Contains(server)));
        if (directory.MayNotExist(server) || (isForeign && NamedServers.Any(directory.HasServerDocument)))
            return $"{NoServerDocument}: {server}";
        return isForeign || directory.ExistenceOf(server) == ServerExistence.Unverified
            ? $"{UnknownServer}: {server}" : null;
    }

    /// <summary>
    /// Gets whether a result can carry <see cref="ConsoleDiffers"/> or <see cref="NoServerDocument"/>. To determine
    /// which results do requires their traces.
    /// </summary>
    public bool MayBeDoubtful => Consoles is not null || NamedServers.Any(server =>
        AssumptionOn(server)?.StartsWith(NoServerDocument, StringComparison.Ordinal) == true);

    /// <summary>
    /// Returns whether a document spells the name of the domain differently from the primary document (VD8).
    /// </summary>
    public bool IsSpelledDifferently(ForeignDomainDocument document) =>
        !string.Equals(document.Domain.Trim(), Name.Trim(), StringComparison.Ordinal);

    /// <summary>
    /// Returns the assumptions about servers that a user specified: for a request, its network, and the replicas (VD2).
    /// </summary>
    public IEnumerable<string> AssumptionsOf(IEnumerable<NotesName> specified) =>
        specified.Concat(_replicas.Keys).Distinct()
            .Where(server => _access.Directory.ExistenceOf(server) == ServerExistence.Unchecked)
            .Select(server => $"{UnknownServer}: {server}");

    /// <summary>
    /// Returns whether a server could read the former version of a document, according to the current access control of
    /// the directory.
    /// </summary>
    public bool CouldRead(NotesName server, ForeignDomainDocument recorded) => _access.CanRead(server, recorded);

    /// <summary>Gets the directory.</summary>
    public DirectorySnapshot Directory => _access.Directory;

    /// <summary>Returns the assumptions that documents of one domain, in order of priority, require.</summary>
    public static IEnumerable<string> AssumptionsOf(IReadOnlyList<ForeignDomainDocument> documents, OrderBy orderBy) =>
    [
        .. DocumentOrder.Assumptions(documents, orderBy),
        .. documents.SelectMany(document => document.Assumptions).Distinct(StringComparer.OrdinalIgnoreCase),
        .. documents
            .Where(document => ForeignDomainDocument.RestrictionNames
                .SelectMany(document.Document.Values).Any(value => !string.IsNullOrWhiteSpace(value)))
            .Select(document => $"{DomainRestriction}: {document}").Distinct(),
    ];

    /// <summary>Returns a message on the console of a server, with what the console log shows of it.</summary>
    public ConsoleMessage MessageAt(NotesName server, string task, string message)
    {
        ConsoleEcho? echo = Consoles?.EchoOf(server, message);
        return new ConsoleMessage(
            server.Abbreviated, task, message, echo is { IsObserved: true } ? Basis.Observed : Basis.Documented,
            echo?.Text)
        {
            ShortName = Directory.ShortName,
        };
    }

    /// <summary>Returns the same domain with other replicas, or with none.</summary>
    public DomainVisibility With(IEnumerable<ServerReplica> replicas) => new(this, replicas);

    private IReadOnlyList<string> FindAssumptions() =>
    [
        .. AssumptionsOf(Documents, OrderBy), .. _wholeDomain > Documents.Count ? new[] { PartialDomain } : [],
        .. _now is { } time ? DocumentOrder.FutureAssumptions(Documents, OrderBy, time) : [],
    ];

    private List<ForeignDomainDocument> SeenBy(AccessProfile profile)
    {
        var seen = new List<ForeignDomainDocument>(Documents.Count);
        for (int i = 0; i < Documents.Count; i++)
        {
            if (profile.CanRead(Documents[i]))
                seen.Add(Documents[i]);
        }
        return seen;
    }

    // The order of the documents, because no server is removed.
    private HashSet<NotesName> FindNamedServers() =>
    [
        .. Documents.Concat(_replicas.Values.SelectMany(replica => replica.Documents))
            .SelectMany(document => document.NamedServers),
    ];

    // The document as the directory has it, where this is a copy of another replica.
    private ForeignDomainDocument? Current(ForeignDomainDocument document) =>
        Documents.Contains(document) ? document : Documents.FirstOrDefault(document.IsSameNote);
}
