using CoexTools.Json;
using CoexTools.Model;
using CoexTools.Sources.Rest;

namespace CoexTools.Changes;

/// <summary>
/// Compares the documents of domains on a server with those that were read. The order of priority, and the proof that
/// no request is lost, hold only for the documents that were read.
/// </summary>
/// <param name="fieldMap">The field map by which the documents were read.</param>
/// <param name="call">The call.</param>
internal sealed class ServerDomainCheck(FieldMap fieldMap, RestCall call)
{
    // Documents that are new, or that another domain had, as they were found. Each state is read once.
    private readonly Dictionary<string, (RestStamp Stamp, ForeignDomainDocument? Document)> _found =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Queries the server, and finds what differs in one domain.</summary>
    /// <param name="origin">The server, with the states of the documents as they were read.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="documents">The documents of the domain.</param>
    /// <returns>Documents that were changed, removed, or added, and a phrase that says which.</returns>
    /// <exception cref="CoexException">The query failed, or a document cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public IReadOnlyList<(string Name, string UniversalId, string Difference)> Compare(
        RestOrigin origin, string domain, IReadOnlyCollection<ForeignDomainDocument> documents)
    {
        Dictionary<string, (string Id, string Form, JsonValue Found)> now =
            new RestQuery(origin.Client, call) { Schema = origin.Schema }.FindDomains()
                .ToDictionary(one => one.Id, StringComparer.OrdinalIgnoreCase);
        var differences = new List<(string, string, string)>();
        foreach (ForeignDomainDocument document in documents)
        {
            string id = document.UniversalId;
            string? difference = !now.TryGetValue(id, out (string, string, JsonValue Found) found)
                ? "was deleted or became unreadable"
                : origin.IsAsRead(id, StampOf(found.Found)) || origin.IsAsRead(id, origin.Documents.StampNow(id, call))
                    ? null : "was changed";
            if (difference is not null)
                differences.Add((document.ToString(), id, difference));
            now.Remove(id);
        }
        foreach ((string id, string form, JsonValue found) in now.Values)
        {
            // A document of another domain does not matter while it is as it was read.
            if (!origin.IsAsRead(id, StampOf(found)) && Read(origin.Documents, id, form, found) is { } document
                && DomainName.Same(document.Domain, domain))
            {
                differences.Add((
                    document.ToString(), id,
                    origin.Stamps.ContainsKey(id) ? "was assigned to this domain" : "was added"));
            }
        }
        return differences;
    }

    private ForeignDomainDocument? Read(RestDocuments documents, string id, string form, JsonValue found)
    {
        if (_found.TryGetValue(id, out (RestStamp Stamp, ForeignDomainDocument? Document) known)
            && StampOf(found) is { } now && known.Stamp.IsSame(now))
            return known.Document;
        (DominoDocument document, RestStamp stamp) = documents.Read(id, form, key: 0, call);
        var directory = new DirectorySnapshot(new DirectoryContent { FieldMap = fieldMap, Documents = [document] });
        ForeignDomainDocument? read = directory.Unordered.FirstOrDefault();
        _found[id] = (stamp, read);
        return read;
    }

    private static RestStamp? StampOf(JsonValue found) =>
        RestDocument.MetaOf(found) is { } meta ? RestDocument.StampOf(meta) : null;
}
