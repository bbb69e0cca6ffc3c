using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Changes;

/// <summary>Finds names that a user specified and the directory does not contain. Such names are often misspelled.</summary>
internal static class UnknownNames
{
    /// <summary>Warnings of groups that are to read a document.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="groups">The names.</param>
    /// <param name="orPersons">Whether a hierarchical name may be that of a person, which a directory is not read for.</param>
    public static IEnumerable<string> OfGroups(DirectorySnapshot directory, IEnumerable<string> groups, bool orPersons) =>
        from name in groups.Select(NotesName.FromText).OfType<NotesName>().Distinct()
        where !IsReader(directory, name) && !(orPersons && name.IsHierarchical)
        select $"The directory does not contain the group '{Shorten(name)}'.{(name.IsHierarchical ? "" : " The entry admits nobody.")}"; // AC5

    /// <summary>Warnings of servers that are to read a document.</summary>
    public static IEnumerable<string> OfReadingServers(DirectorySnapshot directory, IEnumerable<string> servers) =>
        from name in servers.Select(NotesName.FromText).OfType<NotesName>().Distinct()
        where !IsReader(directory, name)
        select $"The directory does not contain the server '{Shorten(name)}'.{(name.IsHierarchical ? "" : " The entry admits nobody.")}"; // AC5

    /// <summary>Warnings of servers that a document is to name.</summary>
    public static IEnumerable<string> OfServers(DirectorySnapshot directory, IEnumerable<string> servers) =>
        from name in servers.Select(NotesName.FromText).OfType<NotesName>().Distinct()
        where directory.FindServers(name).Count == 0
        select $"The directory does not contain the server '{Shorten(name)}'.";

    /// <summary>Whether a directory has a group; the group that Domino keeps of all servers may be left out of an export (AC4).</summary>
    public static bool IsGroup(DirectorySnapshot directory, NotesName name) =>
        name == new NotesName(DirectorySnapshot.LocalDomainServers) || directory.Content.Groups.Any(group => new NotesName(group.Name) == name);

    // A role, a wildcard, a group or a server that the directory has.
    private static bool IsReader(DirectorySnapshot directory, NotesName name) =>
        name.IsRole || name.Abbreviated[0] == '*' || IsGroup(directory, name) || directory.FindServers(name).Count > 0;

    private static string Shorten(NotesName name) => CoexException.Shorten(name.Abbreviated);
}
