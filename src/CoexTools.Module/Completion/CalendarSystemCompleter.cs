namespace CoexTools.Completion;

/// <summary>Completes calendar systems.</summary>
public sealed class CalendarSystemCompleter() : NameCompleter(names => names.CalendarSystems);
