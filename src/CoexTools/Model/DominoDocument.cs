namespace CoexTools.Model;

/// <summary>
/// A document of a directory with all its items. It is immutable, and its DXL text is its truth: everything else is read from that
/// text, so that what CoexTools does not know is kept letter for letter.
/// </summary>
internal sealed record DominoDocument
{
    /// <summary>Which document of its directory this is; kept through changes. In a file: its place among the documents.</summary>
    public required int Key { get; init; }

    /// <summary>The document's element, from its first to its last character.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the namespaces in scope at the document, which its text alone does not contain.</summary>
    public required IReadOnlyDictionary<string, string> Namespaces { get; init; }

    /// <summary>The form that shows it; empty where neither an attribute nor an item names one.</summary>
    public required string Form { get; init; }

    /// <summary>Gets the universal id, 32 hexadecimal digits; empty if the document does not have one.</summary>
    public required string UniversalId { get; init; }

    /// <summary>Gets the hexadecimal note id; empty if the document does not have one.</summary>
    public required string NoteId { get; init; }

    /// <summary>Gets the number of saves; null if the DXL does not contain it.</summary>
    public required int? Sequence { get; init; }

    /// <summary>When the document was made.</summary>
    public required NoteTime Created { get; init; }

    /// <summary>When the document was last written in this file.</summary>
    public required NoteTime Modified { get; init; }

    /// <summary>When the document was last revised, in whatever replica.</summary>
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

    /// <summary>All items, in their order.</summary>
    public required IReadOnlyList<DominoItem> Items { get; init; }

    /// <summary>Where in the text the parts stand that a change touches.</summary>
    public required DocumentLayout Layout { get; init; }

    /// <summary>The items of a name; names are compared without regard to case.</summary>
    public IEnumerable<DominoItem> ItemsNamed(string name) => Items.Where(item => string.Equals(item.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the first value that is not blank among the items of a name, without surrounding blanks; null if all are blank.</summary>
    public string? FirstValue(string name) => Values(name).FirstOrDefault();

    /// <summary>
    /// All values of the first item of a name that has a value that is not blank, without blank ones.
    /// </summary>
    public IEnumerable<string> FirstValues(string name) =>
        ItemsNamed(name).Select(item => Trimmed(item.Value).ToList()).FirstOrDefault(values => values.Count > 0) ?? [];

    /// <summary>All values that are not blank of the items of a name, without surrounding blanks.</summary>
    public IEnumerable<string> Values(string name) =>
        Trimmed(ItemsNamed(name).SelectMany(item => item.Value));

    private static IEnumerable<string> Trimmed(IEnumerable<string> values) =>
        values.Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value.Trim());
}

/// <summary>A time of a document's header: the instant, and what the DXL said.</summary>
/// <param name="Instant">The instant; null if there is no text or the text is not a valid time.</param>
/// <param name="Text">The text as the DXL has it; null where there is no such element.</param>
/// <param name="HasOffset">Whether the text contains the offset of the time zone. Without it, UTC is assumed.</param>
internal readonly record struct NoteTime(DateTimeOffset? Instant, string? Text, bool HasOffset)
{
    /// <summary>Gets whether the text is not a valid time.</summary>
    public bool IsInvalid => Text is not null && Instant is null;
}

/// <summary>Where in a document's text the parts stand that a save or an edit touches.</summary>
internal sealed class DocumentLayout
{
    /// <summary>Where something may be put as the first child: behind the start tag. For an empty tag, the place of its slash.</summary>
    public required int ContentStart { get; init; }

    /// <summary>Where the end tag begins; for an empty tag, the place of its slash.</summary>
    public required int ContentEnd { get; init; }

    /// <summary>The document's tag as it is written, with its prefix.</summary>
    public required string TagName { get; init; }

    /// <summary>Gets the header; null if the document does not have one.</summary>
    public NoteInfoLayout? NoteInfo { get; init; }

    /// <summary>Whether the document is written as one empty tag.</summary>
    public bool IsEmptyTag { get; init; }
}

/// <summary>Where the parts of a header stand.</summary>
internal sealed class NoteInfoLayout
{
    public required int ContentStart { get; init; }

    public required bool IsEmptyTag { get; init; }

    public required string TagName { get; init; }

    /// <summary>The value of the attribute <c>sequence</c>, between its quotes.</summary>
    public TextRange? Sequence { get; init; }

    /// <summary>The end of the element <c>created</c>.</summary>
    public int? CreatedEnd { get; init; }

    public TimeLayout? Modified { get; init; }

    public TimeLayout? Revised { get; init; }
}

/// <summary>Where a time stands: its element, and the time's text within it where that is one plain text.</summary>
internal readonly record struct TimeLayout(TextRange Element, TextRange? Text);
