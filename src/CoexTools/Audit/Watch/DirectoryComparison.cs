using CoexTools.Analysis;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit.Watch;

/// <summary>Compares two states of a directory.</summary>
internal sealed class DirectoryComparison
{
    private readonly DirectoryAudit _then;
    private readonly DirectoryAudit _now;
    private readonly Dictionary<string, ForeignDomainDocument> _old;
    private readonly Dictionary<string, ForeignDomainDocument> _current;
    private readonly string _path;
    private readonly DateTimeOffset _time;
    private readonly List<DirectoryEvent> _events = [];

    private DirectoryComparison(DirectorySnapshot before, DirectorySnapshot after, string path, DateTimeOffset time)
    {
        _then = new DirectoryAudit(before);
        _now = new DirectoryAudit(after);
        _old = DocumentPairs.ById(before.Unordered);
        _current = DocumentPairs.ById(after.Unordered);
        _path = path;
        _time = time;
    }

    /// <summary>Returns what happened between two states, as far as it matters to requests.</summary>
    /// <param name="before">The former state.</param>
    /// <param name="after">The current state.</param>
    /// <param name="isWanted">Specifies whether a domain is compared.</param>
    /// <param name="path">The file of the directory.</param>
    /// <param name="time">The time of the current state.</param>
    /// <param name="cancel">Stops the comparison.</param>
    public static IReadOnlyList<DirectoryEvent> Compare(
        DirectorySnapshot before, DirectorySnapshot after, Func<string, bool> isWanted, string path,
        DateTimeOffset time, CancellationToken cancel)
    {
        var comparison = new DirectoryComparison(before, after, path, time);
        comparison.CompareDocuments(isWanted, cancel);
        comparison.CompareDomains(isWanted, cancel);
        return comparison._events;
    }

    private void CompareDocuments(Func<string, bool> isWanted, CancellationToken cancel)
    {
        foreach (KeyValuePair<string, ForeignDomainDocument> pair in _current)
        {
            cancel.ThrowIfCancellationRequested();
            ForeignDomainDocument document = pair.Value;
            if (!_old.TryGetValue(pair.Key, out ForeignDomainDocument? was))
            {
                string field = document.HasDocumentAccess ? $", with {ForeignDomainDocument.DocumentAccessName}" : "";
                if (isWanted(document.Domain))
                    Add(
                        DirectoryEventKind.DocumentAdded,
                        $"{document} was added{field}.{By(null, document)}", document);
            }
            else if (isWanted(document.Domain) || isWanted(was.Domain))
            {
                CompareField(was, document);
                CompareReaders(was, document);
                CompareSettings(was, document);
            }
        }
        foreach (KeyValuePair<string, ForeignDomainDocument> pair in _old)
        {
            if (!_current.ContainsKey(pair.Key) && isWanted(pair.Value.Domain))
                Add(DirectoryEventKind.DocumentRemoved, $"{pair.Value} was removed.", pair.Value);
        }
    }

    private void CompareDomains(Func<string, bool> isWanted, CancellationToken cancel)
    {
        foreach (AuditedDomain domain in _now.Domains.Where(domain => isWanted(domain.Name)))
        {
            if (_then.Domains.FirstOrDefault(other => DomainName.Same(other.Name, domain.Name)) is { } was)
            {
                CompareOrder(was, domain);
                CompareRequests(was, domain, cancel);
            }
        }
    }

    private void CompareField(ForeignDomainDocument was, ForeignDomainDocument document)
    {
        string oldField = Field(was);
        string newField = Field(document);
        if (document.HasDocumentAccess == was.HasDocumentAccess && oldField == newField)
            return;
        string happened = !document.HasDocumentAccess ? "was removed from"
            : was.HasDocumentAccess ? "was changed in"
            : "was restored in";
        Add(
            document.HasDocumentAccess ? DirectoryEventKind.FieldBack : DirectoryEventKind.FieldRemoved,
            $"{ForeignDomainDocument.DocumentAccessName} {happened} {document}.{By(was, document)}",
            document, oldField, newField);
    }

