using System.Globalization;
using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Diagrams;

/// <summary>Which server can read which document of a domain. Servers with the same answers share a row.</summary>
/// <param name="Domain">The name of the domain.</param>
/// <param name="Documents">The documents, in order of priority.</param>
/// <param name="Rows">The rows: first the servers that are not coexistence servers, then each coexistence server.</param>
internal sealed record ReaderTable(string Domain, IReadOnlyList<TableDocument> Documents, IReadOnlyList<ReaderRow> Rows)
{
    /// <summary>Returns the tables of the domains of a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="documents">Its documents that take part.</param>
    public static IEnumerable<ReaderTable> Of(DirectorySnapshot directory, IEnumerable<ForeignDomainDocument> documents)
    {
        var access = new AccessEvaluator(directory);
        return DomainName.Of(documents).Select(domain => Of(new DomainVisibility(domain.Documents, access, OrderBy.Modified), access));
    }

    private static ReaderTable Of(DomainVisibility domain, AccessEvaluator access)
    {
        List<NotesName> coexistence = [.. domain.NamedServers];
        // Servers of the same profile are admitted by the same entries.
        IEnumerable<ReaderRow> others = access.Servers.Except(coexistence).GroupBy(server => access.ProfileOf(server))
            .Select(same => (Servers: same.ToList(), Cells: Cells(same.First())))
            .GroupBy(row => string.Join("\n", row.Cells.Select(cell => cell.Text)))
            .Select(same => new ReaderRow([.. same.SelectMany(row => row.Servers)], false, same.First().Cells, null));
        IEnumerable<ReaderRow> named = coexistence.Select(server => new ReaderRow([server], true, Cells(server), NotItself(domain, server)));
        return new ReaderTable(
            domain.Name, [.. domain.Documents.Select((document, index) => new TableDocument(index + 1, document))], [.. others, .. named]);

        IReadOnlyList<ReaderCell> Cells(NotesName server) =>
            [.. domain.Documents.Select(document => new ReaderCell(server, access.Decide(server, document)))];
    }

    // CC6: a calendar server that lists another server first does not relay free/busy requests.
    private static NotesName? NotItself(DomainVisibility domain, NotesName server) =>
        domain.TableOf(server).Calendar is { Count: > 0 } entries && entries[0].Server != server
        && domain.Documents.Any(document => document.CalendarServerName == server)
            ? entries[0].Server
            : null;
}

/// <summary>A document of a table.</summary>
/// <param name="Number">Its place in the order of priority, from 1.</param>
/// <param name="Document">The document.</param>
internal sealed record TableDocument(int Number, ForeignDomainDocument Document)
{
    /// <summary>The time of its last change, and whether it has the field <c>DocumentAccess</c>.</summary>
    public string Detail => (Document.Modified is { } time
            ? string.Format(CultureInfo.InvariantCulture, "modified {0:yyyy-MM-dd HH:mm} UTC", time.UtcDateTime)
            : "time of modification unknown")
        + $", DocumentAccess {Field}";

    /// <summary>Whether the field <c>DocumentAccess</c> is in the document.</summary>
    public string Field => Document.HasDocumentAccess ? "present" : "removed";

    /// <summary>The services for which the document names a server.</summary>
    public string ServicesOf(NotesName server) => string.Join(
        ", ",
        new[] { (Document.MailServerName, "mail"), (Document.CalendarServerName, "calendar") }
            .Where(one => one.Item1 == server).Select(one => one.Item2));
}

/// <summary>A row of a table.</summary>
/// <param name="Servers">The servers.</param>
/// <param name="IsCoexistence">Whether this is a coexistence server.</param>
/// <param name="Cells">Whether they can read each document.</param>
/// <param name="ListsFirst">The server that a calendar server lists first, if it is not itself; else null.</param>
internal sealed record ReaderRow(IReadOnlyList<NotesName> Servers, bool IsCoexistence, IReadOnlyList<ReaderCell> Cells, NotesName? ListsFirst)
{
    /// <summary>Which documents they see, in words.</summary>
    public string Sees
    {
        get
        {
            List<int> seen = [.. Enumerable.Range(1, Cells.Count).Where(number => Cells[number - 1].CanRead)];
            return seen.Count == 0 ? "no document" : $"document{(seen.Count == 1 ? "" : "s")} {Numbers.Of(seen)}";
        }
    }
}

/// <summary>Whether a server can read a document.</summary>
internal sealed record ReaderCell
{
    public ReaderCell(NotesName server, AccessDecision decision)
    {
        CanRead = decision.CanRead;
        Text = !CanRead ? "no" : decision.Entry is not { } entry ? "not restricted" : entry == server ? "own name" : entry.Abbreviated;
    }

    /// <summary>Whether it can.</summary>
    public bool CanRead { get; }

    /// <summary>The entry that admits it. Servers that are named themselves have the same text, so that they can share a row.</summary>
    public string Text { get; }
}

/// <summary>Writes numbers in a few words.</summary>
internal static class Numbers
{
    /// <summary>Returns numbers in ascending order with ranges: <c>1, 3-5</c>.</summary>
    public static string Of(IReadOnlyList<int> numbers)
    {
        var parts = new List<string>();
        for (int i = 0; i < numbers.Count;)
        {
            int last = i;
            while (last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1)
                last++;
            parts.Add(last - i < 2 ? Text(numbers[i]) : $"{Text(numbers[i])}-{Text(numbers[last])}");
            i = last - i < 2 ? i + 1 : last + 1;
        }
        return string.Join(", ", parts);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
