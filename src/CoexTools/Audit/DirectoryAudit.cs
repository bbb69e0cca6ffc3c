using System.Text.RegularExpressions;
using CoexTools.Access;
using CoexTools.Dxl.Storage;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Audit;

/// <summary>What an audit knows beside the directory.</summary>
internal sealed record AuditInput
{
    /// <summary>The notes.ini files of coexistence servers.</summary>
    public IReadOnlyList<NotesIni> NotesIni { get; init; } = [];

    /// <summary>The hubs; null for the servers whose names say that they are hubs.</summary>
    public IReadOnlyList<NotesName>? Hubs { get; init; }

    /// <summary>The exports of servers' own replicas.</summary>
    public IReadOnlyDictionary<NotesName, DirectorySnapshot> Replicas { get; init; } =
        new Dictionary<NotesName, DirectorySnapshot>();

    /// <summary>The keys of the documents that recorded changes have changed in the file; null for a directory without a record.</summary>
    public IReadOnlyCollection<int>? ChangedDocuments { get; init; }

    /// <summary>The current time; null if times in the future do not matter.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>
    /// Whether items that no document contains are taken for items that the export left out (CX040). A repair takes the
    /// documents as they are.
    /// </summary>
    public bool ExplainsMissingItems { get; init; }
}

/// <summary>What a rule looks at: a directory, a domain of it, or a document.</summary>
internal sealed record AuditSubject(DirectoryAudit Audit, AuditedDomain? Domain, ForeignDomainDocument? Document);

/// <summary>A directory under audit, with what several rules need of it.</summary>
internal sealed class DirectoryAudit
{
    private readonly AuditInput _input;
    private readonly HashSet<NotesName> _knownServers;
    private readonly Lazy<IReadOnlyList<NotesName>> _administrators;
    private readonly Lazy<Dictionary<NotesName, DominoGroup>> _groups;

    public DirectoryAudit(DirectorySnapshot directory, AuditInput? input = null)
    {
        _input = input ??= new AuditInput();
        Directory = directory;
        Lines = DxlLayout.Of(directory.Content) is { } layout ? new DxlLines(layout, directory.Content.Documents) : null;
        NotesIni = input.NotesIni;
        ChangedDocuments = input.ChangedDocuments;
        _groups = new Lazy<Dictionary<NotesName, DominoGroup>>(() =>
            directory.Content.Groups.GroupBy(group => new NotesName(group.Name)).ToDictionary(same => same.Key, same => same.First()));
        Access = new AccessEvaluator(directory);
        HashSet<NotesName> coexistence = [.. directory.Unordered.SelectMany(document => document.NamedServers)];
        Domains = // OR5
        [
            .. directory.Domains
                .Select(domain => new AuditedDomain(directory, Access, domain.Documents, coexistence)),
        ];
        Coexistence = new HashSet<NotesName>(Domains.SelectMany(domain => domain.Coexistence));
        Hubs = input.Hubs ?? [.. directory.Servers.Where(server => !Coexistence.Contains(server) && IsHub(server))];
        _knownServers = [.. directory.Servers];
        _administrators = new Lazy<IReadOnlyList<NotesName>>(() => [.. AdministratorNames.Of(this)]);
    }

    public DirectorySnapshot Directory { get; }

    /// <summary>The lines of the documents; null if the directory is not that of a DXL file.</summary>
    public DxlLines? Lines { get; }

    public AccessEvaluator Access { get; }

    /// <summary>The notes.ini files that were given.</summary>
    public IReadOnlyList<NotesIni> NotesIni { get; }

    /// <summary>The keys of the documents that recorded changes have changed in the file; null for a directory without a record.</summary>
    public IReadOnlyCollection<int>? ChangedDocuments { get; }

    /// <summary>The exports of servers' own replicas.</summary>
    public IReadOnlyDictionary<NotesName, DirectorySnapshot> Replicas => _input.Replicas;

    /// <summary>The current time; null if times in the future do not matter.</summary>
    public DateTimeOffset? Now => _input.Now;

    /// <summary>Whether the export lacks the items that determine who can read the documents (CX040).</summary>
    public bool HasChosenItems => _input.ExplainsMissingItems && ExportChecks.HasChosenItems(Directory);

