namespace CoexTools.Changes;

/// <summary>
/// The properties of a Foreign Domain document that a form shows; null leaves one as it is, an empty text blanks it.
/// </summary>
internal sealed record FormFields(
    string? MailServer = null, string? MailFile = null, string? CalendarServer = null, string? CalendarSystem = null)
{
    /// <summary>The servers among the properties, as the user wrote them.</summary>
    public IEnumerable<string> Servers =>
        new[] { MailServer, CalendarServer }.OfType<string>().Where(server => !string.IsNullOrWhiteSpace(server));
}
