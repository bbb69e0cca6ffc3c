namespace CoexTools.Completion;

/// <summary>Completes groups.</summary>
public sealed class GroupCompleter() : NameCompleter(names => names.Groups);