    /// <summary>Whether items that no document contains are taken for items that the export left out (CX040).</summary>
    public bool ExplainsMissingItems => _input.ExplainsMissingItems;

    public IReadOnlyList<AuditedDomain> Domains { get; }

    /// <summary>The servers that a Foreign Domain document names, of whatever domain.</summary>
    public IReadOnlyCollection<NotesName> Coexistence { get; }

    /// <summary>The servers that replicate documents to others: the specified servers, or by default the servers with the name of a hub.</summary>
    public IReadOnlyList<NotesName> Hubs { get; }

    /// <summary>Gets the groups and persons that administer the directory, as far as the directory contains them.</summary>
    public IReadOnlyList<NotesName> Administrators => _administrators.Value;

    /// <summary>The audit of another state of the directory, with the same input.</summary>
    public DirectoryAudit Of(DirectorySnapshot directory) => new(directory, _input);

    /// <summary>The audit of the same directory with other notes.ini files.</summary>
    public DirectoryAudit With(IReadOnlyList<NotesIni> files) => new(Directory, _input with { NotesIni = files });

    /// <summary>Runs rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="isWanted">Which documents are of interest; domains without one are left out.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>What they found, rule by rule: what failed, what passed, and what did not apply.</returns>
    public IEnumerable<CoexistenceFinding> Run(
        IEnumerable<CoexistenceRule> rules, Func<ForeignDomainDocument, bool> isWanted, CancellationToken cancel)
    {
        List<AuditedDomain> domains = [.. Domains.Where(domain => domain.Documents.Any(isWanted))];
        foreach (CoexistenceRule rule in rules)
        {
            IEnumerable<AuditSubject> subjects = rule.Scope switch
            {
                RuleScope.Directory => [new AuditSubject(this, null, null)],
                RuleScope.Domain => domains.Select(domain => new AuditSubject(this, domain, null)),
                _ => domains.SelectMany(domain => domain.Documents.Where(isWanted).Select(document => new AuditSubject(this, domain, document))),
            };
            foreach (AuditSubject subject in subjects)
            {
                cancel.ThrowIfCancellationRequested();
                if (rule.Check(subject) is not { } violations)
                {
                    yield return new CoexistenceFinding(rule, Directory, subject, violation: null, isApplicable: false);
                    continue;
                }
                bool hasPassed = true;
                foreach (RuleViolation violation in violations.Where(violation => violation.Document is null || isWanted(violation.Document)))
                {
                    hasPassed = false;
                    yield return new CoexistenceFinding(rule, Directory, subject, violation);
                }
                if (hasPassed)
                    yield return new CoexistenceFinding(rule, Directory, subject, violation: null);
            }
        }
    }

    /// <summary>What is wrong with the directory by all rules.</summary>
    public IReadOnlyList<CoexistenceFinding> Failures(CancellationToken cancel) =>
        [.. Run(CoexistenceRule.All, _ => true, cancel).Where(finding => finding.Outcome == FindingOutcome.Fail)];

    public bool IsKnownServer(NotesName name) => _knownServers.Contains(name);

    public DominoGroup? GroupNamed(NotesName name) => _groups.Value.TryGetValue(name, out DominoGroup? group) ? group : null;

    /// <summary>Whether a group holds servers only, as far as its members are known.</summary>
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

/// <summary>A foreign domain under audit.</summary>
internal sealed class AuditedDomain
{
    private readonly DirectorySnapshot _directory;
    private readonly AccessEvaluator _access;

    private readonly Lazy<IReadOnlyList<NotesName>> _others;
    private readonly Lazy<IReadOnlyList<NotesName>> _plain;
    private readonly Lazy<IReadOnlyList<NotesName>> _origins;

    /// <param name="directory">The directory.</param>
    /// <param name="access">The access control of the directory.</param>
    /// <param name="documents">The documents of the domain.</param>
    /// <param name="anywhere">The servers that a document of any domain names.</param>
    public AuditedDomain(
        DirectorySnapshot directory, AccessEvaluator access, IReadOnlyList<ForeignDomainDocument> documents,
        HashSet<NotesName> anywhere)
    {
        _directory = directory;
        _access = access;
        View = new DomainVisibility(documents, access, OrderBy.Modified);
        Coexistence = [.. documents.SelectMany(document => document.NamedServers).Distinct()];
        _others = new Lazy<IReadOnlyList<NotesName>>(() =>
        {
            HashSet<NotesName> named = [.. Coexistence];
            return [.. directory.Servers
                .Where(server => !named.Contains(server) && !directory.MayNotExist(server))]; // VD3
        });
        _plain = new Lazy<IReadOnlyList<NotesName>>(() => [.. Others.Where(server => !anywhere.Contains(server))]);
        _origins = new Lazy<IReadOnlyList<NotesName>>(() => Plain.Count > 0 ? Plain
            : [.. directory.Servers.Where(server => !directory.MayNotExist(server))]);
        Outages = new DomainOutages(this);
    }

