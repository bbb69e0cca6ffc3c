using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>The repair of one domain.</summary>
internal sealed class DomainRepair
{
    private DomainRepair(ChangePlan change, IReadOnlyList<PlannedEdit> edits, SaveOrder order)
    {
        Change = change;
        Edits = edits;
        Order = order;
    }

    public ChangePlan Change { get; }

    public IReadOnlyList<PlannedEdit> Edits { get; }

    public SaveOrder Order { get; }

    /// <summary>
    /// Plans what the findings call for; looks at the result as it would be, and plans what that calls for too: without the field a server may
    /// no longer see a document that it should.
    /// </summary>
    /// <exception cref="CoexException">A group that is needed was neither named nor found.</exception>
    public static DomainRepair Make(DirectoryAudit audit, AuditedDomain domain, RepairOptions options, string directoryName, CancellationToken cancel)
    {
        HashSet<int> own = [.. domain.Documents.Where(options.IsWanted).Select(document => document.Document.Key).Except(options.Refused)];
        Dictionary<int, RepairStep> steps = own.ToDictionary(key => key, _ => RepairStep.None);
        Dictionary<int, HashSet<string>> fields = own.ToDictionary(key => key, _ => new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        Dictionary<int, HashSet<NotesName>> kept = own.ToDictionary(key => key, _ => new HashSet<NotesName>());
        int? primary = Primary(domain, options.Primaries) is { } document && own.Contains(document.Document.Key) ? document.Document.Key : null;
        bool saveAgain = false;
        IReadOnlyList<CoexistenceFinding> findings = FindingsOf(audit);
        var readers = new Lazy<ReadersOfDomain>(() => ReadersOfDomain.Find(audit, domain, options, directoryName));
        while (true)
        {
            bool hasMore = false;
            foreach (CoexistenceFinding finding in findings)
            {
                saveAgain |= (finding.Repair & RepairStep.SaveAgain) != 0;
                if (finding.DocumentKey is not { } key || !steps.TryGetValue(key, out RepairStep already))
                    continue;
                RepairStep step = already | (finding.Repair & ~RepairStep.SaveAgain);
                hasMore |= step != already || !fields[key].IsSupersetOf(finding.RepairFields);
                fields[key].UnionWith(finding.RepairFields);
                steps[key] = step;
            }
            List<PlannedEdit> edits =
            [
                .. domain.Documents
                    .Where(edited => own.Contains(edited.Document.Key))
                    .Select(edited => EditOf(
                        edited, steps[edited.Document.Key], fields[edited.Document.Key], kept[edited.Document.Key],
                        readers))
                    .OfType<PlannedEdit>(),
            ];
            var order = new SaveOrder(
                saveAgain ? [.. domain.Documents.Select(saved => saved.Document.Key)] : [],
                primary is { } key2 && key2 != domain.Documents[0].Document.Key ? [key2] : []);
            ChangePlan change = ChangePlan.Make(audit.Directory, edits, preserveOrder: true, options.Now, order);
            var repaired = new DirectoryAudit(change.After);
            if (!hasMore && !KeepReaders(repaired))
                return new DomainRepair(change, edits, order);
            findings = FindingsOf(repaired);
        }

        // A server that serves another domain, and no longer sees a document of this one, becomes a reader of it.
        bool KeepReaders(DirectoryAudit repaired)
        {
            List<NotesName> others = [.. domain.Others.Except(domain.Plain)];
            bool hasMore = false;
            IEnumerable<ForeignDomainDocument> documents =
                others.Count == 0 ? [] : domain.Documents.Where(one => own.Contains(one.Document.Key));
            foreach (ForeignDomainDocument before in documents)
            {
                ForeignDomainDocument after =
                    repaired.Directory.Unordered.First(one => one.Document.Key == before.Document.Key);
                foreach (NotesName server in others.Where(
                    server => audit.Access.CanRead(server, before) && !repaired.Access.CanRead(server, after)))
                {
                    hasMore |= kept[before.Document.Key].Add(server);
                }
            }
            return hasMore;
        }

        IReadOnlyList<CoexistenceFinding> FindingsOf(DirectoryAudit audited) =>
            [.. audited.Run(CoexistenceRule.All.Where(rule => rule.LeadsRepair), found =>
                DomainName.Same(found.Domain, domain.Name), cancel)];
    }

    private static ForeignDomainDocument? Primary(AuditedDomain domain, IReadOnlyList<NotesName> primaries) =>
        domain.Documents.FirstOrDefault(document => document.CalendarServerName is { } server && primaries.Contains(server))
        ?? domain.Documents.FirstOrDefault(document => document.NamedServers.Any(primaries.Contains));

    private static PlannedEdit? EditOf(
        ForeignDomainDocument document, RepairStep step, IReadOnlyCollection<string> fields,
        HashSet<NotesName> kept, Lazy<ReadersOfDomain> readers)
    {
        bool writeReaders = (step & RepairStep.WriteReaders) != 0;
        IEnumerable<string> removed = writeReaders
            ? fields.Append(ForeignDomainDocument.DocumentAccessName).Distinct(StringComparer.OrdinalIgnoreCase)
            : fields;
        var edits = new List<PlannedEdit>();
        if (writeReaders)
            edits.Add(ForeignDomainEdits.SetReaders(document, readers.Value.For(document), append: false, removeDocumentAccess: false));
        else if ((step & RepairStep.WriteCanonical) != 0 || kept.Count > 0)
        {
            IEnumerable<string> names = document.Document.Values(ForeignDomainEdits.ReadersName)
                .Concat(kept.OrderBy(server => server).Select(server => server.Canonical));
            edits.Add(ForeignDomainEdits.SetReaders(document, names, append: false, removeDocumentAccess: false));
        }
        edits.AddRange(removed.Select(field => ForeignDomainEdits.RemoveField(document, field)));
        return edits.Count == 0 ? null : new PlannedEdit(document, current => edits.SelectMany(edit => edit.Edit(current)));
    }
}
