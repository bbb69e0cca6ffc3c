using System.Net.Http;
using CoexTools.Json;

namespace CoexTools.Sources.Rest;

/// <summary>A request to a server.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Address">The address.</param>
/// <param name="Body">The body; null for none.</param>
/// <param name="IsRead">Specifies whether the request only reads, so that it can be repeated.</param>
internal sealed record RestRequest(HttpMethod Method, Uri Address, JsonValue? Body, bool IsRead)
{
    /// <summary>Returns a request that reads.</summary>
    public static RestRequest Get(Uri address) => new(HttpMethod.Get, address, null, IsRead: true);

    /// <summary>Returns the method and the address.</summary>
    public override string ToString() => $"{Method} {Address}";
}
