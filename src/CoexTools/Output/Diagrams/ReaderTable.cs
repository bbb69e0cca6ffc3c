using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Output.Diagrams;

/// <summary>
/// Specifies which server can read which document of a domain. Servers with the same answers share a row.
/// </summary>
/// <param name="Domain">The name of the domain.</param>
/// <param name="Documents">The documents, in order of priority.</param>
/// <param name="Rows">The rows: first the servers that are not coexistence servers, then each coexistence
/// server.</param>
internal sealed record ReaderTable(string Domain, IReadOnlyList<TableDocument> Documents, IReadOnlyList<ReaderRow> Rows)
{
    /// <summary>Returns the tables of the domains of a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="documents">Its documents that take part.</param>
    public static IEnumerable<ReaderTable> Of(DirectorySnapshot directory, IEnumerable<ForeignDomainDocument> documents)
    {
        var access = AccessEvaluator.Of(directory);
        return ForeignDomain.ByName(documents)
            .Select(domain => Of(new DomainVisibility(domain.Documents, access, OrderBy.Modified), access));
    }

    private static ReaderTable Of(DomainVisibility domain, AccessEvaluator access)
    {
        List<NotesName> coexistence = [.. domain.NamedServers];
        // Servers of the same profile are admitted by the same entries.
        IEnumerable<ReaderRow> others = access.Servers.Except(coexistence).GroupBy(server => access.ProfileOf(server))
            .Select(same => (Servers: same.ToList(), Cells: Cells(same.First())))
            .GroupBy(row => string.Join("\n", row.Cells.Select(cell => cell.Text)))
            .Select(same => new ReaderRow([.. same.SelectMany(row => row.Servers)], false, same.First().Cells, null));
        IEnumerable<ReaderRow> named =
            coexistence.Select(server => new ReaderRow([server], true, Cells(server), NotItself(domain, server)));
        return new ReaderTable(
            domain.Name, [.. domain.Documents.Select((document, index) => new TableDocument(index + 1, document))],
            [.. others, .. named]);

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
