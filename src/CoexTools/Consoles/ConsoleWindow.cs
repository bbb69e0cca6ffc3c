using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Consoles;

/// <summary>The time from which the console of a server shows what the documents of a domain predict.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Servers">The servers that its documents name.</param>
/// <param name="LastChange">The last change of what determines who sees which document; null if it is not
/// known.</param>
/// <param name="Start">The start of the time: five minutes after the last change, or later if the user specified a
/// later time; null if the last change is not known.</param>
internal sealed record ConsoleWindow(
    string Domain, IReadOnlyList<NotesName> Servers, DateTimeOffset? LastChange, DateTimeOffset? Start)
{
    // Domino rebuilds its tables about every five minutes.
    private static readonly TimeSpan Rebuild = TimeSpan.FromMinutes(5);

    // A time without a zone is at most this much later than the same time in UTC.
    private static readonly TimeSpan WithoutZone = TimeSpan.FromHours(12);

    /// <summary>Gets what determines the start, with its time: the last change, or what the user specified.</summary>
    public string Cause => LastChange + Rebuild is { } effect && Start > effect
        ? $"the time that -Since specifies ({UtcText.Seconds(Start!.Value)})"
        : $"the last change for '{Domain}' took effect ({UtcText.Seconds(Start!.Value)})";

    /// <summary>Returns the windows of the domains of a directory for a server.</summary>
    /// <param name="domains">What servers see of the domains.</param>
    /// <param name="server">The server.</param>
    /// <param name="since">The time before which no line counts; null for every line.</param>
    public static IReadOnlyList<ConsoleWindow> Of(
        IEnumerable<DomainVisibility> domains, NotesName server, DateTimeOffset? since) =>
    [
        .. from domain in domains
           let change = LastChangeOf(domain, server)
           let start = change + Rebuild
           select new ConsoleWindow(
               domain.Name, [.. domain.Documents.SelectMany(document => document.NamedServers).Distinct()], change,
               start is null || !(since > start) ? start : since),
    ];

    private static DateTimeOffset? LastChangeOf(DomainVisibility domain, NotesName server)
    {
        List<ForeignDomainDocument> documents = [.. domain.Documents.Concat(domain.TableOf(server).Seen).Distinct()];
        if (documents.Exists(document => document.Modified is null))
            return null;
        IEnumerable<DateTimeOffset?> saved =
            from document in documents
            from time in new[] { document.Document.Modified, document.Document.Revised }
            select time.HasOffset ? time.Instant : time.Instant + WithoutZone;
        // A group that was modified later changes who can read the document.
        IEnumerable<DateTimeOffset?> groups =
            from document in domain.Documents
            from one in AccessEvaluator.Of(document.Directory).GroupsModifiedAfter(document)
            select one.Modified;
        return saved.Concat(groups).Max();
    }
}
