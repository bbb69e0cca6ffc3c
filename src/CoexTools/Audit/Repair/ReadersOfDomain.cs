using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit.Repair;

/// <summary>
/// Determines the readers of the documents of a domain: the groups that were specified or that the directory contains.
/// </summary>
internal sealed class ReadersOfDomain
{
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
    /// Returns the readers of a document: the groups, its own servers, and the servers that no group holds. A server
    /// that may not exist (VD3) is not added, and stays if it is a reader.
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
    public static ReadersOfDomain Find(
        DirectoryAudit audit, AuditedDomain domain, RepairOptions options, string directoryName)
    {
        IReadOnlyList<string> servers =
            options.ServerGroups.Count > 0 ? options.ServerGroups : ServerGroups(audit, domain);
        if (servers.Count == 0)
            throw ServerGroupNotFound(audit, domain, directoryName);
        IReadOnlyList<string> administrators = options.AdminGroups.Count > 0
            ? options.AdminGroups : AdminGroups(audit, domain);
        return administrators.Count > 0
            ? new ReadersOfDomain(audit, domain, [.. servers, .. administrators])
            : throw CoexException.AdminGroupNotFound(domain.Name, directoryName);
    }

    /// <summary>
    /// Returns the group of the servers that serve no foreign domain: a group for servers only, one that holds nothing
    /// but servers, or one that is among the readers already. It holds every other server and no coexistence server.
    /// Empty if the directory does not contain one.
    /// </summary>
    public static IReadOnlyList<string> ServerGroups(DirectoryAudit audit, AuditedDomain domain) =>
    [
        .. Candidates(audit, domain)
            .Where(group => domain.Coexistence.All(server => !audit.Access.IsIn(server, group.NotesName))
                && domain.Plain.All(server => audit.Access.IsIn(server, group.NotesName))
                && (domain.Plain.Count > 0 || group.Type == GroupType.ServersOnly))
            .Take(1).Select(group => group.Name),
    ];

    /// <summary>
    /// Returns why there is no group of servers for a domain: what is wrong with the group that comes first.
    /// </summary>
    public static string WhyNoServerGroup(DirectoryAudit audit, AuditedDomain domain) =>
        Nearest(audit, domain) is { } nearest
            ? new GroupFaults(audit, domain, nearest).ToString()
            : "The directory does not contain a group of servers.";

    private static DominoGroup? Nearest(DirectoryAudit audit, AuditedDomain domain) =>
        Candidates(audit, domain).FirstOrDefault(group => group.Member.Count > 0
            && group.NotesName != new NotesName(DirectorySnapshot.LocalDomainServers));

    private static CoexException ServerGroupNotFound(DirectoryAudit audit, AuditedDomain domain, string directoryName)
    {
        string coexistence = GroupFaults.Names(domain.Coexistence);
        string wanted = domain.Plain.Count == 0
            ? $"no coexistence server ({coexistence})"
            : $"{GroupFaults.Names(domain.Plain)}, and no coexistence server ({coexistence})";
        string create =
            $"create a group of the type Servers only that contains {wanted}. Specify the group with -ServerGroup.";
        return CoexException.ServerGroupNotFound(
            domain.Name, directoryName, WhyNoServerGroup(audit, domain),
            (Nearest(audit, domain) is null ? "Include the groups in the export" : "Correct this group")
                + $", or {create}");
    }

    /// <summary>Returns the groups of administrators; empty if none is found.</summary>
    public static IReadOnlyList<string> AdminGroups(DirectoryAudit audit, AuditedDomain domain)
    {
        IEnumerable<NotesName>[] sources =
        [
            audit.Names.AdministratorsIn(domain.Documents),
            audit.Names.AdministratorsInAccessControlList().Where(name => audit.Names.Group(name) is not null),
            domain.Documents.SelectMany(PresentReaders).Select(value => new NotesName(value))
                .Where(name => audit.Names.Group(name) is not null && audit.Names.IsForPeople(name)),
            audit.Names.AdministratorsInAccessControlList(),
        ];
        List<NotesName>? first =
            sources.Select(source => source.Distinct().ToList()).FirstOrDefault(source => source.Count > 0);
        return [.. first?.Select(name => name.Text) ?? []];
    }

    private static IEnumerable<string> PresentReaders(ForeignDomainDocument document) =>
        document.Document.Values(ForeignDomainEdits.ReadersName);

    // The groups that may be the one of the other servers, the likeliest first.
    private static IEnumerable<DominoGroup> Candidates(DirectoryAudit audit, AuditedDomain domain)
    {
        HashSet<NotesName> present =
            [.. domain.Documents.SelectMany(PresentReaders).Select(value => new NotesName(value))];
        return audit.Directory.Content.Groups
            .Where(group => group.CountsForAccess
                && (group.Type == GroupType.ServersOnly
                    || (present.Contains(group.NotesName) && !audit.Names.IsForPeople(group.NotesName))
                    || !audit.Names.GroupsOfOthers.Contains(group.Name)))
            .OrderBy(group => group, Comparer<DominoGroup>.Create(InOrder));

        int InOrder(DominoGroup one, DominoGroup other)
        {
            int order = present.Contains(other.NotesName).CompareTo(present.Contains(one.NotesName));
            if (order == 0)
                order = (other.Type == GroupType.ServersOnly).CompareTo(one.Type == GroupType.ServersOnly);
            return order != 0 ? order : StringComparer.OrdinalIgnoreCase.Compare(one.Name, other.Name);
        }
    }
}
