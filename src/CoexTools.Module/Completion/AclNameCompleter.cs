namespace CoexTools.Completion;

/// <summary>Completes those whom an access control list may name: its entries, groups and servers.</summary>
public sealed class AclNameCompleter()
    : NameCompleter(names => names.Entries.Concat(names.Groups).Concat(names.Servers));
