using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>Represents the fields that a field map found in a document.</summary>
internal sealed record ForeignDomainFields(
    string Domain, NotesName? MailServer, string? MailFile, NotesName? CalendarServer, string? CalendarSystem,
    FieldSource Source);
