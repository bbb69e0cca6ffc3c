using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Text;

namespace CoexTools.Completion;

/// <summary>
/// The names in a directory that complete arguments. It does not keep the content of the file.
/// </summary>
internal sealed class CompletedNames
{
    private static readonly FileCache<CompletedNames> Files = new();

    private CompletedNames(DirectorySnapshot directory)
    {
        List<ForeignDomainDocument> documents = [.. directory.InOrder(OrderBy.Modified)];
        HashSet<NotesName> coexistence = [.. documents.SelectMany(document => document.NamedServers)];
        CoexistenceServers = [.. directory.Servers.Where(coexistence.Contains).Select(server => server.Abbreviated)];
        Servers = ServersOf(directory, documents, coexistence);
        Links = LinksOf(directory, coexistence);
        Domains =
        [
            .. from domain in directory.Domains
               let names = string.Join(", ", domain.Documents.SelectMany(document => document.NamedServers).Distinct())
               select new NameChoice(
                   domain.Name, $"Foreign domain, {Plural.Of(domain.Documents.Count, "document")}: {names}"),
        ];
        UniversalIds =
        [
            .. documents.Where(document => document.UniversalId.Length > 0)
                .Select(document => new NameChoice(document.UniversalId, document.ToString())),
        ];
        DominoDomains =
        [
            .. directory.Content.Servers.Select(server => server.Domain).OfType<string>()
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(domain => new NameChoice(domain, "Domino domain")),
        ];
        Groups =
        [
            .. directory.Content.Groups.Select(group => new NameChoice(
                group.Name, $"{TextOf(group.Type)}, {Plural.Of(group.Member.Count, "member")}")),
        ];
        IReadOnlyList<AccessControlEntry> entries = directory.AccessControlList.Entry;
        Entries =
            [.. entries.Where(entry => !entry.IsDefault)
                .Select(entry => new NameChoice(entry.Name, $"ACL entry, {entry.Level}"))];
        Roles =
        [
            .. from role in entries.SelectMany(entry => entry.Role).Distinct(StringComparer.OrdinalIgnoreCase)
               let holders = entries.Where(entry => entry.Role.Contains(role, StringComparer.OrdinalIgnoreCase))
                   .Select(entry => entry.Name)
               select new NameChoice(role, $"Role of {string.Join(", ", holders)}"),
        ];
        MailFiles = Values(documents, "Mail file", document => document.MailFile);
        CalendarSystems = Values(documents, "Calendar system", document => document.CalendarSystem);
        Fields =
        [
            .. from field in documents.SelectMany(document => document.Item)
                .GroupBy(item => item.Name, StringComparer.OrdinalIgnoreCase)
               let value = CoexException.Shorten(string.Join("; ", field.First().Value))
               select new NameChoice(field.Key, $"Field of {Plural.Of(field.Count(), "document")}: {value}"),
        ];
    }

    /// <summary>Gets the foreign domains.</summary>
    public IReadOnlyList<NameChoice> Domains { get; }

    /// <summary>Gets the servers, by their abbreviated names.</summary>
    public IReadOnlyList<NameChoice> Servers { get; }

    /// <summary>Gets the coexistence servers, by their abbreviated names.</summary>
    public IReadOnlyList<string> CoexistenceServers { get; }

    /// <summary>Gets the links from and to coexistence servers.</summary>
    public IReadOnlyList<NameChoice> Links { get; }

    /// <summary>Gets the universal ids of the Foreign Domain documents.</summary>
    public IReadOnlyList<NameChoice> UniversalIds { get; }

    /// <summary>Gets the Domino domains of the servers.</summary>
    public IReadOnlyList<NameChoice> DominoDomains { get; }

    /// <summary>Gets the groups.</summary>
    public IReadOnlyList<NameChoice> Groups { get; }

    /// <summary>Gets the names in the access control list.</summary>
    public IReadOnlyList<NameChoice> Entries { get; }

    /// <summary>Gets the roles, in brackets.</summary>
    public IReadOnlyList<NameChoice> Roles { get; }

    /// <summary>Gets the mail files of the gateways.</summary>
    public IReadOnlyList<NameChoice> MailFiles { get; }

    /// <summary>Gets the calendar systems.</summary>
    public IReadOnlyList<NameChoice> CalendarSystems { get; }

    /// <summary>Gets the items of the Foreign Domain documents.</summary>
    public IReadOnlyList<NameChoice> Fields { get; }

    /// <summary>Returns the names of a directory.</summary>
    public static CompletedNames Of(DirectorySnapshot directory) => new(directory);

    /// <summary>Returns the names in a file; null if the file cannot be read, or not soon enough.</summary>
    public static CompletedNames? Read(string path, FieldMap map)
    {
        IEnumerable<string> key =
            FieldMap.PropertyNames.Select(property => string.Join(",", map.CandidatesOf(property)));
        return Files.Read(path, string.Join("|", key), () => Of(
            new DirectorySnapshot(DirectoryFile.Of(path).Read(map, _ => { }, CancellationToken.None))));
    }

    private static IReadOnlyList<NameChoice> ServersOf(
        DirectorySnapshot directory, List<ForeignDomainDocument> documents, HashSet<NotesName> coexistence) =>
    [
        .. from server in directory.Servers
           let domains = documents.Where(document => document.NamedServers.Contains(server))
               .Select(document => document.Domain)
           let about = $"Coexistence server for {string.Join(", ", domains.Distinct(DomainName.Comparer))}"
           select new NameChoice(server.Abbreviated, coexistence.Contains(server) ? about : "Server"),
    ];

    private static IReadOnlyList<NameChoice> LinksOf(DirectorySnapshot directory, HashSet<NotesName> coexistence) =>
    [
        .. from one in directory.Servers
           from other in directory.Servers
           where one < other && (coexistence.Contains(one) || coexistence.Contains(other))
           select new NameChoice($"{one}|{other}", $"The link between {one} and {other}"),
    ];

    private static IReadOnlyList<NameChoice> Values(
        List<ForeignDomainDocument> documents, string what, Func<ForeignDomainDocument, string?> read) =>
    [
        .. from document in documents
           where !string.IsNullOrEmpty(read(document))
           group document by read(document)!.ToUpperInvariant() into same
           let names = same.SelectMany(document => document.NamedServers).Distinct()
           select new NameChoice(read(same.First())!, $"{what} of {string.Join(", ", names)}"),
    ];

    private static string TextOf(GroupType type) => type switch
    {
        GroupType.MailOnly => "Group for mail only",
        GroupType.AccessControlListOnly => "Group for access control lists only",
        GroupType.DenyListOnly => "Deny list",
        GroupType.ServersOnly => "Group for servers only",
        _ => "Group",
    };
}
