using CoexTools.Analysis;
using CoexTools.Changes;
using CoexTools.Diagrams;
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
                IReadOnlyList<LostAnswer> losses =
                    AnswerComparison.Lost(directory, repair.Change.After, cancel, inNewOrder);
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
        select CoexException.GroupNotFound(name, directoryName, UnknownNames.NearestGroups(directory, known));
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

/// <summary>Determines the readers of the documents of a domain: the groups that were specified or that the directory contains.</summary>
internal sealed class ReadersOfDomain
{
    private const int NamesInMessage = 6;

    private readonly IReadOnlyList<string> _groups;
    private readonly IReadOnlyList<NotesName> _uncovered;
    private readonly IReadOnlyList<NotesName> _doubtful;

    /// <summary>Looks for the servers that groups do not contain.</summary>
    /// <param name="audit">The directory.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="groups">The groups that are to read the documents.</param>
    public ReadersOfDomain(DirectoryAudit audit, AuditedDomain domain, IReadOnlyList<string> groups)
    {
        _groups = groups;
        List<NotesName> names = [.. groups.Select(group => new NotesName(group))];
        _uncovered =
        [
            .. domain.Others.Where(server =>
                audit.Access.LevelOf(server) >= AccessLevel.Reader
                && names.All(group => audit.Access.Find(server, group) is null)),
        ];
        _doubtful = [.. audit.Directory.Servers.Where(audit.Directory.MayNotExist).Except(domain.Coexistence)];
    }

    /// <summary>
    /// The readers of a document: the groups, its own servers, and the servers that no group holds. A server that may
    /// not exist (VD3) is not added, and stays if it is a reader.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <param name="servers">The servers in place of its own; null for its own.</param>
    public IReadOnlyList<string> For(ForeignDomainDocument document, IReadOnlyList<string>? servers = null)
    {
        HashSet<NotesName> present = [.. PresentReaders(document).Select(value => new NotesName(value))];
        IEnumerable<NotesName> own = document.NamedServers
            .Where(server => present.Contains(server) || !document.Directory.MayNotExist(server));
        return
        [
            .. _groups, .. servers ?? [.. own.Select(server => server.Canonical)],
            .. _uncovered.Concat(_doubtful.Where(present.Contains)).Select(server => server.Canonical),
        ];
    }

    /// <summary>Finds the groups for a domain.</summary>
    /// <exception cref="CoexException">One was neither named nor found.</exception>
    public static ReadersOfDomain Find(DirectoryAudit audit, AuditedDomain domain, RepairOptions options, string directoryName)
    {
        IReadOnlyList<string> servers =
            options.ServerGroups.Count > 0 ? options.ServerGroups : ServerGroups(audit, domain);
        if (servers.Count == 0)
            throw ServerGroupNotFound(audit, domain, directoryName);
        IReadOnlyList<string> administrators = options.AdminGroups.Count > 0 ? options.AdminGroups : AdminGroups(audit, domain);
        return administrators.Count > 0
            ? new ReadersOfDomain(audit, domain, [.. servers, .. administrators])
            : throw CoexException.AdminGroupNotFound(domain.Name, directoryName);
    }

    /// <summary>
    /// The group of the servers that serve no foreign domain: a group for servers only, one that holds nothing but
    /// servers, or one that is among the readers already. It holds every other server and no coexistence server. Empty
    /// if the directory does not contain one.
    /// </summary>
    public static IReadOnlyList<string> ServerGroups(DirectoryAudit audit, AuditedDomain domain) =>
    [
        .. Candidates(audit, domain)
            .Select(group => (Group: group, Name: new NotesName(group.Name)))
            .Where(pair => domain.Coexistence.All(server => !audit.Access.IsIn(server, pair.Name))
                && domain.Plain.All(server => audit.Access.IsIn(server, pair.Name))
                && (domain.Plain.Count > 0 || pair.Group.Type == GroupType.ServersOnly))
            .Take(1).Select(pair => pair.Group.Name),
    ];

    /// <summary>Why there is no group of servers for a domain: what is wrong with the group that comes first.</summary>
    public static string WhyNoServerGroup(DirectoryAudit audit, AuditedDomain domain) =>
        Nearest(audit, domain) is { } nearest
            ? new GroupFaults(audit, domain, nearest).ToString()
            : "The directory does not contain a group of servers.";

    private static DominoGroup? Nearest(DirectoryAudit audit, AuditedDomain domain) =>
        Candidates(audit, domain).FirstOrDefault(group => group.Member.Count > 0
            && new NotesName(group.Name) != new NotesName(DirectorySnapshot.LocalDomainServers));

    private static CoexException ServerGroupNotFound(DirectoryAudit audit, AuditedDomain domain, string directoryName)
    {
        string coexistence = Names(domain.Coexistence);
        string wanted = domain.Plain.Count == 0
            ? $"no coexistence server ({coexistence})"
            : $"{Names(domain.Plain)}, and no coexistence server ({coexistence})";
        string create =
            $"create a group of the type Servers only that contains {wanted}. Specify the group with -ServerGroup.";
        return CoexException.ServerGroupNotFound(
            domain.Name, directoryName, WhyNoServerGroup(audit, domain),
            (Nearest(audit, domain) is null ? "Include the groups in the export" : "Correct this group")
                + $", or {create}");
    }

    /// <summary>The groups of administrators; empty if none is found.</summary>
    public static IReadOnlyList<string> AdminGroups(DirectoryAudit audit, AuditedDomain domain)
    {
        IEnumerable<NotesName>[] sources =
        [
            AdministratorNames.InField(audit, domain.Documents),
            AdministratorNames.InAccessControlList(audit).Where(name => audit.GroupNamed(name) is not null),
            domain.Documents.SelectMany(PresentReaders).Select(value => new NotesName(value))
                .Where(name => audit.GroupNamed(name) is not null && AdministratorNames.IsForPeople(audit, name)),
            AdministratorNames.InAccessControlList(audit),
        ];
        List<NotesName>? first =
            sources.Select(source => source.Distinct().ToList()).FirstOrDefault(source => source.Count > 0);
        return [.. first?.Select(name => name.Text) ?? []];
    }

    /// <summary>The names of servers in a message.</summary>
    internal static string Names(IReadOnlyList<NotesName> servers) =>
        ServerList.Of([.. servers.Select(server => server.Abbreviated)], NamesInMessage);

    private static IEnumerable<string> PresentReaders(ForeignDomainDocument document) =>
        document.Document.Values(ForeignDomainEdits.ReadersName);

    // The groups that may be the one of the other servers, the likeliest first.
    private static IEnumerable<DominoGroup> Candidates(DirectoryAudit audit, AuditedDomain domain)
    {
        HashSet<NotesName> present =
            [.. domain.Documents.SelectMany(PresentReaders).Select(value => new NotesName(value))];
        var notServersOnly = new Lazy<HashSet<string>>(() => NotServersOnly(audit));
        return audit.Directory.Content.Groups
            .Select(group => (Group: group, IsPresent: present.Contains(new NotesName(group.Name))))
            .Where(pair => pair.Group.CountsForAccess
                && (pair.Group.Type == GroupType.ServersOnly
                    || (pair.IsPresent && !AdministratorNames.IsForPeople(audit, new NotesName(pair.Group.Name)))
                    || !notServersOnly.Value.Contains(pair.Group.Name)))
            .OrderByDescending(pair => pair.IsPresent)
            .ThenByDescending(pair => pair.Group.Type == GroupType.ServersOnly)
            .ThenBy(pair => pair.Group.Name, StringComparer.OrdinalIgnoreCase)
            .Select(pair => pair.Group);
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
}
