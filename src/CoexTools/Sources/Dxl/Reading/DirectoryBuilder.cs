using System.Globalization;
using System.Xml;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>
/// Collects the content of a directory from a file. Domain documents are read immediately. Documents that determine
/// access are read on demand if their form identifies them.
/// </summary>
internal sealed class DirectoryBuilder(string path, FieldMap fieldMap)
{
    private static readonly string[] KindItems = ["Form", DirectoryForms.TypeName];
    private static readonly string[] ServerAndGroupItems = ["ListName", "GroupType", "Members", "ServerName", "Domain"];
    private static readonly string[] ComputedGroupItems = ["AutoPopulate", "SubGroups", "AdditionalMembers"];

    private readonly List<DominoDocument> _documents = [];
    private readonly HashSet<string> _incomplete = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _assumptions = [];
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
    public void Add(AccessControlList list)
    {
        foreach (AccessControlEntry entry in list.Entry)
        {
            RefuseLongText(entry.Name, "the name of an entry of the access control list");
            foreach (string role in entry.Role)
                RefuseLongText(role, "a role of the access control list");
        }
        _accessControlList ??= list;
    }

    /// <summary>Takes an assumption that applies to every answer.</summary>
    public void Assume(string assumption)
    {
        if (!_assumptions.Contains(assumption))
            _assumptions.Add(assumption);
    }

    /// <summary>The directory of a DXL file.</summary>
    /// <param name="reading">What the file contains in addition to the elements.</param>
    /// <param name="report">Receives problems with a document that do not affect the rest.</param>
    public DirectoryContent Build(DxlReading reading, Action<CoexException> report) =>
        Build(reading.RootAttributes, reading.LastKey, report) with
        {
            Source = new DxlLayout(path, reading.Stamp, reading.Outline, _positions, _accessControlListElement),
        };

    /// <summary>The directory of a file that is not a DXL file.</summary>
    /// <param name="root">The attributes that the root of a DXL file would have.</param>
    /// <param name="highestKey">The highest key of a document.</param>
    /// <param name="report">Receives problems with a document that do not affect the rest.</param>
    public DirectoryContent Build(
        IReadOnlyDictionary<string, string> root, int highestKey, Action<CoexException> report)
    {
        foreach (KeyValuePair<string, string> attribute in root)
            RefuseLongText(attribute.Value, $"the attribute '{CoexException.Shorten(attribute.Key)}' of the database");
        _problems.ForEach(report); // Only now: a file with an error returns nothing else.
        var servers = new Lazy<Later<DominoServer>>(() => ReadLater(_servers, ServerOf));
        var groups = new Lazy<Later<DominoGroup>>(() => ReadLater(_groups, GroupOf));
        return new DirectoryContent
        {
            Name = root.TryGetValue("title", out string? title) && title.Length > 0
                ? title : Path.GetFileNameWithoutExtension(path),
            Path = path,
            ReplicaId = root.TryGetValue("replicaid", out string? replica) ? replica : "",
            Documents = _documents,
            LaterServers = new Lazy<IReadOnlyList<DominoServer>>(() => servers.Value.List),
            LaterGroups = new Lazy<IReadOnlyList<DominoGroup>>(() => groups.Value.List),
            LaterAssumptions = new Lazy<IReadOnlyList<string>>(() =>
                [.. _assumptions.Concat(servers.Value.Assumptions).Concat(groups.Value.Assumptions).Distinct()]),
            IncompleteDocuments = _incomplete,
            AccessControlList = _accessControlList,
            FieldMap = fieldMap,
            HighestKey = highestKey,
        };
    }

