using System.Text;
using System.Xml;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>
/// Reads a DXL file by stock <see cref="XmlReader"/>. A first pass proves that all of it is well-formed, and notes
/// where the elements stand that matter; a second one takes out their text, one at a time, so that memory is bounded by
/// the largest of them. The document type is never resolved.
/// </summary>
internal sealed class PlainReader
{
    /// <summary>The number of passes over the bytes of a file.</summary>
    public const int Passes = 2;

    private readonly string _path;
    private readonly DocumentFilter _filter;
    private readonly CancellationToken _cancel;
    private readonly Action<DxlElement> _take;
    private readonly List<Place> _places = [];
    private Dictionary<string, string> _namespaces = [];
    private Dictionary<string, string> _rootAttributes = [];
    private string? _declaredEncoding;
    private DxlOutline _outline = new("", IsEmptyRoot: false);
    private long? _rootStart; // In characters, as in places.
    private long? _rootEnd;
    private long _taken; // The start of the element that is taken out.
    private int _lastKey = -1;
    private long _nameOffset;

    private PlainReader(string path, DocumentFilter filter, Action<DxlElement> take, CancellationToken cancel)
    {
        _path = path;
        _filter = filter;
        _take = take;
        _cancel = cancel;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="stream">The file.</param>
    /// <param name="head">Its first bytes.</param>
    /// <param name="filter">Selects the documents that matter.</param>
    /// <param name="take">Receives each element that may matter, in order.</param>
    /// <param name="cancel">Cancels the read.</param>
    /// <exception cref="CoexException">The file is not a DXL file.</exception>
    /// <exception cref="XmlException">It is not well-formed.</exception>
    public static DxlReading Read(
        string path, Stream stream, FileHead head, DocumentFilter filter, Action<DxlElement> take,
        CancellationToken cancel)
    {
        var reader = new PlainReader(path, filter, take, cancel);
        stream.Position = 0;
        reader.FindPlaces(stream, head);
        stream.Position = 0;
        Encoding encoding = reader.EncodingOf(head);
        HashState state = reader.TakeElements(stream, encoding);
        var stamp = new FileStamp(stream.Length, ContentHash.Format(state), encoding);
        return new DxlReading(reader._rootAttributes, reader._outline, reader._lastKey, stamp, state);
    }

    // The XML reader knows encodings that the system does not have, and reads their names in files of another encoding,
    // too.
    private Encoding EncodingOf(FileHead head)
    {
        try
        {
            return head.EncodingOf(_declaredEncoding);
        }
        catch (ArgumentException e)
        {
            throw CoexException.DxlMalformed(
                _path, $"declares the encoding '{CoexException.Shorten(_declaredEncoding!)}', but it does not have "
                    + "this encoding.",
                "Export the database again, or change the declaration to the encoding of the file, for example UTF-8.",
                e);
        }
    }

    private void FindPlaces(Stream stream, FileHead head)
    {
        // An internal subset that declares entities is refused before anything could refer to one.
        if (DocumentTypeScanner.DeclaresEntities(stream, head))
            throw CoexException.DxlForbidden(_path);
        stream.Position = 0;
        try
        {
            using XmlReader reader = Open(new OneLineStream(stream, head.EncodingOf(declared: null)));
            FindPlaces(reader, head);
        }
        catch (XmlException)
        {
            Explain(stream, head);
            throw;
        }
    }

    private static XmlReader Open(Stream stream) => XmlReader.Create(
        stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CloseInput = false });

    // Reads the file again, which reports the same error with its line.
    private void Explain(Stream stream, FileHead head)
    {
        bool isBehindRoot = false;
        stream.Position = 0;
        try
        {
            using XmlReader reader = Open(stream);
            while (reader.Read())
            {
                _cancel.ThrowIfCancellationRequested();
                isBehindRoot |= reader.Depth == 0 && (reader.NodeType == XmlNodeType.EndElement
                    || (reader.NodeType == XmlNodeType.Element && reader.IsEmptyElement));
            }
        }
        catch (XmlException e)
        {
            throw MalformedFile.Explain(_path, stream, head, e, isBehindRoot);
        }
    }

