namespace CoexTools.Completion;

/// <summary>Completes links between servers: <c>'DominoA/Acme|DominoB/Acme'</c>.</summary>
public sealed class LinkCompleter() : NameCompleter(names => names.Links);
