using System.Globalization;
using System.Net.Http;
using CoexTools.Json;

namespace CoexTools.Sources.Rest;

/// <summary>Finds the documents of a directory on a server. All answers together have a limit.</summary>
/// <param name="client">The client.</param>
/// <param name="call">The call.</param>
/// <param name="progress">Called before each step; null if nobody is told.</param>
internal sealed class RestQuery(RestClient client, RestCall call, Action<string, double>? progress = null)
{
    /// <summary>The form of Domain documents.</summary>
    public const string DomainForm = "Domain";

    /// <summary>The most documents or groups in one answer.</summary>
    public const int PageSize = 100;

    /// <summary>The most documents of a form, and the most groups.</summary>
    public const int MaximumDocuments = 200_000;

    private const long MaximumBytes = 256 << 20; // Of all answers together.

    // These forms are not in every directory. Their documents are Domain documents too.
    private static readonly string[] OtherDomainForms = ["Foreign Domain", "Gateway Domain"];

    private long _bytes;

    /// <summary>Gets or sets the schema by which the server answers.</summary>
    public RestSchema Schema { get; set; } = RestSchema.Unknown;

    private string Server => client.Address.ToString();

    private string Scope => Uri.EscapeDataString(client.Address.DataSource);

    /// <summary>Reads the schema.</summary>
    /// <param name="status">Receives the status of the answer.</param>
    /// <exception cref="CoexException">The server does not answer.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public RestSchema ReadSchema(out int status)
    {
        RestAnswer scope = Send(RestRequest.Get(client.Address.Basis($"scope?dataSource={Scope}")));
        status = scope.Status;
        return scope.Content is null ? RestSchema.Unknown : RestSchema.Of(scope.Content);
    }

    /// <summary>Sends a request. A server that never ends its pages does not fill the memory.</summary>
    /// <exception cref="CoexException">The server does not answer, or all answers together are too long.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public RestAnswer Send(RestRequest request)
    {
        RestAnswer answer = client.Send(request, call);
        _bytes += answer.Size;
        return _bytes <= MaximumBytes
            ? answer
            : throw Invalid(request, $"All responses together have more than {MaximumBytes:N0} bytes.");
    }

    /// <summary>Finds the Domain documents.</summary>
    /// <returns>The universal id, the form, and the result of the query, which can contain the metadata.</returns>
    /// <exception cref="CoexException">The query failed.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public IReadOnlyList<(string Id, string Form, JsonValue Found)> FindDomains()
    {
        IEnumerable<(string Id, string Form, JsonValue Found)> found =
        [
            .. from one in Of(DomainForm, isRequired: true)
               select (one.Id, DomainForm, one.Document),
            .. from form in OtherDomainForms
               from one in Of(form, isRequired: false)
               select (one.Id, form, one.Document),
        ];
        return [.. found.GroupBy(one => one.Id, StringComparer.OrdinalIgnoreCase).Select(same => same.First())];
    }

    /// <summary>Finds every document of a form, page by page, with the fields of the mode "dql".</summary>
    /// <param name="form">The form.</param>
    /// <param name="isRequired">Specifies whether every directory has the form.</param>
    /// <exception cref="CoexException">The query failed.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public List<(string Id, JsonValue Document)> Of(string form, bool isRequired)
    {
        if (Schema.Lacks(form, RestSchema.DqlMode))
            return isRequired ? throw CoexException.SchemaLacksField(Server, form, RestSchema.DqlMode, []) : [];
        JsonValue body = JsonValue.ObjectOf([new("query", JsonValue.StringOf($"form = '{form}'"))]);
        var found = new List<(string, JsonValue)>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            progress?.Invoke($"{form} documents from {found.Count + 1}", -1);
            string parameters = string.Format(
                CultureInfo.InvariantCulture, "query?dataSource={0}&action=execute&start={1}&count={2}", Scope,
                found.Count, PageSize);
            var request = new RestRequest(HttpMethod.Post, client.Address.Basis(parameters), body, IsRead: true);
            RestAnswer answer = Send(request);
            if (answer.Limit is { } limit)
                throw CoexException.QueryLimitExceeded(Server, form, limit.Name, limit.Setting, answer.Message);
            if (answer.Content is null && !isRequired && answer.Status is 400 or 403 or 404 or 406)
                return [];
            IReadOnlyList<JsonValue> page = ListOf(request, answer);
            if (page.Count > PageSize)
                throw Invalid(request, $"It contains {page.Count} documents instead of at most {PageSize}.");
            foreach (JsonValue document in page)
            {
                string id = RestDocument.UniversalIdOf(document)
                    ?? throw Invalid(request, "A document does not have a universal id.");
                if (!ids.Add(id))
                {
                    throw Invalid(
                        request, $"It repeats the document {id} of an earlier page. Documents might have been added "
                            + "while the pages were read.");
                }
                found.Add((id, document));
            }
            if (found.Count > MaximumDocuments)
            {
                throw Invalid(
                    request, $"There are more than {MaximumDocuments:N0} documents with the form '{form}'.");
            }
            if (page.Count == 0 && isRequired)
                CheckSchema(form, isEmpty: found.Count == 0);
            if (page.Count < PageSize)
                break;
        }
        return found;
    }

    /// <summary>Returns the entries of an answer that is a list.</summary>
    /// <exception cref="CoexException">The server refused the request, or the answer is not a list.</exception>
    public IReadOnlyList<JsonValue> ListOf(RestRequest request, RestAnswer answer)
    {
        if (answer.Content is null)
            throw client.Refused(request, answer);
        return answer.Content.Kind == JsonKind.Array
            ? answer.Content.Items : throw Invalid(request, "It is not a list.");
    }

    // A query does not return documents of a form that the schema no longer makes available, and reports no error.
    private void CheckSchema(string form, bool isEmpty)
    {
        RestSchema schema = ReadSchema(out int status);
        if (schema.Lacks(form, RestSchema.DqlMode))
            throw CoexException.SchemaLacksField(Server, form, RestSchema.DqlMode, []);
        if (!schema.IsKnown && (Schema.IsKnown || (isEmpty && form == DomainForm)))
            throw CoexException.SchemaUnavailable(Server, form, status);
    }

    private CoexException Invalid(RestRequest request, string reason) => client.Invalid(request, reason);
}
