using CoexTools.Model;

namespace CoexTools.Sources.Dxl.Storage;

/// <summary>A document of a file, and its new text.</summary>
internal sealed record DocumentReplacement(DominoDocument Before, string Text);