    private void FindPlaces(XmlReader reader, FileHead head)
    {
        while (reader.Read() && reader.NodeType != XmlNodeType.Element)
        {
            if (reader.NodeType != XmlNodeType.XmlDeclaration)
                continue;
            _declaredEncoding = reader.GetAttribute("encoding");
            // The XML reader would believe the declaration, and so decode the bytes otherwise than the second pass
            // does.
            if (head.HasUtf8Mark && _declaredEncoding is not null && !DxlEncoding.IsUtf8(_declaredEncoding))
                throw CoexException.DxlMalformed(
                    _path, $"declares the encoding '{_declaredEncoding}', but its encoding is UTF-8.",
                    "Export the database again, or change the declaration to UTF-8.");
        }
        string root = reader.Name;
        bool isDatabase = DocumentParser.IsDxl(reader) && reader.LocalName == DxlNames.Database;
        if (isDatabase)
        {
            _rootAttributes = Attributes(reader);
            _outline = new DxlOutline(root, reader.IsEmptyElement);
            _rootStart = NameOffset(reader) - 1;
            _namespaces =
                new Dictionary<string, string>(((IXmlNamespaceResolver)reader).GetNamespacesInScope(
                    XmlNamespaceScope.ExcludeXml));
            bool more = !reader.IsEmptyElement && reader.Read();
            while (more && reader.Depth > 0)
            {
                _cancel.ThrowIfCancellationRequested();
                if (reader.NodeType == XmlNodeType.Element)
                    more = FindPlace(reader);
                else
                    more = reader.Read();
            }
            if (!_outline.IsEmptyRoot)
                _rootEnd = NameOffset(reader) - 2;
        }
        else if (KindOf(reader) == DxlElementKind.Document)
        {
            _rootAttributes = Attributes(reader);
            FindPlace(reader);
        }
        while (reader.Read()) // To the end of the file: nothing may follow the root.
            _cancel.ThrowIfCancellationRequested();
        if (!isDatabase && _places.Count == 0)
            throw CoexException.DxlNotDirectory(_path, root);
    }

    // Notes the element that the reader stands on where it matters, and goes on behind it.
    private bool FindPlace(XmlReader reader)
    {
        DxlElementKind kind = KindOf(reader);
        bool isDocument = kind == DxlElementKind.Document;
        int key = isDocument ? ++_lastKey : -1;
        string? form = isDocument ? reader.GetAttribute(DxlNames.Form) : null;
        bool? isWanted = kind switch
        {
            DxlElementKind.Document => reader.Depth == 0 || form is null or "" ? true : _filter.Takes(form),
            DxlElementKind.AccessControlList or DxlElementKind.DatabaseInfo => true,
            _ => false,
        };
        if (isWanted == false)
        {
            SkipContent(reader);
            return reader.Read();
        }
        var place = new Place(kind, form, key, NameOffset(reader) - 1);
        bool isEmpty = reader.IsEmptyElement;
        bool hasType = SkipContent(reader, lookForType: isWanted is null);
        if (!isEmpty)
            place = place with { EndName = NameOffset(reader) };
        if (isWanted == true || hasType) // The document itself shows whether the type is the right one.
            _places.Add(place);
        return reader.Read();
    }

    // The character that the reader stands on: the first of a name, behind
    // < or </. All is one line; its columns start again every four billion characters, between two of the places that
    // are asked for.
    private long NameOffset(XmlReader reader) =>
        _nameOffset += unchecked((uint)(((IXmlLineInfo)reader).LinePosition - 1 - (int)_nameOffset));

    // Goes to the end of an element, which may be most of the file; returns whether it holds the item that decides what
    // the document is.
    private bool SkipContent(XmlReader reader, bool lookForType = false)
    {
        if (reader.IsEmptyElement)
            return false;
        int depth = reader.Depth;
        bool hasType = false;
        while (reader.Read() && reader.Depth > depth)
        {
            _cancel.ThrowIfCancellationRequested();
            hasType |= lookForType && reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1
                && reader.LocalName == "item" && DocumentParser.IsDxl(reader)
                && string.Equals(
                    reader.GetAttribute("name"), DirectoryForms.TypeName, StringComparison.OrdinalIgnoreCase);
        }
        return hasType;
    }

