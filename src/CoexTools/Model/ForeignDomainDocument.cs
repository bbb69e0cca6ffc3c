using CoexTools.Names;
using CoexTools.Text;

namespace CoexTools.Model;

/// <summary>
/// Represents a Foreign Domain document. It specifies the server through which the router and the calendar connector
/// reach a domain outside Domino. It refers to its directory, which determines who can read it.
/// </summary>
public sealed class ForeignDomainDocument : CoexObject
{
    /// <summary>The field that brings every coexistence server back among those who see the document.</summary>
    public const string DocumentAccessName = "DocumentAccess";

    /// <summary>
    /// A document names a server by a flat name that is not the whole name of a Server document (NM5).
    /// </summary>
    public const string FlatServerName = "FlatServerName";

    /// <summary>A replication or save conflict counts as a document (OR6).</summary>
    public const string ConflictDocument = "ConflictDocument";

    /// <summary>
    /// An item that an answer can depend on has no value that CoexTools can read: its type is unknown, it is compressed
    /// or damaged in an NSF file, the exporter truncated the document, Domino computes the members of a group, or the
    /// schema of the Domino REST API does not contain the item.
    /// </summary>
    public const string MissingItem = "MissingItem";

    /// <summary>The file contains characters that could not be decoded. U+FFFD replaces them.</summary>
    public const string UnknownText = "UnknownText";

    /// <summary>The item that marks a replication or save conflict (OR6).</summary>
    internal const string ConflictName = "$Conflict";

    /// <summary>The items that say from which domains mail is accepted and refused.</summary>
    internal static readonly IReadOnlyList<string> RestrictionNames = ["AllowFromDomains", "DenyFromDomains"];

    private readonly ForeignDomainFields _fields;
    private NotesName[]? _namedServers;
    private OutputList<DateTimeOffset>? _revision; // Most changes that are tried in the model do not ask for it.

    internal ForeignDomainDocument(
        DominoDocument document, ForeignDomainFields fields, DirectorySnapshot directory, int priority)
    {
        Document = document;
        _fields = fields;
        Directory = directory;
        ShortName = directory.ShortName;
        Priority = priority;
    }

    /// <summary>Gets the domain's name as the document has it.</summary>
    public string Domain => _fields.Domain;

    /// <summary>
    /// Gets the place among the documents of its domain: 1 is the primary (OR1); 0 if the domain's name is blank (OR5).
    /// </summary>
    public int Priority { get; }

    /// <summary>
    /// Gets the gateway server as the document has it, abbreviated; null where the document names none.
    /// </summary>
    public string? MailServer => _fields.MailServer?.Abbreviated;

    /// <summary>Gets the gateway's mail file; null where the document names none.</summary>
    public string? MailFile => _fields.MailFile;

    /// <summary>
    /// Gets the calendar server as the document has it, abbreviated; null where the document names none.
    /// </summary>
    public string? CalendarServer => _fields.CalendarServer?.Abbreviated;

    /// <summary>Gets the calendar system; null where the document names none.</summary>
    public string? CalendarSystem => _fields.CalendarSystem;

    /// <summary>Gets when the document was last written in this file; null where the DXL has no such time.</summary>
    public DateTimeOffset? Modified => Document.Modified.Instant;

    /// <summary>
    /// Gets the same time as text in UTC, for example <c>2025-03-10 09:30:15.02Z</c>. In a CSV file, it shows the order
    /// of documents that were modified in the same second.
    /// </summary>
    public string? ModifiedUtc => Modified is { } time ? UtcText.Hundredths(time) : null;

    /// <summary>
    /// Gets when the document was last revised, in whatever replica; null where the DXL has no such time.
    /// </summary>
    public DateTimeOffset? Revised => Document.Revised.Instant;

    /// <summary>Gets when the document was made; null where the DXL has no such time.</summary>
    public DateTimeOffset? Created => Document.Created.Instant;

    /// <summary>Gets the number of saves; null if the DXL does not contain it.</summary>
    public int? Sequence => Document.Sequence;

    /// <summary>Gets the names of those who saved the document, the last one last. Empty if the DXL has none.</summary>
    public IReadOnlyList<string> UpdatedBy => Document.Names.UpdatedBy;

    /// <summary>Gets the last name in <see cref="UpdatedBy"/>; null if the DXL does not contain one.</summary>
    public string? LastEditor => UpdatedBy.Count > 0 ? UpdatedBy[UpdatedBy.Count - 1] : null;

    /// <summary>Gets the times of the saves before the last one, the oldest first. Empty if the DXL has none.</summary>
    public IReadOnlyList<DateTimeOffset> Revision =>
        _revision ??= OutputList.Of(Document.Revisions.Select(time => time.Instant).OfType<DateTimeOffset>());

    /// <summary>
    /// Gets who saved the document last, and when; null if the DXL does not say so. If Domino recorded fewer saves than
    /// the document had, a program saved it last without a record.
    /// </summary>
    internal string? LastSave
    {
        get
        {
            bool isAssumed = Directory.Content.AssumedSaves.Contains(Document.Key);
            if (isAssumed || LastEditor is null || (Revised ?? Modified) is not { } time)
                return null;
            string when = UtcText.Seconds(time);
            int revisions = 0;
            foreach (NoteTime revision in Document.Revisions)
                revisions += revision.Instant is null ? 0 : 1;
            return revisions > 0 && revisions + 1 < Sequence
                ? $"saved on {when}; the last editor that Domino recorded is {LastEditor}"
                : $"saved by {LastEditor} on {when}";
        }
    }

