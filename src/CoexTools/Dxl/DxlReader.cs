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
        return content.Build(reader._rootAttributes, stamp);
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

            FindPlaces(stream);

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
        catch (Exception e) when (e is EndOfStreamException or DecoderFallbackException)
        {
            throw CoexException.FileChanged(_path); // The first pass saw no such thing.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException)
        {
            throw CoexException.FileUnreadable(_path, e.Message, e);
        }
    }

    private void FindPlaces(Stream stream)
    {
        // An internal subset that declares entities is refused before anything could refer to one.
        if (DocumentTypeScanner.DeclaresEntities(stream))
            throw CoexException.DxlForbidden(_path);
        stream.Position = 0;

        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CloseInput = false };
        using XmlReader reader = XmlReader.Create(stream, settings);
        while (reader.Read() && reader.NodeType != XmlNodeType.Element)
        {
            if (reader.NodeType == XmlNodeType.XmlDeclaration)
                _declaredEncoding = reader.GetAttribute("encoding");
        }
        string root = reader.Name;
        bool isDatabase = DocumentParser.IsDxl(reader) && reader.LocalName == "database";
        if (isDatabase)
        {
            _rootAttributes = Attributes(reader);
            _namespaces = new Dictionary<string, string>(((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml));
            int key = 0;
            bool more = !reader.IsEmptyElement && reader.Read();
            while (more && reader.Depth > 0)
            {
                _cancel.ThrowIfCancellationRequested();
                if (reader.NodeType == XmlNodeType.Element)
                    more = FindPlace(reader, ref key);
                else
                    more = reader.Read();
            }
        }
        else if (DocumentParser.IsDxl(reader) && KindOf(reader) == PlaceKind.Document)
        {
            int key = 0;
            FindPlace(reader, ref key);
        }
        while (reader.Read()) // To the end of the file: nothing may follow the root.
            _cancel.ThrowIfCancellationRequested();
        if (!isDatabase && _places.Count == 0)
            throw CoexException.DxlNotDirectory(_path, root);
    }

    // Notes the element that the reader stands on where it matters, and goes on behind it.
    private bool FindPlace(XmlReader reader, ref int key)
    {
        PlaceKind kind = DocumentParser.IsDxl(reader) ? KindOf(reader) : PlaceKind.None;
        int number = kind == PlaceKind.Document ? key++ : -1;
        bool isRoot = reader.Depth == 0;
        bool isWanted = kind == PlaceKind.AccessControlList
            || (kind == PlaceKind.Document && (isRoot || reader.GetAttribute("form") is not { Length: > 0 } form || _isWanted(form)));
        if (!isWanted)
        {
            SkipContent(reader);
            return reader.Read();
        }
        var info = (IXmlLineInfo)reader;
        var place = new Place(kind, number, info.LineNumber, info.LinePosition);
        if (!reader.IsEmptyElement)
        {
            SkipContent(reader);
            place = place with { EndLine = info.LineNumber, EndColumn = info.LinePosition };
        }
        _places.Add(place);
        return reader.Read();
    }

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
        foreach (Place place in _places)
        {
            _cancel.ThrowIfCancellationRequested();
            text.GoTo(place.Line, place.Column - 1); // The reader gives the place of the name; the tag begins before it.
            long offset = text.ByteOffset;
            text.BeginTake();
            if (place.EndLine > 0)
                text.GoTo(place.EndLine, place.EndColumn);
            string element;
            try
            {
                element = text.EndTake(hasQuotes: place.EndLine == 0);
            }
            catch (TextExtractor.DocumentTooLargeException)
            {
                throw CoexException.DocumentTooLarge(_path, place.Line);
            }
            if (place.Kind == PlaceKind.AccessControlList)
            {
                takeAccessControlList(AccessControlListParser.Parse(element, _namespaces));
                continue;
            }
            DominoDocument document = DocumentParser.Parse(element, _namespaces, place.Key, new FilePosition(offset, text.ByteOffset - offset));
            if (_isWanted(document.Form))
                takeDocument(document);
        }
        return text.EndHash();
    }

    private static PlaceKind KindOf(XmlReader reader) => reader.LocalName switch
    {
        "document" => PlaceKind.Document,
        "note" when reader.GetAttribute("class") is null or "document" => PlaceKind.Document,
        "acl" => PlaceKind.AccessControlList,
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
    }

    private readonly record struct Place(PlaceKind Kind, int Key, int Line, int Column, int EndLine = 0, int EndColumn = 0);

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

        public DirectoryContent Build(Dictionary<string, string> root, FileStamp stamp)
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
            };
        }
    }
}