    private void CompareReaders(ForeignDomainDocument was, ForeignDomainDocument document)
    {
        HashSet<NotesName> sawIt = [.. _then.Access.ReadersOf(was)];
        HashSet<NotesName> seesIt = [.. _now.Access.ReadersOf(document)];
        string oldEntries = Entries(was);
        string newEntries = Entries(document);
        if (string.Equals(oldEntries, newEntries, StringComparison.OrdinalIgnoreCase) && sawIt.SetEquals(seesIt))
            return;
        string losing = string.Join(", ", sawIt.Where(server => !seesIt.Contains(server)).OrderBy(server => server));
        string gaining = string.Join(", ", seesIt.Where(server => !sawIt.Contains(server)).OrderBy(server => server));
        string effect = (losing.Length > 0 ? $" No longer seen by: {losing}." : "")
            + (gaining.Length > 0 ? $" Now seen by: {gaining}." : "");
        Add(
            DirectoryEventKind.ReadersChanged,
            $"The readers of {document} changed.{(effect.Length > 0 ? effect : " The same servers see it.")}"
                + By(was, document),
            document, oldEntries, newEntries);
    }

    private void CompareSettings(ForeignDomainDocument was, ForeignDomainDocument document)
    {
        string oldServers = Servers(was);
        string newServers = Servers(document);
        if (oldServers == newServers)
            return;
        Add(
            DirectoryEventKind.DocumentChanged,
            $"The domain, mail, or calendar settings of {document} changed.{By(was, document)}", document,
            oldServers, newServers);
    }

    private void CompareOrder(AuditedDomain was, AuditedDomain domain)
    {
        string[] oldOrder = [.. was.Documents.Select(DocumentPairs.Id).Where(_current.ContainsKey)];
        string[] newOrder = [.. domain.Documents.Select(DocumentPairs.Id).Where(_old.ContainsKey)];
        if (oldOrder.Intersect(newOrder).SequenceEqual(newOrder.Intersect(oldOrder)))
            return;
        var change = new PriorityChange(domain.Name, was.Documents[0], domain.Documents[0]);
        string primary = DocumentPairs.Id(change.OldPrimary) == DocumentPairs.Id(change.NewPrimary)
            ? $"The primary document remains {change.NewPrimary}."
            : $"The primary document changed from {change.NameOf(change.OldPrimary)} "
                + $"to {change.NameOf(change.NewPrimary)}.";
        Add(
            DirectoryEventKind.OrderTurned,
            $"The order of priority of '{domain.Name}' changed. {primary}", null,
            string.Join(", ", was.Documents), string.Join(", ", domain.Documents), domain.Name);
    }

    private void CompareRequests(AuditedDomain was, AuditedDomain domain, CancellationToken cancel)
    {
        foreach (ChangedRequest changed in RequestComparison.Changed(
            _then.Access, _now.Access, domain.Name, (was.Documents, domain.Documents),
            [.. was.Origins.Intersect(domain.Origins)], cancel))
        {
            Add(
                DirectoryEventKind.AnswerChanged,
                $"{changed.Request} was {changed.Before} and is now {changed.After}.", null, changed.Before,
                changed.After, domain.Name);
        }
    }

    private void Add(
        DirectoryEventKind kind, string reason, ForeignDomainDocument? document, string? was = null,
        string? becomes = null, string? domain = null) =>
        _events.Add(new DirectoryEvent(kind, _path, _time, reason, domain, document, was, becomes));

    // Who saved the document, if Domino recorded a save since the former state.
    private static string By(ForeignDomainDocument? was, ForeignDomainDocument document)
    {
        return DocumentPairs.IsSaveRecorded(was, document) && document.LastSave is { } save ? $" It was {save}." : "";
    }

    private static string Field(ForeignDomainDocument document) =>
        document.HasDocumentAccess ? string.Join(", ", document.DocumentAccess) : "none";

    private static string Servers(ForeignDomainDocument document) =>
        $"domain {document.Domain}, mail {document.MailServer ?? "none"} {document.MailFile}, "
        + $"calendar {document.CalendarServer ?? "none"} {document.CalendarSystem}";

    private static string Entries(ForeignDomainDocument document) =>
        (document.IsRestricted ? "" : "everybody; ") + string.Join(", ", document.Document.Items
            .Where(item => item.IsReaders || item.IsAuthors)
            .Where(
                item => !item.Name.Equals(ForeignDomainDocument.DocumentAccessName, StringComparison.OrdinalIgnoreCase))
            .SelectMany(item => item.Value).Select(NotesName.FromText).OfType<NotesName>().Distinct()
            .OrderBy(name => name));
}
