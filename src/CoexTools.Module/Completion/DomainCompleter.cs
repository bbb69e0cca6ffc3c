namespace CoexTools.Completion;

/// <summary>Completes foreign domains.</summary>
public sealed class DomainCompleter() : NameCompleter(names => names.Domains);
