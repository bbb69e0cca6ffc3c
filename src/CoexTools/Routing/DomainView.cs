using System.Collections.Concurrent;
using CoexTools.Access;
using CoexTools.Directory;
using CoexTools.Names;

namespace CoexTools.Routing;

/// <summary>The documents of one domain in their order, and what each server sees of them. A server's table is made once.</summary>
internal sealed class DomainView
{
    /// <summary>Documents of the domain were left out: the answer is for those alone that were given.</summary>
    public const string PartialDomain = "PartialDomain";

    private readonly AccessEvaluator _access;
    private readonly ConcurrentDictionary<NotesName, ServerTable> _tables = new();

    /// <param name="documents">The documents of one domain (NM4).</param>
    /// <param name="access">Who may read them.</param>
    /// <param name="orderBy">The time that makes their order.</param>
    /// <param name="wholeDomain">How many documents the directory has for the domain, where some of them are left out; else 0.</param>
    public DomainView(IEnumerable<ForeignDomainDocument> documents, AccessEvaluator access, OrderBy orderBy, int wholeDomain = 0)
    {
        _access = access;
        Documents = DocumentOrder.Sort(documents, orderBy);
        Assumptions = [.. DocumentOrder.Assumptions(Documents, orderBy), .. wholeDomain > Documents.Count ? new[] { PartialDomain } : []];
        Name = Documents[0].Domain;
    }

    /// <summary>The domain's name, as its primary document has it.</summary>
    public string Name { get; }

    /// <summary>All its documents, in order of priority.</summary>
    public IReadOnlyList<ForeignDomainDocument> Documents { get; }

    /// <summary>What has to be assumed whoever looks at them, their order above all (OR2, OR3).</summary>
    public IReadOnlyList<string> Assumptions { get; }

    /// <summary>What a server sees of the domain.</summary>
    public ServerTable TableOf(NotesName server) =>
        _tables.GetOrAdd(server, name => new ServerTable([.. Documents.Where(document => _access.CanRead(name, document))]));

    /// <summary>Why a server may read a document, or may not.</summary>
    public AccessDecision Explain(NotesName server, ForeignDomainDocument document) => _access.Decide(server, document);
}

/// <summary>What one server sees of a domain, in order of priority.</summary>
internal sealed class ServerTable
{
    public ServerTable(IReadOnlyList<ForeignDomainDocument> seen)
    {
        Seen = seen;
        Calendar = [.. seen.Where(document => document.CalendarServerName is not null).Select(document => new TableEntry(document, document.CalendarServerName!))];
        Mail = [.. seen.Where(document => document.MailServerName is not null).Select(document => new TableEntry(document, document.MailServerName!))];
    }

    /// <summary>The documents that it sees.</summary>
    public IReadOnlyList<ForeignDomainDocument> Seen { get; }

    /// <summary>Those that name a calendar server (CC1).</summary>
    public IReadOnlyList<TableEntry> Calendar { get; }

    /// <summary>Those that name a mail server (RT1).</summary>
    public IReadOnlyList<TableEntry> Mail { get; }
}

/// <summary>A server to go to, and the document that names it.</summary>
internal sealed record TableEntry(ForeignDomainDocument Document, NotesName Server);
