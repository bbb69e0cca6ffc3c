using System.Net.Http;
using CoexTools.Json;
using CoexTools.Model;

namespace CoexTools.Sources.Rest;

/// <summary>The Domain documents on a server: reads them, their states, and the requests that change them.</summary>
/// <param name="Client">The client.</param>
/// <param name="Rules">The flags of items.</param>
/// <param name="IsRaw">Specifies whether documents are read with all their items.</param>
internal sealed record RestDocuments(RestClient Client, ItemRules Rules, bool IsRaw)
{
    /// <summary>Returns the request that reads a document.</summary>
    public RestRequest RequestFor(string universalId) => RequestFor(IsRaw ? "raw" : "document", universalId);

    /// <summary>Reads a document.</summary>
    /// <param name="universalId">The universal id.</param>
    /// <param name="form">The form.</param>
    /// <param name="key">The key of the document in its directory.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="CoexException">The document cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public (DominoDocument Document, RestStamp Stamp) Read(string universalId, string form, int key, RestCall call)
    {
        RestRequest request = RequestFor(universalId);
        return Convert(request, Client.Require(request, call), form, universalId, key, call);
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
                RestDocument.Read(document, meta, form, universalId, key, Rules, Client.Display),
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

    /// <summary>Returns the state of a document as the journal records it.</summary>
    public string TextOf(RestStamp stamp) => Client.Display(stamp.Revision ?? stamp.Modified ?? "");

    /// <summary>Returns a request that changes a document.</summary>
    /// <param name="universalId">The universal id.</param>
    /// <param name="stamp">The state that the document must have.</param>
    /// <param name="items">The items to set. An item with the value null is removed.</param>
    public RestRequest ChangeFor(
        string universalId, RestStamp stamp, IReadOnlyList<KeyValuePair<string, JsonValue>> items)
    {
        string revision = stamp.Revision is null ? "" : $"&revision={Uri.EscapeDataString(stamp.Revision)}";
        return new RestRequest(
            new HttpMethod("PATCH"), AddressOf("document", universalId, revision), JsonValue.ObjectOf(items),
            IsRead: false);
    }

    private RestRequest RequestFor(string operation, string universalId) =>
        RestRequest.Get(AddressOf(operation, universalId));

    private Uri AddressOf(string operation, string universalId, string parameters = "") => Client.Address.Basis(
        $"{operation}/{universalId}?dataSource={Uri.EscapeDataString(Client.Address.DataSource)}{parameters}");
}
