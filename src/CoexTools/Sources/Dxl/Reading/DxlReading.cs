using CoexTools.Files;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>The properties of a DXL file that a reader returns in addition to its elements.</summary>
/// <param name="RootAttributes">The attributes of the root.</param>
/// <param name="Outline">The parts around the elements.</param>
/// <param name="LastKey">The key of the last document.</param>
/// <param name="Stamp">The state of the file.</param>
/// <param name="State">The state of the hash of the file after its last byte.</param>
internal sealed record DxlReading(
    IReadOnlyDictionary<string, string> RootAttributes, DxlOutline Outline, int LastKey, FileStamp Stamp,
    HashState State);
