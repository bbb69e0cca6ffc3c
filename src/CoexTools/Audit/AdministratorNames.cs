using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>
/// Finds who administers a directory. Nothing says so outright: the documents' field for it and the ACL are asked.
/// </summary>
internal static class AdministratorNames
{
    private const string LocalAdmin = "LocalAdmin";
    private const string Owner = "Owner";

    /// <summary>Gets the fields in which a document names its administrators and owners.</summary>
    public static IReadOnlyList<string> Fields { get; } = [LocalAdmin, Owner];

    /// <summary>
    /// Returns the groups and persons that administer the directory: those of the documents' field, and the editors and
    /// above of the ACL.
    /// </summary>
    public static IEnumerable<NotesName> Of(DirectoryAudit audit) =>
        InField(audit, audit.Directory.Unordered).Concat(InAccessControlList(audit)).Distinct();

    /// <summary>Those that documents name as their administrators.</summary>
    public static IEnumerable<NotesName> InField(DirectoryAudit audit, IEnumerable<ForeignDomainDocument> documents) =>
        documents.SelectMany(document => document.Document.Values(LocalAdmin)).Select(value => new NotesName(value))
            .Where(name => IsForPeople(audit, name)).Distinct();

    /// <summary>Those that may edit the directory.</summary>
    public static IEnumerable<NotesName> InAccessControlList(DirectoryAudit audit) =>
        audit.Directory.AccessControlList.Entry
            .Where(entry => !entry.IsDefault && entry.Level >= AccessLevel.Editor)
            .Select(entry => entry.NotesName)
            .Where(name => IsForPeople(audit, name));

    /// <summary>
    /// Determines whether a name may be that of a person or of a group of persons: no server, and no group that holds
    /// one.
    /// </summary>
    public static bool IsForPeople(DirectoryAudit audit, NotesName name)
    {
        if (name.IsRole || name.Abbreviated.Length == 0 || name.Abbreviated[0] == '*' || audit.IsKnownServer(name))
            return false;
        if (audit.GroupNamed(name) is { } group && (!group.CountsForAccess || group.Type == GroupType.ServersOnly))
            return false;
        if (string.Equals(name.Abbreviated, "Anonymous", StringComparison.OrdinalIgnoreCase)
            || (!name.IsHierarchical && audit.GroupNamed(name) is null
                && name.Abbreviated.IndexOf("Server", StringComparison.OrdinalIgnoreCase) >= 0))
        {
            return false;
        }
        return audit.Directory.Servers.All(server => audit.Access.Find(server, name) is null);
    }
}
