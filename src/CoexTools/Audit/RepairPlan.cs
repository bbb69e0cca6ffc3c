using CoexTools.Analysis;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>How to repair.</summary>
internal sealed record RepairOptions
{
    /// <summary>The groups of the servers that serve no foreign domain; empty: they are looked for.</summary>
    public IReadOnlyList<string> ServerGroups { get; init; } = [];

    /// <summary>The groups of the administrators; empty: they are looked for.</summary>
    public IReadOnlyList<string> AdminGroups { get; init; } = [];

    /// <summary>The servers whose documents are to be the primary ones of their domains.</summary>
    public IReadOnlyList<NotesName> Primaries { get; init; } = [];

    /// <summary>Which documents may be changed; their domains are repaired.</summary>
    public Func<ForeignDomainDocument, bool> IsWanted { get; init; } = _ => true;

    /// <summary>Documents that are left as they are.</summary>
    public IReadOnlyCollection<int> Refused { get; init; } = [];

    /// <summary>Whether a domain is repaired even where that loses answers.</summary>
    public bool MayLose { get; init; }

    public required DateTimeOffset Now { get; init; }
}

/// <summary>A repair of a directory: what it changes, what it would lose, and what keeps it from repairing. Making it changes nothing.</summary>
internal sealed class RepairPlan
{
    private RepairPlan(ChangePlan change, IReadOnlyList<LostAnswer> lost, IReadOnlyList<CoexException> problems)
    {
        Change = change;
        Lost = lost;
        Problems = problems;
    }

    /// <summary>The change of all documents.</summary>
    public ChangePlan Change { get; }

    /// <summary>The answers that the change loses; there are none unless it may.</summary>
    public IReadOnlyList<LostAnswer> Lost { get; }

    /// <summary>Why domains are left as they are.</summary>
    public IReadOnlyList<CoexException> Problems { get; }

    /// <summary>Plans the repair of a directory, domain by domain, and proves for each that no answer is lost.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static RepairPlan Make(DirectorySnapshot directory, RepairOptions options, CancellationToken cancel)
    {
        string name = directory.Path is { } path ? $"'{path}'" : $"the directory '{directory.Content.Name}'";
        var audit = new DirectoryAudit(directory);
        var edits = new List<PlannedEdit>();
        var again = new HashSet<int>();
        var last = new HashSet<int>();
        var lost = new List<LostAnswer>();
        var problems = new List<CoexException>(UnknownGroups(directory, options, name));
        if (problems.Count > 0)
            return new RepairPlan(ChangePlan.Make(directory, [], preserveOrder: true, options.Now), [], problems);
        foreach (AuditedDomain domain in audit.Domains.Where(domain => domain.Documents.Any(options.IsWanted)))
        {
            try
            {
                DomainRepair repair = DomainRepair.Make(audit, domain, options, name, cancel);
                if (repair.Change.Saves.Count == 0)
                    continue;
                DirectorySnapshot inNewOrder = repair.Order.Last.Count == 0
                    ? directory
                    : ChangePlan.Make(directory, [], preserveOrder: false, options.Now, new SaveOrder([], repair.Order.Last)).After;
                IReadOnlyList<LostAnswer> losses = AnswerComparison.Lost(directory, repair.Change.After, [domain.Name], cancel, inNewOrder);
                if (losses.Count > 0 && !options.MayLose)
                    throw CoexException.AnswerLost(domain.Name, name, LostAnswerSummary.Of(losses));
                lost.AddRange(losses);
                edits.AddRange(repair.Edits);
                again.UnionWith(repair.Order.Again);
                last.UnionWith(repair.Order.Last);
            }
            catch (CoexException e)
            {
                problems.Add(e);
            }
        }
        ChangePlan change = ChangePlan.Make(directory, edits, preserveOrder: true, options.Now, new SaveOrder(again, last));
        // If a directory in memory has another state by the time of the change, the repair is planned and proved again for that state.
        return new RepairPlan(change.RemadeBy(state => Make(state, options, cancel).Change), lost, problems);
    }

