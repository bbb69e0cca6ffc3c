using CoexTools.Files;

namespace CoexTools.Sources.Dxl.Storage;

/// <summary>An element of a DXL file that matters to a directory.</summary>
/// <param name="Kind">The kind of element.</param>
/// <param name="Form">The form that the attribute of a document names; null if the document does not have the
/// attribute.</param>
/// <param name="Key">The number of the document in the file; -1 for other elements.</param>
/// <param name="Text">The text, from the first to the last character.</param>
/// <param name="Namespaces">The namespaces in scope at the element, by prefix.</param>
/// <param name="Position">The position in the file.</param>
/// <param name="State">The state of the hash at the first byte; null if it is not traced.</param>
internal sealed record DxlElement(
    DxlElementKind Kind, string? Form, int Key, string Text, IReadOnlyDictionary<string, string> Namespaces,
    FilePosition Position,
    HashState? State = null);
