namespace CoexTools.Model;

/// <summary>Represents a network port in a Server document.</summary>
/// <param name="Name">The port's name, such as <c>TCPIP</c>.</param>
/// <param name="IsEnabled">Specifies whether it is enabled.</param>
/// <param name="HasAddress">Specifies whether it has a network address; null where the document does not say.</param>
internal sealed record ServerPort(string Name, bool IsEnabled, bool? HasAddress);