    // A person, or a group that only the ACL names, may administer a directory.
    private static IEnumerable<CoexException> UnknownGroups(DirectorySnapshot directory, RepairOptions options, string directoryName) =>
        from name in options.ServerGroups.Concat(options.AdminGroups).Distinct(StringComparer.OrdinalIgnoreCase)
        let known = new NotesName(name)
        where !UnknownNames.IsGroup(directory, known)
            && (options.ServerGroups.Contains(name, StringComparer.OrdinalIgnoreCase)
                || !(known.IsHierarchical || directory.AccessControlList.Entry.Any(entry => entry.NotesName == known)))
        select CoexException.GroupNotFound(name, directoryName);
}

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
                    .Select(edited => EditOf(edited, steps[edited.Document.Key], fields[edited.Document.Key], readers))
                    .OfType<PlannedEdit>(),
            ];
            var order = new SaveOrder(
                saveAgain ? [.. domain.Documents.Select(saved => saved.Document.Key)] : [],
                primary is { } key2 && key2 != domain.Documents[0].Document.Key ? [key2] : []);
            ChangePlan change = ChangePlan.Make(audit.Directory, edits, preserveOrder: true, options.Now, order);
            if (!hasMore)
                return new DomainRepair(change, edits, order);
            findings = FindingsOf(new DirectoryAudit(change.After));
        }

        IReadOnlyList<CoexistenceFinding> FindingsOf(DirectoryAudit audited) =>
            [.. audited.Run(CoexistenceRule.All.Where(rule => rule.LeadsRepair), found =>
                DomainName.Same(found.Domain, domain.Name), cancel)];
    }

    private static ForeignDomainDocument? Primary(AuditedDomain domain, IReadOnlyList<NotesName> primaries) =>
        domain.Documents.FirstOrDefault(document => document.CalendarServerName is { } server && primaries.Contains(server))
        ?? domain.Documents.FirstOrDefault(document => document.NamedServers.Any(primaries.Contains));

    private static PlannedEdit? EditOf(
        ForeignDomainDocument document, RepairStep step, IReadOnlyCollection<string> fields, Lazy<ReadersOfDomain> readers)
    {
        bool writeReaders = (step & RepairStep.WriteReaders) != 0;
        IEnumerable<string> removed = writeReaders
            ? fields.Append(ForeignDomainDocument.DocumentAccessName).Distinct(StringComparer.OrdinalIgnoreCase)
            : fields;
        var edits = new List<PlannedEdit>();
        if (writeReaders)
            edits.Add(ForeignDomainEdits.SetReaders(document, readers.Value.For(document), append: false, removeDocumentAccess: false));
        else if ((step & RepairStep.WriteCanonical) != 0)
        {
            edits.Add(ForeignDomainEdits.SetReaders(
                document, document.Document.Values(ForeignDomainEdits.ReadersName), append: false, removeDocumentAccess: false));
        }
        edits.AddRange(removed.Select(field => ForeignDomainEdits.RemoveField(document, field)));
        return edits.Count == 0 ? null : new PlannedEdit(document, current => edits.SelectMany(edit => edit.Edit(current)));
    }
}

/// <summary>Determines the readers of the documents of a domain: the groups that were specified or that the directory contains.</summary>
internal sealed class ReadersOfDomain
{
    private readonly IReadOnlyList<string> _groups;
    private readonly IReadOnlyList<NotesName> _uncovered;

    private ReadersOfDomain(IReadOnlyList<string> groups, IReadOnlyList<NotesName> uncovered)
    {
        _groups = groups;
        _uncovered = uncovered;
    }

    /// <summary>
    /// The readers of a document: the groups, its own servers except those that may not exist (VD3), and the servers that no group holds.
    /// </summary>
    public IEnumerable<string> For(ForeignDomainDocument document)
    {
        IEnumerable<NotesName> own = document.NamedServers.Where(server => !document.Directory.MayNotExist(server));
        return [.. _groups, .. own.Concat(_uncovered).Select(server => server.Canonical)];
    }

