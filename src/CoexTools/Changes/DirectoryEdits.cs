using System.Globalization;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Changes;

/// <summary>
/// Adds to a directory in memory, and removes from it. Every method returns the new content, and does not change the
/// old content.
/// </summary>
internal static class DirectoryEdits
{
    private static readonly Dictionary<string, string> Namespaces = new() { [""] = DxlWriter.Namespace };

    /// <summary>Returns an empty directory.</summary>
    public static DirectoryContent Empty(string name, string replicaId) => new() { Name = name, ReplicaId = replicaId };

    /// <summary>
    /// Adds a Foreign Domain document, which a save through the form makes the newest of its domain (ED1).
    /// </summary>
    public static DirectoryContent AddDocument(
        DirectoryContent content, NewDocument document, DateTimeOffset now, out int key)
    {
        var directory = new DirectorySnapshot(content);
        FieldMap map = content.FieldMap;
        DateTimeOffset modified = document.Modified ?? ChangePlan.FirstTime(
            directory.Unordered.Where(other => DomainName.Same(other.Domain, document.Domain)), now);
        var items = new List<string>
        {
            Item("Type", "Domain"), Item("DomainType", map.DomainType[0]), Item(map.DomainName[0], document.Domain),
        };
        AddField(map.MailServer[0], document.Fields.MailServer, isName: true);
        AddField(map.MailFile[0], document.Fields.MailFile, isName: false);
        AddField(map.CalendarServer[0], document.Fields.CalendarServer, isName: true);
        AddField(map.CalendarSystem[0], document.Fields.CalendarSystem, isName: false);
        if (document.Readers.Count > 0)
        {
            items.Add(Item(
                ForeignDomainEdits.ReadersName, ItemFlags.Names | ItemFlags.Readers,
                [.. document.Readers.Select(reader => ForeignDomainEdits.StoredReader(directory, reader))]));
        }
        if (document.DocumentAccess.Count > 0)
        {
            items.Add(Item(
                ForeignDomainDocument.DocumentAccessName, ForeignDomainEdits.DocumentAccessFlags(
                    content, document: null), document.DocumentAccess));
        }
        DominoDocument added = Make(
            content, "Domain", items, document.UniversalId, modified, document.Revised ?? modified);
        key = added.Key;
        return content with { Documents = [.. content.Documents, added] };

        void AddField(string item, string? value, bool isName)
        {
            if (value is null)
                return;
            items.Add(isName
                ? Item(item, ItemFlags.Names, [ForeignDomainEdits.StoredServer(directory, value)])
                : Item(item, ItemFlags.None, [value]));
        }
    }

    /// <summary>Takes documents out.</summary>
    /// <exception cref="CoexException">A document is no longer in the directory.</exception>
    public static DirectoryContent RemoveDocuments(
        DirectoryContent content, IReadOnlyCollection<ForeignDomainDocument> documents)
    {
        HashSet<int> there = [.. content.Documents.Select(document => document.Key)];
        if (documents.FirstOrDefault(document => !there.Contains(document.Key)) is { } gone)
            throw CoexException.DocumentNotFound(gone.UniversalId, content.Name);
        HashSet<int> keys = [.. documents.Select(document => document.Key)];
        return content with { Documents = [.. content.Documents.Where(document => !keys.Contains(document.Key))] };
    }

    /// <summary>Adds a server.</summary>
    /// <exception cref="CoexException">There is one of that name.</exception>
    public static DirectoryContent AddServer(DirectoryContent content, string name, string? domain, DateTimeOffset now)
    {
        var server = new NotesName(name);
        if (content.Servers.Any(other => other.NotesName == server))
            throw CoexException.NameExists(server.Abbreviated, content.Name);
        List<string> items = [Item("Type", "Server"), Item("ServerName", ItemFlags.Names, [server.Canonical])];
        if (domain is not null)
            items.Add(Item("Domain", domain));
        return content with
        {
            Servers = [
                .. content.Servers, new DominoServer(
                    new NotesName(server.Canonical), domain, hostName: null, clusterName: null)],
            ServerAndGroupDocuments =
                [.. content.ServerAndGroupDocuments, Make(content, "Server", items, universalId: null, now, now)],
        };
    }

