using System.Text;
using System.Xml;
using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Dxl.Reading;

/// <summary>
/// Reads a DXL file by stock <see cref="XmlReader"/>. A first pass proves that all of it is well-formed, and notes where the elements stand
/// that matter; a second one takes out their text, one at a time, so that memory is bounded by the largest of them. The document type is
/// never resolved.
/// </summary>
internal sealed class PlainReader
{
    /// <summary>How often it goes over the bytes of a file.</summary>
    public const int Passes = 2;

    private readonly string _path;
    private readonly DocumentFilter _filter;
    private readonly CancellationToken _cancel;
    private readonly Dictionary<long, HashState> _states = [];
    private readonly List<Place> _places = [];
    private Dictionary<string, string> _namespaces = [];
    private Dictionary<string, string> _rootAttributes = [];
    private string? _declaredEncoding;
    private FileOutline _outline = new("", IsEmptyRoot: false);
    private int _lastKey = -1;
    private long _nameOffset;

    private PlainReader(string path, DocumentFilter filter, CancellationToken cancel)
    {
        _path = path;
        _filter = filter;
        _cancel = cancel;
    }

    /// <summary>The attributes of the root.</summary>
    public IReadOnlyDictionary<string, string> RootAttributes => _rootAttributes;

    /// <summary>Where the parts of the file stand.</summary>
    public FileOutline Outline => _outline;

    /// <summary>The key of the last document.</summary>
    public int LastKey => _lastKey;

    /// <summary>The state of the hash after all bytes.</summary>
    public HashState State { get; private set; } = HashState.Empty;

    /// <summary>The states of the hash at the documents that may be changed, by their offsets.</summary>
    public IReadOnlyDictionary<long, HashState> States => _states;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="stream">The file.</param>
    /// <param name="head">Its first four bytes.</param>
    /// <param name="filter">Which documents matter.</param>
    /// <param name="takeDocument">Takes those documents, one after another.</param>
    /// <param name="takeAccessControlList">Takes the access control list.</param>
    /// <param name="stamp">What the file is.</param>
    /// <param name="cancel">Ends the reading early.</param>
    /// <exception cref="CoexException">The file is not DXL.</exception>
    /// <exception cref="XmlException">It is not well-formed.</exception>
    public static PlainReader Read(
        string path, Stream stream, byte[] head, DocumentFilter filter, Action<DominoDocument> takeDocument,
        Action<AccessControlList> takeAccessControlList, out FileStamp stamp, CancellationToken cancel)
    {
        var reader = new PlainReader(path, filter, cancel);
        stream.Position = 0;
        reader.FindPlaces(stream, head);
        stream.Position = 0;
        Encoding encoding = DxlEncoding.Detect(head, reader._declaredEncoding);
        reader.State = reader.TakeElements(stream, encoding, takeDocument, takeAccessControlList);
        stamp = new FileStamp(stream.Length, ContentHash.Format(reader.State), encoding);
        return reader;
    }

