using CoexTools.Model;

namespace CoexTools.Sources.Rest;

/// <summary>A Domino server, as the source of a directory.</summary>
/// <param name="client">The client.</param>
/// <param name="options">The options.</param>
/// <param name="log">Receives a line for each request.</param>
internal sealed class RestServer(RestClient client, RestReadOptions options, Action<string> log) : IDirectorySource
{
    /// <inheritdoc/>
    public DirectoryContent Read(
        FieldMap fieldMap, Action<CoexException> report, CancellationToken cancel,
        Action<string, double>? progress = null) =>
        new RestDirectoryReader(client, options, fieldMap, new RestCall(log, cancel), progress ?? ((_, _) => { }))
            .Read(report);
}
