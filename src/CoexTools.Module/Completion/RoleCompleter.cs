namespace CoexTools.Completion;

/// <summary>Completes roles.</summary>
public sealed class RoleCompleter() : NameCompleter(names => names.Roles);
