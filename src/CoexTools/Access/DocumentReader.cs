using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Whether a server may read a Foreign Domain document, and why: the output of <c>Get-DocumentReader</c>.
/// </summary>
public sealed class DocumentReader : CoexObject
{
    internal DocumentReader(ForeignDomainDocument document, NotesName server, AccessDecision decision)
        : this(
            document.Domain, document.UniversalId, document.ToString(), server.Abbreviated, decision.CanRead,
            decision.Entry?.Abbreviated,
            decision.Via, decision.Level, decision.Rule.Id, decision.Assumptions, document.Path)
    {
        ShortName = document.ShortName;
    }

    [Rehydrates]
    internal DocumentReader(
        string domain, string document, string documentName, string server, bool canRead, string? entry, string? via,
        AccessLevel level, string rule,
        IReadOnlyList<string> assumption, string? path = null)
    {
        Domain = domain;
        Document = document;
        DocumentName = documentName;
        Server = server;
        CanRead = canRead;
        Entry = entry;
        Via = via;
        Level = level;
        Rule = rule;
        Assumption = OutputList.Of(assumption);
        Path = path;
    }

    /// <summary>The document's domain.</summary>
    public string Domain { get; }

    /// <summary>The document's UNID.</summary>
    public string Document { get; }

    /// <summary>The document as people name it: its domain and servers.</summary>
    public string DocumentName { get; }

    /// <summary>The server, abbreviated.</summary>
    public string Server { get; }

    /// <summary>Whether the server may read the document, and so receives it by replication.</summary>
    public bool CanRead { get; }

    /// <summary>
    /// The allowed entry that matched; null where the document is not restricted, or where none matched.
    /// </summary>
    public string? Entry { get; }

    /// <summary>
    /// The groups, the wildcard, or the role through which the entry applies to the server, or null if the entry names
    /// the server.
    /// </summary>
    public string? Via { get; }

    /// <summary>The server's level in the access control list (AC1).</summary>
    public AccessLevel Level { get; }

    /// <summary>The rule that decided: AC1, AC2 or AC5.</summary>
    public string Rule { get; }

    /// <summary>What had to be assumed.</summary>
    public IReadOnlyList<string> Assumption { get; }

    /// <summary>Gets the file of the document; null for a directory that is only in memory.</summary>
    public string? Path { get; }

    /// <summary>A sentence: who, whether, and through what.</summary>
    public override string ToString() =>
        $"{Server} {(CanRead ? "can read" : "cannot read")} {DocumentName}{(Via is null ? "" : $" ({Via})")}";
}
