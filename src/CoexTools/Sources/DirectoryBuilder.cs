using System.Globalization;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Sources;

/// <summary>
/// Builds a directory from the documents of any source. Servers and groups are read on demand if their form identifies
/// them, because few commands need them.
/// </summary>
/// <param name="path">The path of the file, or the address of the server.</param>
/// <param name="fieldMap">The items that contain the properties of a Foreign Domain document.</param>
internal sealed class DirectoryBuilder(string path, FieldMap fieldMap)
{
    private static readonly string[] KindItems = ["Form", DirectoryForms.TypeName];
    private static readonly string[] ServerAndGroupItems = ["ListName", "GroupType", "Members", "ServerName", "Domain"];
    private static readonly string[] ComputedGroupItems = ["AutoPopulate", "SubGroups", "AdditionalMembers"];

    private readonly List<DominoDocument> _documents = [];
    private readonly HashSet<int> _incomplete = [];
    private readonly List<string> _assumptions = [];
    private readonly List<Func<DominoDocument>> _servers = [];
    private readonly List<Func<DominoDocument>> _groups = [];
    private readonly List<CoexException> _problems = [];
    private AccessControlList? _accessControlList;

    /// <summary>Adds a document, and returns its kind. Documents that do not matter are ignored.</summary>
    /// <param name="form">The form that the source specifies for the document; empty for none.</param>
    /// <param name="read">Reads the document. For a server or a group, it is called on demand.</param>
    public DocumentKind Add(string form, Func<DominoDocument> read)
    {
        DocumentKind kind = DirectoryForms.KindOf(form);
        if (kind == DocumentKind.Server)
            _servers.Add(read);
        else if (kind == DocumentKind.Group)
            _groups.Add(read);
        else
            kind = Add(read());
        return kind;
    }

    /// <summary>Adds a document, and returns its kind. Documents that do not matter are ignored.</summary>
    public DocumentKind Add(DominoDocument document)
    {
        DocumentKind kind = DirectoryForms.KindOf(document);
        if (kind != DocumentKind.Other)
            RefuseLongTexts(document);
        if (kind == DocumentKind.Domain)
        {
            _documents.Add(document);
            if (IsIncomplete(document, IsOfForeignDomain))
                MarkIncomplete(document.Key);
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

    /// <summary>Adds the access control list. Only the first one counts.</summary>
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

    /// <summary>Adds an assumption that applies to every answer.</summary>
    public void Assume(string assumption)
    {
        if (!_assumptions.Contains(assumption))
            _assumptions.Add(assumption);
    }

    /// <summary>Marks a Domain document of which an item that matters might not have been read.</summary>
    public void MarkIncomplete(int key) => _incomplete.Add(key);

    /// <summary>Returns the directory.</summary>
    /// <param name="root">The attributes of the root of a DXL file, or those that it would have.</param>
    /// <param name="highestKey">The highest key of a document.</param>
    /// <param name="report">Receives problems with a document that do not affect the rest.</param>
    public DirectoryContent Build(
        IReadOnlyDictionary<string, string> root, int highestKey, Action<CoexException> report)
    {
        foreach (KeyValuePair<string, string> attribute in root)
            RefuseLongText(attribute.Value, $"the attribute '{CoexException.Shorten(attribute.Key)}' of the database");
        _problems.ForEach(report); // Only now: a file with an error returns nothing else.
        var servers = new Lazy<OnDemand<DominoServer>>(() => ReadAll(_servers, ServerOf));
        var groups = new Lazy<OnDemand<DominoGroup>>(() => ReadAll(_groups, GroupOf));
        return new DirectoryContent
        {
            Name = root.TryGetValue("title", out string? title) && title.Length > 0
                ? title : Path.GetFileNameWithoutExtension(path),
            Path = path,
            ReplicaId = root.TryGetValue("replicaid", out string? replica) ? replica : "",
            DatabasePath = root.TryGetValue("path", out string? database) ? database : "",
            Documents = _documents,
            DocumentsAsRead = _documents,
            ServersOnDemand = new Lazy<IReadOnlyList<DominoServer>>(() => servers.Value.List),
            GroupsOnDemand = new Lazy<IReadOnlyList<DominoGroup>>(() => groups.Value.List),
            AssumptionsOnDemand = new Lazy<IReadOnlyList<string>>(() =>
                [.. _assumptions.Concat(servers.Value.Assumptions).Concat(groups.Value.Assumptions).Distinct()]),
            IncompleteDocuments = _incomplete,
            AccessControlList = _accessControlList,
            FieldMap = fieldMap,
            HighestKey = highestKey,
        };
    }

    private OnDemand<T> ReadAll<T>(IEnumerable<Func<DominoDocument>> documents, Func<DominoDocument, T?> convert)
        where T : class
    {
        var all = new OnDemand<T>([], []);
        foreach (Func<DominoDocument> read in documents)
        {
            DominoDocument document = read();
            RefuseLongTexts(document);
            if (convert(document) is { } converted)
                all.List.Add(converted);
            if (IsIncomplete(document, item => IsOneOf(item, ServerAndGroupItems)))
                all.Assumptions.Add(Missing(document));
            if (!document.IsTextComplete)
                all.Assumptions.Add(ForeignDomainDocument.UnknownText);
        }
        return all;
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

    // Returns whether an answer can depend on something that could not be read. Placeholders are of a form, not of a
    // document.
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

    // The servers or groups, and what answers assume because of them.
    private sealed record OnDemand<T>(List<T> List, List<string> Assumptions);
}
