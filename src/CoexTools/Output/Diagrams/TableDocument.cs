using System.Globalization;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Output.Diagrams;

/// <summary>A document of a table.</summary>
/// <param name="Number">Its place in the order of priority, from 1.</param>
/// <param name="Document">The document.</param>
internal sealed record TableDocument(int Number, ForeignDomainDocument Document)
{
    /// <summary>Gets the time of its last change, and whether it has the field <c>DocumentAccess</c>.</summary>
    public string Detail => (Document.Modified is { } time
            ? string.Format(CultureInfo.InvariantCulture, "modified {0:yyyy-MM-dd HH:mm} UTC", time.UtcDateTime)
            : "time of modification unknown")
        + $", DocumentAccess {Field}";

    /// <summary>Specifies whether the field <c>DocumentAccess</c> is in the document.</summary>
    public string Field => Document.HasDocumentAccess ? "present" : "removed";

    /// <summary>Returns the services for which the document names a server.</summary>
    public string ServicesOf(NotesName server) => string.Join(
        ", ",
        new[] { (Document.MailServerName, "mail"), (Document.CalendarServerName, "calendar") }
            .Where(one => one.Item1 == server).Select(one => one.Item2));
}
