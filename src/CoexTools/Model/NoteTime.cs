namespace CoexTools.Model;

/// <summary>Represents a time of a document's header: the instant, and what the DXL said.</summary>
/// <param name="Instant">The instant; null if there is no text or the text is not a valid time.</param>
/// <param name="Text">The text as the DXL has it; null where there is no such element.</param>
/// <param name="HasOffset">Specifies whether the text contains the offset of the time zone. Without it, UTC is
/// assumed.</param>
internal readonly record struct NoteTime(DateTimeOffset? Instant, string? Text, bool HasOffset)
{
    /// <summary>Gets whether the text is not a valid time.</summary>
    public bool IsInvalid => Text is not null && Instant is null;
}