    /// <summary>Adds a group.</summary>
    /// <exception cref="CoexException">There is one of that name.</exception>
    public static DirectoryContent AddGroup(
        DirectoryContent content, string name, GroupType type, IReadOnlyList<string> members, DateTimeOffset now)
    {
        name = name.Trim();
        if (content.Groups.Any(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)))
            throw CoexException.NameExists(name, content.Name);
        List<NotesName> names =
            [.. members.Where(member => !string.IsNullOrWhiteSpace(member)).Select(member => new NotesName(member))];
        List<string> items =
        [
            Item("Type", "Group"), Item("ListName", name), Item(
                "GroupType", ((int)type).ToString(CultureInfo.InvariantCulture)),
            Item("Members", ItemFlags.Names, [.. names.Select(member => member.Canonical)]),
        ];
        return content with
        {
            Groups = [.. content.Groups, new DominoGroup(name, type, names)],
            ServerAndGroupDocuments =
                [.. content.ServerAndGroupDocuments, Make(content, "Group", items, universalId: null, now, now)],
        };
    }

    /// <summary>
    /// Sets an entry of the access control list. A directory without a list gets the one that was assumed for it (AC1),
    /// with this entry.
    /// </summary>
    /// <param name="content">The directory.</param>
    /// <param name="name">Whom the entry is for; <c>-Default-</c> for everybody else.</param>
    /// <param name="level">The level; null leaves it.</param>
    /// <param name="roles">The roles, with or without brackets; null leaves them.</param>
    /// <param name="type">The type (AC8); null leaves it.</param>
    public static DirectoryContent SetAccessControlEntry(
        DirectoryContent content, string name, AccessLevel? level, IReadOnlyList<string>? roles,
        AclEntryType? type = null)
    {
        AccessControlList list = content.AccessControlList ?? AccessControlList.Assumed();
        var subject = new NotesName(name);
        AccessControlEntry? before = list.Entry.FirstOrDefault(entry => entry.NotesName == subject);
        IReadOnlyList<string>? bracketed = roles is null
            ? null : [.. roles.Select(role => $"[{role.Trim().Trim('[', ']')}]")];
        var after = new AccessControlEntry(
            before?.NotesName.Text ?? subject.Canonical, level ?? before?.Level ?? AccessLevel.NoAccess, bracketed
                ?? before?.Role ?? [],
            isDefault: false, type ?? before?.Type ?? AclEntryType.Unspecified);
        return content with
        {
            AccessControlList = new AccessControlList(
                before is null ? [.. list.Entry, after]
                    : [.. list.Entry.Select(entry => entry == before ? after : entry)]),
        };
    }

    private static DominoDocument Make(
        DirectoryContent content, string form, IEnumerable<string> items, string? universalId, DateTimeOffset modified,
        DateTimeOffset? revised)
    {
        int key = content.Documents.Concat(content.ServerAndGroupDocuments).Select(document => document.Key)
            .Append(content.HighestKey).Max() + 1;
        string noteId = (0x8F6 + (4 * key)).ToString("x", CultureInfo.InvariantCulture);
        string header = DxlWriter.NoteInfo(
            noteId, universalId ?? Guid.NewGuid().ToString("N").ToUpperInvariant(), modified, modified, revised);
        return DocumentParser.Parse(
            $"<document form='{form}'>\n{header}\n{string.Join("\n", items)}\n</document>", Namespaces, key);
    }

    private static string Item(string name, string value) => Item(name, ItemFlags.None, [value]);

    private static string Item(string name, ItemFlags flags, IReadOnlyList<string> values) =>
        DxlWriter.Item("", name, flags | ItemFlags.Summary, values);
}
