using System.Globalization;
using System.Text;
using CoexTools.Json;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Text;
using CoexTools.Values;

namespace CoexTools.Sources.Rest;

/// <summary>
/// Writes the documents of the Domino REST API as DXL, so that they become documents of the model in the same way as
/// those of files.
/// </summary>
internal static class RestDocument
{
    private static readonly Dictionary<string, string> Namespaces = new() { [""] = DxlWriter.Namespace };
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>
    /// Returns the metadata of a document: the member <c>@meta</c>, or the document itself where its metadata were
    /// requested.
    /// </summary>
    public static JsonValue? MetaOf(JsonValue document) =>
        document["@meta"] is { Kind: JsonKind.Object } meta ? meta : null;

    /// <summary>Returns the universal id in a result; null if the result does not contain a valid one.</summary>
    public static string? UniversalIdOf(JsonValue document)
    {
        string? id = MetaOf(document)?.StringAt("unid") ?? document.StringAt("@unid") ?? document.StringAt("unid");
        return id is { Length: 32 }
            && id.All(c => c is (>= '0' and <= '9') or (>= 'A' and <= 'F') or (>= 'a' and <= 'f'))
            ? id.ToUpperInvariant()
            : null;
    }

    /// <summary>Returns the state of a document.</summary>
    public static RestStamp StampOf(JsonValue meta) =>
        new(meta.StringAt("revision"), meta.StringAt("lastmodifiedinfile") ?? meta.StringAt("lastmodified"));

    /// <summary>Converts a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="meta">The metadata; null if the server did not return them.</param>
    /// <param name="form">The form that the document was found by.</param>
    /// <param name="universalId">The universal id.</param>
    /// <param name="key">The key of the document in its directory.</param>
    /// <param name="rules">The flags of items.</param>
    /// <param name="display">Makes a text of the server one that messages can contain.</param>
    /// <exception cref="FormatException">
    /// The document does not contain items, or an item that determines who can read the document does not contain text.
    /// </exception>
    public static DominoDocument Read(
        JsonValue document, JsonValue? meta, string form, string universalId, int key, ItemRules rules,
        Func<string, string> display)
    {
        if (document.Members.All(item => IsMetadata(item.Key)))
            throw new FormatException("A document does not contain items.");
        var text = new StringBuilder();
        text.Append("<document form='").Append(Escape(form)).Append("'>\n<noteinfo noteid='").Append(NoteIdOf(meta))
            .Append("' unid='").Append(universalId).Append("'>");
        // Without a time for this replica, it is the same as in every replica.
        AppendTime("created", meta?.StringAt("created"));
        AppendTime("modified", meta?.StringAt("lastmodifiedinfile") ?? meta?.StringAt("lastmodified"));
        AppendTime("revised", meta?.StringAt("lastmodified"));
        AppendTime("lastaccessed", meta?.StringAt("lastaccessed"));
        AppendTime("addedtofile", meta?.StringAt("addedtofile"));
        text.Append("</noteinfo>");
        foreach (KeyValuePair<string, JsonValue> item in document.Members)
        {
            if (item.Key != "Form" && !IsMetadata(item.Key) && item.Value.Kind != JsonKind.Null)
                AppendItem(text, item.Key, item.Value, rules.FlagsOf(item.Key));
        }
        return DocumentParser.Parse(text.Append("\n</document>").ToString(), Namespaces, key);

        void AppendTime(string element, string? time)
        {
            if (time is not null)
                text.Append($"\n<{element}><datetime>{Escape(TimeOf(time, display))}</datetime></{element}>");
        }

        static bool IsMetadata(string name) => name.StartsWith("@", StringComparison.Ordinal);
    }

    /// <summary>Returns the values of an item as text.</summary>
    public static IReadOnlyList<string> ValuesOf(JsonValue? item) => item switch
    {
        null or { Kind: JsonKind.Null or JsonKind.Object } => [],
        { Kind: JsonKind.Array } => [.. item.Items.Select(value => value.Text).OfType<string>()],
        _ => [item.Text!],
    };

    private static void AppendItem(StringBuilder text, string name, JsonValue value, ItemFlags flags)
    {
        const string EmptyContent = "<text/></item>";
        bool isText = value.Kind is JsonKind.String or JsonKind.Boolean
            || (value.Kind == JsonKind.Array
                && value.Items.All(item => item.Kind is JsonKind.String or JsonKind.Boolean));
        bool isNumber = value.Kind == JsonKind.Number
            || (value.Kind == JsonKind.Array && value.Items.Count > 0
                && value.Items.All(item => item.Kind == JsonKind.Number));
        if (flags != ItemFlags.None && !isText)
            throw new FormatException($"The item {name} of a document does not contain text.");
        string empty = DxlWriter.Item("", DxlWriter.Clean(name), flags | ItemFlags.Summary, [""]);
        text.Append('\n').Append(empty, 0, empty.Length - EmptyContent.Length);
        IReadOnlyList<string> values = ValuesOf(value);
        if (isText)
        {
            text.Append(DxlWriter.Value("", [.. values.Select(DxlWriter.Clean)]));
        }
        else if (isNumber)
        {
            string numbers = string.Concat(values.Select(number => $"<number>{number}</number>"));
            text.Append(value.Kind == JsonKind.Array ? $"<numberlist>{numbers}</numberlist>" : numbers);
        }
        else
        {
            text.Append("<richtext/>"); // Rich text is an object. The content is not kept.
        }
        text.Append("</item>");
    }

    private static string NoteIdOf(JsonValue? meta) =>
        int.TryParse(meta?["noteid"]?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? id.ToString("x", CultureInfo.InvariantCulture)
            : "";

    // What is not a time is reported like an invalid time in a file.
    private static string TimeOf(string text, Func<string, string> display)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal;
        if (!DateTimeOffset.TryParseExact(
            text, TimeFormats, CultureInfo.InvariantCulture, Styles, out DateTimeOffset time))
            return display(text);
        string dxl = DxlTime.Format(time);
        bool hasOffset = text.EndsWith("Z", StringComparison.Ordinal)
            || text.IndexOfAny(['+', '-'], text.IndexOf('T')) > 0;
        return hasOffset ? dxl : dxl.Substring(0, dxl.IndexOf('+'));
    }

    private static string Escape(string text) => Escaped.Xml(DxlWriter.Clean(text));
}
