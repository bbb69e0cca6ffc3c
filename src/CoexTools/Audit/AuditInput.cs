using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>Represents what an audit knows beside the directory.</summary>
internal sealed record AuditInput
{
    /// <summary>Gets the notes.ini files of coexistence servers.</summary>
    public IReadOnlyList<NotesIni> NotesIni { get; init; } = [];

    /// <summary>Gets the hubs; null for the servers whose names say that they are hubs.</summary>
    public IReadOnlyList<NotesName>? Hubs { get; init; }

    /// <summary>Gets the exports of servers' own replicas.</summary>
    public IReadOnlyDictionary<NotesName, DirectorySnapshot> Replicas { get; init; } =
        new Dictionary<NotesName, DirectorySnapshot>();

    /// <summary>Gets the former export of the directory; null if none was specified.</summary>
    public DirectorySnapshot? FormerExport { get; init; }

    /// <summary>
    /// Gets the keys of the documents that recorded changes have changed in the file; null for a directory without a
    /// record.
    /// </summary>
    public IReadOnlyCollection<int>? ChangedDocuments { get; init; }

    /// <summary>Gets the current time; null if times in the future do not matter.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>
    /// Specifies whether items that no document contains are taken for items that the export left out (CX040). A repair
    /// takes the documents as they are.
    /// </summary>
    public bool ExplainsMissingItems { get; init; }
}
