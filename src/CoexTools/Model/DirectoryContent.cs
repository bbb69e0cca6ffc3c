namespace CoexTools.Model;

/// <summary>Represents the content of a directory, as it was read or created.</summary>
internal sealed record DirectoryContent
{
    /// <summary>Gets the name of the directory.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// Gets the path of the file that it was read or imported from, or the address of its server; null otherwise.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>Gets the replica id; empty where the DXL has none.</summary>
    public string ReplicaId { get; init; } = "";

    /// <summary>
    /// Gets the path of the database that was exported, as the file names it, for example <c>Hub01/Acme!!names.nsf</c>;
    /// empty if it is not known. It is not part of the serialized state.
    /// </summary>
    public string DatabasePath { get; init; } = "";

    /// <summary>Gets the Domain documents, of whatever kind, in their order.</summary>
    public IReadOnlyList<DominoDocument> Documents { get; init; } = [];

    /// <summary>
    /// Gets the Domain documents as they were read from the source; null if the directory was created in memory, or
    /// comes from another session.
    /// </summary>
    public IReadOnlyList<DominoDocument>? DocumentsAsRead { get; init; }

    /// <summary>
    /// Gets the Server and Group documents that an export must write, because no DXL file contains them: those that
    /// were added in memory, read from a server, or loaded from an NSF file.
    /// </summary>
    public IReadOnlyList<DominoDocument> ServerAndGroupDocuments { get; init; } = [];

    /// <summary>Gets the keys of the documents whose last save is only assumed.</summary>
    public IReadOnlyCollection<int> AssumedSaves { get; init; } = [];

    /// <summary>Gets the highest key that a document has or had.</summary>
    public int HighestKey { get; init; } = -1;

    /// <summary>Gets the servers that have a Server document.</summary>
    public IReadOnlyList<DominoServer> Servers
    {
        get => ServersOnDemand.Value;
        init => ServersOnDemand = new Lazy<IReadOnlyList<DominoServer>>(() => value);
    }

    /// <summary>Gets the groups.</summary>
    public IReadOnlyList<DominoGroup> Groups
    {
        get => GroupsOnDemand.Value;
        init => GroupsOnDemand = new Lazy<IReadOnlyList<DominoGroup>>(() => value);
    }

    /// <summary>Gets the servers, which are read on demand.</summary>
    public Lazy<IReadOnlyList<DominoServer>> ServersOnDemand { get; init; } = new(() => []);

    /// <summary>Gets the groups, which are read on demand.</summary>
    public Lazy<IReadOnlyList<DominoGroup>> GroupsOnDemand { get; init; } = new(() => []);

    /// <summary>Gets the access control list; null if the directory does not contain one.</summary>
    public AccessControlList? AccessControlList { get; init; }

    /// <summary>Gets which items hold the properties of a Foreign Domain document.</summary>
    public FieldMap FieldMap { get; init; } = FieldMap.Default;

    /// <summary>Gets where the directory came from; null for a directory that was created in memory.</summary>
    public DirectoryOrigin? Origin { get; init; }

    /// <summary>Gets whether the directory was read or imported from an NSF file.</summary>
    public bool IsNsf { get; init; }

    /// <summary>
    /// Gets what every answer from this directory assumes because the file does not contain everything.
    /// </summary>
    public IReadOnlyList<string> Assumptions
    {
        get => AssumptionsOnDemand.Value;
        init => AssumptionsOnDemand = new Lazy<IReadOnlyList<string>>(() => value);
    }

    /// <summary>Gets the assumptions, which are determined with the servers and groups.</summary>
    public Lazy<IReadOnlyList<string>> AssumptionsOnDemand { get; init; } = new(() => []);

    /// <summary>
    /// Gets the keys of the Domain documents in which an item that matters has no value in the file.
    /// </summary>
    public IReadOnlyCollection<int> IncompleteDocuments { get; init; } = [];

    /// <summary>Gets the directory in memory that this is a state of; null for a file.</summary>
    public DominoDirectory? Owner { get; init; }

    /// <summary>
    /// Gets where the directory is stored. A directory of a server in another session has only its address.
    /// </summary>
    public DirectoryKind Kind =>
        Path is not null && IsAddress(Path) ? DirectoryKind.Server
        : Owner is not null || Path is null ? DirectoryKind.Memory
        : IsNsf ? DirectoryKind.NsfFile : DirectoryKind.DxlFile;

    /// <summary>Returns whether the path of a directory is the address of a server.</summary>
    public static bool IsAddress(string path) =>
        path.StartsWith("https://", StringComparison.Ordinal) || path.StartsWith("http://", StringComparison.Ordinal);
}
