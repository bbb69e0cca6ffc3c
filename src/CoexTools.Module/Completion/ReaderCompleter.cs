namespace CoexTools.Completion;

/// <summary>Completes readers of documents: groups, servers and roles.</summary>
public sealed class ReaderCompleter() : NameCompleter(names => names.Groups.Concat(names.Servers).Concat(names.Roles));
