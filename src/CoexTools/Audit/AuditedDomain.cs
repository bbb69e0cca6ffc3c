using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Audit;

/// <summary>A foreign domain under audit.</summary>
internal sealed class AuditedDomain
{
    private readonly DirectorySnapshot _directory;
    private readonly IReadOnlyList<ForeignDomainDocument> _documents;
    private readonly Lazy<DomainVisibility> _view;
    private readonly Lazy<IReadOnlyList<NotesName>> _coexistence;
    private readonly Lazy<IReadOnlyList<NotesName>> _others;
    private readonly Lazy<IReadOnlyList<NotesName>> _origins;

    /// <param name="directory">The directory.</param>
    /// <param name="access">The access control of the directory.</param>
    /// <param name="documents">The documents of the domain.</param>
    public AuditedDomain(
        DirectorySnapshot directory, AccessEvaluator access, IReadOnlyList<ForeignDomainDocument> documents)
    {
        _directory = directory;
        _documents = documents;
        // A change that is tried in the model often concerns only one of many domains.
        _view = new Lazy<DomainVisibility>(() => new DomainVisibility(documents, access, OrderBy.Modified));
        _coexistence = new Lazy<IReadOnlyList<NotesName>>(() =>
            [.. documents.SelectMany(document => document.NamedServers).Distinct()]);
        _others = new Lazy<IReadOnlyList<NotesName>>(() =>
        {
            HashSet<NotesName> named = [.. Coexistence];
            return [.. directory.Servers
                .Where(server => !named.Contains(server) && !directory.MayNotExist(server))]; // VD3
        });
        _origins = new Lazy<IReadOnlyList<NotesName>>(() =>
            [.. directory.DefaultOrigins.Where(server => !directory.MayNotExist(server))]); // VD3
        Outages = new DomainOutages(_view, _origins);
    }

    public string Name => View.Name;

    /// <summary>Gets the domain as servers see it that sort on <c>Modified</c>.</summary>
    public DomainVisibility View => _view.Value;

    /// <summary>Gets the domain's documents, by priority.</summary>
    public IReadOnlyList<ForeignDomainDocument> Documents => View.Documents;

    /// <summary>Gets the servers that the domain's documents name, in the order of the directory.</summary>
    public IReadOnlyList<NotesName> Coexistence => _coexistence.Value;

    /// <summary>Gets all other servers, those that serve another domain among them.</summary>
    public IReadOnlyList<NotesName> Others => _others.Value;

    /// <summary>Gets the servers that serve no foreign domain at all: mail and application servers.</summary>
    public IReadOnlyList<NotesName> Plain => _directory.PlainServers;

    /// <summary>Gets the servers where requests start by default, except those that may not exist.</summary>
    public IReadOnlyList<NotesName> Origins => _origins.Value;

    /// <summary>Specifies what fails in an outage.</summary>
    public DomainOutages Outages { get; }

    /// <summary>Returns whether one of the documents meets a condition.</summary>
    public bool Has(Func<ForeignDomainDocument, bool> condition) => _documents.Any(condition);

    /// <summary>Gets all servers of the directory.</summary>
    public IReadOnlyList<NotesName> Servers => _directory.Servers;
}