    private DocumentKind Take(DominoDocument document)
    {
        DocumentKind kind = DirectoryForms.KindOf(document);
        if (kind != DocumentKind.Other)
            RefuseLongTexts(document);
        if (kind == DocumentKind.Domain)
        {
            _documents.Add(document);
            if (IsIncomplete(document, IsOfForeignDomain))
                _incomplete.Add(document.UniversalId);
            if (!document.IsTextComplete)
                Assume(ForeignDomainDocument.UnknownText);
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
        else if (DirectoryForms.KindOf(document.Form) == DocumentKind.ByType
            && document.Items.Any(item => item.IsMissing && IsOneOf(item, KindItems)))
        {
            Assume(Missing(document)); // It might be a Domain document.
        }
        return kind;

        void Check(string element, NoteTime time)
        {
            if (time is { IsInvalid: true, Text: { } text })
                _problems.Add(CoexException.DateTimeInvalid(document.UniversalId, element, text));
        }
    }

    private Later<T> ReadLater<T>(IEnumerable<Func<DominoDocument>> documents, Func<DominoDocument, T?> read)
        where T : class
    {
        try
        {
            var later = new Later<T>([], []);
            foreach (Func<DominoDocument> one in documents)
            {
                DominoDocument document = one();
                RefuseLongTexts(document);
                if (read(document) is { } made)
                    later.List.Add(made);
                if (IsIncomplete(document, item => IsOneOf(item, ServerAndGroupItems)))
                    later.Assumptions.Add(Missing(document));
                if (!document.IsTextComplete)
                    later.Assumptions.Add(ForeignDomainDocument.UnknownText);
            }
            return later;
        }
        catch (XmlException e)
        {
            // The sweep did not find the error. The plain reader reports its position in the file.
            DxlReader.ReadDirectory(path, fieldMap, _ => { }, CancellationToken.None, isStrict: true);
            throw MalformedFile.At(path, e.Message, e.LineNumber, e.LinePosition, e);
        }
    }

    private void RefuseLongTexts(DominoDocument document)
    {
        RefuseLongText(document.UniversalId, "the universal ID of a document");
        RefuseLongText(document.Form, "the form of a document");
        foreach (string name in document.UpdatedBy)
            RefuseLongText(name, "the name of a user who saved a document");
        foreach (DominoItem item in document.Items)
        {
            RefuseLongText(item.Name, "the name of an item");
            foreach (string value in item.Value)
                RefuseLongText(
                    value, $"the item '{CoexException.Shorten(item.Name)}' of the document '{document.UniversalId}'");
        }
    }

    private void RefuseLongText(string text, string place)
    {
        if (text.Length > DxlLimits.TextCharacters)
            throw CoexException.TextTooLong(path, place, text.Length);
    }

    // Whether an answer can depend on something that could not be read. Placeholders are of a form, not of a document.
    private static bool IsIncomplete(DominoDocument document, Func<DominoItem, bool> matters) =>
        document.IsTruncated
        || document.Items.Any(item =>
            item.IsMissing && (item.Flags & ItemFlags.Placeholder) == 0 && (IsAccess(item) || matters(item)));

    // Who can read and change the document, what kind of document it is, and what it names.
    private bool IsOfForeignDomain(DominoItem item) =>
        IsOneOf(item, KindItems)
        || FieldMap.PropertyNames.Any(property => IsOneOf(item, fieldMap.CandidatesOf(property)));

    private static bool IsAccess(DominoItem item) => item.IsReaders || item.IsAuthors || item.IsNames;

    private static bool IsOneOf(DominoItem item, IEnumerable<string> names) =>
        names.Contains(item.Name, StringComparer.OrdinalIgnoreCase);

    private static string Missing(DominoDocument document)
    {
        string name = document.FirstValue("ListName") ?? document.FirstValue("ServerName") ?? document.UniversalId;
        return $"{ForeignDomainDocument.MissingItem}: {document.Form} {name}";
    }

    private static DominoServer? ServerOf(DominoDocument document) =>
        NotesName.FromText(document.FirstValue("ServerName")) is { } name
        ? new DominoServer(
            name, document.FirstValue("Domain"), document.FirstValue(ServerSettings.HostName), document.FirstValue(
                "ClusterName"),
            ServerSettings.Of(document))
        : null;

    private static DominoGroup? GroupOf(DominoDocument document)
    {
        if (document.FirstValue("ListName") is not { } name)
            return null;
        List<NotesName> members = [.. document.Values("Members").Select(member => new NotesName(member))];
        bool isComputed = members.Count == 0 && ComputedGroupItems.Any(item => IsSet(document, item));
        return new DominoGroup(name, TypeOf(document), members, document.Modified.Instant, isComputed);
    }

    // GR1: any of several values counts.
    private static GroupType TypeOf(DominoDocument document)
    {
        List<GroupType> types = [.. document.FirstValues("GroupType").Select(Read)];
        return types.Where(DominoGroup.Counts).Concat(types).FirstOrDefault();

        static GroupType Read(string value)
        {
            _ = int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int type);
            return (GroupType)type;
        }
    }

    private static bool IsSet(DominoDocument document, string item) =>
        document.FirstValue(item) is { } value && value != "0";

    // What is read on demand, and what answers assume because of it.
    private sealed record Later<T>(List<T> List, List<string> Assumptions);
}
