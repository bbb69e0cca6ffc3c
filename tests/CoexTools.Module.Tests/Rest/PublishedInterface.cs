using Microsoft.AspNetCore.Http;
using NJsonSchema;
using NJsonSchema.Validation;
using NSwag;

namespace CoexTools.Module.Tests.Rest;

/// <summary>Validates requests and answers against the published definitions of the Domino REST API.</summary>
internal static class PublishedInterface
{
    private static readonly Lazy<(string Root, OpenApiDocument Document)[]> Documents =
        new(() => [("/api/v1", Load("openapi.basis.json")), ("/api/admin-v1", Load("openapi.admin.json"))]);

    /// <summary>Finds the operation of a request; null if the definitions do not contain it.</summary>
    public static OpenApiOperation? Find(string method, string path)
    {
        foreach ((string root, OpenApiDocument document) in Documents.Value)
        {
            if (!path.StartsWith(root + "/", StringComparison.Ordinal))
                continue;
            string rest = path[root.Length..];
            // A path without parameters takes precedence.
            return document.Operations.Where(operation => Matches(operation.Path, rest))
                .Where(operation => operation.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
                .OrderBy(operation => operation.Path.Count(c => c == '{')).FirstOrDefault()?.Operation;
        }
        return null;
    }

    /// <summary>Finds what a request contains that its operation does not allow.</summary>
    public static IEnumerable<string> Problems(OpenApiOperation operation, HttpRequest request, string body)
    {
        foreach (string name in request.Query.Keys)
        {
            if (!operation.ActualParameters.Any(
                parameter => parameter.Kind == OpenApiParameterKind.Query && parameter.Name == name))
                yield return $"the query parameter {name} is not defined";
        }
        foreach (OpenApiParameter parameter in operation.ActualParameters.Where(
            parameter => parameter.Kind == OpenApiParameterKind.Query))
        {
            string? value = request.Query[parameter.Name];
            if (value is null && parameter.IsRequired)
                yield return $"the query parameter {parameter.Name} is missing";
            JsonSchema schema = parameter.ActualSchema;
            if (value is not null && schema.Type == JsonObjectType.Integer && !long.TryParse(value, out _))
                yield return $"the query parameter {parameter.Name} is not a number";
            if (value is not null && schema.Enumeration.Count > 0 && !schema.Enumeration.Contains(value))
                yield return $"the query parameter {parameter.Name} has the value {value}";
        }
        bool isPublic = operation.ActualSecurity?.Any(requirement => requirement.Count == 0) == true;
        string authorization = request.Headers.Authorization.ToString();
        if (!isPublic && !authorization.StartsWith("Bearer ", StringComparison.Ordinal))
            yield return "the token is missing";
        if (isPublic && authorization.Length > 0)
            yield return "the token is not needed";
        OpenApiMediaType? content = operation.ActualRequestBody?.Content["application/json"];
        if (content is null && body.Length > 0)
            yield return "a body is not defined";
        if (content is null)
            yield break;
        if (request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
            yield return $"the content type is {request.ContentType}";
        foreach (string problem in Problems(content.Schema, body))
            yield return $"the body: {problem}";
    }

    /// <summary>Finds what an answer contains that its operation does not allow.</summary>
    public static IEnumerable<string> Problems(OpenApiOperation operation, int status, string body)
    {
        // Most operations that require a token do not define what follows from a wrong one.
        if (status == StatusCodes.Status401Unauthorized)
            return Problems("ErrorMessage", body);
        if (!operation.ActualResponses.TryGetValue(status.ToString(), out OpenApiResponse? response))
            return [$"the status {status} is not defined"];
        return response.Content.TryGetValue("application/json", out OpenApiMediaType? content)
            && content.Schema is not null
            ? Problems(content.Schema, body)
            : [];
    }

    /// <summary>Finds what a text contains that a schema of the basis interface does not allow.</summary>
    public static IEnumerable<string> Problems(string schema, string body) =>
        Problems(Documents.Value[0].Document.Components.Schemas[schema], body);

    private static IEnumerable<string> Problems(JsonSchema schema, string body) =>
        new JsonSchemaValidator().Validate(body, schema.ActualSchema, SchemaType.OpenApi3)
            .Select(error => error.ToString());

    private static bool Matches(string template, string path)
    {
        string[] parts = template.Split('/');
        string[] actual = path.Split('/');
        return parts.Length == actual.Length
            && parts.Zip(actual).All(
                pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));
    }

    private static OpenApiDocument Load(string name) =>
        OpenApiDocument.FromJsonAsync(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "openapi", name)))
            .GetAwaiter().GetResult();
}
