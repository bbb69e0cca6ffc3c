using CoexTools.Model;

namespace CoexTools.Sources.Dxl.Editing;

/// <summary>A stretch of a document's text, and what to put in its place.</summary>
internal sealed record TextEdit(TextRange Range, string Text)
{
    public static TextEdit Insert(int at, string text) => new(new TextRange(at, 0), text);
}
