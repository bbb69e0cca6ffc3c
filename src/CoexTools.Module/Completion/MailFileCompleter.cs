namespace CoexTools.Completion;

/// <summary>Completes the mail files of gateways.</summary>
public sealed class MailFileCompleter() : NameCompleter(names => names.MailFiles);
