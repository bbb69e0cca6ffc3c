namespace CoexTools.Model;

/// <summary>Where in a document's text the parts stand that a save or an edit touches.</summary>
internal sealed class DocumentLayout
{
    /// <summary>
    /// Gets where something may be put as the first child: behind the start tag. For an empty tag, the place of its
    /// slash.
    /// </summary>
    public required int ContentStart { get; init; }

    /// <summary>Gets the position of the end tag. For an empty tag, the position of its slash.</summary>
    public required int ContentEnd { get; init; }

    /// <summary>Gets the document's tag as it is written, with its prefix.</summary>
    public required string TagName { get; init; }

    /// <summary>Gets the header; null if the document does not have one.</summary>
    public NoteInfoLayout? NoteInfo { get; init; }

    /// <summary>Gets whether the document is written as one empty tag.</summary>
    public bool IsEmptyTag { get; init; }
}
