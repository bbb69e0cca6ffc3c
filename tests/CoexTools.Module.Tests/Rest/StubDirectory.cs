using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace CoexTools.Module.Tests.Rest;

/// <summary>A document of a stub server.</summary>
internal sealed class StubDocument
{
    public required string UniversalId { get; init; }

    public required int NoteId { get; init; }

    public required string Form { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset Modified { get; set; }

    public DateTimeOffset Revised { get; set; }

    public int Sequence { get; set; } = 1;

    /// <summary>What the document has in its item Form; null for the form by which queries find it.</summary>
    public string? Alias { get; set; }

    /// <summary>The items, without flags.</summary>
    public Dictionary<string, JsonNode> Items { get; } = [];

    public string Revision => string.Create(CultureInfo.InvariantCulture, $"{Sequence:X8}{Modified.UtcTicks:X16}");

    /// <summary>Saves the document, as Domino does: it becomes the newest.</summary>
    public void Save(DateTimeOffset time)
    {
        Sequence++;
        Modified = Revised = time;
    }

    public JsonObject Meta() => new()
    {
        ["noteid"] = NoteId,
        ["unid"] = UniversalId,
        ["created"] = Iso(Created),
        ["lastmodified"] = Iso(Revised),
        ["lastaccessed"] = Iso(Modified),
        ["lastmodifiedinfile"] = Iso(Modified),
        ["addedtofile"] = Iso(Created),
        ["unread"] = false,
        ["revision"] = Revision,
        ["size"] = 570,
        [nameof(Form)] = Alias ?? Form,
    };

    /// <summary>The document with all its items, as they are stored.</summary>
    public JsonObject Raw()
    {
        var json = new JsonObject { ["@meta"] = Meta(), [nameof(Form)] = Alias ?? Form };
        foreach ((string name, JsonNode value) in Items.Where(item => item.Key != "Form"))
            json[name] = value.DeepClone();
        return json;
    }

    /// <summary>
    /// The document with the fields of a mode: of a field for one value, the first one, and of other fields, a list.
    /// </summary>
    public JsonObject Json(IEnumerable<JsonNode?> fields)
    {
        var json = new JsonObject { ["@meta"] = Meta() };
        foreach (JsonNode field in fields.OfType<JsonNode>())
        {
            string name = (string)field["name"]!;
            if (name == "Form")
                json[name] = Alias ?? Form;
            else if (Items.TryGetValue(name, out JsonNode? value))
                json[name] = Coerce(value, (bool?)field["multivalue"] ?? ((string?)field["type"] == "array"));
        }
        return json;
    }

    private static JsonNode? Coerce(JsonNode value, bool isMultiple) => value switch
    {
        JsonArray { Count: 0 } when !isMultiple => null,
        JsonArray list when !isMultiple => list[0]!.DeepClone(),
        JsonArray or JsonObject => value.DeepClone(),
        _ => isMultiple ? new JsonArray(value.DeepClone()) : value.DeepClone(),
    };

    private static string Iso(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffzzz", CultureInfo.InvariantCulture);
}

/// <summary>The directory of a stub server: the content of a DXL file, read without CoexTools.</summary>
internal sealed class StubDirectory
{
    private static readonly XNamespace Dxl = "http://www.lotus.com/dxl";

    public List<StubDocument> Documents { get; } = [];

    /// <summary>The entries of the access control list, as the management interface returns them.</summary>
    public JsonArray Acl { get; } = [];

    public static StubDirectory Read(string path)
    {
        XElement root = XDocument.Load(path).Root!;
        var directory = new StubDirectory();
        foreach (XElement entry in root.Elements(Dxl + "acl").Elements(Dxl + "aclentry"))
        {
            string type = (string?)entry.Attribute("type") ?? "";
            directory.Acl.Add(new JsonObject
            {
                ["name"] = (string)entry.Attribute("name")!,
                ["type"] = type.Contains("group") ? "GROUP" : type.ToUpperInvariant(),
                ["level"] = ((string)entry.Attribute("level")!).ToUpperInvariant(),
                ["roles"] = new JsonArray([.. entry.Elements(Dxl + "role").Select(role => (JsonNode)role.Value)]),
                ["flags"] = type == "servergroup" ? new JsonArray("GROUP", "SERVER") : [],
            });
        }
        directory.Documents.AddRange(root.Elements(Dxl + "document").Select(Document));
        return directory;
    }

    private static StubDocument Document(XElement element)
    {
        XElement info = element.Element(Dxl + "noteinfo")!;
        var document = new StubDocument
        {
            UniversalId = (string)info.Attribute("unid")!,
            NoteId = int.Parse((string)info.Attribute("noteid")!, NumberStyles.HexNumber),
            Form = (string)element.Attribute("form")!,
            Created = Time("created")!.Value,
            Modified = (Time("modified") ?? Time("revised"))!.Value,
            Revised = (Time("revised") ?? Time("modified"))!.Value,
        };
        foreach (XElement item in element.Elements(Dxl + "item"))
        {
            string[] texts = [.. item.Descendants(Dxl + "text").Select(text => text.Value)];
            bool isList = item.Element(Dxl + "textlist") is not null;
            document.Items[(string)item.Attribute("name")!] =
                isList ? new JsonArray([.. texts.Select(text => (JsonNode)text)]) : texts.FirstOrDefault() ?? "";
        }
        return document;

        DateTimeOffset? Time(string name) => info.Element(Dxl + name)?.Value is { } text
            ? DateTimeOffset.ParseExact(
                text, ["yyyyMMdd'T'HHmmss','ffzz", "yyyyMMdd'T'HHmmss','ffzzz"], CultureInfo.InvariantCulture)
            : null;
    }
}
