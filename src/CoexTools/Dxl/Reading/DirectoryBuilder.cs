using System.Xml;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Dxl.Reading;

/// <summary>
/// Collects the content of a directory from a file. Domain documents are read immediately. Documents that determine access are read on demand
/// if the sweep identified them by their form.
/// </summary>
internal sealed class DirectoryBuilder(string path, FieldMap fieldMap)
{
    private readonly List<DominoDocument> _documents = [];
    private readonly List<Func<DominoDocument>> _servers = [];
    private readonly List<Func<DominoDocument>> _groups = [];
    private readonly List<CoexException> _problems = [];
    private AccessControlList? _accessControlList;

    /// <summary>Takes an element that the sweep found.</summary>
    /// <exception cref="XmlException">It is not well-formed.</exception>
    public void Add(SweptElement element)
    {
        DominoDocument Parse() => DocumentParser.Parse(element.Text, element.Namespaces, element.Key, element.Position);

        if (element.Kind == SweptKind.AccessControlList)
            Add(AccessControlListParser.Parse(new ElementSource(element.Text, element.Namespaces, element.Position)));
        else if (DirectoryForms.KindOf(element.Form ?? "") == DocumentKind.Server)
            _servers.Add(Parse);
        else if (DirectoryForms.KindOf(element.Form ?? "") == DocumentKind.Group)
            _groups.Add(Parse);
        else
            Add(Parse());
    }

    /// <summary>Takes a document; one that does not matter is left out.</summary>
    public void Add(DominoDocument document)
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

        void Check(string element, NoteTime time)
        {
            if (time.IsInvalid)
                _problems.Add(CoexException.DateTimeInvalid(document.UniversalId, element, time.Text!));
        }
    }

    /// <summary>Takes the access control list; the first one counts.</summary>
    public void Add(AccessControlList list) => _accessControlList ??= list;

    /// <summary>The directory.</summary>
    public DirectoryContent Build(
        IReadOnlyDictionary<string, string> root, FileStamp stamp, FileOutline outline, int highestKey, Action<CoexException> report)
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
            Stamp = stamp,
            Outline = outline,
            HighestKey = highestKey,
        };
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
