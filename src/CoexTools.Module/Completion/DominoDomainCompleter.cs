namespace CoexTools.Completion;

/// <summary>Completes the Domino domains of servers.</summary>
public sealed class DominoDomainCompleter() : NameCompleter(names => names.DominoDomains);
