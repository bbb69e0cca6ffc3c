using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Completion;

/// <summary>A name that a user may mean.</summary>
/// <param name="Name">The name, as a command takes it.</param>
/// <param name="About">What it is, in a few words.</param>
internal readonly record struct NameChoice(string Name, string About);

/// <summary>The names that a directory holds, by what they name; nothing of the file itself is kept.</summary>
internal sealed class DirectoryNames
{
    private DirectoryNames(DirectorySnapshot directory)
    {
        List<ForeignDomainDocument> documents = [.. directory.InOrder(OrderBy.Modified)];
        IReadOnlyList<DominoServer> servers = directory.Content.Servers;
        HashSet<NotesName> coexistence = [.. documents.SelectMany(document => document.NamedServers)];

        Domains =
        [
            .. documents.GroupBy(document => document.Domain, StringComparer.OrdinalIgnoreCase).Where(domain => domain.Key.Length > 0) // NM4
                .Select(domain => new NameChoice(domain.Key, $"Foreign domain, {Number(domain.Count(), "document")}: {string.Join(", ", domain.SelectMany(document => document.NamedServers).Distinct())}")),
        ];
        Servers =
        [
            .. directory.Servers.Select(server => new NameChoice(server.Abbreviated, coexistence.Contains(server)
                ? $"Coexistence server for {string.Join(", ", documents.Where(document => document.NamedServers.Contains(server)).Select(document => document.Domain).Distinct(StringComparer.OrdinalIgnoreCase))}"
                : "Server")),
        ];
        CoexistenceServers = [.. directory.Servers.Where(coexistence.Contains).Select(server => server.Abbreviated)];
        Links =
        [
            .. from one in directory.Servers
               from other in directory.Servers
               where one < other && (coexistence.Contains(one) || coexistence.Contains(other))
               select new NameChoice($"{one}|{other}", $"The link between {one} and {other}"),
        ];
        DominoDomains = [.. servers.Select(server => server.Domain).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Select(domain => new NameChoice(domain, "Domino domain"))];
        Groups = [.. directory.Content.Groups.Select(group => new NameChoice(group.Name, $"{TextOf(group.Type)}, {Number(group.Member.Count, "member")}"))];
        Entries = [.. directory.AccessControlList.Entry.Where(entry => !entry.IsDefault).Select(entry => new NameChoice(entry.Name, $"ACL entry, {entry.Level}"))];
        Roles =
        [
            .. directory.AccessControlList.Entry.SelectMany(entry => entry.Role).Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(role => new NameChoice(role, $"Role of {string.Join(", ", directory.AccessControlList.Entry.Where(entry => entry.Role.Contains(role, StringComparer.OrdinalIgnoreCase)).Select(entry => entry.Name))}")),
        ];
        MailFiles = Values("Mail file", document => document.MailFile);
        CalendarSystems = Values("Calendar system", document => document.CalendarSystem);
        Fields =
        [
            .. documents.SelectMany(document => document.Item).GroupBy(item => item.Name, StringComparer.OrdinalIgnoreCase)
                .Select(field => new NameChoice(field.Key, $"Field of {Number(field.Count(), "document")}: {CoexException.Shorten(string.Join("; ", field.First().Value))}")),
        ];

        IReadOnlyList<NameChoice> Values(string what, Func<ForeignDomainDocument, string?> read) =>
        [
            .. documents.Where(document => !string.IsNullOrEmpty(read(document))).GroupBy(document => read(document)!, StringComparer.OrdinalIgnoreCase)
                .Select(same => new NameChoice(same.Key, $"{what} of {string.Join(", ", same.SelectMany(document => document.NamedServers).Distinct())}")),
        ];
    }

    /// <summary>The foreign domains.</summary>
    public IReadOnlyList<NameChoice> Domains { get; }

    /// <summary>The servers, by their abbreviated names.</summary>
    public IReadOnlyList<NameChoice> Servers { get; }

    /// <summary>The coexistence servers, by their abbreviated names.</summary>
    public IReadOnlyList<string> CoexistenceServers { get; }

    /// <summary>The links from and to coexistence servers.</summary>
    public IReadOnlyList<NameChoice> Links { get; }

    /// <summary>The Domino domains of the servers.</summary>
    public IReadOnlyList<NameChoice> DominoDomains { get; }

    /// <summary>The groups.</summary>
    public IReadOnlyList<NameChoice> Groups { get; }

    /// <summary>Whom the access control list has entries for.</summary>
    public IReadOnlyList<NameChoice> Entries { get; }

    /// <summary>The roles, in brackets.</summary>
    public IReadOnlyList<NameChoice> Roles { get; }

    /// <summary>The mail files of the gateways.</summary>
    public IReadOnlyList<NameChoice> MailFiles { get; }

    /// <summary>The calendar systems.</summary>
    public IReadOnlyList<NameChoice> CalendarSystems { get; }

    /// <summary>The items of the Foreign Domain documents.</summary>
    public IReadOnlyList<NameChoice> Fields { get; }

    /// <summary>The names of a directory.</summary>
    public static DirectoryNames Of(DirectorySnapshot directory) => new(directory);

    private static string Number(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string TextOf(GroupType type) => type switch
    {
        GroupType.MailOnly => "Group for mail only",
        GroupType.AccessControlListOnly => "Group for access control lists only",
        GroupType.DenyListOnly => "Deny list",
        GroupType.ServersOnly => "Group for servers only",
        _ => "Group",
    };
}
