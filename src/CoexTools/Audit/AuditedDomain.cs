using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Audit;

/// <summary>A foreign domain under audit.</summary>
internal sealed class AuditedDomain
{
    private readonly DirectorySnapshot _directory;
    private readonly Lazy<IReadOnlyList<NotesName>> _others;
    private readonly Lazy<IReadOnlyList<NotesName>> _origins;

    /// <param name="directory">The directory.</param>
    /// <param name="access">The access control of the directory.</param>
    /// <param name="documents">The documents of the domain.</param>
    public AuditedDomain(
        DirectorySnapshot directory, AccessEvaluator access, IReadOnlyList<ForeignDomainDocument> documents)
    {
        _directory = directory;
        View = new DomainVisibility(documents, access, OrderBy.Modified);
        Coexistence = [.. documents.SelectMany(document => document.NamedServers).Distinct()];
        _others = new Lazy<IReadOnlyList<NotesName>>(() =>
        {
            HashSet<NotesName> named = [.. Coexistence];
            return [.. directory.Servers
                .Where(server => !named.Contains(server) && !directory.MayNotExist(server))]; // VD3
        });
        _origins = new Lazy<IReadOnlyList<NotesName>>(() => Plain.Count > 0 ? Plain
            : [.. directory.Servers.Where(server => !directory.MayNotExist(server))]);
        Outages = new DomainOutages(this);
    }

    public string Name => View.Name;

    /// <summary>Gets the domain as servers see it that sort on <c>Modified</c>.</summary>
    public DomainVisibility View { get; }

    /// <summary>Gets the domain's documents, by priority.</summary>
    public IReadOnlyList<ForeignDomainDocument> Documents => View.Documents;

    /// <summary>Gets the servers that the domain's documents name, by priority.</summary>
    public IReadOnlyList<NotesName> Coexistence { get; }

    /// <summary>Gets all other servers, those that serve another domain among them.</summary>
    public IReadOnlyList<NotesName> Others => _others.Value;

    /// <summary>Gets the servers that serve no foreign domain at all: mail and application servers.</summary>
    public IReadOnlyList<NotesName> Plain => _directory.PlainServers;

    /// <summary>
    /// Gets the servers where requests start: the plain servers, or all servers if there are no plain ones.
    /// </summary>
    public IReadOnlyList<NotesName> Origins => _origins.Value;

    /// <summary>Specifies what fails in an outage.</summary>
    public DomainOutages Outages { get; }

    /// <summary>Gets all servers of the directory.</summary>
    public IReadOnlyList<NotesName> Servers => _directory.Servers;
}
