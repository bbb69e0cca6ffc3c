using CoexTools.Model;

namespace CoexTools.Sources.Rest;

/// <summary>Reads the directory of a Domino server, each time with a new <see cref="RestReading"/>.</summary>
/// <param name="client">The client.</param>
/// <param name="options">The options.</param>
/// <param name="log">Receives a line for each request.</param>
internal sealed class RestDirectoryReader(RestClient client, RestDirectoryOptions options, Action<string> log)
    : IDirectorySource
{
    /// <inheritdoc/>
    public DirectoryContent Read(
        FieldMap fieldMap, Action<CoexException> report, CancellationToken cancel,
        Action<string, double>? progress = null) =>
        new RestReading(client, options, fieldMap, new RestCall(log, cancel), progress ?? ((_, _) => { }))
            .Read(report);
}
