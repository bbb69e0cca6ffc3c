using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Changes;

/// <summary>
/// Finds names that a user specified and the directory does not contain. Such names are often misspelled (VD2).
/// </summary>
internal static class UnknownNames
{
    /// <summary>Warnings of groups that are to read a document.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="groups">The names.</param>
    /// <param name="orPersons">Specifies whether a hierarchical name may be that of a person, which a directory is not
    /// read for.</param>
    public static IEnumerable<string> OfGroups(
        DirectorySnapshot directory, IEnumerable<string> groups, bool orPersons) =>
            from name in groups.Select(NotesName.FromText).OfType<NotesName>().Distinct()
            where !IsReader(directory, name) && !(orPersons && name.IsHierarchical)
            select $"The directory does not contain the group '{Shorten(name)}'.{Effect(name)}"
                + CoexException.DidYouMean(NearestGroups(directory, name));

    /// <summary>Warnings of servers that are to read a document.</summary>
    public static IEnumerable<string> OfReadingServers(DirectorySnapshot directory, IEnumerable<string> servers) =>
        from name in servers.Select(NotesName.FromText).OfType<NotesName>().Distinct()
        where !IsReader(directory, name)
        select $"The directory does not contain the server '{Shorten(name)}'.{Effect(name)}"
            + CoexException.DidYouMean(NearestServers(directory, name));

    /// <summary>Warnings of servers that a document is to name.</summary>
    public static IEnumerable<string> OfServers(DirectorySnapshot directory, IEnumerable<string> servers) =>
        from name in servers.Select(NotesName.FromText).OfType<NotesName>().Distinct()
        where directory.FindServers(name).Count == 0
        select $"The directory does not contain the server '{Shorten(name)}'."
            + CoexException.DidYouMean(NearestServers(directory, name));

    /// <summary>
    /// Returns the warning of a field that no Foreign Domain document contains; null if one does, or for the usual
    /// name.
    /// </summary>
    public static string? OfField(DirectorySnapshot directory, string field)
    {
        if (string.Equals(field, ForeignDomainDocument.DocumentAccessName, StringComparison.OrdinalIgnoreCase))
            return null; // After a repair, no document contains this field.
        List<string> fields = [.. directory.Unordered.SelectMany(document => document.Item).Select(item => item.Name)];
        if (fields.Contains(field, StringComparer.OrdinalIgnoreCase))
            return null;
        IReadOnlyList<string> nearest = NearestNames.Of(field, fields.Append(ForeignDomainDocument.DocumentAccessName));
        return $"No Foreign Domain document in '{directory.Path ?? directory.Content.Name}' contains the field "
            + $"'{CoexException.Shorten(field)}'.{CoexException.DidYouMean(nearest)}";
    }

    /// <summary>Returns the groups whose names are nearest to a name.</summary>
    public static IReadOnlyList<string> NearestGroups(DirectorySnapshot directory, NotesName name) => NearestNames.Of(
        name.Abbreviated,
        directory.Content.Groups.Select(group => group.Name).Append(DirectorySnapshot.LocalDomainServers));

    /// <summary>
    /// Returns whether a directory has a group; the group that Domino keeps of all servers may be left out of an export
    /// (AC4).
    /// </summary>
    public static bool IsGroup(DirectorySnapshot directory, NotesName name) =>
        name == new NotesName(DirectorySnapshot.LocalDomainServers)
            || directory.Content.Groups.Any(group => group.NotesName == name);

    // A role, a wildcard, a group or a server that the directory has.
    private static bool IsReader(DirectorySnapshot directory, NotesName name) =>
        name.IsRole || name.Abbreviated[0] == '*' || IsGroup(directory, name) || directory.FindServers(name).Count > 0;

    private static IReadOnlyList<string> NearestServers(DirectorySnapshot directory, NotesName name) =>
        NearestNames.OfServer(name, directory.Servers.Select(server => server.Abbreviated));

    private static string Effect(NotesName name) => name.IsHierarchical ? "" : " The entry admits nobody."; // AC5

    private static string Shorten(NotesName name) => CoexException.Shorten(name.Abbreviated);
}
