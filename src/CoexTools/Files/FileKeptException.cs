namespace CoexTools.Files;

/// <summary>
/// The replacement of a file failed, and its former content is no longer at its path. Nothing was deleted.
/// </summary>
internal sealed class FileKeptException(string message, Exception inner) : IOException(message, inner)
{
}
