namespace CoexTools.Output.Report;

/// <summary>A Foreign Domain document.</summary>
/// <param name="UniversalId">The UNID.</param>
/// <param name="Name">The document as people name it.</param>
/// <param name="MailServer">The mail server; empty if it names none.</param>
/// <param name="CalendarServer">The calendar server; empty if it names none.</param>
/// <param name="Modified">The time of the last modification; null if it is not known.</param>
/// <param name="HasDocumentAccess">Whether it has the field <c>DocumentAccess</c>.</param>
/// <param name="Readers">The readers; empty if it is not restricted.</param>
/// <param name="LastSave">Who saved it last, and when; null if it is not known.</param>
internal sealed record ReportDocument(
    string UniversalId, string Name, string MailServer, string CalendarServer, DateTimeOffset? Modified,
    bool HasDocumentAccess,
    IReadOnlyList<string> Readers, string? LastSave);
