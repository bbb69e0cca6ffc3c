using System.Text;

using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>Looks into a file's document type declaration, before any XML parser does.</summary>
internal static class DocumentTypeScanner
{
    private const int MaximumProlog = 1 << 26;

    /// <summary>
    /// Returns whether the internal subset of the document type declares an entity, of whatever kind. A prolog that is
    /// not well-formed answers no: the parser will say what is wrong with it.
    /// </summary>
    /// <param name="stream">The file, at its start.</param>
    /// <param name="head">Its first bytes.</param>
    public static bool DeclaresEntities(Stream stream, FileHead head)
    {
        // The declared encoding does not matter here: all encodings without a wide code unit write markup as ASCII
        // does.
        Encoding encoding = head.WideEncoding ?? Encoding.GetEncoding("iso-8859-1");
        using var text = new StreamReader(
            stream, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 4096, leaveOpen: true);
        try
        {
            return Scan(new Cursor(text));
        }
        catch (Exception e) when (e is EndOfStreamException or DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool Scan(Cursor text)
    {
        while (true)
        {
            text.PassTo("<");
            if (text.Take("!--"))
                text.PassTo("-->");
            else if (text.Take("?"))
                text.PassTo("?>");
            else if (text.Take("!DOCTYPE"))
                return ScanDocumentType(text);
            else
                return false;
        }
    }

    private static bool ScanDocumentType(Cursor text)
    {
        bool isInSubset = false;
        while (true)
        {
            char c = text.Next();
            if (c is '\'' or '"')
                text.PassTo(c.ToString());
            else if (c == '[')
                isInSubset = true;
            else if (c == ']')
                isInSubset = false;
            else if (c == '>' && !isInSubset)
                return false;
            else if (c == '<' && text.Take("!--"))
                text.PassTo("-->");
            else if (c == '<' && text.Take("?"))
                text.PassTo("?>");
            else if (c == '<' && text.Take("!ENTITY"))
                return true;
        }
    }

    /// <summary>A text that is read once, with a short look ahead.</summary>
    private sealed class Cursor(TextReader reader)
    {
        private readonly StringBuilder _ahead = new();
        private int _count;

        public char Next()
        {
            if (!Fill(1))
                throw new EndOfStreamException();
            char c = _ahead[0];
            _ahead.Remove(0, 1);
            return c;
        }

        public bool Take(string text)
        {
            if (!Fill(text.Length) || _ahead.ToString(0, text.Length) != text)
                return false;
            _ahead.Remove(0, text.Length);
            return true;
        }

        public void PassTo(string text)
        {
            while (!Take(text))
                Next();
        }

        private bool Fill(int length)
        {
            while (_ahead.Length < length)
            {
                int c = ++_count > MaximumProlog ? -1 : reader.Read();
                if (c < 0)
                    return false;
                _ahead.Append((char)c);
            }
            return true;
        }
    }
}