    /// <summary>Gets the universal id (UNID), the same in all replicas.</summary>
    public string UniversalId => Document.UniversalId;

    /// <summary>Gets the note id, hexadecimal, in this file only.</summary>
    public string NoteId => Document.NoteId;

    /// <summary>Gets whether the field <c>DocumentAccess</c> is there.</summary>
    public bool HasDocumentAccess => Document.ItemsNamed(DocumentAccessName).Any();

    /// <summary>
    /// Gets <c>present</c> if the document has the field <c>DocumentAccess</c>, or <c>removed</c>.
    /// </summary>
    public string AccessField => HasDocumentAccess ? "present" : "removed";

    /// <summary>Gets the values of the field <c>DocumentAccess</c>.</summary>
    public IReadOnlyList<string> DocumentAccess => Document.Names.DocumentAccess;

    /// <summary>Gets the values of all items flagged as readers, names abbreviated (AC2).</summary>
    public IReadOnlyList<string> Readers => Document.Names.Readers;

    /// <summary>Gets the values of all items flagged as authors, names abbreviated (AC3).</summary>
    public IReadOnlyList<string> Authors => Document.Names.Authors;

    /// <summary>Gets whether a readers item restricts who may read the document (AC2).</summary>
    public bool IsRestricted => Readers.Count > 0;

    /// <summary>Gets all items, with their flags.</summary>
    public IReadOnlyList<DominoItem> Item => Document.Items;

    /// <summary>Gets the items from which the properties were read.</summary>
    public FieldSource FieldSource => _fields.Source;

    /// <summary>
    /// Gets the file that the directory was read or imported from, or the address of its server; null otherwise.
    /// </summary>
    public string? Path => Directory.Path;

    internal DominoDocument Document { get; }

    /// <summary>Gets which document of its directory this is; kept through changes.</summary>
    internal int Key => Document.Key;

    internal DirectorySnapshot Directory { get; }

    /// <summary>Gets the server that the gateway server's name stands for (NM5).</summary>
    internal NotesName? MailServerName => _fields.MailServer is { } written ? Directory.Resolve(written) : null;

    /// <summary>Gets the server that the calendar server's name stands for (NM5).</summary>
    internal NotesName? CalendarServerName => _fields.CalendarServer is { } written ? Directory.Resolve(written) : null;

    /// <summary>
    /// Gets the servers that the document names: for mail, for the calendar. Found when they are asked for: flat names
    /// need the Server documents (NM5).
    /// </summary>
    internal IReadOnlyList<NotesName> NamedServers => _namedServers ??= FindNamedServers();

    /// <summary>
    /// Gets the flat server names in the document that are not the whole name of a Server document (NM5).
    /// </summary>
    internal IEnumerable<NotesName> FlatServers =>
        new[] { _fields.MailServer, _fields.CalendarServer }.OfType<NotesName>().Distinct()
            .Where(Directory.IsFlatServer);

    /// <summary>Gets whether the document is a replication or save conflict (OR6).</summary>
    internal bool IsConflict => Document.IsConflict;

    /// <summary>Gets what marks a replication or save conflict, as evidence.</summary>
    internal string ConflictMark =>
        Document.ItemsNamed(ConflictName).Any() ? $"item: {ConflictName}" : "attribute: conflict";

    /// <summary>Gets whether something that an answer can depend on is missing.</summary>
    internal bool IsIncomplete => Directory.Content.IncompleteDocuments.Contains(Document.Key);

    /// <summary>Gets what every answer that takes the document into account assumes (NM5, OR6).</summary>
    internal IEnumerable<string> Assumptions =>
    [
        .. FlatServers.Select(server => $"{FlatServerName}: {server}"),
        .. IsConflict ? new[] { $"{ConflictDocument}: {this}" } : [],
        .. IsIncomplete ? new[] { $"{MissingItem}: {this}" } : [],
    ];

    /// <summary>Gets the entries that may read the document where it is restricted, in their order (AC3).</summary>
    internal IReadOnlyList<NotesName> AllowedEntries => Document.Names.AllowedEntries;

    /// <summary>Returns whether another document is this one, or its copy in another replica.</summary>
    internal bool IsSameNote(ForeignDomainDocument other) =>
        ReferenceEquals(Document, other.Document)
        || (UniversalId.Length > 0
            && string.Equals(UniversalId, other.UniversalId, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns what was read from a document if it is this one, unchanged; null otherwise.</summary>
    internal ForeignDomainFields? FieldsOf(DominoDocument document) =>
        ReferenceEquals(document, Document) ? _fields : null;

    /// <summary>Returns whether another state of the document contains the same server names.</summary>
    internal bool HasServersOf(ForeignDomainDocument other) =>
        ReferenceEquals(_fields, other._fields)
        || (_fields.MailServer?.Text == other._fields.MailServer?.Text
            && _fields.CalendarServer?.Text == other._fields.CalendarServer?.Text);

    /// <summary>Returns the same document at another place in the order.</summary>
    internal ForeignDomainDocument WithPriority(int priority) =>
        priority == Priority ? this : new(Document, _fields, Directory, priority);

    private NotesName[] FindNamedServers() => (MailServerName, CalendarServerName) switch
    {
        (null, null) => [],
        ({ } mail, null) => [mail],
        (null, { } calendar) => [calendar],
        ({ } mail, { } calendar) => mail == calendar ? [mail] : [mail, calendar],
    };

    /// <summary>Returns the domain and the servers: <c>BTEx (DominoA/Acme)</c>.</summary>
    public override string ToString() => $"{Domain} ({string.Join(", ", NamedServers)})";
}
