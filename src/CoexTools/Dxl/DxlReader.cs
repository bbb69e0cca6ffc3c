using System.Text;
using System.Xml;
using CoexTools.Directory;
using CoexTools.Names;

namespace CoexTools.Dxl;

/// <summary>
/// Reads a DXL file by stock <see cref="XmlReader"/>. A first pass proves that all of it is well-formed, and notes where the elements stand
/// that matter; a second one takes out their text, one at a time, so that memory is bounded by the largest of them. The document type is
/// never resolved.
/// </summary>
internal sealed class DxlReader
{
    private static readonly string[] DirectoryForms = ["Domain", "Server", "Group"];

    private readonly string _path;
    private readonly Func<string, bool> _isWanted;
    private readonly CancellationToken _cancel;
    private readonly List<Place> _places = [];
    private Dictionary<string, string> _namespaces = [];
    private Dictionary<string, string> _rootAttributes = [];
    private string? _declaredEncoding;
    private FileOutline _outline = new("", IsEmptyRoot: false);
    private int _lastKey = -1;
    private long _nameOffset;

    private DxlReader(string path, Func<string, bool> isWanted, CancellationToken cancel)
    {
        _path = path;
        _isWanted = isWanted;
        _cancel = cancel;
    }

    /// <summary>Reads what a directory's file says of foreign domains and of access.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="fieldMap">Which items hold the properties of a Foreign Domain document.</param>
    /// <param name="report">Takes what is wrong with a document without spoiling the rest.</param>
    /// <param name="cancel">Ends the reading early.</param>
    /// <exception cref="CoexException">The file cannot be read, or is no DXL. Nothing of it is given then.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DirectoryContent ReadDirectory(string path, FieldMap fieldMap, Action<CoexException> report, CancellationToken cancel)
    {
        var content = new DirectoryBuilder(path, fieldMap, report);
        var reader = new DxlReader(path, form => DirectoryForms.Contains(form, StringComparer.OrdinalIgnoreCase), cancel);
        FileStamp stamp = reader.Read(content.Add, content.AddAccessControlList);
        return content.Build(reader._rootAttributes, stamp, reader._outline, reader._lastKey);
    }

    /// <summary>Reads the documents of a file, whatever they are, one after another.</summary>
    /// <exception cref="CoexException">The file cannot be read, or is no DXL.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static FileStamp ReadDocuments(string path, Action<DominoDocument> take, CancellationToken cancel) =>
        new DxlReader(path, _ => true, cancel).Read(take, _ => { });

