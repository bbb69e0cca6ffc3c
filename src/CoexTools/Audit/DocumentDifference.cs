using CoexTools.Model;

namespace CoexTools.Audit;

/// <summary>
/// Represents a difference between two states of Foreign Domain documents, or of what determines who can read them: the
/// output of <c>Compare-ForeignDomainDocument</c>.
/// </summary>
public sealed class DocumentDifference : CoexObject
{
    internal DocumentDifference(
        DocumentDifferenceKind kind, string name, string? before, string? after,
        ForeignDomainDocument? document = null, DateTimeOffset? time = null, string? editor = null)
        : this(
            kind, name, before, after, document?.Domain, document?.UniversalId, document?.ToString(),
            editor, time ?? document?.Revised ?? document?.Modified, document?.Path)
    {
        ShortName = document?.ShortName;
    }

    [Rehydrates]
    internal DocumentDifference(
        DocumentDifferenceKind kind, string name, string? before, string? after, string? domain, string? document,
        string? documentName, string? editor, DateTimeOffset? time, string? path)
    {
        Kind = kind;
        Name = name;
        Before = before;
        After = after;
        Domain = domain;
        Document = document;
        DocumentName = documentName;
        Editor = editor;
        Time = time;
        Path = path;
    }

    /// <summary>Gets the foreign domain; null for groups and the access control list.</summary>
    public string? Domain { get; }

    /// <summary>Gets the UNID of the document; null for groups and the access control list.</summary>
    public string? Document { get; }

    /// <summary>Gets the domain and the servers of the document; null for groups and the access control list.</summary>
    public string? DocumentName { get; }

    /// <summary>Gets a value that specifies what differs.</summary>
    public DocumentDifferenceKind Kind { get; }

    /// <summary>Gets the name of the item, group, or entry.</summary>
    public string Name { get; }

    /// <summary>Gets the value in the first state; null if it is not there.</summary>
    public string? Before { get; }

    /// <summary>Gets the value in the second state; null if it is not there.</summary>
    public string? After { get; }

    /// <summary>
    /// Gets the last editor of the document; null if Domino did not record a save between the two states, and for
    /// groups and the access control list.
    /// </summary>
    public string? Editor { get; }

    /// <summary>
    /// Gets the time of the last save of the document or group; null if the directory does not contain it.
    /// </summary>
    public DateTimeOffset? Time { get; }

    /// <summary>
    /// Gets the file of the document; null for groups, the access control list, and directories in memory.
    /// </summary>
    public string? Path { get; }

    /// <summary>Returns what differs.</summary>
    public override string ToString() =>
        $"{Kind}: {Name}{(DocumentName is null ? "" : $" in {DocumentName}")}: {Before ?? "none"} -> {After ?? "none"}";
}
