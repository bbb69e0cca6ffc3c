using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>What a field map found on a document.</summary>
internal sealed record ForeignDomainFields(
    string Domain, NotesName? MailServer, string? MailFile, NotesName? CalendarServer, string? CalendarSystem,
    FieldSource Source);
