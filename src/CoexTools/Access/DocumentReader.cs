using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Represents whether a server can read a Foreign Domain document, and why: the output of <c>Get-DocumentReader</c>.
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

    /// <summary>Gets the domain of the document.</summary>
    public string Domain { get; }

    /// <summary>Gets the UNID of the document.</summary>
    public string Document { get; }

    /// <summary>Gets the domain and the servers of the document.</summary>
    public string DocumentName { get; }

    /// <summary>Gets the abbreviated name of the server.</summary>
    public string Server { get; }

    /// <summary>Gets whether the server can read the document, and receives it by replication.</summary>
    public bool CanRead { get; }

    /// <summary>
    /// Gets the entry that admits the server; null if the document is not restricted, or no entry admits the server.
    /// </summary>
    public string? Entry { get; }

    /// <summary>
    /// Gets the groups, the wildcard, or the role through which the entry applies to the server, or null if the entry
    /// names the server.
    /// </summary>
    public string? Via { get; }

    /// <summary>
    /// Gets the entry that admits the server, with the groups, the wildcard, or the role through which it applies:
    /// <see cref="Via"/>, or else <see cref="Entry"/>.
    /// </summary>
    public string? Match => Via ?? Entry;

    /// <summary>Gets the level of the server in the access control list (AC1).</summary>
    public AccessLevel Level { get; }

    /// <summary>Gets the rule that decided: AC1, AC2, or AC5.</summary>
    public string Rule { get; }

    /// <summary>Gets the assumptions of the decision.</summary>
    public IReadOnlyList<string> Assumption { get; }

    /// <summary>Gets the file of the document; null for a directory that is only in memory.</summary>
    public string? Path { get; }

    /// <summary>Returns the decision as a sentence.</summary>
    public override string ToString() =>
        $"{Server} {(CanRead ? "can read" : "cannot read")} {DocumentName}{(Via is null ? "" : $" ({Via})")}";
}
