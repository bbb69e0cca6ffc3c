using CoexTools.Analysis;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>Compares two states of a directory.</summary>
internal static class DirectoryComparison
{
    /// <summary>What happened between two states, in what matters to requests.</summary>
    public static IReadOnlyList<DirectoryEvent> Compare(
        DirectorySnapshot before, DirectorySnapshot after, Func<string, bool> isWanted, string path, DateTimeOffset time, CancellationToken cancel)
    {
        var events = new List<DirectoryEvent>();
        var then = new DirectoryAudit(before);
        var now = new DirectoryAudit(after);
        Dictionary<string, ForeignDomainDocument> old = ById(before);
        Dictionary<string, ForeignDomainDocument> current = ById(after);
        foreach (KeyValuePair<string, ForeignDomainDocument> pair in current)
        {
            cancel.ThrowIfCancellationRequested();
            ForeignDomainDocument document = pair.Value;
            if (!old.TryGetValue(pair.Key, out ForeignDomainDocument? was))
            {
                string field = document.HasDocumentAccess ? $", with {ForeignDomainDocument.DocumentAccessName}" : "";
                if (isWanted(document.Domain))
                {
                    string reason = $"{document} was added{field}.{By(null, document)}";
                    Add(DirectoryEventKind.DocumentAdded, reason, document);
                }
            }
            else if (isWanted(document.Domain) || isWanted(was.Domain))
            {
                CompareDocument(was, document);
            }
        }
        foreach (KeyValuePair<string, ForeignDomainDocument> pair in old.Where(pair => !current.ContainsKey(pair.Key) && isWanted(pair.Value.Domain)))
            Add(DirectoryEventKind.DocumentRemoved, $"{pair.Value} was removed.", pair.Value);
        foreach (AuditedDomain domain in now.Domains.Where(domain => isWanted(domain.Name)))
        {
            if (then.Domains.FirstOrDefault(other => DomainName.Same(other.Name, domain.Name)) is { } was)
            {
                CompareOrder(was, domain);
                CompareAnswers(was, domain);
            }
        }
        return events;

        void Add(
            DirectoryEventKind kind, string reason, ForeignDomainDocument? document, string? was = null, string? becomes = null,
            string? domain = null) =>
            events.Add(new DirectoryEvent(kind, path, time, reason, domain, document, was, becomes));

        // Who saved the document, if Domino recorded a save since then.
        static string By(ForeignDomainDocument? was, ForeignDomainDocument document)
        {
            bool isRecorded = was is null || was.Revision.Count != document.Revision.Count
                || !was.UpdatedBy.SequenceEqual(document.UpdatedBy);
            return isRecorded && document.LastSave is { } save ? $" It was {save}." : "";
        }

        void CompareDocument(ForeignDomainDocument was, ForeignDomainDocument document)
        {
            string oldField = Field(was);
            string newField = Field(document);
            if (document.HasDocumentAccess != was.HasDocumentAccess || oldField != newField)
            {
                DirectoryEventKind kind = document.HasDocumentAccess ? DirectoryEventKind.FieldBack : DirectoryEventKind.FieldRemoved;
                string happened = !document.HasDocumentAccess ? "was removed from" : was.HasDocumentAccess ? "was changed in" : "was restored in";
                Add(
                    kind, $"{ForeignDomainDocument.DocumentAccessName} {happened} {document}.{By(was, document)}",
                    document, oldField, newField);
            }
            CompareReaders(was, document);
            string oldServers = Servers(was);
            string newServers = Servers(document);
            if (oldServers != newServers)
            {
                Add(
                    DirectoryEventKind.DocumentChanged,
                    $"The domain, mail, or calendar settings of {document} changed.{By(was, document)}", document,
                    oldServers, newServers);
            }
        }

        void CompareReaders(ForeignDomainDocument was, ForeignDomainDocument document)
        {
            HashSet<NotesName> sawIt = [.. then.Access.ReadersOf(was)];
            HashSet<NotesName> seesIt = [.. now.Access.ReadersOf(document)];
            string oldEntries = Entries(was);
            string newEntries = Entries(document);
            if (string.Equals(oldEntries, newEntries, StringComparison.OrdinalIgnoreCase) && sawIt.SetEquals(seesIt))
                return;
            string losing = string.Join(", ", sawIt.Where(server => !seesIt.Contains(server)).OrderBy(server => server));
            string gaining = string.Join(", ", seesIt.Where(server => !sawIt.Contains(server)).OrderBy(server => server));
            string effect = (losing.Length > 0 ? $" No longer seen by: {losing}." : "") + (gaining.Length > 0 ? $" Now seen by: {gaining}." : "");
            Add(
                DirectoryEventKind.ReadersChanged,
                $"The readers of {document} changed.{(effect.Length > 0 ? effect : " The same servers see it.")}"
                    + By(was, document),
                document, oldEntries, newEntries);
        }

        void CompareOrder(AuditedDomain was, AuditedDomain domain)
        {
            string[] oldOrder = [.. was.Documents.Select(Id).Where(current.ContainsKey)];
            string[] newOrder = [.. domain.Documents.Select(Id).Where(old.ContainsKey)];
            if (oldOrder.Intersect(newOrder).SequenceEqual(newOrder.Intersect(oldOrder)))
                return;
            Add(
                DirectoryEventKind.OrderTurned,
                $"The order of priority of '{domain.Name}' changed. "
                    + $"The primary document was {was.Documents[0]}, and is now {domain.Documents[0]}.", null,
                string.Join(", ", was.Documents), string.Join(", ", domain.Documents), domain.Name);
        }

        void CompareAnswers(AuditedDomain was, AuditedDomain domain)
        {
            foreach (ChangedAnswer changed in AnswerComparison.Changed(
                then.Access, now.Access, domain.Name, (was.Documents, domain.Documents), [.. was.Origins.Intersect(domain.Origins)], cancel))
            {
                Add(
                    DirectoryEventKind.AnswerChanged, $"{changed.Request} was {changed.Before} and is now {changed.After}.", null, changed.Before,
                    changed.After, domain.Name);
            }
        }
    }

    // Documents with one UNID are told apart by their place among them.
    private static Dictionary<string, ForeignDomainDocument> ById(DirectorySnapshot directory)
    {
        var documents = new Dictionary<string, ForeignDomainDocument>(StringComparer.OrdinalIgnoreCase);
        foreach (ForeignDomainDocument document in directory.Unordered)
        {
            string id = Id(document);
            for (int i = 2; documents.ContainsKey(id); i++)
                id = $"{Id(document)} {i}";
            documents.Add(id, document);
        }
        return documents;
    }

    private static string Id(ForeignDomainDocument document) =>
        document.UniversalId.Length > 0 ? document.UniversalId : $"{document.NoteId}/{document.Document.Key}";

    private static string Field(ForeignDomainDocument document) => document.HasDocumentAccess ? string.Join(", ", document.DocumentAccess) : "none";

    private static string Servers(ForeignDomainDocument document) =>
        $"domain {document.Domain}, mail {document.MailServer ?? "none"} {document.MailFile}, "
        + $"calendar {document.CalendarServer ?? "none"} {document.CalendarSystem}";

    private static string Entries(ForeignDomainDocument document) =>
        (document.IsRestricted ? "" : "everybody; ") + string.Join(", ", document.Document.Items
            .Where(item => item.IsReaders || item.IsAuthors)
            .Where(item => !item.Name.Equals(ForeignDomainDocument.DocumentAccessName, StringComparison.OrdinalIgnoreCase))
            .SelectMany(item => item.Value).Select(NotesName.FromText).OfType<NotesName>().Distinct().OrderBy(name => name));
}
