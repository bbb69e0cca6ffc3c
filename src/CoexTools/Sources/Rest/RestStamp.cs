namespace CoexTools.Sources.Rest;

/// <summary>The state of a document on a server, for the comparison of two readings.</summary>
/// <param name="Revision">The revision; null if the server does not return one.</param>
/// <param name="Modified">The time of the last change; null if the server does not return one.</param>
internal sealed record RestStamp(string? Revision, string? Modified)
{
    /// <summary>Returns whether a document with this state has not changed since it had another state.</summary>
    public bool IsSame(RestStamp other) =>
        Revision is not null && other.Revision is not null
            ? Revision == other.Revision
            : Modified is not null && Modified == other.Modified;
}
