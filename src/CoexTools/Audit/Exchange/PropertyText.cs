namespace CoexTools.Audit.Exchange;

/// <summary>The value of a property as text.</summary>
/// <param name="Values">The elements of a collection, or one text.</param>
/// <param name="IsList">Specifies whether the value was a collection.</param>
internal sealed record PropertyText(IReadOnlyList<string> Values, bool IsList)
{
    /// <summary>Specifies why the value cannot be read; null if it was read.</summary>
    public string? Problem { get; init; }
}
