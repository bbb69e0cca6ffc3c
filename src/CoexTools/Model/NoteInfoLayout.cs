namespace CoexTools.Model;

/// <summary>Where the parts of a header stand.</summary>
internal sealed class NoteInfoLayout
{
    public required int ContentStart { get; init; }

    public required bool IsEmptyTag { get; init; }

    public required string TagName { get; init; }

    /// <summary>Gets the value of the attribute <c>sequence</c>, between its quotes.</summary>
    public TextRange? Sequence { get; init; }

    /// <summary>Gets the end of the element <c>created</c>.</summary>
    public int? CreatedEnd { get; init; }

    public TimeLayout? Modified { get; init; }

    public TimeLayout? Revised { get; init; }
}
