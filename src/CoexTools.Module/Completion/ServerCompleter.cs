namespace CoexTools.Completion;

/// <summary>Completes servers.</summary>
public sealed class ServerCompleter() : NameCompleter(names => names.Servers);
