using System.Xml;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>Converts the line and column of an XML reader to an offset in the text that it reads.</summary>
internal sealed class TextPositions
{
    private readonly List<int> _lines = [0];
    private readonly IXmlLineInfo _place;

    /// <param name="text">The text, which the reader must have in its buffer as a whole.</param>
    /// <param name="reader">A reader of the text.</param>
    public TextPositions(string text, XmlReader reader)
    {
        _place = (IXmlLineInfo)reader;
        // XML ends a line with CR LF, CR, or LF.
        for (int at = text.IndexOfAny(['\r', '\n']); at >= 0; at = text.IndexOfAny(['\r', '\n'], at))
        {
            at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
            _lines.Add(at);
        }
    }

    /// <summary>
    /// Gets the offset of the current node. For a tag, this is the first character of its name, after <c>&lt;</c> or
    /// <c>&lt;/</c>.
    /// </summary>
    public int Current => _lines[_place.LineNumber - 1] + _place.LinePosition - 1;
}
