using CoexTools.Json;

namespace CoexTools.Sources.Rest;

/// <summary>The answer of a server.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Content">The content; null if the request failed.</param>
/// <param name="Message">The message of a failed request, shortened and without the secrets.</param>
internal sealed record RestAnswer(int Status, JsonValue? Content, string Message)
{
    /// <summary>The limit at which the server ended a query; null for none.</summary>
    public QueryLimit? Limit { get; init; }

    /// <summary>The size of the answer, in bytes.</summary>
    public int Size { get; init; }
}
