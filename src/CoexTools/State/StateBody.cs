namespace CoexTools.State;

/// <summary>A state to read, whose hash is right.</summary>
/// <param name="Version">The version of its layout.</param>
/// <param name="Bytes">The compressed rest.</param>
internal sealed record StateBody(byte Version, byte[] Bytes);
