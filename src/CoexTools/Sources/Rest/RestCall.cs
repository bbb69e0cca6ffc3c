namespace CoexTools.Sources.Rest;

/// <summary>Specifies where to report requests, and cancels them.</summary>
/// <param name="Log">
/// Receives a line for each request. <see cref="RestClient.Log"/> writes it, without the secrets.
/// </param>
/// <param name="Cancel">Cancels the operation.</param>
internal sealed record RestCall(Action<string> Log, CancellationToken Cancel);