    private HashState TakeElements(Stream stream, Encoding encoding)
    {
        var text = new TextExtractor(stream, encoding);
        try
        {
            text.Begin();
            if (_rootStart is { } start)
                TakeRoot(text, start);
            foreach (Place place in _places)
                TakeElement(text, place);
            if (_rootEnd is { } end)
            {
                text.GoTo(end);
                _outline = _outline with { End = text.ByteOffset };
            }
            return text.EndHash();
        }
        catch (TextExtractor.DocumentTooLargeException)
        {
            throw CoexException.DocumentTooLarge(_path, LineAt(stream, encoding, _taken).Line);
        }
        catch (DecoderFallbackException e)
        {
            // For some encodings the XML reader puts another character in the place of such bytes, and does not look at
            // the last ones.
            (int line, int column) = LineAt(stream, encoding, text.Offset);
            throw MalformedFile.At(
                _path, "The bytes after this position are not valid in the encoding of the file.", line, column, e);
        }
    }

    private static (int Line, int Column) LineAt(Stream stream, Encoding encoding, long offset)
    {
        stream.Position = 0;
        var lenient = (Encoding)encoding.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        using var text = new StreamReader(
            stream, lenient, detectEncodingFromByteOrderMarks: true, bufferSize: 4096, leaveOpen: true);
        (int line, int column) = (1, 1);
        for (int before = 0; offset > 0 && text.Read() is >= 0 and var c; offset--, before = c)
        {
            if (c is '\r' || (c is '\n' && before != '\r'))
                (line, column) = (line + 1, 1);
            else if (c is not '\n')
                column++;
        }
        return (line, column);
    }

    private void TakeRoot(TextExtractor text, long start)
    {
        _taken = start;
        text.GoTo(start);
        text.BeginTake();
        string element = text.EndTake(hasQuotes: true);
        // The first pass reads all as one line, and so takes a line break of two characters in a value for two blanks.
        string whole = _outline.IsEmptyRoot ? element : element.Insert(element.Length - 1, "/");
        using XmlReader root = DocumentParser.OpenFragment(whole, _namespaces);
        root.MoveToContent();
        _rootAttributes = Attributes(root);
        _outline = _outline with { ContentStart = text.ByteOffset, AccessControlListStart = text.ByteOffset };
    }

    private void TakeElement(TextExtractor text, Place place)
    {
        _cancel.ThrowIfCancellationRequested();
        _taken = place.Start;
        text.GoTo(place.Start);
        long offset = text.ByteOffset;
        bool isTraced = place.Kind == DxlElementKind.Document && _filter.Traces(place.Form);
        HashState? state = isTraced ? text.HashHere() : null;
        text.BeginTake();
        if (place.EndName is { } end)
            text.GoTo(end);
        string element = text.EndTake(hasQuotes: place.EndName is null);
        if (place.Kind == DxlElementKind.DatabaseInfo)
            _outline = _outline with { AccessControlListStart = text.ByteOffset };
        else
            _take(new DxlElement(
                place.Kind, place.Form, place.Key, element, _namespaces, new FilePosition(
                    offset, text.ByteOffset - offset), state));
    }

    private static DxlElementKind KindOf(XmlReader reader) =>
        DocumentParser.IsDxl(reader)
            ? DxlNames.KindOf(reader.LocalName, reader.GetAttribute(DxlNames.Class)) : DxlElementKind.Other;

    private static Dictionary<string, string> Attributes(XmlReader reader)
    {
        var attributes = new Dictionary<string, string>();
        while (reader.MoveToNextAttribute())
            attributes[reader.Name] = reader.Value;
        reader.MoveToElement();
        return attributes;
    }

    // The position of an element, in characters from the start of the file: its start tag, and the name in its end tag
    // if it has one.
    private readonly record struct Place(DxlElementKind Kind, string? Form, int Key, long Start, long? EndName = null);
}
