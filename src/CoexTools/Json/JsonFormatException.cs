namespace CoexTools.Json;

/// <summary>A text is not JSON.</summary>
/// <param name="message">The error.</param>
/// <param name="position">The zero-based position of the first invalid character.</param>
internal sealed class JsonFormatException(
    string message, int position) : FormatException($"{message} at character {position + 1}.");
