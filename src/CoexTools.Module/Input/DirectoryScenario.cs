using CoexTools.Access;
using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Audit.Rules;
using CoexTools.Changes;
using CoexTools.Consoles;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Input;

/// <summary>
/// A directory in which a command runs requests, with the edits and the replicas that the user wants to take into
/// account.
/// </summary>
internal sealed class DirectoryScenario
{
    private readonly IReadOnlyList<ForeignDomainDocument> _given;
    private readonly IReadOnlyList<ForeignDomainDocument> _edited;
    private readonly IReadOnlyDictionary<NotesName, DirectorySnapshot> _replicas;
    private readonly OrderBy _orderBy;
    private readonly CoexCommand _command;
    private readonly AccessEvaluator _access;
    private readonly Lazy<RecordedDocuments> _recorded;
    private readonly RequestAdvisor _advisor;
    private readonly Lazy<IReadOnlyCollection<int>> _changed;
    private FormerExportAccess? _formerExportAccess;
    private DirectoryAudit? _audit;

    /// <param name="command">The command.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="names">Resolves the names of servers.</param>
    /// <param name="documents">Those of its documents that take part.</param>
    /// <param name="edits">Documents to take as edited in the form; the directory need not have them.</param>
    /// <param name="replicas">Specifies what servers have in their own replicas.</param>
    /// <param name="orderBy">The time that makes the order of priority.</param>
    public DirectoryScenario(
        CoexCommand command, DirectorySnapshot directory, ServerNames names,
        IReadOnlyList<ForeignDomainDocument> documents, IEnumerable<ForeignDomainDocument> edits,
        ReplicaExports replicas, OrderBy orderBy)
    {
        _orderBy = orderBy;
        _command = command;
        Names = names;
        Snapshot = WhatIfFormEdit.Apply(directory, edits, DateTimeOffset.UtcNow, out _edited);
        HashSet<int> keys = [.. documents.Select(document => document.Key)];
        _given = ReferenceEquals(Snapshot, directory)
            ? documents : [.. Snapshot.Unordered.Where(document => keys.Contains(document.Key))];
        _replicas = replicas.For(Snapshot, names, command.WarnOnce);
        _access = AccessEvaluator.Of(Snapshot);
        _advisor = new RequestAdvisor(Snapshot);
        _recorded = new Lazy<RecordedDocuments>(() => DocumentHistory.Recorded(directory));
        // Domino has not seen an edit that is only assumed either.
        _changed = new Lazy<IReadOnlyCollection<int>>(
            () => [.. command.ChangedSinceExport(directory), .. _edited.Select(document => document.Key)]);
    }

    /// <summary>Gets the former export of the directory, or null if the user did not specify one.</summary>
    public DirectorySnapshot? FormerExport { get; init; }

    /// <summary>
    /// Gets what reads the console logs of the servers, or null if the user did not specify any.
    /// </summary>
    public Func<IReadOnlyList<DomainVisibility>, IReadOnlyDictionary<NotesName, ServerConsole>>? Consoles { get; init; }

    /// <summary>Gets the exports of servers' own replicas.</summary>
    public IReadOnlyDictionary<NotesName, DirectorySnapshot> Replicas => _replicas;

    /// <summary>Its state, with the edits.</summary>
    public DirectorySnapshot Snapshot { get; }

    /// <summary>
    /// Resolves the names of servers. <see cref="ServerNames.Check"/> must be called before there are results.
    /// </summary>
    public ServerNames Names { get; }

    /// <summary>Gets the domains of the documents that take part (NM4).</summary>
    public IEnumerable<string> Domains => ForeignDomain.ByName(_given).Select(domain => domain.Name);

    /// <summary>Returns a domain, and who sees what of it; it need not have documents here.</summary>
    public DomainVisibility View(string domain)
    {
        List<ForeignDomainDocument> documents = [.. _given.Where(IsOfDomain)];
        // Documents that were left out on the way here do not take part: that may be intended, but must be said.
        int all = Snapshot.Unordered.Count(IsOfDomain);
        if (all > documents.Count)
        {
            _command.WarnOnce(
                $"{Snapshot.DisplayName} contains {all} documents for '{domain}', but only {documents.Count} of them "
                    + (documents.Count == 1 ? "was" : "were") + " specified. "
                    + "The result applies only to these documents.");
        }
        IEnumerable<ServerReplica> replicas = _replicas.Select(replica =>
            ServerReplica.Of(
                replica.Key, replica.Value, domain, _orderBy,
                _edited.Where(document => IsOfDomain(document) && documents.Contains(document)),
                _access));
        return new DomainVisibility(
            documents, _access, _orderBy, all, replicas, domain, DateTimeOffset.UtcNow)
        {
            ReadRecordedDocuments = () => _recorded.Value,
            Advisor = _advisor,
            Consoles = Consoles is null ? null : new ConsoleEchoes(
                _audit ??= new DirectoryAudit(
                    Snapshot,
                    new AuditInput { Replicas = _replicas, Consoles = Consoles, ChangedDocuments = _changed.Value }),
                domain),
            FormerExportAccess = FormerExport is null
                ? null : _formerExportAccess ??= new FormerExportAccess(_access, FormerExport),
        };

        bool IsOfDomain(ForeignDomainDocument document) => DomainName.Same(document.Domain, domain);
    }
}
