using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit.Repair;

/// <summary>
/// Represents what the repair of a domain does to each of its documents, as far as the findings are known.
/// </summary>
internal sealed class DocumentRepairs
{
    private readonly DirectoryAudit _audit;
    private readonly AuditedDomain _domain;
    private readonly Dictionary<int, DocumentRepair> _repairs = []; // By the keys of the documents.
    private readonly int? _primary;
    private readonly Lazy<ReadersOfDomain> _readers;
    private bool _saveAgain;

    /// <param name="audit">The audit of the directory before the repair.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="options">The options of the repair, which select the documents.</param>
    /// <param name="directoryName">The name of the directory in errors.</param>
    public DocumentRepairs(DirectoryAudit audit, AuditedDomain domain, RepairOptions options, string directoryName)
    {
        _audit = audit;
        _domain = domain;
        foreach (ForeignDomainDocument document in domain.Documents)
        {
            if (options.IsWanted(document) && !options.Refused.Contains(document.Key))
                _repairs[document.Key] = new DocumentRepair();
        }
        _primary = Primary(domain, options.Primaries) is { } primary && _repairs.ContainsKey(primary.Key)
            ? primary.Key : null;
        _readers = new Lazy<ReadersOfDomain>(() => ReadersOfDomain.Find(audit, domain, options, directoryName));
    }

    /// <summary>Adds what findings call for. Returns whether anything was new.</summary>
    public bool Add(IEnumerable<CoexistenceFinding> findings)
    {
        bool hasMore = false;
        foreach (CoexistenceFinding finding in findings)
        {
            _saveAgain |= (finding.Repair & RepairNeeds.SaveAgain) != 0;
            if (finding.DocumentKey is not { } key || !_repairs.TryGetValue(key, out DocumentRepair? repair))
                continue;
            RepairNeeds needs = repair.Needs | (finding.Repair & ~RepairNeeds.SaveAgain);
            hasMore |= needs != repair.Needs || !repair.Fields.IsSupersetOf(finding.RepairFields);
            repair.Fields.UnionWith(finding.RepairFields);
            repair.Needs = needs;
        }
        return hasMore;
    }

    /// <summary>
    /// Adds the servers that would no longer see a document: a server that serves another domain becomes a reader.
    /// Returns whether anything was new.
    /// </summary>
    /// <param name="repaired">The audit of the directory after the repair as planned so far.</param>
    public bool KeepReaders(DirectoryAudit repaired)
    {
        List<NotesName> others = [.. _domain.Others.Except(_domain.Plain)];
        if (others.Count == 0)
            return false;
        bool hasMore = false;
        foreach (ForeignDomainDocument before in _domain.Documents.Where(one => _repairs.ContainsKey(one.Key)))
        {
            ForeignDomainDocument after =
                repaired.Directory.Unordered.First(one => one.Key == before.Key);
            foreach (NotesName server in others.Where(
                server => _audit.Access.CanRead(server, before) && !repaired.Access.CanRead(server, after)))
            {
                hasMore |= _repairs[before.Key].Kept.Add(server);
            }
        }
        return hasMore;
    }

    /// <summary>Returns the edits of the documents.</summary>
    /// <exception cref="CoexException">A group that is needed was neither named nor found.</exception>
    public IReadOnlyList<PlannedEdit> Edits() =>
    [
        .. _domain.Documents.Where(edited => _repairs.ContainsKey(edited.Key))
            .Select(EditOf).OfType<PlannedEdit>(),
    ];

    /// <summary>Returns which documents are saved beside the edited ones, and which is saved last.</summary>
    public SaveOrder Order() => new(
        _saveAgain ? [.. _domain.Documents.Select(saved => saved.Key)] : [],
        _primary is { } key && key != _domain.Documents[0].Key ? [key] : []);

    private static ForeignDomainDocument? Primary(AuditedDomain domain, IReadOnlyList<NotesName> primaries) =>
        domain.Documents.FirstOrDefault(
            document => document.CalendarServerName is { } server && primaries.Contains(server))
        ?? domain.Documents.FirstOrDefault(document => document.NamedServers.Any(primaries.Contains));

    private PlannedEdit? EditOf(ForeignDomainDocument document)
    {
        DocumentRepair repair = _repairs[document.Key];
        HashSet<string> fields = repair.Fields;
        HashSet<NotesName> kept = repair.Kept;
        RepairNeeds needs = repair.Needs;
        bool writeReaders = (needs & RepairNeeds.WriteReaders) != 0;
        IEnumerable<string> removed = writeReaders
            ? fields.Append(ForeignDomainDocument.DocumentAccessName).Distinct(StringComparer.OrdinalIgnoreCase)
            : fields;
        var edits = new List<PlannedEdit>();
        if (writeReaders)
            edits.Add(
                ForeignDomainEdits.SetReaders(
                    document, _readers.Value.For(document), append: false, removeDocumentAccess: false));
        else if ((needs & RepairNeeds.WriteCanonical) != 0 || kept.Count > 0)
        {
            IEnumerable<string> names = document.Document.Values(ForeignDomainEdits.ReadersName)
                .Concat(kept.OrderBy(server => server).Select(server => server.Canonical));
            edits.Add(ForeignDomainEdits.SetReaders(document, names, append: false, removeDocumentAccess: false));
        }
        edits.AddRange(removed.Select(field => ForeignDomainEdits.RemoveField(document, field)));
        return edits.Count == 0
            ? null : new PlannedEdit(document, current => edits.SelectMany(edit => edit.Edit(current)));
    }

    // What the repair does to a document.
    private sealed class DocumentRepair
    {
        public RepairNeeds Needs { get; set; }

        public HashSet<string> Fields { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<NotesName> Kept { get; } = [];
    }
}
