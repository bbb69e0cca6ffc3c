using CoexTools.Model;

namespace CoexTools.Sources.Rest;

/// <summary>The server that a directory was read from, and the states of its documents at that time.</summary>
/// <param name="Documents">The Domain documents on the server.</param>
/// <param name="Options">The options with which it was read.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Stamps">The states of the Domain documents, by universal id.</param>
internal sealed record RestOrigin(
    RestDocuments Documents, RestDirectoryOptions Options, RestSchema Schema,
    IReadOnlyDictionary<string, RestStamp> Stamps) : DirectoryOrigin
{
    /// <summary>Gets the client.</summary>
    public RestClient Client => Documents.Client;

    /// <summary>Returns the server that a directory was read from.</summary>
    /// <exception cref="CoexException">The directory is not connected to a server.</exception>
    public static RestOrigin Of(DirectoryContent content) =>
        content.Origin as RestOrigin ?? throw CoexException.ServerDisconnected(content.Path ?? content.Name);

    /// <summary>Returns whether a document has the state in which it was read.</summary>
    /// <param name="universalId">The universal id.</param>
    /// <param name="now">The state of the document on the server; null if the server does not return it.</param>
    public bool IsAsRead(string universalId, RestStamp? now) =>
        now is not null && Stamps.TryGetValue(universalId, out RestStamp? stamp) && stamp.IsSame(now);
}
