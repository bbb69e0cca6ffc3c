using System.Text;
using CoexTools.Model;

namespace CoexTools.Dxl.Storage;

/// <summary>The DXL file that a directory in memory was imported from, with everything that its export must not lose.</summary>
/// <param name="Layout">The file as it was imported.</param>
/// <param name="Documents">The Domain documents as they were imported.</param>
/// <param name="LaterText">The text of the file around them, read on demand.</param>
internal sealed record DirectoryFrame(DxlLayout Layout, IReadOnlyList<DominoDocument> Documents, Lazy<FrameText> LaterText) : DirectorySource;

/// <summary>A DXL text around Domain documents and an access control list: bytes that stay as they are, and the places of these elements.</summary>
/// <param name="Encoding">The encoding of the text.</param>
/// <param name="RootName">The tag of the root as it is written.</param>
/// <param name="Parts">The parts in order; the first one ends behind the start tag of the root.</param>
internal sealed record FrameText(Encoding Encoding, string RootName, IReadOnlyList<FramePart> Parts)
{
    /// <summary>Whether the root is a database to which elements can be added.</summary>
    public bool IsDatabase => Parts.Any(part => part.Kind == FramePartKind.End);

    /// <summary>Whether a document has its place in the text.</summary>
    public bool HasPlaceFor(DominoDocument document) => Parts.Any(part => part.Kind == FramePartKind.Document && part.Key == document.Key);
}

/// <summary>A part of a text.</summary>
/// <param name="Kind">The kind of part.</param>
/// <param name="Bytes">The bytes; empty for a place.</param>
/// <param name="Key">The key of the document whose place this is.</param>
internal sealed record FramePart(FramePartKind Kind, byte[] Bytes, int Key = -1);

/// <summary>The kinds of parts of a text.</summary>
internal enum FramePartKind
{
    /// <summary>Bytes that stay as they are.</summary>
    Bytes,

    /// <summary>The place of a Domain document.</summary>
    Document,

    /// <summary>The place of the access control list, whether there is one or not.</summary>
    AccessControlList,

    /// <summary>The place of new documents: before the end tag of the root.</summary>
    End,
}
