namespace CoexTools.Model;

/// <summary>
/// Which item each property of a Foreign Domain document was read from; null where no item has a value.
/// </summary>
public sealed class FieldSource : CoexObject
{
    [Rehydrates]
    internal FieldSource(
        string? domainName, string? mailServer, string? mailFile, string? calendarServer, string? calendarSystem,
        string? domainType, string decision)
    {
        DomainName = domainName;
        MailServer = mailServer;
        MailFile = mailFile;
        CalendarServer = calendarServer;
        CalendarSystem = calendarSystem;
        DomainType = domainType;
        Decision = decision;
    }

    /// <summary>Gets the item that holds the domain's name.</summary>
    public string? DomainName { get; }

    /// <summary>Gets the item that holds the gateway server.</summary>
    public string? MailServer { get; }

    /// <summary>Gets the item that holds the gateway's mail file.</summary>
    public string? MailFile { get; }

    /// <summary>Gets the item that holds the calendar server.</summary>
    public string? CalendarServer { get; }

    /// <summary>Gets the item that holds the calendar system.</summary>
    public string? CalendarSystem { get; }

    /// <summary>Gets the keyword that the item <c>DomainType</c> holds.</summary>
    public string? DomainType { get; }

    /// <summary>Gets why the document is taken as a Foreign Domain document.</summary>
    public string Decision { get; }

    /// <summary>Returns the items that were found.</summary>
    public override string ToString() =>
        string.Join(
            ", ", new[] { DomainName, MailServer, MailFile, CalendarServer, CalendarSystem }.Where(
                item => item is not null));
}
