using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CoexTools.Access;
using CoexTools.Consoles;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Audit;

/// <summary>A directory under audit, with what several rules need of it.</summary>
internal sealed class DirectoryAudit
{
    /// <summary>
    /// The earliest time of a save in the model. Documents are saved after the newest time of their domain (ED1).
    /// </summary>
    public static readonly DateTimeOffset ModelStart = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AuditInput _input;
    private readonly Lazy<HashSet<NotesName>> _knownServers;
    private readonly Lazy<IReadOnlyList<AuditedDomain>> _domains;
    private readonly Lazy<HashSet<NotesName>> _coexistence;
    private readonly Lazy<IReadOnlyList<NotesName>> _hubs;
    private readonly Lazy<IReadOnlyList<NotesName>> _administrators;
    private readonly Lazy<Dictionary<NotesName, DominoGroup>> _groups;
    private readonly ConcurrentDictionary<AuditedDomain, DomainVisibility> _withReplicas = new();
    private RepairPlan? _repair;
    private DirectoryAudit? _repaired;
    private readonly Lazy<IReadOnlyDictionary<NotesName, ServerConsole>?> _consoles;

    public DirectoryAudit(DirectorySnapshot directory, AuditInput? input = null)
    {
        _input = input ??= new AuditInput();
        Directory = directory;
        Lines = DxlLayout.Of(directory.Content) is { } layout
            ? new DxlLines(layout, directory.Content.Documents) : null;
        NotesIni = input.NotesIni;
        ChangedDocuments = input.ChangedDocuments;
        _groups = new Lazy<Dictionary<NotesName, DominoGroup>>(() =>
            directory.Content.Groups.GroupBy(group => group.NotesName)
                .ToDictionary(same => same.Key, same => same.First()));
        _consoles = new Lazy<IReadOnlyDictionary<NotesName, ServerConsole>?>(() =>
            input.Consoles?.Invoke([.. Domains.Select(WithReplicas)]));
        Access = AccessEvaluator.Of(directory);
        // A change that is tried in the model often needs only the access control of the changed directory.
        _domains = new Lazy<IReadOnlyList<AuditedDomain>>(() => // OR5
            [.. directory.Domains.Select(domain => new AuditedDomain(directory, Access, domain.Documents))]);
        _coexistence = new Lazy<HashSet<NotesName>>(() => [.. Domains.SelectMany(domain => domain.Coexistence)]);
        _hubs = new Lazy<IReadOnlyList<NotesName>>(() => input.Hubs
            ?? [.. directory.Servers.Where(server => !_coexistence.Value.Contains(server) && IsHub(server))]);
        _knownServers = new Lazy<HashSet<NotesName>>(() => [.. directory.Servers]);
        _administrators = new Lazy<IReadOnlyList<NotesName>>(() => [.. AdministratorNames.Of(this)]);
        FormerAccess = input.FormerExport is { } former ? new FormerAccess(Access, former) : null;
    }

    public DirectorySnapshot Directory { get; }

    /// <summary>Gets the lines of the documents; null if the directory is not that of a DXL file.</summary>
    public DxlLines? Lines { get; }

    public AccessEvaluator Access { get; }

    /// <summary>Gets the notes.ini files that were given.</summary>
    public IReadOnlyList<NotesIni> NotesIni { get; }

    /// <summary>Gets the keys of the documents that have changed since Domino exported the directory.</summary>
    public IReadOnlyCollection<int> ChangedDocuments { get; }

    /// <summary>Gets the exports of servers' own replicas.</summary>
    public IReadOnlyDictionary<NotesName, DirectorySnapshot> Replicas => _input.Replicas;

    /// <summary>Gets what the console logs show, by server; null if none were specified.</summary>
    public IReadOnlyDictionary<NotesName, ServerConsole>? Consoles => _consoles.Value;

    /// <summary>Gets the comparison with a former export of the directory; null if none was specified.</summary>
    public FormerAccess? FormerAccess { get; }

    /// <summary>Gets the current time; null if times in the future do not matter.</summary>
    public DateTimeOffset? Now => _input.Now;

    /// <summary>
    /// Specifies whether the export lacks the items that determine who can read the documents (CX040).
    /// </summary>
    public bool HasChosenItems => _input.ExplainsMissingItems && ExportChecks.HasChosenItems(Directory);

    /// <summary>
    /// Specifies whether items that no document contains are taken for items that the export left out (CX040).
    /// </summary>
    public bool ExplainsMissingItems => _input.ExplainsMissingItems;

    public IReadOnlyList<AuditedDomain> Domains => _domains.Value;

