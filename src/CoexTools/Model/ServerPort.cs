namespace CoexTools.Model;

/// <summary>A network port in a Server document.</summary>
/// <param name="Name">The port's name, such as <c>TCPIP</c>.</param>
/// <param name="IsEnabled">Whether it is enabled.</param>
/// <param name="HasAddress">Whether it has a network address; null where the document does not say.</param>
internal sealed record ServerPort(string Name, bool IsEnabled, bool? HasAddress);
