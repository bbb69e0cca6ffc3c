using System.Xml;
using CoexTools.Dxl.Storage;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Dxl.Reading;

/// <summary>
/// Collects the content of a directory from a file. Domain documents are read immediately. Documents that determine access are read on demand
/// if their form identifies them.
/// </summary>
internal sealed class DirectoryBuilder(string path, FieldMap fieldMap)
{
    private readonly List<DominoDocument> _documents = [];
    private readonly List<Func<DominoDocument>> _servers = [];
    private readonly List<Func<DominoDocument>> _groups = [];
    private readonly List<CoexException> _problems = [];
    private readonly Dictionary<int, FilePosition> _positions = [];
    private readonly Dictionary<long, HashState> _states = [];
    private AccessControlList? _accessControlList;
    private DxlElement? _accessControlListElement;

    /// <summary>The states of the hash at the documents that can be changed, by their offsets.</summary>
    public IReadOnlyDictionary<long, HashState> States => _states;

    /// <summary>Takes an element of a DXL file.</summary>
    /// <exception cref="XmlException">It is not well-formed.</exception>
    public void Add(DxlElement element)
    {
        if (element.State is { } state)
            _states[element.Position.Offset] = state;
        if (element.Kind == DxlElementKind.AccessControlList)
        {
            _accessControlListElement ??= element;
            Add(AccessControlListParser.Parse(element));
            return;
        }
        switch (DirectoryForms.KindOf(element.Form ?? ""))
        {
            case DocumentKind.Server:
                _servers.Add(() => DocumentParser.Parse(element));
                break;
            case DocumentKind.Group:
                _groups.Add(() => DocumentParser.Parse(element));
                break;
            default:
                if (Take(DocumentParser.Parse(element)) == DocumentKind.Domain)
                    _positions[element.Key] = element.Position;
                break;
        }
    }

    /// <summary>Takes a document. Documents that do not matter are ignored.</summary>
    public void Add(DominoDocument document) => Take(document);

    /// <summary>Takes the access control list; the first one counts.</summary>
    public void Add(AccessControlList list) => _accessControlList ??= list;

    /// <summary>The directory of a DXL file.</summary>
    /// <param name="reading">What the file contains in addition to the elements.</param>
    /// <param name="report">Receives problems with a document that do not affect the rest.</param>
    public DirectoryContent Build(DxlReading reading, Action<CoexException> report) => Build(reading.RootAttributes, reading.LastKey, report) with
    {
        Source = new DxlLayout(path, reading.Stamp, reading.Outline, _positions, _accessControlListElement),
    };

    /// <summary>The directory of a file that is not a DXL file.</summary>
    /// <param name="root">The attributes that the root of a DXL file would have.</param>
    /// <param name="highestKey">The highest key of a document.</param>
    /// <param name="report">Receives problems with a document that do not affect the rest.</param>
    public DirectoryContent Build(IReadOnlyDictionary<string, string> root, int highestKey, Action<CoexException> report)
    {
        _problems.ForEach(report); // Only now: a file with an error returns nothing else.
        return new DirectoryContent
        {
            Name = root.TryGetValue("title", out string? title) && title.Length > 0 ? title : Path.GetFileNameWithoutExtension(path),
            Path = path,
            ReplicaId = root.TryGetValue("replicaid", out string? replica) ? replica : "",
            Documents = _documents,
            LaterServers = new Lazy<IReadOnlyList<DominoServer>>(() => ReadLater(_servers, ServerOf)),
            LaterGroups = new Lazy<IReadOnlyList<DominoGroup>>(() => ReadLater(_groups, GroupOf)),
            AccessControlList = _accessControlList,
            FieldMap = fieldMap,
            HighestKey = highestKey,
        };
    }

    private DocumentKind Take(DominoDocument document)
    {
        DocumentKind kind = DirectoryForms.KindOf(document);
        if (kind == DocumentKind.Domain)
        {
            _documents.Add(document);
            Check("created", document.Created);
            Check("modified", document.Modified);
            Check("revised", document.Revised);
        }
        else if (kind == DocumentKind.Server)
        {
            _servers.Add(() => document);
        }
        else if (kind == DocumentKind.Group)
        {
            _groups.Add(() => document);
        }
        return kind;

        void Check(string element, NoteTime time)
        {
            if (time is { IsInvalid: true, Text: { } text })
                _problems.Add(CoexException.DateTimeInvalid(document.UniversalId, element, text));
        }
    }

    private List<T> ReadLater<T>(IEnumerable<Func<DominoDocument>> documents, Func<DominoDocument, T?> read)
        where T : class
    {
        try
        {
            return [.. documents.Select(document => read(document())).OfType<T>()];
        }
        catch (XmlException e)
        {
            // The sweep did not find the error. The plain reader reports its position in the file.
            DxlReader.ReadDirectory(path, fieldMap, _ => { }, CancellationToken.None, isStrict: true);
            throw CoexException.DxlMalformed(path, e.Message, e.LineNumber, e.LinePosition, e);
        }
    }

    private static DominoServer? ServerOf(DominoDocument document) => NotesName.FromText(document.FirstValue("ServerName")) is { } name
        ? new DominoServer(
            name, document.FirstValue("Domain"), document.FirstValue(ServerSettings.HostName), document.FirstValue("ClusterName"),
            ServerSettings.Of(document))
        : null;

    private static DominoGroup? GroupOf(DominoDocument document)
    {
        if (document.FirstValue("ListName") is not { } name)
            return null;
        _ = int.TryParse(document.FirstValue("GroupType"), out int type);
        return new DominoGroup(name, (GroupType)type, [.. document.Values("Members").Select(member => new NotesName(member))]);
    }
}