    /// <summary>Gets the servers that a Foreign Domain document names, of whatever domain.</summary>
    public IReadOnlyCollection<NotesName> Coexistence => _coexistence.Value;

    /// <summary>
    /// Gets the servers that replicate documents to others: the specified servers, or by default the servers with the
    /// name of a hub.
    /// </summary>
    public IReadOnlyList<NotesName> Hubs => _hubs.Value;

    /// <summary>
    /// Gets the groups and persons that administer the directory, as far as the directory contains them.
    /// </summary>
    public IReadOnlyList<NotesName> Administrators => _administrators.Value;

    /// <summary>Plans the repair of the whole directory in the model, once for all remedies that are tried.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public RepairPlan RepairInModel(CancellationToken cancel) =>
        _repair ??= RepairPlan.Make(Directory, new RepairOptions { Now = ModelStart }, cancel);

    /// <summary>Returns the audit of the directory after a repair, once for all domains that are reviewed.</summary>
    public DirectoryAudit After(RepairPlan repair)
    {
        if (!ReferenceEquals(_repaired?.Directory, repair.Change.After))
            _repaired = Of(repair.Change.After);
        return _repaired!;
    }

    /// <summary>Returns what servers see of a domain, with the specified replicas (AC7).</summary>
    public DomainVisibility WithReplicas(AuditedDomain domain) => Replicas.Count == 0 ? domain.View
        : _withReplicas.GetOrAdd(domain, one => one.View.With(Replicas.Select(replica =>
            ServerReplica.Of(replica.Key, replica.Value, one.Name, OrderBy.Modified, [], Access))));

    /// <summary>
    /// Returns the audit of another state of the directory, with the same input except the console logs: they show
    /// what servers did with the current state.
    /// </summary>
    public DirectoryAudit Of(DirectorySnapshot directory) => new(directory, _input with { Consoles = null });

    /// <summary>Returns the audit of the same directory with other notes.ini files.</summary>
    public DirectoryAudit With(IReadOnlyList<NotesIni> files) => new(Directory, _input with { NotesIni = files });

    /// <summary>Runs rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="isWanted">Specifies which documents are of interest; domains without one are left out.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <returns>The findings, rule by rule: what failed, what passed, and what did not apply.</returns>
    public IEnumerable<CoexistenceFinding> Run(
        IEnumerable<CoexistenceRule> rules, Func<ForeignDomainDocument, bool> isWanted, CancellationToken cancel)
    {
        List<AuditedDomain> domains = [.. Domains.Where(domain => domain.Has(isWanted))];
        return rules.SelectMany(rule => RuleEngine.Run(
            Subjects(rule.Scope),
            subject => rule.Check(subject)?.Where(verdict => verdict.Document is null || isWanted(verdict.Document)),
            (subject, verdict) => new CoexistenceFinding(rule, verdict, subject),
            cancel));

        IEnumerable<AuditSubject> Subjects(RuleScope scope) => scope switch
        {
            RuleScope.Directory => [new AuditSubject(this, null, null)],
            RuleScope.Domain => domains.Select(domain => new AuditSubject(this, domain, null)),
            _ => from domain in domains
                 from document in domain.Documents
                 where isWanted(document)
                 select new AuditSubject(this, domain, document),
        };
    }

    public bool IsKnownServer(NotesName name) => _knownServers.Value.Contains(name);

    public DominoGroup? GroupNamed(NotesName name) =>
        _groups.Value.TryGetValue(name, out DominoGroup? group) ? group : null;

    /// <summary>Determines whether a group holds servers only, as far as its members are known.</summary>
    public bool IsOfServers(DominoGroup group) =>
        group.Type == GroupType.ServersOnly || (group.Member.Count > 0 && group.Member.All(IsKnownServer));

    // A directory does not state which server is a hub: by convention, the server's name does. If no member of a group
    // for hubs has such a name, its members are hubs. A group of hubs and other servers, or one that contains such a
    // group, does not show which of its members is a hub.
    private bool IsHub(NotesName server) =>
        IsCalledHub(server.CommonName)
        || Directory.Content.Groups.Any(group =>
            group.CountsForAccess && IsOfHubs(group.Name) && group.Member.Contains(server)
            && !group.Member.Any(member => IsCalledHub(member.CommonName)));

    private static bool IsCalledHub(string name) => name.IndexOf("hub", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsOfHubs(string group) =>
        IsCalledHub(group) && !Regex.IsMatch(group, @"\band\b|[&+,]|mail|app", RegexOptions.IgnoreCase);
}
