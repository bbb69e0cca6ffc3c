using System.Globalization;
using CoexTools.Json;
using CoexTools.Model;

namespace CoexTools.Sources.Rest;

/// <summary>
/// One reading of the directory of a running server by the Domino REST API, into the model that a file leads to. The
/// interface is that of its published definition (OpenAPI, basis 1.3.7 and admin 1.1.2).
/// </summary>
internal sealed class RestReading
{
    /// <summary>The access control list is one that the user specified.</summary>
    public const string GivenAcl = "GivenAcl";

    private const string ServerForm = "Server";
    private const string GroupForm = "Group";
    private const string MembersName = "Members";

    private static readonly Dictionary<string, GroupType> GroupTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["multi-purpose"] = GroupType.MultiPurpose,
        ["mail-only"] = GroupType.MailOnly,
        ["acl-only"] = GroupType.AccessControlListOnly,
        ["deny-access"] = GroupType.DenyListOnly,
        ["servers-only"] = GroupType.ServersOnly,
    };

    private readonly RestClient _client;
    private readonly RestDirectoryOptions _options;
    private readonly RestCall _call;
    private readonly FieldMap _fieldMap;
    private readonly Action<string, double> _progress;
    private readonly DirectoryBuilder _builder;
    private readonly List<DominoDocument> _serversAndGroups = [];
    private readonly Dictionary<string, RestStamp> _stamps = new(StringComparer.OrdinalIgnoreCase);
    private readonly RestQuery _query;
    private RestDocuments _documents;
    private int _key;

    /// <summary>Creates a reading.</summary>
    /// <param name="client">The client.</param>
    /// <param name="options">The options.</param>
    /// <param name="fieldMap">The items that contain the properties of a Foreign Domain document.</param>
    /// <param name="call">The call.</param>
    /// <param name="progress">Called before each step, with the completed part of the work from 0 to 1, or a negative
    /// number.</param>
    public RestReading(
        RestClient client, RestDirectoryOptions options, FieldMap fieldMap, RestCall call,
        Action<string, double> progress)
    {
        _client = client;
        _options = options;
        _fieldMap = fieldMap;
        _call = call;
        _progress = progress;
        _query = new RestQuery(client, call, progress);
        _documents = new RestDocuments(client, options.Rules, IsRaw: true);
        _builder = new DirectoryBuilder(client.Address.ToString(), fieldMap);
        _builder.Assume(ItemRules.NoItemFlags);
    }

    private RestSchema Schema => _query.Schema;

    private string Server => _client.Address.ToString();

    private string Scope => Uri.EscapeDataString(_client.Address.DataSource);

    /// <summary>Reads the Foreign Domain documents, servers, groups, and access control list of the server.</summary>
    /// <param name="report">Receives errors that affect only one document.</param>
    /// <exception cref="CoexException">The directory cannot be read completely. Nothing is returned.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public DirectoryContent Read(Action<CoexException> report)
    {
        RestAccess.Require(_client, AccessLevel.Reader, _call);
        _query.Schema = _query.ReadSchema(out _);
        ReadDomains();
        foreach ((string id, JsonValue server) in Find(ServerForm))
            AddReferenced(id, server, ServerForm, "ServerName");
        AccessControlList? list = ReadAccessControlList();
        if (list is not null)
            _builder.Add(list);
        if (!TryReadGroups())
        {
            foreach ((string id, JsonValue group) in Find(GroupForm))
                AddReferenced(id, group, GroupForm, "ListName");
        }
        var root = new Dictionary<string, string> { ["title"] = _client.Address.DataSource };
        return _builder.Build(root, _key - 1, report) with
        {
            ServerAndGroupDocuments = _serversAndGroups,
            Origin = new RestOrigin(_documents, _options, Schema, _stamps),
        };
    }

    private List<(string Id, JsonValue Document)> Find(string form)
    {
        List<(string Id, JsonValue Document)> found = _query.Of(form, isRequired: true);
        AssumeMissing(form, isEmpty: found.Count == 0);
        return found;
    }

    // The schema might lack the form.
    private void AssumeMissing(string form, bool isEmpty)
    {
        if (isEmpty && !Schema.IsKnown)
            _builder.Assume($"{ForeignDomainDocument.MissingItem}: form {form}");
    }

    private void ReadDomains()
    {
        IReadOnlyList<(string Id, string Form, JsonValue Found)> distinct = _query.FindDomains();
        AssumeMissing(RestQuery.DomainForm, isEmpty: distinct.All(one => one.Form != RestQuery.DomainForm));
        for (int i = 0; i < distinct.Count; i++)
        {
            _progress($"Domain document {i + 1} of {distinct.Count}", (double)i / distinct.Count);
            ReadDomain(distinct[i].Id, distinct[i].Form);
        }
    }

    // The form is that of the query: the item can contain an alias, and a mode does not have to contain the item.
    private void ReadDomain(string id, string form)
    {
        RestRequest request = _documents.RequestFor(id);
        RestAnswer answer = _query.Send(request);
        if (_documents.IsRaw && answer.Content is null)
        {
            _client.Log(
                _call,
                $"{Server}: the status {answer.Status} to {request}. "
                    + "Documents are read in the mode 'default' instead of 'raw'.");
            CheckDefaultMode();
            _documents = _documents with { IsRaw = false };
            request = _documents.RequestFor(id);
            answer = _query.Send(request);
        }
        if (answer.Content is null)
            throw _client.Refused(request, answer);
        if (!_documents.IsRaw)
        {
            if (!Schema.IsKnown)
                RequireLists(RestQuery.DomainForm, RestSchema.DefaultMode, answer.Content, DomainLists);
            _builder.MarkIncomplete(_key);
        }
        (DominoDocument document, RestStamp stamp) =
            _documents.Convert(request, answer.Content, form, id, _key++, _call);
        _builder.Add(document);
        _stamps[id] = stamp;
    }

    // Without the mode "raw", a document has only the fields of the schema. Without one of these, answers would be
    // wrong.
    private void CheckDefaultMode()
    {
        FieldMap map = _fieldMap;
        IEnumerable<IReadOnlyList<string>> needed = _options.Rules.Names.Select(name => (IReadOnlyList<string>)[name])
            .Concat([map.DomainName, map.MailServer, map.CalendarServer]);
        if (Schema.Lacks(RestQuery.DomainForm, RestSchema.DefaultMode))
            throw CoexException.SchemaLacksField(Server, RestQuery.DomainForm, RestSchema.DefaultMode, []);
        Require(
            RestQuery.DomainForm, RestSchema.DefaultMode,
            [
                .. Schema.MissingFields(RestQuery.DomainForm, RestSchema.DefaultMode, needed),
                .. Schema.SingleFields(RestQuery.DomainForm, RestSchema.DefaultMode, DomainLists),
            ]);
    }

    private IEnumerable<string> DomainLists => _options.Rules.Names.Concat(ForeignDomainDocument.RestrictionNames);

    // A field for one value is returned as a value, a field for several values as a list. Of several values, the server
    // returns the first one for a field for one value. Without the schema, only the answer shows which of the two it
    // is.
    private void RequireLists(string form, string mode, JsonValue document, IEnumerable<string> names) => Require(
        form, mode,
        [
            .. names.Where(name => document[name] is { Kind: not (JsonKind.Array or JsonKind.Object or JsonKind.Null) })
                .Select(RestSchema.WithMultipleValues),
        ]);

    private void Require(string form, string mode, IReadOnlyList<string> missing)
    {
        if (missing.Count > 0)
            throw CoexException.SchemaLacksField(Server, form, mode, missing);
    }

    // Servers and groups are read with the fields of the mode "dql" only.
    private void AddReferenced(string id, JsonValue content, string form, string nameItem)
    {
        string[] needed = form == GroupForm ? [nameItem, MembersName, "GroupType"] : [nameItem];
        string[] lists = form == GroupForm ? [MembersName] : [ServerSettings.Ports];
        if (_serversAndGroups.All(document => document.Form != form))
        {
            IEnumerable<IReadOnlyList<string>> names = needed.Select(name => (IReadOnlyList<string>)[name]);
            Require(
                form, RestSchema.DqlMode,
                [
                    .. Schema.MissingFields(form, RestSchema.DqlMode, names),
                    .. Schema.SingleFields(form, RestSchema.DqlMode, lists),
                ]);
        }
        if (!Schema.IsKnown)
            RequireLists(form, RestSchema.DqlMode, content, lists);
        DominoDocument document;
        try
        {
            document = RestDocument.Read(
                content, RestDocument.MetaOf(content), form, id, _key++, _options.Rules, _client.Display);
        }
        catch (FormatException e)
        {
            throw Invalid(RestRequest.Get(_client.Address.Basis($"query?dataSource={Scope}")), e.Message);
        }
        if (!Schema.IsKnown && document.FirstValue(nameItem) is null)
            Require(form, RestSchema.DqlMode, [nameItem]);
        Add(document);
    }

    private void Add(DominoDocument document)
    {
        _builder.Add(document);
        _serversAndGroups.Add(document);
    }

    private AccessControlList? ReadAccessControlList()
    {
        if (_options.AccessControlList is not null)
        {
            _builder.Assume($"{GivenAcl}: {_options.AccessControlListOrigin}");
            return _options.AccessControlList;
        }
        string database = Schema.NsfPath is { Length: > 0 } path
            ? $"nsfPath={Uri.EscapeDataString(path)}" : $"dataSource={Scope}";
        RestRequest request = RestRequest.Get(_client.Address.Management($"acl/entries?{database}"));
        RestAnswer answer = _query.Send(request);
        if (answer.Content is null && IsUnavailable(answer))
        {
            _client.Log(
                _call,
                $"{Server}: the account cannot read the access control list (status {answer.Status}). "
                    + "The default list is assumed.");
            return null;
        }
        return new AccessControlList([.. _query.ListOf(request, answer).Select(entry => EntryOf(request, entry))]);
    }

    private AccessControlEntry EntryOf(RestRequest request, JsonValue entry)
    {
        string name = entry.StringAt("name") ?? throw Invalid(request, "An entry does not have a name.");
        AccessLevel level = RestAccess.LevelOf(entry.StringAt("level") ?? "");
        if (level == RestAccess.NotKnown)
            throw Invalid(request, $"The entry '{_client.Display(name)}' has an unknown level.");
        IEnumerable<string> roles = RestDocument.ValuesOf(entry["roles"])
            .Select(role => $"[{role.Trim().Trim('[', ']')}]");
        return new AccessControlEntry(name, level, [.. roles], isDefault: false, TypeOf(entry));
    }

    // The type alone, or the flags, identify servers, persons, and groups (AC8).
    private static AclEntryType TypeOf(JsonValue entry)
    {
        HashSet<string> words = new(
            (entry.StringAt("type") ?? "").Split([' ', '_', '-'], StringSplitOptions.RemoveEmptyEntries)
                .Concat(RestDocument.ValuesOf(entry["flags"])),
            StringComparer.OrdinalIgnoreCase);
        bool isGroup = words.Contains("GROUP") || words.Overlaps(["SERVERGROUP", "PERSONGROUP", "MIXEDGROUP"]);
        bool isServer = words.Contains("SERVER") || words.Contains("SERVERGROUP");
        bool isPerson = words.Contains("PERSON") || words.Contains("PERSONGROUP");
        return (isGroup, isServer, isPerson) switch
        {
            (true, true, false) => AclEntryType.ServerGroup,
            (true, false, true) => AclEntryType.PersonGroup,
            (true, _, _) => AclEntryType.MixedGroup,
            (false, true, false) => AclEntryType.Server,
            (false, false, true) => AclEntryType.Person,
            _ => AclEntryType.Unspecified,
        };
    }

    // The groups of the management interface, if the account can use it.
    private bool TryReadGroups()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            _progress($"Groups from {names.Count + 1}", -1);
            string parameters = string.Format(
                CultureInfo.InvariantCulture, "access/groups?start={0}&count={1}", names.Count, RestQuery.PageSize);
            RestRequest request = RestRequest.Get(_client.Address.Management(parameters));
            RestAnswer answer = _query.Send(request);
            if (answer.Content is null && names.Count == 0 && IsUnavailable(answer))
                return false;
            IReadOnlyList<JsonValue> page = _query.ListOf(request, answer);
            if (page.Count > RestQuery.PageSize)
                throw Invalid(request, $"It contains {page.Count} groups instead of at most {RestQuery.PageSize}.");
            foreach (JsonValue group in page)
            {
                string name = group.StringAt("name") ?? throw Invalid(request, "A group does not have a name.");
                if (!names.Add(name))
                    throw Invalid(request, $"It repeats the group '{_client.Display(name)}' of an earlier page.");
                AddGroup(request, group, name);
            }
            if (names.Count > RestQuery.MaximumDocuments)
                throw Invalid(request, $"There are more than {RestQuery.MaximumDocuments:N0} groups.");
            if (page.Count < RestQuery.PageSize)
                return true;
        }
    }

    private void AddGroup(RestRequest request, JsonValue group, string name)
    {
        string type = group.StringAt("type") ?? "multi-purpose";
        if (!GroupTypes.TryGetValue(type, out GroupType known))
        {
            throw Invalid(
                request, $"The group '{_client.Display(name)}' has the unknown type '{_client.Display(type)}'.");
        }
        JsonValue document = JsonValue.ObjectOf(
        [
            new("Type", JsonValue.StringOf(GroupForm)), new("ListName", JsonValue.StringOf(name)),
            new("GroupType", JsonValue.StringOf(((int)known).ToString(CultureInfo.InvariantCulture))),
            new(MembersName, JsonValue.ArrayOf(
                [.. RestDocument.ValuesOf(group["members"]).Select(JsonValue.StringOf)])),
        ]);
        Add(RestDocument.Read(
            document, meta: null, GroupForm, RestDocument.UniversalIdOf(group) ?? "", _key++, _options.Rules,
            _client.Display));
    }

    // 401 and 403: the account must not. 404 and 501: the server does not offer the interface.
    private static bool IsUnavailable(RestAnswer answer) => answer.Status is 401 or 403 or 404 or 501;

    private CoexException Invalid(RestRequest request, string reason) => _client.Invalid(request, reason);
}
