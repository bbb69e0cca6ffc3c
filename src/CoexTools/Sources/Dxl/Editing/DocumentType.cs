using CoexTools.Model;

namespace CoexTools.Sources.Dxl.Editing;

/// <summary>The document type declaration in the prolog of a DXL file.</summary>
internal static class DocumentType
{
    private const string Start = "<!DOCTYPE";

    /// <summary>
    /// Returns the range of the declaration, with the line break behind it; null if the file does not have a
    /// declaration.
    /// </summary>
    /// <param name="prolog">The text of a well-formed file, at least up to the start tag of the root.</param>
    public static TextRange? RangeOf(string prolog)
    {
        int start = 0;
        while ((start = prolog.IndexOf('<', start)) >= 0)
        {
            if (Starts(prolog, start, "<!--"))
                start = EndOf(prolog, "-->", start);
            else if (Starts(prolog, start, "<?"))
                start = EndOf(prolog, "?>", start);
            else
                break;
        }
        if (start < 0 || !Starts(prolog, start, Start))
            return null;
        int end = EndOfDeclaration(prolog, start + Start.Length);
        while (end < prolog.Length && prolog[end] is ' ' or '\t')
            end++;
        if (end < prolog.Length && prolog[end] == '\r')
            end++;
        if (end < prolog.Length && prolog[end] == '\n')
            end++;
        return TextRange.Between(start, end);
    }

    private static int EndOfDeclaration(string prolog, int at)
    {
        bool isInSubset = false;
        while (isInSubset || prolog[at] != '>')
        {
            char c = prolog[at];
            if (c is '\'' or '"')
                at = prolog.IndexOf(c, at + 1) + 1;
            else if (Starts(prolog, at, "<!--"))
                at = EndOf(prolog, "-->", at);
            else if (Starts(prolog, at, "<?"))
                at = EndOf(prolog, "?>", at);
            else
                at++;
            isInSubset = c == '[' || (isInSubset && c != ']');
        }
        return at + 1;
    }

    private static bool Starts(string text, int at, string start) =>
        string.CompareOrdinal(text, at, start, 0, start.Length) == 0;

    private static int EndOf(string text, string end, int start) =>
        text.IndexOf(end, start, StringComparison.Ordinal) + end.Length;
}
