using System.Net.Http;
using CoexTools.Json;
using CoexTools.Model;

namespace CoexTools.Sources.Rest;

/// <summary>The server that a directory was read from, and the states of its documents at that time.</summary>
/// <param name="Client">The client.</param>
/// <param name="Options">The options with which it was read.</param>
/// <param name="Schema">The schema.</param>
/// <param name="IsRaw">Specifies whether documents are read with all their items.</param>
/// <param name="Stamps">The states of the Domain documents, by universal id.</param>
internal sealed record RestOrigin(
    RestClient Client, RestReadOptions Options, RestSchema Schema, bool IsRaw,
    IReadOnlyDictionary<string, RestStamp> Stamps) : DirectoryOrigin
{
    /// <summary>The journal that the user specified for the directory; null for the default.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Returns the server that a directory was read from.</summary>
    /// <exception cref="CoexException">The directory is not connected to a server.</exception>
    public static RestOrigin Of(DirectoryContent content) =>
        content.Origin as RestOrigin ?? throw CoexException.ServerDisconnected(content.Path ?? content.Name);

    /// <summary>Reads a Domain document again.</summary>
    /// <param name="document">The document as it was read before.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="CoexException">The document cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public (DominoDocument Document, RestStamp Stamp) ReadAgain(DominoDocument document, RestCall call)
    {
        RestRequest request = RequestFor(IsRaw ? "raw" : "document", document.UniversalId);
        return Convert(request, Client.Require(request, call), document.Form, document.UniversalId, document.Key, call);
    }

    /// <summary>
    /// Converts a document that was read. If the answer does not contain its metadata, they are requested.
    /// </summary>
    public (DominoDocument Document, RestStamp Stamp) Convert(
        RestRequest request, JsonValue document, string form, string universalId, int key, RestCall call)
    {
        if (document.Kind != JsonKind.Object)
            throw Invalid("It is not a document.");
        JsonValue? meta = RestDocument.MetaOf(document);
        if (meta?.StringAt("lastmodified") is null || meta.StringAt("revision") is null)
            meta = Client.Require(RequestFor("docmeta", universalId), call);
        if ((RestDocument.UniversalIdOf(meta) ?? universalId) != universalId)
            throw Invalid("It is a different document.");
        try
        {
            return (
                RestDocument.Read(document, meta, form, universalId, key, Options.Rules, Client.Display),
                RestDocument.StampOf(meta));
        }
        catch (FormatException e)
        {
            throw Invalid(e.Message);
        }

        CoexException Invalid(string reason) => Client.Invalid(request, reason);
    }

    /// <summary>
    /// Reads the state of a document; null if the document does not exist, or if the account cannot read it.
    /// </summary>
    /// <exception cref="CoexException">The state cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public RestStamp? StampNow(string universalId, RestCall call)
    {
        RestRequest request = RequestFor("docmeta", universalId);
        RestAnswer answer = Client.Send(request, call);
        return answer switch
        {
            { Content: { } meta } => RestDocument.StampOf(meta),
            { Status: 403 or 404 } => null,
            _ => throw Client.Refused(request, answer),
        };
    }

    /// <summary>Returns whether a document has the state in which it was read.</summary>
    /// <param name="universalId">The universal id.</param>
    /// <param name="now">The state of the document on the server; null if the server does not return it.</param>
    public bool IsAsRead(string universalId, RestStamp? now) =>
        now is not null && Stamps.TryGetValue(universalId, out RestStamp? stamp) && stamp.IsSame(now);

    /// <summary>Returns the state of a document as the journal records it.</summary>
    public string TextOf(RestStamp stamp) => Client.Display(stamp.Revision ?? stamp.Modified ?? "");

    /// <summary>Returns a request for a document.</summary>
    public RestRequest RequestFor(string operation, string universalId) =>
        RestRequest.Get(
            Client.Address
                .Basis($"{operation}/{universalId}?dataSource={Uri.EscapeDataString(Client.Address.DataSource)}"));

    /// <summary>Returns a request that changes a document.</summary>
    /// <param name="universalId">The universal id.</param>
    /// <param name="stamp">The state that the document must have.</param>
    /// <param name="items">The items to set. An item with the value null is removed.</param>
    public RestRequest ChangeFor(
        string universalId, RestStamp stamp, IReadOnlyList<KeyValuePair<string, JsonValue>> items)
    {
        string revision = stamp.Revision is null ? "" : $"&revision={Uri.EscapeDataString(stamp.Revision)}";
        string operation = $"document/{universalId}?dataSource={Uri.EscapeDataString(Client.Address.DataSource)}"
            + $"{revision}";
        return new RestRequest(
            new HttpMethod("PATCH"), Client.Address.Basis(operation), JsonValue.ObjectOf(items), IsRead: false);
    }
}
