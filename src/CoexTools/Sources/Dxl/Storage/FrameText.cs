using System.Text;
using CoexTools.Model;

namespace CoexTools.Sources.Dxl.Storage;

/// <summary>
/// A DXL text around Domain documents and an access control list: bytes that stay as they are, and the places of these
/// elements.
/// </summary>
/// <param name="Encoding">The encoding of the text.</param>
/// <param name="RootName">The tag of the root as it is written.</param>
/// <param name="Parts">The parts in order; the first one ends behind the start tag of the root.</param>
internal sealed record FrameText(Encoding Encoding, string RootName, IReadOnlyList<FramePart> Parts)
{
    /// <summary>Gets whether the root is a database to which elements can be added.</summary>
    public bool IsDatabase => Parts.Any(part => part.Kind == FramePartKind.End);

    /// <summary>Returns whether a document has its place in the text.</summary>
    public bool HasPlaceFor(DominoDocument document) =>
        Parts.Any(part => part.Kind == FramePartKind.Document && part.Key == document.Key);
}
