namespace CoexTools.Sources.Dxl.Storage;

/// <summary>The positions of the parts of a DXL file around its elements, in bytes from its start.</summary>
/// <param name="RootName">The tag of the root as it is written; empty if the root is a single document.</param>
/// <param name="IsEmptyRoot">Specifies whether the root is one empty tag.</param>
/// <param name="ContentStart">The end of the start tag of the root.</param>
/// <param name="AccessControlListStart">The place for an access control list if the file does not contain one.</param>
/// <param name="End">The start of the end tag of the root.</param>
internal sealed record DxlOutline(
    string RootName, bool IsEmptyRoot, long ContentStart = 0, long AccessControlListStart = 0, long End = 0);
