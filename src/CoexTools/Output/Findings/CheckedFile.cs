namespace CoexTools.Output.Findings;

/// <summary>A file that was checked.</summary>
/// <param name="Name">Its path, relative to the folder of the run if it is in this folder; otherwise its full
/// path.</param>
/// <param name="Uri">The same as a URI or as a relative reference.</param>
/// <param name="IsRelative">Specifies whether the name is relative.</param>
/// <param name="Length">The number of bytes; null if the file could not be read.</param>
/// <param name="Sha256">The SHA-256 hash in hexadecimal; null if the file could not be read.</param>
internal sealed record CheckedFile(
    string Name, string Uri, bool IsRelative, long? Length = null, string? Sha256 = null);
