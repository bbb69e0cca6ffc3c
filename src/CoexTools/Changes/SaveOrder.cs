namespace CoexTools.Changes;

/// <summary>Specifies the documents to save in addition to the edited ones, and the order.</summary>
/// <param name="Again">The keys of documents to save again even without an edit.</param>
/// <param name="Last">The keys of documents that are saved last of their domain, and so become the primary.</param>
internal sealed record SaveOrder(IReadOnlyCollection<int> Again, IReadOnlyCollection<int> Last)
{
    /// <summary>
    /// Specifies whether the times that documents already have do not count, because a wrong clock set them. The saves
    /// are otherwise later than these times (ED1).
    /// </summary>
    public bool IgnoresTimes { get; init; }

    /// <summary>Returns whether the order is about a document.</summary>
    /// <param name="key">The key of the document.</param>
    public bool Names(int key) => Again.Contains(key) || Last.Contains(key);

    /// <summary>The edited documents only, in the order that there is.</summary>
    public static SaveOrder AsItIs { get; } = new([], []);
}