    public string Name => View.Name;

    /// <summary>The domain as servers see it that sort on <c>Modified</c>.</summary>
    public DomainVisibility View { get; }

    /// <summary>The domain's documents, by priority.</summary>
    public IReadOnlyList<ForeignDomainDocument> Documents => View.Documents;

    /// <summary>The servers that the domain's documents name, by priority.</summary>
    public IReadOnlyList<NotesName> Coexistence { get; }

    /// <summary>All other servers, those that serve another domain among them.</summary>
    public IReadOnlyList<NotesName> Others => _others.Value;

    /// <summary>The servers that serve no foreign domain at all: mail and application servers.</summary>
    public IReadOnlyList<NotesName> Plain => _plain.Value;

    /// <summary>Gets the servers where requests start: the plain servers, or all servers if there are no plain ones.</summary>
    public IReadOnlyList<NotesName> Origins => _origins.Value;

    /// <summary>What fails in an outage.</summary>
    public DomainOutages Outages { get; }

    /// <summary>The domain as servers see it that sort on another time.</summary>
    public DomainVisibility ViewBy(OrderBy orderBy) => orderBy == OrderBy.Modified ? View : new DomainVisibility(Documents, _access, orderBy);

    /// <summary>All servers of the directory.</summary>
    public IReadOnlyList<NotesName> Servers => _directory.Servers;
}

/// <summary>Finds who administers a directory. Nothing says so outright: the documents' field for it and the ACL are asked.</summary>
internal static class AdministratorNames
{
    private const string LocalAdmin = "LocalAdmin";
    private const string Owner = "Owner";

    /// <summary>The fields in which a document names its administrators and owners.</summary>
    public static IReadOnlyList<string> Fields { get; } = [LocalAdmin, Owner];

    /// <summary>The groups and persons that administer the directory: those of the documents' field, and the editors and above of the ACL.</summary>
    public static IEnumerable<NotesName> Of(DirectoryAudit audit) =>
        InField(audit, audit.Directory.Unordered).Concat(InAccessControlList(audit)).Distinct();

    /// <summary>Those that documents name as their administrators.</summary>
    public static IEnumerable<NotesName> InField(DirectoryAudit audit, IEnumerable<ForeignDomainDocument> documents) =>
        documents.SelectMany(document => document.Document.Values(LocalAdmin)).Select(value => new NotesName(value))
            .Where(name => IsForPeople(audit, name)).Distinct();

    /// <summary>Those that may edit the directory.</summary>
    public static IEnumerable<NotesName> InAccessControlList(DirectoryAudit audit) =>
        audit.Directory.AccessControlList.Entry
            .Where(entry => !entry.IsDefault && entry.Level >= AccessLevel.Editor)
            .Select(entry => entry.NotesName)
            .Where(name => IsForPeople(audit, name));

    /// <summary>Whether a name may be that of a person or of a group of persons: no server, and no group that holds one.</summary>
    public static bool IsForPeople(DirectoryAudit audit, NotesName name)
    {
        if (name.IsRole || name.Abbreviated.Length == 0 || name.Abbreviated[0] == '*' || audit.IsKnownServer(name))
            return false;
        if (audit.GroupNamed(name) is { } group && (!group.CountsForAccess || group.Type == GroupType.ServersOnly))
            return false;
        if (string.Equals(name.Abbreviated, "Anonymous", StringComparison.OrdinalIgnoreCase)
            || (!name.IsHierarchical && audit.GroupNamed(name) is null
                && name.Abbreviated.IndexOf("Server", StringComparison.OrdinalIgnoreCase) >= 0))
        {
            return false;
        }
        return audit.Directory.Servers.All(server => audit.Access.Find(server, name) is null);
    }
}
