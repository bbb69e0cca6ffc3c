namespace CoexTools.Sources.Dxl.Storage;

/// <summary>A part of a text.</summary>
/// <param name="Kind">The kind of part.</param>
/// <param name="Bytes">The bytes; empty for a place.</param>
/// <param name="Key">The key of the document whose place this is.</param>
internal sealed record FramePart(FramePartKind Kind, byte[] Bytes, int Key = -1);
