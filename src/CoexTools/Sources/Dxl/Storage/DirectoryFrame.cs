using CoexTools.Model;

namespace CoexTools.Sources.Dxl.Storage;

/// <summary>
/// The DXL file that a directory in memory was imported from, with everything that its export must not lose.
/// </summary>
/// <param name="Layout">The file as it was imported.</param>
/// <param name="Documents">The Domain documents as they were imported.</param>
/// <param name="LaterText">The text of the file around them, read on demand.</param>
internal sealed record DirectoryFrame(
    DxlLayout Layout, IReadOnlyList<DominoDocument> Documents, Lazy<FrameText> LaterText) : DirectoryOrigin;
