namespace CoexTools.Completion;

/// <summary>Completes the universal ids of Foreign Domain documents.</summary>
public sealed class UniversalIdCompleter() : NameCompleter(names => names.UniversalIds);
