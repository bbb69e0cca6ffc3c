namespace CoexTools.Completion;

/// <summary>Completes foreign domains.</summary>
public sealed class DomainCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Domains;
}

/// <summary>Completes the Domino domains of servers.</summary>
public sealed class DominoDomainCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.DominoDomains;
}

/// <summary>Completes servers.</summary>
public sealed class ServerCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Servers;
}

/// <summary>Completes links between servers: <c>'DominoA/Acme|DominoB/Acme'</c>.</summary>
public sealed class LinkCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Links;
}

/// <summary>Completes groups.</summary>
public sealed class GroupCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Groups;
}

/// <summary>Completes members of groups: servers and groups.</summary>
public sealed class MemberCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Servers.Concat(names.Groups);
}

/// <summary>Completes those whom an access control list may name: its entries, groups and servers.</summary>
public sealed class AclNameCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Entries.Concat(names.Groups).Concat(names.Servers);
}

/// <summary>Completes roles.</summary>
public sealed class RoleCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Roles;
}

/// <summary>Completes readers of documents: groups, servers and roles.</summary>
public sealed class ReaderCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Groups.Concat(names.Servers).Concat(names.Roles);
}

/// <summary>Completes the fields of Foreign Domain documents.</summary>
public sealed class FieldNameCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Fields;
}

/// <summary>Completes the mail files of gateways.</summary>
public sealed class MailFileCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.MailFiles;
}

/// <summary>Completes calendar systems.</summary>
public sealed class CalendarSystemCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.CalendarSystems;
}