    private void FindPlaces(Stream stream, byte[] head)
    {
        // An internal subset that declares entities is refused before anything could refer to one.
        if (DocumentTypeScanner.DeclaresEntities(stream))
            throw CoexException.DxlForbidden(_path);
        stream.Position = 0;
        try
        {
            using XmlReader reader = Open(new OneLineStream(stream, DxlEncoding.Detect(head, declared: null)));
            FindPlaces(reader, isMarkedUtf8: head.Length > 2 && head[0] == 0xEF && head[1] == 0xBB && head[2] == 0xBF);
        }
        catch (XmlException)
        {
            stream.Position = 0;
            using XmlReader reader = Open(stream); // It reports the same error with its line.
            while (reader.Read())
                _cancel.ThrowIfCancellationRequested();
            throw;
        }

        static XmlReader Open(Stream stream) =>
            XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CloseInput = false });
    }

    private void FindPlaces(XmlReader reader, bool isMarkedUtf8)
    {
        while (reader.Read() && reader.NodeType != XmlNodeType.Element)
        {
            if (reader.NodeType != XmlNodeType.XmlDeclaration)
                continue;
            _declaredEncoding = reader.GetAttribute("encoding");
            // The XML reader would believe the declaration, and so decode the bytes otherwise than the second pass does.
            if (isMarkedUtf8 && _declaredEncoding is not null && !_declaredEncoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                throw CoexException.DxlMalformed(_path, $"The file declares '{_declaredEncoding}', but starts with a UTF-8 byte order mark.", 1, 1);
        }
        string root = reader.Name;
        bool isDatabase = DocumentParser.IsDxl(reader) && reader.LocalName == "database";
        if (isDatabase)
        {
            _rootAttributes = Attributes(reader);
            _outline = new FileOutline(root, reader.IsEmptyElement);
            _places.Add(new Place(PlaceKind.RootStart, -1, NameOffset(reader) - 1));
            _namespaces = new Dictionary<string, string>(((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml));
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
                _places.Add(new Place(PlaceKind.RootEnd, -1, NameOffset(reader) - 2));
        }
        else if (DocumentParser.IsDxl(reader) && KindOf(reader) == PlaceKind.Document)
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
        PlaceKind kind = DocumentParser.IsDxl(reader) ? KindOf(reader) : PlaceKind.None;
        int number = kind == PlaceKind.Document ? ++_lastKey : -1;
        bool isRoot = reader.Depth == 0;
        bool? isWanted = kind switch
        {
            PlaceKind.Document => isRoot || reader.GetAttribute("form") is not { Length: > 0 } form ? true : _filter.Takes(form),
            PlaceKind.AccessControlList or PlaceKind.DatabaseInfo => true,
            _ => false,
        };
        if (isWanted == false)
        {
            SkipContent(reader);
            return reader.Read();
        }
        var place = new Place(kind, number, NameOffset(reader) - 1);
        bool isEmpty = reader.IsEmptyElement;
        bool hasType = SkipContent(reader, lookForType: isWanted is null);
        if (!isEmpty)
            place = place with { EndName = NameOffset(reader) };
        if (isWanted == true || hasType) // The document itself shows whether the type is the right one.
            _places.Add(place);
        return reader.Read();
    }

    // The character that the reader stands on: the first of a name, behind < or </. All is one line; its columns start again every four billion
    // characters, between two of the places that are asked for.
    private long NameOffset(XmlReader reader) =>
        _nameOffset += unchecked((uint)(((IXmlLineInfo)reader).LinePosition - 1 - (int)_nameOffset));

    // Goes to the end of an element, which may be most of the file; returns whether it holds the item that decides what the document is.
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
                && string.Equals(reader.GetAttribute("name"), DirectoryForms.TypeName, StringComparison.OrdinalIgnoreCase);
        }
        return hasType;
    }

    private HashState TakeElements(
        Stream stream, Encoding encoding, Action<DominoDocument> takeDocument, Action<AccessControlList> takeAccessControlList)
    {
        var text = new TextExtractor(stream, encoding);
        try
        {
            text.Begin();
            foreach (Place place in _places)
                TakeElement(text, place, takeDocument, takeAccessControlList);
            return text.EndHash();
        }
        catch (TextExtractor.DocumentTooLargeException)
        {
            throw CoexException.DocumentTooLarge(_path, LineAt(stream, encoding, _places.Last(place => place.Start <= text.Offset).Start).Line);
        }
        catch (DecoderFallbackException e)
        {
            // For some encodings the XML reader puts another character in the place of such bytes, and does not look at the last ones.
            (int line, int column) = LineAt(stream, encoding, text.Offset);
            throw CoexException.DxlMalformed(_path, "The bytes after this position are not valid in the encoding of the file.", line, column, e);
        }
    }

    private static (int Line, int Column) LineAt(Stream stream, Encoding encoding, long offset)
    {
        stream.Position = 0;
        var lenient = (Encoding)encoding.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        using var text = new StreamReader(stream, lenient, detectEncodingFromByteOrderMarks: true, bufferSize: 4096, leaveOpen: true);
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

    private void TakeElement(TextExtractor text, Place place, Action<DominoDocument> takeDocument, Action<AccessControlList> takeAccessControlList)
    {
        _cancel.ThrowIfCancellationRequested();
        text.GoTo(place.Start);
        long offset = text.ByteOffset;
        if (place.Kind == PlaceKind.RootEnd)
        {
            _outline = _outline with { End = offset };
            return;
        }
        HashState? state = place.Kind == PlaceKind.Document ? text.HashHere() : null;
        text.BeginTake();
        if (place.EndName is { } end)
            text.GoTo(end);
        string element = text.EndTake(hasQuotes: place.EndName is null);
        var position = new FilePosition(offset, text.ByteOffset - offset);
        switch (place.Kind)
        {
            case PlaceKind.RootStart:
                // The first pass reads all as one line, and so takes a line break of two characters in a value for two blanks.
                string whole = _outline.IsEmptyRoot ? element : element.Insert(element.Length - 1, "/");
                using (XmlReader root = DocumentParser.OpenFragment(whole, _namespaces))
                {
                    root.MoveToContent();
                    _rootAttributes = Attributes(root);
                }
                _outline = _outline with { ContentStart = text.ByteOffset, AccessControlListStart = text.ByteOffset };
                break;
            case PlaceKind.DatabaseInfo:
                _outline = _outline with { AccessControlListStart = text.ByteOffset };
                break;
            case PlaceKind.AccessControlList:
                takeAccessControlList(AccessControlListParser.Parse(new ElementSource(element, _namespaces, position)));
                break;
            default:
                DominoDocument document = DocumentParser.Parse(element, _namespaces, place.Key, position);
                if (!_filter.Takes(document))
                    break;
                if (state is not null && _filter.Traces(document.Form))
                    _states[offset] = state;
                takeDocument(document);
                break;
        }
    }

    private static PlaceKind KindOf(XmlReader reader) => reader.LocalName switch
    {
        "document" => PlaceKind.Document,
        "note" when reader.GetAttribute("class") is null or "document" => PlaceKind.Document,
        "acl" => PlaceKind.AccessControlList,
        "databaseinfo" => PlaceKind.DatabaseInfo,
        _ => PlaceKind.None,
    };

    private static Dictionary<string, string> Attributes(XmlReader reader)
    {
        var attributes = new Dictionary<string, string>();
        while (reader.MoveToNextAttribute())
            attributes[reader.Name] = reader.Value;
        reader.MoveToElement();
        return attributes;
    }

    private enum PlaceKind
    {
        None,
        Document,
        AccessControlList,
        DatabaseInfo,
        RootStart,
        RootEnd,
    }

    // Where an element stands, in characters from the file's begin: its start tag, and the name in its end tag where it has one.
    private readonly record struct Place(PlaceKind Kind, int Key, long Start, long? EndName = null);
}