    private FileStamp Read(Action<DominoDocument> takeDocument, Action<AccessControlList> takeAccessControlList)
    {
        try
        {
            using FileStream stream = DxlFile.OpenRead(_path);
            byte[] head = new byte[4];
            int headLength = stream.Read(head, 0, head.Length);
            Array.Resize(ref head, headLength);
            stream.Position = 0;
            long length = stream.Length;
            DateTime written = File.GetLastWriteTimeUtc(_path);

            FindPlaces(stream, head);

            stream.Position = 0;
            Encoding encoding = DxlEncoding.Detect(head, _declaredEncoding);
            string hash = TakeElements(stream, encoding, takeDocument, takeAccessControlList);
            if (stream.Length != length || File.GetLastWriteTimeUtc(_path) != written)
                throw CoexException.FileChanged(_path);
            return new FileStamp(length, hash, encoding);
        }
        catch (XmlException e)
        {
            throw CoexException.DxlMalformed(_path, e.Message, e.LineNumber, e.LinePosition, e);
        }
        catch (EndOfStreamException)
        {
            throw CoexException.FileChanged(_path); // The first pass saw no such thing.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException)
        {
            throw CoexException.FileUnreadable(_path, e.Message, e);
        }
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
            FindPlaces(reader, isMarkedUtf8: head is [0xEF, 0xBB, 0xBF, ..]);
        }
        catch (XmlException)
        {
            stream.Position = 0;
            using XmlReader reader = Open(stream); // It tells the same mistake with its line.
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
                throw CoexException.DxlMalformed(_path, $"it declares '{_declaredEncoding}', but begins with the mark of UTF-8.", 1, 1);
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
        bool isWanted = kind is PlaceKind.AccessControlList or PlaceKind.DatabaseInfo
            || (kind == PlaceKind.Document && (isRoot || reader.GetAttribute("form") is not { Length: > 0 } form || _isWanted(form)));
        if (!isWanted)
        {
            SkipContent(reader);
            return reader.Read();
        }
        var place = new Place(kind, number, NameOffset(reader) - 1);
        if (!reader.IsEmptyElement)
        {
            SkipContent(reader);
            place = place with { EndName = NameOffset(reader) };
        }
        _places.Add(place);
        return reader.Read();
    }

    // The character that the reader stands on: the first of a name, behind < or </. All is one line; its columns begin anew every four billion
    // characters, between two of the places that are asked for.
    private long NameOffset(XmlReader reader) =>
        _nameOffset += unchecked((uint)(((IXmlLineInfo)reader).LinePosition - 1 - (int)_nameOffset));

    // Goes to the end of an element, which may be most of the file.
    private void SkipContent(XmlReader reader)
    {
        if (reader.IsEmptyElement)
            return;
        int depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
            _cancel.ThrowIfCancellationRequested();
    }

    private string TakeElements(Stream stream, Encoding encoding, Action<DominoDocument> takeDocument, Action<AccessControlList> takeAccessControlList)
    {
        using var text = new TextExtractor(stream, encoding);
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
            throw CoexException.DxlMalformed(_path, "behind it there are bytes that the encoding does not have.", line, column, e);
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
        text.BeginTake();
        if (place.EndName is { } end)
            text.GoTo(end);
        string element = text.EndTake(hasQuotes: place.EndName is null);
        var position = new FilePosition(offset, text.ByteOffset - offset);
        switch (place.Kind)
        {
            case PlaceKind.RootStart:
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
                if (_isWanted(document.Form))
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

    /// <summary>Gathers what a file says of a directory.</summary>
    private sealed class DirectoryBuilder(string path, FieldMap fieldMap, Action<CoexException> report)
    {
        private readonly List<DominoDocument> _documents = [];
        private readonly List<DominoServer> _servers = [];
        private readonly List<DominoGroup> _groups = [];
        private readonly List<CoexException> _problems = [];
        private AccessControlList? _accessControlList;

        public void Add(DominoDocument document)
        {
            if (Is("Domain"))
            {
                _documents.Add(document);
                Check("created", document.Created);
                Check("modified", document.Modified);
                Check("revised", document.Revised);
            }
            else if (Is("Server") && NotesName.FromText(document.FirstValue("ServerName")) is { } server)
            {
                _servers.Add(new DominoServer(server, document.FirstValue("Domain"), document.FirstValue("SMTPFullHostDomain"), document.FirstValue("ClusterName")));
            }
            else if (Is("Group") && document.FirstValue("ListName") is { } group)
            {
                _ = int.TryParse(document.FirstValue("GroupType"), out int type);
                _groups.Add(new DominoGroup(group, (GroupType)type, [.. document.Values("Members").Select(member => new NotesName(member))]));
            }

            bool Is(string form) => string.Equals(document.Form, form, StringComparison.OrdinalIgnoreCase);

            void Check(string element, NoteTime time)
            {
                if (time.IsInvalid)
                    _problems.Add(CoexException.DateTimeInvalid(document.UniversalId, element, time.Text!));
            }
        }

        public void AddAccessControlList(AccessControlList list) => _accessControlList ??= list;

        public DirectoryContent Build(Dictionary<string, string> root, FileStamp stamp, FileOutline outline, int highestKey)
        {
            _problems.ForEach(report); // Only now: a file with an error gives nothing else.
            return new DirectoryContent
            {
                Name = root.TryGetValue("title", out string? title) && title.Length > 0 ? title : Path.GetFileNameWithoutExtension(path),
                Path = path,
                ReplicaId = root.TryGetValue("replicaid", out string? replica) ? replica : "",
                Documents = _documents,
                Servers = _servers,
                Groups = _groups,
                AccessControlList = _accessControlList,
                FieldMap = fieldMap,
                Stamp = stamp,
                Outline = outline,
                HighestKey = highestKey,
            };
        }
    }
}