    /// <summary>Finds the groups for a domain.</summary>
    /// <exception cref="CoexException">One was neither named nor found.</exception>
    public static ReadersOfDomain Find(DirectoryAudit audit, AuditedDomain domain, RepairOptions options, string directoryName)
    {
        IReadOnlyList<string> servers = options.ServerGroups.Count > 0
            ? options.ServerGroups
            : [ServerGroup(audit, domain) ?? throw CoexException.ServerGroupNotFound(domain.Name, directoryName)];
        IReadOnlyList<string> administrators = options.AdminGroups.Count > 0 ? options.AdminGroups : AdminGroups(audit, domain);
        if (administrators.Count == 0)
            throw CoexException.AdminGroupNotFound(domain.Name, directoryName);
        List<NotesName> groups = [.. servers.Concat(administrators).Select(group => new NotesName(group))];
        return new ReadersOfDomain(
            [.. servers, .. administrators],
            [
                .. domain.Others.Where(server =>
                    audit.Access.LevelOf(server) >= AccessLevel.Reader && groups.All(group => audit.Access.Find(server, group) is null)),
            ]);
    }

    // A group for servers only, one that holds nothing but servers, or one that is among the readers already: it holds every other server and no
    // coexistence server.
    private static string? ServerGroup(DirectoryAudit audit, AuditedDomain domain)
    {
        HashSet<NotesName> present =
        [
            .. domain.Documents.SelectMany(document => document.Document.Values(ForeignDomainEdits.ReadersName))
                .Select(value => new NotesName(value)),
        ];
        var notServersOnly = new Lazy<HashSet<string>>(() => NotServersOnly(audit));
        return audit.Directory.Content.Groups
            .Select(group => (Group: group, Name: new NotesName(group.Name)))
            .Where(pair => pair.Group.CountsForAccess
                && (pair.Group.Type == GroupType.ServersOnly || present.Contains(pair.Name) || !notServersOnly.Value.Contains(pair.Group.Name))
                && domain.Coexistence.All(server => !audit.Access.IsIn(server, pair.Name))
                && domain.Plain.All(server => audit.Access.IsIn(server, pair.Name))
                && (domain.Plain.Count > 0 || pair.Group.Type == GroupType.ServersOnly))
            .OrderByDescending(pair => present.Contains(pair.Name))
            .ThenByDescending(pair => pair.Group.Type == GroupType.ServersOnly)
            .ThenBy(pair => pair.Group.Name, StringComparer.OrdinalIgnoreCase)
            .Select(pair => pair.Group.Name)
            .FirstOrDefault();
    }

    // The groups that hold anything but servers, however deep: first those that do so themselves, and then, again and again, those that hold them.
    private static HashSet<string> NotServersOnly(DirectoryAudit audit)
    {
        var found = new HashSet<string>();
        var waiting = new Queue<string>();
        var holders = new Dictionary<string, List<string>>();
        foreach (DominoGroup group in audit.Directory.Content.Groups)
        {
            bool isFound = !group.CountsForAccess;
            foreach (NotesName member in group.Member)
            {
                if (audit.IsKnownServer(member) || member.Abbreviated.StartsWith("*/", StringComparison.Ordinal))
                    continue;
                if (audit.GroupNamed(member) is not { } inner)
                    isFound = true;
                else if (holders.TryGetValue(inner.Name, out List<string>? known))
                    known.Add(group.Name);
                else
                    holders.Add(inner.Name, [group.Name]);
            }
            if (isFound && found.Add(group.Name))
                waiting.Enqueue(group.Name);
        }
        while (waiting.Count > 0)
        {
            if (!holders.TryGetValue(waiting.Dequeue(), out List<string>? above))
                continue;
            foreach (string name in above.Where(found.Add))
                waiting.Enqueue(name);
        }
        return found;
    }

    private static List<string> AdminGroups(DirectoryAudit audit, AuditedDomain domain)
    {
        IEnumerable<NotesName>[] sources =
        [
            AdministratorNames.InField(audit, domain.Documents),
            AdministratorNames.InAccessControlList(audit).Where(name => audit.GroupNamed(name) is not null),
            domain.Documents.SelectMany(document => document.Document.Values(ForeignDomainEdits.ReadersName)).Select(value => new NotesName(value))
                .Where(name => audit.GroupNamed(name) is not null && AdministratorNames.IsForPeople(audit, name)),
            AdministratorNames.InAccessControlList(audit),
        ];
        return [.. sources.Select(source => source.Distinct().ToList()).FirstOrDefault(source => source.Count > 0)?.Select(name => name.Text) ?? []];
    }
}
