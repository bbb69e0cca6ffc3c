using System.Text.RegularExpressions;
using CoexTools.Model;

namespace CoexTools.Sources.Dxl.Editing;

/// <summary>Makes a replication or save conflict an ordinary document.</summary>
internal static class ConflictEditor
{
    /// <summary>The item that makes a document a response to the one that it conflicts with.</summary>
    public const string ReferenceName = "$REF";

    /// <summary>
    /// Removes what marks a document as a conflict: the items that refer to the document it conflicts with, and the
    /// attribute with which an exporter marks it (OR6).
    /// </summary>
    public static IEnumerable<TextEdit> Resolve(DominoDocument document)
    {
        Match mark = Regex.Match(
            document.Text.Substring(0, document.Layout.ContentStart), @"\sconflict\s*=\s*(['""]).*?\1");
        IEnumerable<TextEdit> attribute =
            mark.Success ? [new TextEdit(new TextRange(mark.Index, mark.Length), "")] : [];
        return
        [
            .. attribute, .. DxlTextEditor.RemoveItems(document, ForeignDomainDocument.ConflictName),
            .. DxlTextEditor.RemoveItems(document, ReferenceName),
        ];
    }
}
