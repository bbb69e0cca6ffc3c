using System.Net;

namespace CoexTools.Sources.Rest;

/// <summary>Specifies how to connect to a server.</summary>
internal sealed class RestOptions
{
    public required ServerAddress Address { get; init; }

    public required NetworkCredential Credential { get; init; }

    /// <summary>
    /// The time limit of one request. It is longer than that of the server (180 seconds since version 1.1.7), so that
    /// the message of the server arrives.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(240);
}
