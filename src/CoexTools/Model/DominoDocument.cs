namespace CoexTools.Model;

/// <summary>
/// Represents a document of a directory with all its items. It is immutable, and its DXL text is its truth: everything
/// else is read from that text, so that what CoexTools does not know is kept letter for letter.
/// </summary>
internal sealed record DominoDocument
{
    private DocumentNames? _names;

    /// <summary>
    /// Gets which document of its directory this is; kept through changes. In a file: its place among the documents.
    /// </summary>
    public required int Key { get; init; }

    /// <summary>Gets the document's element, from its first to its last character.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the namespaces in scope at the document, which its text alone does not contain.</summary>
    public required IReadOnlyDictionary<string, string> Namespaces { get; init; }

    /// <summary>Gets the form that shows it; empty where neither an attribute nor an item names one.</summary>
    public required string Form { get; init; }

    /// <summary>Gets the universal id, 32 hexadecimal digits; empty if the document does not have one.</summary>
    public required string UniversalId { get; init; }

    /// <summary>Gets the hexadecimal note id; empty if the document does not have one.</summary>
    public required string NoteId { get; init; }

    /// <summary>Gets the number of saves; null if the DXL does not contain it.</summary>
    public required int? Sequence { get; init; }

    /// <summary>Gets when the document was made.</summary>
    public required NoteTime Created { get; init; }

    /// <summary>Gets when the document was last written in this file.</summary>
    public required NoteTime Modified { get; init; }

    /// <summary>Gets when the document was last revised, in whatever replica.</summary>
    public required NoteTime Revised { get; init; }

    /// <summary>Gets the names of those who saved the document, the last one last.</summary>
    public required IReadOnlyList<string> UpdatedBy { get; init; }

    /// <summary>Gets the times of the saves before the last one, the oldest first.</summary>
    public required IReadOnlyList<NoteTime> Revisions { get; init; }

    /// <summary>Gets whether an attribute or an item marks a replication or save conflict (OR6).</summary>
    public required bool IsConflict { get; init; }

    /// <summary>Gets whether the exporter says that it left out a part of the document.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>Gets whether every character of the decoded values is known.</summary>
    public required bool IsTextComplete { get; init; }

    /// <summary>Gets all items, in their order.</summary>
    public required IReadOnlyList<DominoItem> Items { get; init; }

    /// <summary>Gets where in the text the parts stand that a change touches.</summary>
    public required DocumentLayout Layout { get; init; }

    /// <summary>
    /// Gets the names that the document contains. They are read once for all states of the directory with this
    /// document.
    /// </summary>
    public DocumentNames Names => _names is { } known && ReferenceEquals(known.Items, Items)
        ? known : _names = new DocumentNames(this);

    /// <summary>Determines whether another document is this very object.</summary>
    public bool Equals(DominoDocument? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Returns the items of a name; names are compared without regard to case.</summary>
    public IEnumerable<DominoItem> ItemsNamed(string name) =>
        Items.Where(item => string.Equals(item.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Returns the first value that is not blank among the items of a name, without surrounding blanks; null if all are
    /// blank.
    /// </summary>
    public string? FirstValue(string name) => Values(name).FirstOrDefault();

    /// <summary>
    /// Returns all values of the first item of a name that has a value that is not blank, without blank ones.
    /// </summary>
    public IEnumerable<string> FirstValues(string name) =>
        ItemsNamed(name).Select(item => Trimmed(item.Value).ToList()).FirstOrDefault(values => values.Count > 0) ?? [];

    /// <summary>Returns all values that are not blank of the items of a name, without surrounding blanks.</summary>
    public IEnumerable<string> Values(string name) =>
        Trimmed(ItemsNamed(name).SelectMany(item => item.Value));

    private static IEnumerable<string> Trimmed(IEnumerable<string> values) =>
        values.Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value.Trim());
}
