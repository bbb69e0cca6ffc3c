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
    private readonly Lazy<IReadOnlyList<AuditedDomain>> _domains;
    private readonly Lazy<HashSet<NotesName>> _coexistence;
    private readonly Lazy<IReadOnlyList<NotesName>> _hubs;
    private readonly ConcurrentDictionary<AuditedDomain, DomainVisibility> _withReplicas = new();
    private readonly Lazy<IReadOnlyDictionary<NotesName, ServerConsole>?> _consoles;

    public DirectoryAudit(DirectorySnapshot directory, AuditInput? input = null)
        : this(directory, input ?? new AuditInput(), null)
    {
    }

    // What did not change since the former state is taken from its audit.
    private DirectoryAudit(DirectorySnapshot directory, AuditInput input, DirectoryAudit? former)
    {
        _input = input;
        Directory = directory;
        Lines = DxlLayout.Of(directory.Content) is { } layout
            ? new DxlLines(layout, directory.Content.Documents) : null;
        NotesIni = input.NotesIni;
        ChangedDocuments = input.ChangedDocuments;
        _consoles = new Lazy<IReadOnlyDictionary<NotesName, ServerConsole>?>(() =>
            input.Consoles?.Invoke([.. Domains.Select(WithReplicas)]));
        _hubs = new Lazy<IReadOnlyList<NotesName>>(() => input.Hubs
            ?? [.. directory.Servers.Where(server => !_coexistence!.Value.Contains(server) && IsHub(server))]);
        FormerExportAccess = input.FormerExport is { } export ? new FormerExportAccess(Access, export) : null;
        if (ReferenceEquals(former?.Directory, directory))
        {
            (Names, _domains, _coexistence) = (former!.Names, former._domains, former._coexistence);
            return;
        }
        Names = new DirectoryNames(directory, former?.Names);
        // A change that is tried in the model often needs only the access control of the changed directory.
        _domains = new Lazy<IReadOnlyList<AuditedDomain>>(() => // OR5
            [.. directory.Domains.Select(domain => new AuditedDomain(directory, Access, domain.Documents))]);
        _coexistence = new Lazy<HashSet<NotesName>>(() => [.. Domains.SelectMany(domain => domain.Coexistence)]);
    }

    public DirectorySnapshot Directory { get; }

    /// <summary>Gets the lines of the documents; null if the directory is not that of a DXL file.</summary>
    public DxlLines? Lines { get; }

    public AccessEvaluator Access => AccessEvaluator.Of(Directory); // Of some changes in the model, nothing is asked.

    /// <summary>Gets what the names in the directory stand for.</summary>
    public DirectoryNames Names { get; }

    /// <summary>Gets the notes.ini files that were given.</summary>
    public IReadOnlyList<NotesIni> NotesIni { get; }

    /// <summary>Gets the keys of the documents that have changed since Domino exported the directory.</summary>
    public IReadOnlyCollection<int> ChangedDocuments { get; }

    /// <summary>Gets the exports of servers' own replicas.</summary>
    public IReadOnlyDictionary<NotesName, DirectorySnapshot> Replicas => _input.Replicas;

    /// <summary>Gets what the console logs show, by server; null if none were specified.</summary>
    public IReadOnlyDictionary<NotesName, ServerConsole>? Consoles => _consoles.Value;

    /// <summary>Gets the comparison with a former export of the directory; null if none was specified.</summary>
    public FormerExportAccess? FormerExportAccess { get; }

    /// <summary>Gets the current time; null if times in the future do not matter.</summary>
    public DateTimeOffset? Now => _input.Now;

    /// <summary>
    /// Specifies whether the export lacks the items that determine who can read a document, in all documents (CX040).
    /// The form saves them together with the mail file. The forms before it have neither these items nor the keyword.
    /// </summary>
    public bool HasChosenItems => _input.ExplainsMissingItems && Directory.Content.Origin is not null
        && Directory.Unordered.Any(document => document is { MailFile: not null, FieldSource.DomainType: not null })
        && Directory.Unordered.All(document => !document.HasDocumentAccess
            && !document.Item.Any(item => item.IsReaders || item.IsAuthors)
            && !DirectoryNames.HasAdministratorField(document));

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

    /// <summary>Returns what servers see of a domain, with the specified replicas (AC7).</summary>
    public DomainVisibility WithReplicas(AuditedDomain domain) => Replicas.Count == 0 ? domain.View
        : _withReplicas.GetOrAdd(domain, one => one.View.With(Replicas.Select(replica =>
            ServerReplica.Of(replica.Key, replica.Value, one.Name, OrderBy.Modified, [], Access))));

    /// <summary>
    /// Returns the audit of another state of the directory, with the same input except the console logs: they show
    /// what servers did with the current state.
    /// </summary>
    public DirectoryAudit Of(DirectorySnapshot directory) => new(directory, _input with { Consoles = null }, this);

    /// <summary>Returns the audit of the same directory without any other input.</summary>
    public DirectoryAudit Alone() => new(Directory, new AuditInput(), this);

    /// <summary>Returns the audit of the same directory with other notes.ini files.</summary>
    public DirectoryAudit With(IReadOnlyList<NotesIni> files) => new(Directory, _input with { NotesIni = files }, this);

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
