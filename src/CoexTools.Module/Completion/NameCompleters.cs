namespace CoexTools.Completion;

/// <summary>Completes foreign domains.</summary>
public sealed class DomainCompleter() : NameCompleter(names => names.Domains);

/// <summary>Completes the universal ids of Foreign Domain documents.</summary>
public sealed class UniversalIdCompleter() : NameCompleter(names => names.UniversalIds);

/// <summary>Completes the Domino domains of servers.</summary>
public sealed class DominoDomainCompleter() : NameCompleter(names => names.DominoDomains);

/// <summary>Completes servers.</summary>
public sealed class ServerCompleter() : NameCompleter(names => names.Servers);

/// <summary>Completes links between servers: <c>'DominoA/Acme|DominoB/Acme'</c>.</summary>
public sealed class LinkCompleter() : NameCompleter(names => names.Links);

/// <summary>Completes groups.</summary>
public sealed class GroupCompleter() : NameCompleter(names => names.Groups);

/// <summary>Completes members of groups: servers and groups.</summary>
public sealed class MemberCompleter() : NameCompleter(names => names.Servers.Concat(names.Groups));

/// <summary>Completes those whom an access control list may name: its entries, groups and servers.</summary>
public sealed class AclNameCompleter() : NameCompleter(names => names.Entries.Concat(names.Groups).Concat(names.Servers));

/// <summary>Completes roles.</summary>
public sealed class RoleCompleter() : NameCompleter(names => names.Roles);

/// <summary>Completes readers of documents: groups, servers and roles.</summary>
public sealed class ReaderCompleter() : NameCompleter(names => names.Groups.Concat(names.Servers).Concat(names.Roles));

/// <summary>Completes the fields of Foreign Domain documents.</summary>
public sealed class FieldNameCompleter() : NameCompleter(names => names.Fields);

/// <summary>Completes the mail files of gateways.</summary>
public sealed class MailFileCompleter() : NameCompleter(names => names.MailFiles);

/// <summary>Completes calendar systems.</summary>
public sealed class CalendarSystemCompleter() : NameCompleter(names => names.CalendarSystems);
