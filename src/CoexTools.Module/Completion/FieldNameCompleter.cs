namespace CoexTools.Completion;

/// <summary>Completes the fields of Foreign Domain documents.</summary>
public sealed class FieldNameCompleter() : NameCompleter(names => names.Fields);
