using System.Text;
using CoexTools.Files;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>
/// The start of a file, up to the name of its root element. It identifies DXL also in a file that is damaged behind it,
/// or whose declared encoding is wrong.
/// </summary>
internal static class DxlProlog
{
    private const int Length = 1 << 16; // Long comments and document types fit into it.

    /// <summary>Determines whether the root element of a file is one of DXL.</summary>
    /// <param name="file">The file, at its start.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsDxl(Stream file)
    {
        Encoding encoding = FileHead.Read(file).WideEncoding ?? Encoding.UTF8;
        byte[] bytes = file.ReadBytes(Length);
        // A decoder with replacements: the last character may be cut off.
        return RootOf(Encoding.GetEncoding(encoding.CodePage).GetString(bytes)) is "database" or "document";
    }

    // The local name of the root element; empty if the text does not start like XML.
    private static string RootOf(string text)
    {
        int at = 0;
        while (true)
        {
            while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '\uFEFF'))
                at++;
            if (at >= text.Length || text[at] != '<')
                return "";
            string? end = Starts("<?") ? "?>" : Starts("<!--") ? "-->" : null;
            int next = end is not null ? After(end, at) : Starts("<!DOCTYPE") ? AfterDocumentType(at) : 0;
            if (next < 0)
                return "";
            if (next == 0)
                break;
            at = next;
        }
        string name = new([.. text.Skip(at + 1).TakeWhile(c => !char.IsWhiteSpace(c) && c is not ('/' or '>'))]);
        return name.Substring(name.IndexOf(':') + 1);

        bool Starts(string start) => string.CompareOrdinal(text, at, start, 0, start.Length) == 0;

        int After(string end, int from) =>
            text.IndexOf(end, from, StringComparison.Ordinal) is >= 0 and var found ? found + end.Length : -1;

        int AfterDocumentType(int from)
        {
            int subset = text.IndexOf('[', from), close = text.IndexOf('>', from);
            if (subset < 0 || close < subset)
                return After(">", from);
            return After("]", from) is >= 0 and var inner ? After(">", inner) : -1;
        }
    }
}
