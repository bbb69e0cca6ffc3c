namespace CoexTools.Completion;

/// <summary>Completes members of groups: servers and groups.</summary>
public sealed class MemberCompleter() : NameCompleter(names => names.Servers.Concat(names.Groups));
