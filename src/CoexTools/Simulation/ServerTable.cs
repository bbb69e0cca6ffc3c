using System.Runtime.CompilerServices;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>
/// Represents what a server sees of a domain, in order of priority. Tables of the same documents in the same order are
/// equal.
/// </summary>
internal sealed class ServerTable : IEquatable<ServerTable>
{
    private readonly int _hash;

    public ServerTable(IReadOnlyList<ForeignDomainDocument> seen)
    {
        Seen = seen;
        _hash = seen.Count;
        List<TableEntry> calendar = new(seen.Count), mail = new(seen.Count);
        for (int i = 0; i < seen.Count; i++)
        {
            _hash = (_hash * 31) + RuntimeHelpers.GetHashCode(seen[i]);
            if (seen[i].CalendarServerName is { } calendarServer)
                calendar.Add(new TableEntry(seen[i], calendarServer));
            if (seen[i].MailServerName is { } mailServer)
                mail.Add(new TableEntry(seen[i], mailServer));
        }
        Calendar = calendar;
        Mail = mail;
    }

    /// <summary>Gets the documents that the server sees.</summary>
    public IReadOnlyList<ForeignDomainDocument> Seen { get; }

    /// <summary>Gets the entries for free/busy and calendar mail (CC1).</summary>
    public IReadOnlyList<TableEntry> Calendar { get; }

    /// <summary>Gets the entries for mail (RT1).</summary>
    public IReadOnlyList<TableEntry> Mail { get; }

    /// <summary>Returns the entries for a service (CC1, RT1).</summary>
    public IReadOnlyList<TableEntry> EntriesFor(CoexistenceService service) =>
        service == CoexistenceService.Mail ? Mail : Calendar;

    /// <summary>Returns whether one of the documents names a server as the calendar server (CC5).</summary>
    public bool NamesForCalendar(NotesName server)
    {
        for (int i = 0; i < Calendar.Count; i++) // No enumerator and no closure: millions of requests come here.
        {
            if (Calendar[i].Server == server)
                return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(ServerTable? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Seen.SequenceEqual(other.Seen));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ServerTable);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
