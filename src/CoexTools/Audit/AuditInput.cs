using CoexTools.Consoles;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

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

    /// <summary>
    /// Reads the console logs, and returns what they show, by server; null if none were specified. The argument is what
    /// servers see of the domains: the last changes of these documents determine which lines count. The logs are read
    /// once, when a rule first needs them.
    /// </summary>
    public Func<IReadOnlyList<DomainVisibility>, IReadOnlyDictionary<NotesName, ServerConsole>>? Consoles { get; init; }

    /// <summary>Gets the former export of the directory; null if none was specified.</summary>
    public DirectorySnapshot? FormerExport { get; init; }

    /// <summary>Gets the keys of the documents that have changed since Domino exported the directory.</summary>
    public IReadOnlyCollection<int> ChangedDocuments { get; init; } = [];

    /// <summary>Gets the current time; null if times in the future do not matter.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>
    /// Specifies whether items that no document contains are taken for items that the export left out (CX040). A repair
    /// takes the documents as they are.
    /// </summary>
    public bool ExplainsMissingItems { get; init; }
}
